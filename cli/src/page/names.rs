//! Knows the names of the table, and keeps those that the page mentions until each is accounted for.

use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::{Accepted, Table};

use super::words;

/// The names of the table.
pub(super) struct Names<'t> {
    /// The statuses and codes that the page should have.
    current: HashSet<&'t str>,
    retired: HashSet<&'t str>,
    /// The statuses of the pairs that the page does not list.
    pairs: HashSet<&'t str>,
    /// The words that `[[accepted]]` rows have as their `text`, each with its row.
    accepted: HashMap<&'t str, usize>,
}

impl<'t> Names<'t> {
    pub(super) fn new(table: &'t Table) -> Self {
        let (mut current, mut retired) = (HashSet::new(), HashSet::new());
        for phase in &table.phases {
            let is_retired = phase.retired.is_some();
            if is_retired { &mut retired } else { &mut current }.insert(&*phase.status);
            for row in &phase.codes {
                let is_retired = is_retired || row.retired.is_some();
                if is_retired { &mut retired } else { &mut current }.insert(&*row.code);
            }
        }
        let accepted = table.accepted.iter().enumerate().flat_map(|(at, row)| {
            let words = match &row.difference {
                Accepted::Words(words) => words.as_slice(),
                _ => &[],
            };
            words.iter().map(move |word| (&**word, at))
        });
        let accepted = accepted.collect();
        let pairs = table.pairs.iter().map(|pair| &*pair.status).collect();
        Self { current, retired, pairs, accepted }
    }

    pub(super) fn is_known(&self, word: &str) -> bool {
        self.is_current(word) || self.retired.contains(word)
    }

    pub(super) fn is_current(&self, word: &str) -> bool {
        self.current.contains(word)
    }

    /// Whether a name needs no row and no title on the page.
    pub(super) fn is_excused(&self, name: &str) -> bool {
        self.pairs.contains(name)
            || self.accepted.contains_key(name)
            || self.retired.contains(name) && !self.is_current(name)
    }

    /// The `[[accepted]]` row that has this word as its `text`.
    pub(super) fn accepted(&self, name: &str) -> Option<usize> {
        self.accepted.get(name).copied()
    }
}

/// The words outside of rows that were read, each with its first line.
#[derive(Default)]
pub(super) struct Mentions {
    words: Vec<Mention>,
    seen: HashSet<String>,
    seen_codes: HashSet<String>,
}

struct Mention {
    word: String,
    line: usize,
    /// Whether it stands where only codes stand, so that any name is code-like.
    is_code: bool,
}

impl Mentions {
    /// Adds the words that `markdown` shows.
    pub(super) fn add(&mut self, markdown: &str, line: usize) {
        words::for_each(markdown, |word| {
            if !self.seen.contains(word) {
                self.seen.insert(word.to_owned());
                self.words.push(Mention { word: word.to_owned(), line, is_code: false });
            }
        });
    }

    /// Adds a name that stands where only codes stand.
    pub(super) fn add_code(&mut self, name: &str, line: usize) {
        if self.seen_codes.insert(name.to_owned()) {
            self.words.push(Mention { word: name.to_owned(), line, is_code: true });
        }
    }

    /// What each code-like word may say, with its line, in the order of the page.
    pub(super) fn readings<'m>(&'m mut self, names: &Names<'_>) -> Vec<(Vec<&'m str>, usize)> {
        self.words.sort_by_key(|mention| mention.line);
        let readings = self.words.iter().map(|mention| {
            let Mention { word, line, is_code } = mention;
            let readings = if *is_code {
                vec![word.as_str()]
            } else {
                words::readings(word, |name| names.is_known(name))
            };
            (readings, *line)
        });
        readings.filter(|(readings, _)| !readings.is_empty()).collect()
    }
}
