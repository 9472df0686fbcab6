//! [`Table`]: a valid `statuses.toml` in memory, every text with its position in the file.

use std::fmt;

use crate::Position;

/// The documented table.
///
/// With the feature `serde`, it serializes as `vkyc-status export` writes it: each text as a string,
/// and without `accepted`.
///
/// ```
/// use vkyc_status_codegen::Table;
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
/// [[outcome]]
/// id = "pending"
/// summary = "It goes on."
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
/// outcome = "pending"
/// "#)?;
/// let row = &table.phases[0].codes[0];
/// assert_eq!(row.code, "FIRST_IN_LINE");
/// assert_eq!(row.code.position().line, 20);
/// # Ok::<(), vkyc_status_codegen::Diagnostics>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Table {
    /// Where the table comes from.
    pub source: Source,
    /// The declared actions.
    pub actions: Vec<ReadingRow>,
    /// The declared outcomes.
    pub outcomes: Vec<ReadingRow>,
    /// The phases, in the page's order.
    pub phases: Vec<PhaseRow>,
    /// The differences from the page that are kept on purpose.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub accepted: Vec<AcceptedRow>,
}

/// `[source]`: the page that the table mirrors.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Source {
    /// The title of the part of the page that the table mirrors.
    pub title: Text,
    /// The page's address.
    pub url: Text,
    /// The day on which the page was read, `YYYY-MM-DD`.
    pub retrieved: Text,
}

/// An `[[action]]` or an `[[outcome]]`: a name of this project's own reading, which the page does not
/// have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ReadingRow {
    /// Its name, in lower snake case.
    pub id: Text,
    /// What it means, in a sentence.
    pub summary: Text,
}

/// A `[[phase]]` with its codes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PhaseRow {
    /// Its wire text.
    pub status: Text,
    /// Its title on the page.
    pub title: Text,
    /// The day on which the page was first seen without the phase, `YYYY-MM-DD`.
    pub retired: Option<Text>,
    /// Its codes, in the page's order.
    pub codes: Vec<CodeRow>,
}

/// A `[[phase.code]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CodeRow {
    /// Its wire text.
    pub code: Text,
    /// The page's description.
    pub description: Text,
    /// The page's recommended action.
    pub recommended_action: Text,
    /// The ids of the actions it asks for, in the order of its wording; empty only in a draft.
    pub actions: Vec<Text>,
    /// The id of the outcome; `None` only in a draft.
    pub outcome: Option<Text>,
    /// The day on which the page was first seen without the code, `YYYY-MM-DD`.
    pub retired: Option<Text>,
}

/// An `[[accepted]]` difference between table and page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AcceptedRow {
    /// What the page says.
    pub difference: Accepted,
    /// Why it is accepted.
    pub reason: Text,
}

/// What an [`AcceptedRow`] accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Accepted {
    /// The page words a column of a row as `page`, and the table does not.
    #[non_exhaustive]
    Wording {
        /// The wire text of the code or, for [`Column::Title`], of the phase.
        row: Text,
        /// The column.
        column: Column,
        /// The page's words.
        page: Text,
    },
    /// The page uses a word that looks like a code but is not one.
    Word(Text),
}

/// A column in which the page's words can differ from the table's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Column {
    /// A phase's title.
    Title,
    /// A code's description.
    Description,
    /// A code's recommended action.
    RecommendedAction,
}

impl Column {
    /// The columns of a code, in the page's order.
    pub const OF_CODES: [Self; 2] = [Self::Description, Self::RecommendedAction];

    /// Its key in the file: `"title"`, `"description"` or `"recommended_action"`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Description => "description",
            Self::RecommendedAction => "recommended_action",
        }
    }

    /// Its name: `"Title"`, or the header on the page, `"Description"` or `"Recommended action"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Description => "Description",
            Self::RecommendedAction => "Recommended action",
        }
    }
}

impl CodeRow {
    /// The page's words, in the order of [`Column::OF_CODES`].
    #[must_use]
    pub fn words(&self) -> [(Column, &Text); Column::OF_CODES.len()] {
        [
            (Column::Description, &self.description),
            (Column::RecommendedAction, &self.recommended_action),
        ]
    }
}

impl Table {
    /// Every code, in the table's order.
    ///
    /// ```
    /// # use vkyc_status_codegen::{CodeRow, Table};
    /// fn count(table: &Table) -> usize {
    ///     table.codes().filter(|row| row.retired.is_none()).count()
    /// }
    /// ```
    pub fn codes(&self) -> impl Iterator<Item = &CodeRow> {
        self.rows().map(|(_, code)| code)
    }

    /// Every code with its phase, in the table's order.
    pub fn rows(&self) -> impl Iterator<Item = (&PhaseRow, &CodeRow)> {
        self.phases.iter().flat_map(|phase| phase.codes.iter().map(move |code| (phase, code)))
    }
}

/// A value of the file with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Text {
    value: String,
    #[cfg_attr(feature = "serde", serde(skip))]
    position: Position,
}

impl Text {
    pub(crate) fn new(value: String, position: Position) -> Self {
        Self { value, position }
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// Where the value is in the file.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.value)
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.value == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.value == *other
    }
}
