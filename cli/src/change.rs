//! [`Change`]: one difference between the table and the page, with the level of release that it asks of
//! a crate with that table.

use std::borrow::Cow;

/// A difference between the table and the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// Where the page has it; for a removal, where the table has it. `None` for a column.
    pub phase: Option<String>,
    /// The code; `None` for a change of the phase itself.
    pub code: Option<String>,
    /// The text in the table: for a code the one in the first column, unless the kind says otherwise.
    pub before: Option<String>,
    /// The text on the page; for a column, its header.
    pub after: Option<String>,
    /// What an addition was probably called before.
    pub renamed_from: Option<String>,
    /// Whether `actions` and `outcome` of the code were read from a wording that changed.
    pub review: bool,
    /// The line of the row in the table, or of the end of the rows that an addition comes to.
    pub line: usize,
}

/// What happened to a code, a phase or a column.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    CodeAdded,
    PhaseAdded,
    CodeRemoved,
    PhaseRemoved,
    CodeReturned,
    CodeMoved,
    ColumnAdded,
    /// The words of the column with this name changed; `title` is a phase's title.
    Reworded(String),
}

/// The level of a release in semantic versioning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Level {
    Patch,
    Minor,
    Major,
}

impl Kind {
    /// A change of a phase's title.
    #[must_use]
    pub fn title() -> Self {
        Self::Reworded("title".to_owned())
    }

    /// The level of release that the change asks for. A removal is minor: the variant stays, and is
    /// deprecated.
    #[must_use]
    pub fn level(&self) -> Level {
        match self {
            Self::CodeMoved => Level::Major,
            Self::Reworded(_) => Level::Patch,
            _ => Level::Minor,
        }
    }

    /// Its name in JSON.
    #[must_use]
    pub fn name(&self) -> Cow<'static, str> {
        let name = match self {
            Self::CodeAdded => "code_added",
            Self::PhaseAdded => "phase_added",
            Self::CodeRemoved => "code_removed",
            Self::PhaseRemoved => "phase_removed",
            Self::CodeReturned => "code_returned",
            Self::CodeMoved => "code_moved",
            Self::ColumnAdded => "column_added",
            Self::Reworded(column) => return format!("{column}_changed").into(),
        };
        name.into()
    }
}

impl Level {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Change {
    /// A change of a column that the table does not have.
    pub(crate) fn column(header: &str, line: usize) -> Self {
        let after = Some(header.to_owned());
        let (phase, code, before, renamed_from) = (None, None, None, None);
        let kind = Kind::ColumnAdded;
        Self { kind, phase, code, before, after, renamed_from, review: false, line }
    }

    /// A change of a phase itself.
    pub(crate) fn phase(kind: Kind, phase: &str, line: usize) -> Self {
        let phase = Some(phase.to_owned());
        let (code, before, after, renamed_from) = (None, None, None, None);
        Self { kind, phase, code, before, after, renamed_from, review: false, line }
    }

    /// A change of a code.
    pub(crate) fn code(kind: Kind, phase: &str, code: &str, line: usize) -> Self {
        Self { code: Some(code.to_owned()), ..Self::phase(kind, phase, line) }
    }

    /// The same change with the texts of both sides.
    pub(crate) fn texts(self, before: Option<&str>, after: Option<&str>) -> Self {
        Self { before: before.map(str::to_owned), after: after.map(str::to_owned), ..self }
    }

    /// The code, or else the phase; empty for a column.
    pub(crate) fn name(&self) -> &str {
        self.code.as_ref().or(self.phase.as_ref()).map_or("", String::as_str)
    }
}
