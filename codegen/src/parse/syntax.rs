//! Why a text is not TOML.

use toml::de::{DeTable, DeValue};

use super::{Parser, did_you_mean};
use crate::text::{nearest, shortened};

impl<'a> Parser<'a> {
    /// Reports why a text is not TOML: at most one error a line, and after the first one only those of
    /// lines that are not TOML by themselves. The others follow from an array or a string that does not
    /// end. A header of the wrong shape makes all later headers of that name duplicate keys: then it alone
    /// is reported.
    pub(super) fn syntax(&mut self, root: &DeTable<'a>, errors: &[toml::de::Error]) {
        let misshapen = self.misshapen(root);
        let mut errors: Vec<_> = errors
            .iter()
            .map(|error| {
                (error.span().map_or_else(|| self.longest_key(), |span| span.start), error)
            })
            .collect();
        errors.sort_by_key(|(start, _)| *start);
        errors.dedup_by_key(|(start, _)| self.file.line_of(*start));
        for (i, (start, error)) in errors.into_iter().enumerate() {
            let line = self.file.line(start);
            let is_duplicate = error.message() == "duplicate key";
            if misshapen && is_duplicate && line.starts_with('[') {
                continue;
            }
            if i > 0 && !is_duplicate && DeTable::parse(line).is_ok() {
                continue;
            }
            let (message, help) = explained(error.message(), line);
            let message = format!("{message}: {}", shortened(line));
            self.report(self.file.position(start), message, help);
        }
    }

    /// Where the line with the most dots starts. The error about a key with too many has no span.
    fn longest_key(&self) -> usize {
        let (mut start, mut longest) = (0, (0, 0));
        for line in self.file.text.split_inclusive('\n') {
            let dots = line.matches('.').count();
            if dots > longest.0 {
                longest = (dots, start);
            }
            start += line.len();
        }
        longest.1
    }

    /// Reports the headers of a wrong shape.
    fn misshapen(&mut self, root: &DeTable<'a>) -> bool {
        const KEYS: [(&str, &str); 6] = [
            ("column", "[[column]]"),
            ("action", "[[action]]"),
            ("outcome", "[[outcome]]"),
            ("phase", "[[phase]]"),
            ("pair", "[[pair]]"),
            ("accepted", "[[accepted]]"),
        ];
        let before = self.diagnostics.len();
        for (key, header) in KEYS {
            let Some((name, value)) = root.get_key_value(key) else { continue };
            match value.get_ref() {
                DeValue::Array(rows) if key == "phase" => {
                    for row in rows {
                        let codes = row.get_ref().as_table().and_then(|row| row.get("code"));
                        if let Some(codes) = codes.filter(|codes| codes.get_ref().is_table()) {
                            let help = "write [[phase.code]]";
                            self.wrong_type(&codes.span(), "not an array of tables", help);
                        }
                    }
                }
                DeValue::Array(_) => {}
                // A table that has no header of its own: only `[[phase.code]]` speaks of it.
                DeValue::Table(_) if value.span() == name.span() => {
                    self.lonely(root, key, header, name.span().start);
                }
                _ => self.wrong_type(
                    &value.span(),
                    "not an array of tables",
                    format!("write {header}"),
                ),
            }
        }
        self.diagnostics.len() > before
    }

    /// Reports a `[[phase.code]]` before any `[[phase]]`, or the misspelt header that should be it.
    fn lonely(&mut self, root: &DeTable<'a>, key: &str, header: &str, start: usize) {
        let similar = root
            .keys()
            .find(|other| *other.get_ref() != key && nearest(other.get_ref(), [key]).is_some());
        if let Some(other) = similar {
            let message = format!("unknown table `{}`", shortened(other.get_ref()));
            self.report(self.file.position(other.span().start), message, did_you_mean(key));
        } else {
            let message = format!("no {header} before {}", shortened(self.file.line(start)));
            let help = format!("add the {header} it belongs to");
            self.report(self.file.position(start), message, help);
        }
    }
}

/// What is wrong with a line, and what to do.
fn explained<'e>(message: &'e str, line: &str) -> (&'e str, &'static str) {
    let is_marker =
        ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|m| line.starts_with(m));
    if is_marker {
        ("a marker of a merge conflict", "choose one side, and remove the markers")
    } else if line.contains(['“', '”', '„', '‘', '’']) {
        (message, "write straight quotes: \"…\"")
    } else if message.contains("array,") || message.contains("array elements") {
        (message, "close the array that is open before, or separate its values by commas")
    } else {
        (message, "correct the TOML")
    }
}
