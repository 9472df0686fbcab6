//! Why a text is not TOML.

use toml::de::{DeTable, DeValue};

use super::{Reader, did_you_mean};
use crate::text::{nearest, shortened};

impl<'a> Reader<'a> {
    /// Reports why a text is not TOML. A header of the wrong shape makes all later headers of that
    /// name duplicate keys: then it alone is reported.
    pub(super) fn syntax(&mut self, root: &DeTable<'a>, errors: &[toml::de::Error]) {
        let misshapen = self.misshapen(root);
        for error in errors {
            let start = error.span().map(|span| span.start);
            let line = start.map(|start| self.file.line(start)).unwrap_or_default();
            if misshapen && error.message() == "duplicate key" && line.starts_with('[') {
                continue;
            }
            let position = start.map(|start| self.file.position(start));
            let message = format!("{}: {}", error.message(), shortened(line));
            self.report(position, message, "correct the TOML");
        }
    }

    /// Reports the headers of a wrong shape.
    fn misshapen(&mut self, root: &DeTable<'a>) -> bool {
        const KEYS: [(&str, &str); 4] = [
            ("action", "[[action]]"),
            ("outcome", "[[outcome]]"),
            ("phase", "[[phase]]"),
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
                    let similar = root.iter().find(|(other, _)| {
                        *other.get_ref() != key && nearest(other.get_ref(), [key]).is_some()
                    });
                    if let Some((other, _)) = similar {
                        let message = format!("unknown table `{}`", shortened(other.get_ref()));
                        let position = self.file.position(other.span().start);
                        self.report(position, message, did_you_mean(key));
                    } else {
                        let position = self.file.position(name.span().start);
                        let line = self.file.line(name.span().start);
                        let message = format!("no {header} before {}", shortened(line));
                        self.report(position, message, format!("add the {header} it belongs to"));
                    }
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
}
