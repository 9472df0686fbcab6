//! [`Table`]: a valid `statuses.toml` in memory, every text with its position in the file.

use std::collections::HashSet;
use std::fmt;
use std::ops::Deref;

use crate::{Diagnostic, Position};

/// The documented table.
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
/// [[column]]
/// name = "code"
/// header = "Status code"
///
/// [[column]]
/// name = "description"
/// header = "Description"
/// doc = "What happened."
///
/// [[phase]]
/// status = "QUEUED"
/// title = "In the queue"
///
/// [[phase.code]]
/// code = "FIRST_IN_LINE"
/// description = "Nobody is ahead of the user."
/// "#)?;
/// let row = &table.phases[0].codes[0];
/// assert_eq!(row.code, "FIRST_IN_LINE");
/// assert_eq!(row.code.position().line, 21);
/// assert_eq!(table.texts()[0].name, "description");
/// assert_eq!(row.texts[0].as_deref(), Some("Nobody is ahead of the user."));
/// # Ok::<(), vkyc_status_codegen::Diagnostics>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Where the table comes from.
    pub source: Source,
    /// The declared columns; the first is `code`.
    pub columns: Vec<ColumnRow>,
    /// The declared actions. If there are none, no code has any.
    pub actions: Vec<LabelRow>,
    /// The declared outcomes. If there are none, no code has one.
    pub outcomes: Vec<LabelRow>,
    /// The phases, in the page's order.
    pub phases: Vec<PhaseRow>,
    /// The pairs that the provider documents elsewhere.
    pub pairs: Vec<PairRow>,
    /// The differences from the page that are kept on purpose.
    pub accepted: Vec<AcceptedRow>,
}

/// `[source]`: the page that the table mirrors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// A heading of the page.
    pub title: Text,
    /// The page's address.
    pub url: Text,
    /// The day on which the page was read, `YYYY-MM-DD`.
    pub retrieved: Text,
}

/// A `[[column]]`: a column of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRow {
    /// Its key in a `[[phase.code]]`, and the name of the method that reads it.
    pub name: Text,
    /// Its header on the page; `None` for a column of the table's own.
    pub header: Option<Text>,
    /// The documentation of the method, in Markdown; `None` for `code` only.
    pub doc: Option<Text>,
}

/// An `[[action]]` or an `[[outcome]]`: a label that the table's authors give to codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelRow {
    /// Its name, in lower snake case.
    pub id: Text,
    /// What it means, in a sentence.
    pub summary: Text,
}

/// A `[[phase]]` with its codes.
#[derive(Clone, Debug, PartialEq, Eq)]
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
pub struct CodeRow {
    /// Its wire text.
    pub code: Text,
    /// Its text in each of [`Table::texts`]; `None` where a retired row has none, or a draft leaves
    /// it open.
    pub texts: Vec<Option<Text>>,
    /// The ids of its actions, in the order of the page's wording.
    pub actions: Vec<Text>,
    /// The id of its outcome.
    pub outcome: Option<Text>,
    /// The day on which the page was first seen without the code, `YYYY-MM-DD`.
    pub retired: Option<Text>,
}

/// A `[[pair]]` of a status and a code that the provider documents elsewhere, not on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairRow {
    /// The status, usually no phase of the table.
    pub status: Text,
    /// A code of the table.
    pub code: Text,
    /// Where it is documented.
    pub reason: Text,
}

/// An `[[accepted]]` difference between table and page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedRow {
    /// What the page says.
    pub difference: Accepted,
    /// Why it is accepted.
    pub reason: Text,
}

/// What an [`AcceptedRow`] accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// `column` and `page`: the page words a text of a row as `page`, and the table does not.
    Wording {
        /// The wire text of the code or, if `column` is `title`, of the phase.
        row: Text,
        /// The name of the column, or `title`.
        column: Text,
        /// The page's words.
        page: Text,
    },
    /// `text`: words on the page that look like codes and are none.
    Words(Vec<Text>),
    /// `cell`: a row of the page that the table leaves out.
    Cell {
        /// All that the cell of its code shows.
        cell: Text,
        /// The only phase in which it is left out.
        status: Option<Text>,
    },
    /// `header`: a column of the page that the table leaves out.
    Header(Text),
}

impl Table {
    /// The columns of texts: all but `code`.
    #[must_use]
    pub fn texts(&self) -> &[ColumnRow] {
        self.columns.get(1..).unwrap_or_default()
    }

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

    /// Every code that the page should list, with its phase: those that are not retired.
    pub fn listed(&self) -> impl Iterator<Item = (&PhaseRow, &CodeRow)> {
        self.rows().filter(|(phase, code)| !code.is_retired(phase))
    }

    /// What is not needed any more, though it is no error: each `[[pair]]` that the page lists by now.
    ///
    /// `path` is the path of the table's file.
    #[must_use]
    pub fn warnings(&self, path: &str) -> Vec<Diagnostic> {
        let listed: HashSet<(&str, &str)> =
            self.rows().map(|(phase, row)| (&*phase.status, &*row.code)).collect();
        let is_listed = |pair: &&PairRow| listed.contains(&(&*pair.status, &*pair.code));
        let warning = |pair: &PairRow| {
            let message = format!("the table lists {} under {} itself", pair.code, pair.status);
            Diagnostic::new(path, pair.status.position(), message).help("remove the [[pair]]")
        };
        self.pairs.iter().filter(is_listed).map(warning).collect()
    }
}

impl CodeRow {
    /// Whether the code is retired: by itself, or with its `phase`.
    #[must_use]
    pub fn is_retired(&self, phase: &PhaseRow) -> bool {
        phase.retired.is_some() || self.retired.is_some()
    }
}

/// A value of the file with its position; it dereferences to the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    value: String,
    position: Position,
}

impl Text {
    pub(crate) fn new(value: String, position: Position) -> Self {
        Self { value, position }
    }

    /// Where the value is in the file.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.value
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
