//! The page of the repository's own table, which changes as the provider's does.

use std::process::Command;

use super::{ROOT, succeed};
use crate::TOOL;

#[derive(Clone)]
pub(crate) struct Page(pub(crate) String);

impl Page {
    /// The page before it changes.
    pub(crate) fn january() -> Self {
        let mut export = Command::new(TOOL);
        export.args(["export", "--format", "markdown", "--table", "data/statuses.toml"]);
        Self(succeed(export.current_dir(ROOT)))
    }

    /// That page with another description of one code: a change without anything to fill in.
    pub(crate) fn reworded(words: &str) -> String {
        let mut page = Self::january();
        page.reword("AGENT_APPROVED", words);
        page.0
    }

    /// That page with a new code, which a person has to fill in.
    pub(crate) fn extended() -> Self {
        let mut page = Self::january();
        page.add("USER_QUEUED", "USER_WAVED");
        page
    }

    pub(crate) fn reword(&mut self, code: &str, description: &str) {
        let former = self.row(code);
        let words = former.split(" | ").nth(1).unwrap();
        self.replace(&former, &former.replace(words, description));
    }

    #[track_caller]
    fn replace(&mut self, from: &str, to: &str) {
        assert!(self.0.contains(from), "the page has no {from:?}");
        self.0 = self.0.replace(from, to);
    }

    /// Adds a row behind that of a code.
    pub(crate) fn add(&mut self, after: &str, code: &str) {
        let words = code.to_ascii_lowercase().replace('_', " ");
        let row = format!("| `{code}` | Event: {words}. | Wait after {words} |\n");
        self.insert(after, &row);
    }

    pub(crate) fn insert(&mut self, after: &str, row: &str) {
        let former = self.row(after);
        self.replace(&former, &[&former, row].concat());
    }

    pub(crate) fn remove(&mut self, code: &str) -> String {
        let row = self.row(code);
        self.replace(&row, "");
        row
    }

    /// Removes a phase, from its title to the next.
    pub(crate) fn remove_phase(&mut self, status: &str) {
        let start = self.0.find(&format!("\n## `{status}`")).unwrap();
        let end = self.0[start + 1..].find("\n## ").map_or(self.0.len(), |end| start + 1 + end);
        self.0.replace_range(start..end, "");
    }

    fn row(&self, code: &str) -> String {
        let is_row = |line: &&str| line.starts_with(&format!("| `{code}` |"));
        self.0.split_inclusive('\n').find(is_row).unwrap().to_owned()
    }

    /// The status and code of each row.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let mut status = "";
        let pairs = self.0.lines().filter_map(|line| {
            let name = line.split('`').nth(1)?;
            if line.starts_with('#') {
                status = name;
                return None;
            }
            Some((status.to_owned(), name.to_owned()))
        });
        pairs.collect()
    }
}
