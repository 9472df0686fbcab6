//! A page that changes as the provider's does.

use std::fs;

use crate::IN_SYNC;

pub(crate) struct Page(pub(crate) String);

impl Page {
    /// The page before it changes.
    pub(crate) fn january() -> Self {
        Self(fs::read_to_string(IN_SYNC).unwrap())
    }

    /// That page with another description of one code: a change without anything to fill in.
    pub(crate) fn reworded(words: &str) -> String {
        let mut page = Self::january();
        page.reword("REVIEW_STARTED", words);
        page.0
    }

    /// That page with a new code, which a person has to fill in.
    pub(crate) fn extended() -> Self {
        let mut page = Self::january();
        page.insert("QUEUE_JOINED", &row("USER_WAVED"));
        page
    }

    pub(crate) fn reword(&mut self, code: &str, words: &str) {
        let row = self.row(code);
        self.0 = self.0.replace(&row, &row.replace(row.split(" | ").nth(1).unwrap(), words));
    }

    /// Inserts text after the row of a code.
    pub(crate) fn insert(&mut self, after: &str, text: &str) {
        let row = self.row(after);
        self.0 = self.0.replace(&row, &[&row, text].concat());
    }

    pub(crate) fn remove(&mut self, code: &str) -> String {
        let row = self.row(code);
        self.0 = self.0.replace(&row, "");
        row
    }

    pub(crate) fn row(&self, code: &str) -> String {
        let start = format!("| `{code}` |");
        self.0.split_inclusive('\n').find(|line| line.starts_with(&start)).unwrap().to_owned()
    }
}

/// The row of a new code.
pub(crate) fn row(code: &str) -> String {
    let words = code.to_lowercase().replace('_', " ");
    format!("| `{code}` | Event: {words}. | Wait after {words} |\n")
}
