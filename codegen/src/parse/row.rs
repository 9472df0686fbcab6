//! One table of the file while its keys are taken out.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(super) struct Row<'a> {
    pub(super) header: &'static str,
    pub(super) start: Option<usize>,
    pub(super) keys: DeTable<'a>,
    pub(super) known: Vec<&'static str>,
    pub(super) missing: Vec<&'static str>,
}

impl<'a> Row<'a> {
    pub(super) fn new(header: &'static str, start: Option<usize>, keys: DeTable<'a>) -> Self {
        Self { header, start, keys, known: Vec::new(), missing: Vec::new() }
    }

    /// The value of a key that may be absent.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        self.known.push(key);
        self.keys.remove(key)
    }

    /// The value of a key that must be there.
    pub(super) fn require(&mut self, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        let value = self.take(key);
        if value.is_none() {
            self.missing.push(key);
        }
        value
    }
}
