//! [`Change`]: one difference between the table and the page, with the level of release that it
//! asks of a crate with that table.

use std::borrow::Cow;

use vkyc_status_codegen::Column;

/// A difference between the table and the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// Where the page has it; for a removal, where the table has it.
    pub phase: String,
    /// The code; `None` for a change of the phase itself.
    pub code: Option<String>,
    /// The text in the table: for a code the description, unless the kind says otherwise.
    pub before: Option<String>,
    /// The text on the page.
    pub after: Option<String>,
    /// What an addition was probably called before.
    pub renamed_from: Option<String>,
    /// The line of the row in the table, or of the end of the phase that an addition comes to.
    pub line: usize,
}

/// What happened to a code or a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    CodeAdded,
    PhaseAdded,
    CodeRemoved,
    PhaseRemoved,
    CodeReturned,
    CodeMoved,
    /// The words of a column changed.
    Reworded(Column),
}

/// The level of a release in semantic versioning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Level {
    Patch,
    Minor,
    Major,
}

impl Kind {
    /// The level of release that the change asks for. A removal is minor: the variant stays, and is
    /// deprecated.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::CodeMoved => Level::Major,
            Self::CodeAdded
            | Self::PhaseAdded
            | Self::CodeRemoved
            | Self::PhaseRemoved
            | Self::CodeReturned => Level::Minor,
            Self::Reworded(_) => Level::Patch,
        }
    }

    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> Cow<'static, str> {
        let name = match self {
            Self::CodeAdded => "code_added",
            Self::PhaseAdded => "phase_added",
            Self::CodeRemoved => "code_removed",
            Self::PhaseRemoved => "phase_removed",
            Self::CodeReturned => "code_returned",
            Self::CodeMoved => "code_moved",
            // Not the column's key, since programs know it by this name.
            Self::Reworded(Column::RecommendedAction) => "action_changed",
            Self::Reworded(column) => return format!("{}_changed", column.key()).into(),
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
    /// A change of a phase itself.
    pub(crate) fn phase(kind: Kind, phase: &str, line: usize) -> Self {
        let phase = phase.to_owned();
        Self { kind, phase, code: None, before: None, after: None, renamed_from: None, line }
    }

    /// A change of a code.
    pub(crate) fn code(kind: Kind, phase: &str, code: &str, line: usize) -> Self {
        Self { code: Some(code.to_owned()), ..Self::phase(kind, phase, line) }
    }

    /// The same change with the texts of both sides.
    pub(crate) fn texts(self, before: Option<&str>, after: Option<&str>) -> Self {
        Self { before: before.map(str::to_owned), after: after.map(str::to_owned), ..self }
    }

    /// Whether `actions` and `outcome` of the code were read from a wording that changed.
    #[must_use]
    pub fn asks_for_review(&self) -> bool {
        matches!(self.kind, Kind::Reworded(Column::Description | Column::RecommendedAction))
    }
}
