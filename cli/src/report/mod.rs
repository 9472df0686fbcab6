//! The changes come in, a report in the format that was asked for goes out.

mod github;
mod json;
mod markdown;
mod text;

use vkyc_status_codegen::Table;

use crate::drift::{Change, Kind, Level, level};

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people: by phase, the most severe change first
    Text,
    /// For programs: one object, described in the README
    Json,
    /// For GitHub Actions: annotations, and the markdown report in the summary of the job
    Github,
    /// For the body of an issue
    Markdown,
}

pub(crate) struct Report<'a> {
    pub(crate) table: &'a Table,
    /// How the TOML is called.
    pub(crate) file: &'a str,
    /// The command that brings the table up to date.
    pub(crate) remedy: &'a str,
    pub(crate) changes: &'a [Change],
}

impl Report<'_> {
    /// The report, with a line break at its end.
    pub(crate) fn write(&self, format: Format) -> String {
        match format {
            Format::Text => text::write(self),
            Format::Json => json::write(self),
            Format::Github => github::write(self),
            Format::Markdown => markdown::write(self),
        }
    }

    /// "33 codes in 7 phases"
    fn extent(&self) -> String {
        let codes: usize = self.table.phases.iter().map(|phase| phase.codes.len()).sum();
        format!("{codes} codes in {} phases", self.table.phases.len())
    }

    fn level(&self) -> Option<Level> {
        level(self.changes)
    }
}

/// "3 changes: 1 major, 2 patch"
pub(crate) fn counts(changes: &[Change]) -> String {
    let count = |level| changes.iter().filter(|change| change.kind.level() == level).count();
    let counts = Level::ALL.map(|level| (count(level), level.name())).into_iter();
    let counts =
        counts.filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}"));
    let plural = if changes.len() == 1 { "" } else { "s" };
    format!("{} change{plural}: {}", changes.len(), counts.collect::<Vec<_>>().join(", "))
}

/// What happened, in the words that follow the name of the code or phase; `show` writes a name.
fn event(change: &Change, show: impl Fn(&str) -> String) -> String {
    let event = match change.kind {
        Kind::CodeAdded | Kind::PhaseAdded => "added",
        Kind::CodeRemoved | Kind::PhaseRemoved => "removed",
        Kind::CodeMoved => "moved here",
        Kind::DescriptionChanged => "description reworded",
        Kind::ActionChanged => "recommended action reworded",
        Kind::TitleChanged => "title reworded",
    };
    let (origin, name) = match &change.renamed_from {
        Some(name) => (", probably renamed from ", Some(name)),
        None if change.kind == Kind::CodeMoved => (" from ", change.before.as_ref()),
        None => ("", None),
    };
    format!("{event}{origin}{}", name.map(|name| show(name)).unwrap_or_default())
}

/// What is to be done about a change beyond taking it over.
fn review(change: &Change) -> Option<&'static str> {
    change
        .asks_for_review()
        .then_some("Review its `actions`: they were read from the wording before.")
}

/// The wordings to show with a change.
enum Wording<'a> {
    None,
    One(&'a str),
    Both(&'a str, &'a str),
}

fn wording(change: &Change) -> Wording<'_> {
    match (&change.before, &change.after) {
        _ if change.kind == Kind::CodeMoved => Wording::None,
        (Some(before), Some(after)) => Wording::Both(before, after),
        (Some(text), None) | (None, Some(text)) => Wording::One(text),
        (None, None) => Wording::None,
    }
}
