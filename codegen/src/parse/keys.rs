//! One table of the file while its keys are taken out.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(super) struct Keys<'a, 'k> {
    pub(super) header: &'static str,
    pub(super) start: Option<usize>,
    /// What a message about several tables of this kind calls this one; empty if it has no name.
    pub(super) name: String,
    pub(super) left: DeTable<'a>,
    pub(super) known: Vec<&'k str>,
    pub(super) missing: Vec<&'k str>,
}

impl<'a, 'k> Keys<'a, 'k> {
    pub(super) fn new(header: &'static str, start: Option<usize>, left: DeTable<'a>) -> Self {
        Self { header, start, name: String::new(), left, known: Vec::new(), missing: Vec::new() }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.left.contains_key(key)
    }

    /// The value of a key that may be absent.
    pub(super) fn take(&mut self, key: &'k str) -> Option<Spanned<DeValue<'a>>> {
        self.known.push(key);
        self.left.remove(key)
    }

    /// The value of a key that must be there.
    pub(super) fn require(&mut self, key: &'k str) -> Option<Spanned<DeValue<'a>>> {
        let value = self.take(key);
        if value.is_none() {
            self.missing.push(key);
        }
        value
    }
}
