//! The ids of one kind: how they are written, that each is there once, and that each has a Rust
//! identifier of its own.

use std::collections::{BTreeMap, HashMap};

use crate::Diagnostic;
use crate::file::File;
use crate::ident;
use crate::table::Text;
use crate::text::quoted;

pub(super) struct Names {
    pub(super) kind: &'static str,
    case: &'static Case,
    pub(super) by_id: BTreeMap<String, Text>,
    by_variant: HashMap<String, Text>,
    /// Whether all of them could be read: otherwise, one that is missing may be what another row means.
    pub(super) is_complete: bool,
}

struct Case {
    name: &'static str,
    letters: std::ops::RangeInclusive<char>,
    /// What to do about an id that is written otherwise.
    help: &'static str,
    /// What to do about an id that has no Rust identifier of its own.
    no_identifier: &'static str,
}

const LEAVE_OUT: &str = "if the page says exactly this, leave the row out by an [[accepted]] row with `cell`: `Open` keeps the value";

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
        let (by_id, by_variant) = (BTreeMap::new(), HashMap::new());
        Self { kind, case, by_id, by_variant, is_complete: true }
    }

    /// Whether the file declares any of them, right or wrong.
    pub(super) fn is_declared(&self) -> bool {
        !self.by_id.is_empty() || !self.is_complete
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// Adds an id, or notes that it could not be read; the problem if it cannot be one.
    pub(super) fn add(&mut self, file: &File<'_>, id: &Text) -> Option<Diagnostic> {
        let problem = if id.is_empty() { None } else { self.insert(file, id) };
        if id.is_empty() || problem.is_some() {
            self.is_complete = false;
        }
        problem
    }

    fn insert(&mut self, file: &File<'_>, id: &Text) -> Option<Diagnostic> {
        let problem =
            |message: String, help: &str| Some(file.problem(id.position(), message, help));
        let (kind, shown) = (self.kind, quoted(id));
        if let Some(first) = self.by_id.get(&**id) {
            let help = format!("it is first at {}; keep one", first.position());
            return problem(format!("{kind} listed twice: {shown}"), &help);
        }
        self.by_id.insert(id.to_string(), id.clone());
        if id.starts_with(|c: char| c.is_ascii_digit()) {
            return problem(format!("{kind} that starts with a digit: {shown}"), self.case.help);
        }
        if !self.case.allows(id) {
            let message = format!("{kind} not in {}: {shown}", self.case.name);
            return problem(message, self.case.help);
        }
        let variant = ident::variant(id);
        if ident::RESERVED.contains(&&*variant) {
            let message = format!("the Rust identifier `{variant}` of {shown} is reserved");
            return problem(message, self.case.no_identifier);
        }
        let other = self.by_variant.insert(variant.clone(), id.clone())?;
        let (other, at) = (quoted(&other), other.position());
        let message =
            format!("{shown} and {other} at {at} have the same Rust identifier, `{variant}`");
        problem(message, self.case.no_identifier)
    }
}
