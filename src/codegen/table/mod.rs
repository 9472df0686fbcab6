//! The [`Table`], and the road to it from a file: read, parse (`reader`), validate. Every text keeps
//! the place where it stands.

mod reader;

use std::fs;
use std::ops::Deref;
use std::path::Path;

use super::fault::{Fault, FaultKind, Faults, Lines, Place};
use super::validate::validate;

/// The documented table: a valid `statuses.toml` in memory.
///
/// ```
/// use vkyc_status::codegen::Table;
///
/// let table = Table::parse("statuses.toml", r#"
/// [source]
/// title = "Statuses"
/// url = "https://example.com/statuses"
/// retrieved = 2026-11-22
///
/// [[action]]
/// id = "wait"
/// summary = "Wait for the next webhook."
///
/// [[phase]]
/// status = "QUEUED"
/// title = "In the queue"
///
/// [[phase.code]]
/// code = "FIRST_IN_LINE"
/// description = "Nobody is ahead of the user."
/// recommended_action = "Wait a moment"
/// actions = ["wait"]
/// "#)?;
/// assert_eq!(&*table.phases[0].codes[0].code, "FIRST_IN_LINE");
/// assert_eq!(table.phases[0].codes[0].code.place().line, 16);
/// # Ok::<(), vkyc_status::codegen::Faults>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Table {
    /// Where the table comes from.
    pub source: Source,
    /// The declared actions.
    pub actions: Vec<ActionRow>,
    /// The phases, in the page's order.
    pub phases: Vec<PhaseRow>,
}

/// `[source]`: the page that the table mirrors.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The page's title.
    pub title: Text,
    /// The page's address.
    pub url: Text,
    /// The day on which the page was read, `YYYY-MM-DD`.
    pub retrieved: Text,
}

/// An `[[action]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActionRow {
    /// Its name, in lower snake case.
    pub id: Text,
    /// What it asks for.
    pub summary: Text,
}

/// A `[[phase]]` with its codes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PhaseRow {
    /// Its wire text.
    pub status: Text,
    /// Its title on the page.
    pub title: Text,
    /// Its codes, in the page's order.
    pub codes: Vec<CodeRow>,
}

/// A `[[phase.code]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeRow {
    /// Its wire text.
    pub code: Text,
    /// The page's description.
    pub description: Text,
    /// The page's recommended action.
    pub recommended_action: Text,
    /// The ids of the actions it asks for, in the order of its wording.
    pub actions: Vec<Text>,
}

/// A value of the file, with its place. Dereferences to the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    value: String,
    place: Place,
}

impl Text {
    /// Where the value stands in the file.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.value
    }
}

impl Table {
    /// Reads the file at `path`; messages name it by that path.
    ///
    /// # Errors
    ///
    /// Every fault of the file: it cannot be read, is not UTF-8, or is no valid table.
    pub fn read(path: &Path) -> Result<Self, Faults> {
        let file = path.display().to_string();
        Self::parse(&file, &read(path)?)
    }

    /// Parses and validates the text of a file; messages name it `file`.
    ///
    /// A byte-order mark and CRLF line ends are read as if they were not there.
    ///
    /// # Errors
    ///
    /// Every fault of the text. A text that is not TOML is reported with all its syntax errors;
    /// what it says is judged once it can be read.
    pub fn parse(file: &str, text: &str) -> Result<Self, Faults> {
        Self::parse_but_for(&[], file, text)
    }

    /// Like [`parse`](Self::parse), for a table that a person is still at work on: a code may have
    /// no actions yet.
    ///
    /// ```
    /// use vkyc_status::codegen::Table;
    ///
    /// let toml = std::fs::read_to_string("data/statuses.toml")?;
    /// let toml = toml.replace(r#"["offer_reconnection"]"#, "[]");
    /// assert!(Table::parse("statuses.toml", &toml).is_err());
    /// assert!(Table::parse_draft("statuses.toml", &toml).is_ok());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every other fault of the text.
    pub fn parse_draft(file: &str, text: &str) -> Result<Self, Faults> {
        Self::parse_but_for(&[FaultKind::NoActions], file, text)
    }

    fn parse_but_for(tolerated: &[FaultKind], file: &str, text: &str) -> Result<Self, Faults> {
        let (table, mut faults) = reader::read(text.strip_prefix('\u{feff}').unwrap_or(text));
        if let Some(table) = &table {
            validate(table, &mut faults);
        }
        faults.retain(|fault| !tolerated.contains(&fault.kind()));
        match table {
            Some(table) if faults.is_empty() => Ok(table),
            _ => Err(Faults::new(file, faults)),
        }
    }
}

/// Reads a table's file as text, for [`generate`](super::generate) or [`Table::parse`].
///
/// ```
/// use std::path::Path;
/// use vkyc_status::codegen;
///
/// let faults = codegen::read(Path::new("no/such/statuses.toml")).unwrap_err();
/// assert!(faults.to_string().starts_with("no/such/statuses.toml: cannot be read: "));
/// ```
///
/// # Errors
///
/// One fault: the file cannot be read, or is not UTF-8.
pub fn read(path: &Path) -> Result<String, Faults> {
    let unreadable = |place: Option<Place>, problem, value: String, remedy| {
        let fault = Fault::new(FaultKind::Unreadable, place, problem, value, remedy);
        Faults::new(&path.display().to_string(), vec![fault])
    };
    let bytes = fs::read(path).map_err(|error| {
        let remedy = "check the path and its permissions";
        unreadable(None, "cannot be read", error.to_string(), remedy)
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let (valid, rest) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
        let valid = String::from_utf8_lossy(valid);
        let value = rest.first().map_or(String::new(), |byte| format!("byte {byte:#04x}"));
        let place = Lines::new(&valid).place(valid.len());
        unreadable(Some(place), "not UTF-8", value, "save the file as UTF-8")
    })
}
