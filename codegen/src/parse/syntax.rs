//! Why a text is not TOML.

use toml::de::DeTable;

use super::{Parser, did_you_mean};
use crate::Position;
use crate::text::{nearest, shortened};

const MOST_ERRORS: usize = 100;

impl Parser<'_> {
    /// Reports why a text is not TOML: at most one error a line, and not more than a person corrects at
    /// a time.
    ///
    /// An error on a line that is TOML by itself follows from an array or a string before it that does not
    /// end. If it is the first error, the line before it is named; others are left out. A header of a wrong
    /// shape makes later headers duplicate keys: then it alone is reported.
    pub(super) fn syntax(&mut self, errors: &[toml::de::Error]) {
        let before = self.diagnostics.len();
        self.headers();
        let misshapen = self.diagnostics.len() > before;
        let mut errors: Vec<_> = errors
            .iter()
            .map(|error| {
                (error.span().map_or_else(|| self.longest_key(), |span| span.start), error)
            })
            .collect();
        errors.sort_by_key(|(start, _)| *start);
        errors.dedup_by_key(|(start, _)| self.file.line_of(*start));
        errors.truncate(MOST_ERRORS);
        for (i, (start, error)) in errors.into_iter().enumerate() {
            let line = self.file.line(start);
            let is_duplicate = error.message() == "duplicate key";
            let is_toml = !is_duplicate && DeTable::parse(line).is_ok();
            if is_duplicate && misshapen && line.starts_with('[') || is_toml && i > 0 {
                continue;
            }
            let start = if is_toml { self.file.end_of_line_before(start) } else { start };
            let line = self.file.line(start);
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

    /// Reports the headers of a wrong shape: one bracket instead of two, and a code without a phase.
    fn headers(&mut self) {
        const ARRAYS: [&str; 7] =
            ["column", "action", "outcome", "phase", "phase.code", "pair", "accepted"];
        let (mut start, mut names) = (0, Vec::<(&str, Position)>::new());
        for line in self.file.text.split_inclusive('\n') {
            let (header, position) = (line.trim(), self.file.position(start));
            start += line.len();
            let name = header.trim_matches(['[', ']']);
            if header == format!("[{name}]") && ARRAYS.contains(&name) {
                let message = format!("not an array of tables: {header}");
                self.report(position, message, format!("write [{header}]"));
            } else if header == "[[phase.code]]" && !names.iter().any(|(name, _)| *name == "phase")
            {
                let similar = names.iter().find(|(name, _)| nearest(name, ["phase"]).is_some());
                if let Some((name, position)) = similar {
                    let message = format!("unknown table `{}`", shortened(name));
                    self.report(*position, message, did_you_mean("phase"));
                } else {
                    let message = format!("no [[phase]] before {header}");
                    self.report(position, message, "add the [[phase]] it belongs to");
                }
                return;
            }
            if header.starts_with('[') {
                names.push((name, position));
            }
        }
    }
}

/// What is wrong with a line, and what to do.
fn explained<'e>(message: &'e str, line: &str) -> (&'e str, &'static str) {
    let first = line.split(' ').next().unwrap_or_default();
    let key = line.split([' ', '=']).next().unwrap_or_default();
    let is_marker = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].contains(&first);
    if is_marker {
        ("a marker of a merge conflict", "choose one side, and remove the markers")
    } else if line.contains(['“', '”', '„', '‘', '’']) {
        (message, "write straight quotes: \"…\"")
    } else if message.contains("array,") || message.contains("array elements") {
        (message, "close the array by `]`, and separate its values by commas")
    } else if message == "duplicate key" && !line.starts_with("[[") {
        (message, "remove one of the two")
    } else if ["retired", "retrieved"].contains(&key) {
        (message, "write a date of the calendar as YYYY-MM-DD, without quotes")
    } else if message.starts_with("string values must be quoted") {
        (message, "put the text in double quotes")
    } else {
        (message, "correct the TOML")
    }
}
