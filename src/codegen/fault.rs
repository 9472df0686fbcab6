//! What is wrong with a table's file, and where: each fault names the place, the value and the
//! remedy, and a [`Faults`] holds every one that a run found.

use std::error::Error;
use std::fmt;

/// A place in a file, as editors count: the first character of a file is 1:1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// The start of a file: where something should be that is nowhere in it.
    pub(super) const START: Self = Self { line: 1, column: 1 };
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// What kind of mistake a [`Fault`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultKind {
    /// The file cannot be read, or is not UTF-8.
    Unreadable,
    /// The file is not TOML.
    Syntax,
    /// A table or a key is missing, or not one of the format's.
    Key,
    /// A value is not of the key's type.
    Type,
    /// A text is empty, or has blanks at an end or characters that cannot be seen.
    Text,
    /// `source.url` is not an https address.
    Url,
    /// An id is not in snake case, or gives no Rust identifier of its own.
    Id,
    /// A phase, code or action stands twice.
    Duplicate,
    /// A phase has no codes, or the file no phases.
    Empty,
    /// An action is used and not declared, or declared and not used.
    Action,
    /// A code has no actions yet.
    NoActions,
}

/// One fault of a table's file.
///
/// Its `Display` is `line:column: what is wrong: the value; what to do`, without the first part
/// where the file has no text to point into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    kind: FaultKind,
    place: Option<Place>,
    message: String,
}

impl Fault {
    /// `problem` and `remedy` are phrases without a full stop; `value` is shown as it is.
    pub(super) fn new(
        kind: FaultKind,
        place: impl Into<Option<Place>>,
        problem: &str,
        value: impl fmt::Display,
        remedy: impl fmt::Display,
    ) -> Self {
        let message = format!("{problem}: {value}; {remedy}");
        Self { kind, place: place.into(), message: message.chars().flat_map(visible).collect() }
    }

    /// The kind of mistake.
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        self.kind
    }

    /// Where the fault is; `None` for a file that has no readable text.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.place
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// A character as it can be shown in one line of a terminal.
fn visible(c: char) -> impl Iterator<Item = char> {
    let escaped = c.is_control().then(|| c.escape_default());
    let plain = escaped.is_none().then_some(c);
    escaped.into_iter().flatten().chain(plain)
}

/// Every fault of a table's file, in the file's order; never empty.
///
/// Its `Display` is one line a fault, each `path:line:column: what is wrong: the value; what to
/// do`, without a line break at the end.
///
/// ```
/// use vkyc_status::codegen::{FaultKind, Table};
///
/// let faults = Table::parse("statuses.toml", "[source]\nurl =\n").unwrap_err();
/// assert_eq!(faults.iter().next().unwrap().kind(), FaultKind::Syntax);
/// assert!(faults.to_string().starts_with("statuses.toml:2:"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults {
    file: String,
    faults: Vec<Fault>,
}

impl Faults {
    /// `faults` must not be empty.
    pub(super) fn new(file: &str, mut faults: Vec<Fault>) -> Self {
        faults.sort_by_key(Fault::place);
        Self { file: file.to_owned(), faults }
    }

    /// The faults, in the file's order.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.faults.iter().enumerate() {
            let separator = match (i, fault.place) {
                (0, _) => "",
                _ => "\n",
            };
            let colon = if fault.place.is_some() { ":" } else { ": " };
            write!(f, "{separator}{}{colon}{fault}", self.file)?;
        }
        Ok(())
    }
}

impl Error for Faults {}

/// Turns a file's byte offsets into places.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let starts = [0].into_iter();
        let starts = starts.chain(text.match_indices('\n').map(|(at, _)| at + 1));
        Self { text, starts: starts.collect() }
    }

    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).map_or(0, |i| self.starts[i]);
        let before = self.text.get(start..offset).unwrap_or_default();
        Place { line, column: before.chars().count() + 1 }
    }

    /// What stands in the file from `start` to `end`, as far as a message has room for it.
    pub(super) fn excerpt(&self, start: usize, end: usize) -> String {
        let text = self.text.get(start..end).unwrap_or_default().trim();
        match text.split_once('\n') {
            Some((line, _)) => shorten(line.trim_end()) + " …",
            None => shorten(text),
        }
    }

    /// The line on which `offset` lies, as far as a message has room for it.
    pub(super) fn line(&self, offset: usize) -> String {
        let (before, after) = self.text.split_at_checked(offset).unwrap_or((self.text, ""));
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').map_or(self.text.len(), |at| offset + at);
        self.excerpt(start, end)
    }
}

/// As much of `text` as a message has room for.
pub(super) fn shorten(text: &str) -> String {
    const ROOM: usize = 60;
    match text.char_indices().nth(ROOM) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
