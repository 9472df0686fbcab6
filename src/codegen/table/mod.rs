//! The [`Table`] as it stands in memory, every text with the place where it stands in the file.

mod reader;

use std::ops::Deref;

use super::fault::Place;

pub(super) use reader::parse;

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
