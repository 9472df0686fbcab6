//! Knows the names of the table of statuses, and keeps those that the page mentions.

use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::{Accepted, Table};

use super::words::{self, code_like};

/// The names of the table.
pub(super) struct Names<'t> {
    /// Each status and code, and whether the page should have it.
    known: HashMap<&'t str, bool>,
    /// What the page may mention all the same: the statuses of pairs, and the words that are no codes,
    /// each with its row of `[[accepted]]`.
    excused: HashMap<&'t str, Option<usize>>,
}

impl<'t> Names<'t> {
    pub(super) fn new(table: &'t Table) -> Self {
        let mut known = HashMap::new();
        for phase in &table.phases {
            *known.entry(&*phase.status).or_default() |= phase.retired.is_none();
        }
        for (phase, row) in table.rows() {
            *known.entry(&*row.code).or_default() |= !row.is_retired(phase);
        }
        let mut excused: HashMap<_, _> =
            table.pairs.iter().map(|pair| (&*pair.status, None)).collect();
        for (at, row) in table.accepted.iter().enumerate() {
            if let Accepted::Words(words) = &row.difference {
                excused.extend(words.iter().map(|word| (&**word, Some(at))));
            }
        }
        Self { known, excused }
    }

    pub(super) fn is_known(&self, name: &str) -> bool {
        self.known.contains_key(name)
    }

    /// Whether the page should have it.
    pub(super) fn is_current(&self, name: &str) -> bool {
        self.known.get(name) == Some(&true)
    }

    /// Whether no row and no title of the page needs to have it.
    pub(super) fn is_excused(&self, name: &str) -> bool {
        self.known.get(name) == Some(&false) || self.excused.contains_key(name)
    }

    /// The row of `[[accepted]]` that has it as its `text`.
    pub(super) fn accepted(&self, name: &str) -> Option<usize> {
        self.excused.get(name).copied().flatten()
    }
}

/// A word outside of what was read.
pub(super) struct Mention {
    pub(super) line: usize,
    word: String,
    /// Whether it stands where only codes stand, so that any name is code-like.
    is_code: bool,
}

impl Mention {
    /// The code-like names that it may be.
    pub(super) fn names(&self, names: &Names<'_>) -> Vec<&str> {
        if self.is_code {
            vec![&self.word]
        } else {
            code_like(&self.word, |name| names.is_known(name))
        }
    }
}

#[derive(Default)]
pub(super) struct Mentions(pub(super) Vec<Mention>);

impl Mentions {
    /// Adds the words that `markdown` shows.
    pub(super) fn add(&mut self, markdown: &str, line: usize) {
        words::for_each(markdown, |word| {
            self.0.push(Mention { line, word: word.to_owned(), is_code: false });
        });
    }

    /// Adds names that stand where only codes stand.
    pub(super) fn add_codes<'n>(&mut self, names: impl IntoIterator<Item = &'n str>, line: usize) {
        let names = names.into_iter().map(str::to_owned);
        self.0.extend(names.map(|word| Mention { line, word, is_code: true }));
    }

    /// The names that stand where only codes stand.
    pub(super) fn codes(&self) -> HashSet<&str> {
        let codes = self.0.iter().filter(|mention| mention.is_code);
        codes.map(|mention| &*mention.word).collect()
    }
}
