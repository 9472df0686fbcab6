//! The ids of one kind: how they are written, that each is there once, and that each has a Rust
//! identifier of its own.

use std::collections::HashMap;

use crate::ident;
use crate::table::Text;
use crate::text::quoted;

pub(super) struct Names {
    kind: &'static str,
    case: &'static Case,
    ids: Vec<Text>,
    by_id: HashMap<String, usize>,
    by_variant: HashMap<String, usize>,
    is_complete: bool,
}

struct Case {
    name: &'static str,
    letters: std::ops::RangeInclusive<char>,
    /// What to do about an id that is written otherwise.
    help: &'static str,
    /// What to do about an id that has no Rust identifier of its own.
    no_identifier: &'static str,
}

const LEAVE_OUT: &str = "if the page says exactly this, leave the row out: `Open` keeps the value";

const OF_THE_PROVIDER: Case = Case {
    name: "upper snake case",
    letters: 'A'..='Z',
    help: LEAVE_OUT,
    no_identifier: LEAVE_OUT,
};

const OF_THIS_PROJECT: Case = Case {
    name: "lower snake case",
    letters: 'a'..='z',
    help: "use a-z, 0-9 and single underscores between them, a letter first",
    no_identifier: "choose another id",
};

impl Case {
    fn allows(&self, id: &str) -> bool {
        let is_word = |word: &str| {
            !word.is_empty()
                && word.chars().all(|c| self.letters.contains(&c) || c.is_ascii_digit())
        };
        id.starts_with(|c| self.letters.contains(&c)) && id.split('_').all(is_word)
    }
}

impl Names {
    /// Wire texts, which nobody here can change.
    pub(super) fn of_the_provider(kind: &'static str) -> Self {
        Self::new(kind, &OF_THE_PROVIDER)
    }

    pub(super) fn of_this_project(kind: &'static str) -> Self {
        Self::new(kind, &OF_THIS_PROJECT)
    }

    fn new(kind: &'static str, case: &'static Case) -> Self {
        let (by_id, by_variant) = (HashMap::new(), HashMap::new());
        Self { kind, case, ids: Vec::new(), by_id, by_variant, is_complete: true }
    }

    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Text> {
        self.ids.iter()
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// Notes that an id could not be read, or cannot be one.
    pub(super) fn miss_some(&mut self) {
        self.is_complete = false;
    }

    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Adds an id; the message and the help if it cannot be one.
    pub(super) fn add(&mut self, id: &Text) -> Option<(String, String)> {
        let (kind, shown, place) = (self.kind, quoted(id.as_str()), self.ids.len());
        self.ids.push(id.clone());
        if let Some(first) = self.by_id.insert(id.as_str().to_owned(), place) {
            self.by_id.insert(id.as_str().to_owned(), first);
            let help = format!("it is first at {}; keep one", self.ids[first].position());
            return Some((format!("{kind} listed twice: {shown}"), help));
        }
        if !self.case.allows(id.as_str()) {
            let message = format!("{kind} not in {}: {shown}", self.case.name);
            return Some((message, self.case.help.to_owned()));
        }
        let variant = ident::variant(id.as_str());
        let no_identifier = self.case.no_identifier.to_owned();
        if ident::RESERVED.contains(&&*variant) {
            let message = format!("the Rust identifier `{variant}` of {shown} is reserved");
            return Some((message, no_identifier));
        }
        if let Some(first) = self.by_variant.insert(variant.clone(), place) {
            let first = &self.ids[first];
            let other = quoted(first.as_str());
            let message = format!(
                "{shown} and {other} at {} have the same Rust identifier, `{variant}`",
                first.position()
            );
            return Some((message, no_identifier));
        }
        None
    }
}
