//! [`Change`]: one difference between the table and the page, with the level of release that it asks of
//! a crate with that table.

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
    /// The line of the row in the table; for an addition, that of the last row of its phase, or of the
    /// phase before it if the phase is new; for a column, that of the last `[[column]]`.
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
    /// The words of the column with this name changed, or, for `title`, of a phase's title.
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
    pub fn name(&self) -> String {
        let name = match self {
            Self::CodeAdded => "code_added",
            Self::PhaseAdded => "phase_added",
            Self::CodeRemoved => "code_removed",
            Self::PhaseRemoved => "phase_removed",
            Self::CodeReturned => "code_returned",
            Self::CodeMoved => "code_moved",
            Self::ColumnAdded => "column_added",
            Self::Reworded(column) => return format!("{column}_changed"),
        };
        name.to_owned()
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
    /// A change of a code, or of a phase, with the texts of both sides.
    pub(crate) fn new(
        kind: Kind,
        [phase, code]: [Option<&str>; 2],
        [before, after]: [Option<&str>; 2],
        line: usize,
    ) -> Self {
        let [phase, code, before, after] =
            [phase, code, before, after].map(|text| text.map(str::to_owned));
        Self { kind, phase, code, before, after, renamed_from: None, review: false, line }
    }

    /// The code, or else the phase; empty for a column.
    #[must_use]
    pub fn name(&self) -> &str {
        self.code.as_ref().or(self.phase.as_ref()).map_or("", String::as_str)
    }
}
