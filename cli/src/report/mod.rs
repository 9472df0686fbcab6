//! Reports a comparison in one of the formats.

mod changelog;
mod github;
mod json;
mod markdown;
mod text;

use vkyc_status_codegen::text::shown;

use crate::change::{Change, Kind, Level};
use crate::compare::{Comparison, label_keys, own_keys};
use crate::input::Input;
use crate::wording::{Run, count, counts, diff, joined};

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people: by phase, the most severe change first
    Text,
    /// For programs: one object, described in the README
    Json,
    /// For GitHub Actions: annotations, and the markdown report in the summary of the job
    Github,
    /// For the body of an issue or pull request
    Markdown,
    /// Lines for CHANGELOG.md
    Changelog,
}

/// What a report is about.
pub(crate) struct Report<'a> {
    pub(crate) input: &'a Input,
    pub(crate) comparison: &'a Comparison,
    /// How to bring a table up to date.
    pub(crate) advice: String,
    /// The commands that do it.
    pub(crate) commands: Vec<String>,
}

/// With more changes than this, a report counts them by phase.
const MANY: usize = 20;

impl Report<'_> {
    /// The report, with a line break at its end; `width` is that of the terminal.
    pub(crate) fn render(&self, format: Format, width: Option<usize>) -> String {
        match format {
            Format::Text => text::render(self, width),
            Format::Json => json::render(self),
            Format::Github => github::render(self),
            Format::Markdown => markdown::render(self),
            Format::Changelog => changelog::render(self),
        }
    }

    fn changes(&self) -> &[Change] {
        &self.comparison.changes
    }

    /// The highest level among the changes.
    pub(crate) fn level(&self) -> Option<Level> {
        self.changes().iter().map(|change| change.kind.level()).max()
    }

    /// The changes of each phase, after its name as `name` writes it.
    fn by_phase(&self, name: fn(&str) -> String) -> impl Iterator<Item = (String, &[Change])> {
        let phases = self.changes().chunk_by(|one, other| one.phase == other.phase);
        phases.map(move |changes| {
            let phase = changes[0].phase.as_deref();
            (phase.map_or("Columns".to_owned(), name), changes)
        })
    }

    /// The counts of each phase, if there are too many changes to count them at a glance.
    fn counts_by_phase(&self, name: fn(&str) -> String) -> Vec<String> {
        let phases = self.by_phase(name).filter(|_| self.changes().len() > MANY);
        phases.map(|(phase, changes)| format!("{phase}: {}", counts(changes))).collect()
    }

    /// What is said of a table that is in sync.
    fn in_sync(&self) -> String {
        format!("{} is in sync with the page: {}.", self.input.name(), self.extent())
    }

    /// "33 codes in 7 phases", without those that the page does not list.
    fn extent(&self) -> String {
        let table = &self.input.table;
        let phases = table.phases.iter().filter(|phase| phase.retired.is_none());
        let codes = table.listed().count();
        format!("{} in {}", count(codes, "code"), count(phases.count(), "phase"))
    }

    /// `statuses.toml:12`, for a table in a file.
    fn position(&self, change: &Change) -> Option<String> {
        self.input.file.as_ref().map(|file| format!("{}:{}", shown(file), change.line))
    }

    /// What a person has to do about a change beyond bringing the table up to date.
    fn task(&self, change: &Change) -> Option<String> {
        let own = own_keys(&self.input.table);
        if change.review {
            let labels = joined(&label_keys(&self.input.table));
            return Some(format!(
                "Check that its {labels}, chosen for the old wording, still fit."
            ));
        }
        let has_own = change.kind == Kind::CodeAdded && !own.is_empty();
        has_own.then(|| format!("Its {} must be filled in.", joined(&own)))
    }
}

/// What happened, in the words that follow the name of the code or phase; `name` writes a name.
fn event(change: &Change, name: fn(&str) -> String) -> String {
    let event = match &change.kind {
        Kind::CodeAdded | Kind::PhaseAdded | Kind::ColumnAdded => "added",
        Kind::CodeRemoved | Kind::PhaseRemoved => "removed",
        Kind::CodeReturned => "on the page again",
        Kind::CodeMoved => {
            let home = change.before.as_deref().unwrap_or_default();
            return format!("moved here from {}", name(home));
        }
        Kind::Reworded(column) => return format!("{} reworded", column.replace('_', " ")),
    };
    let former = change.renamed_from.as_deref();
    let former = former.map(|former| format!(", probably renamed from {}", name(former)));
    event.to_owned() + &former.unwrap_or_default()
}

/// The texts of a change in one line, each run of words written by `write`.
fn texts(change: &Change, write: fn(&Run) -> String) -> Option<String> {
    match (&change.before, &change.after) {
        _ if matches!(change.kind, Kind::CodeMoved | Kind::ColumnAdded) => None,
        (Some(before), Some(after)) => Some(diff(before, after, write)),
        (text, None) | (None, text) => text.clone().map(|text| write(&Run::Same(text))),
    }
}

/// What changed: the code, the phase itself, or the column with this header.
fn subject(change: &Change, name: fn(&str) -> String) -> String {
    match (&change.code, &change.after) {
        (Some(code), _) => name(code),
        (None, Some(header)) if change.kind == Kind::ColumnAdded => name(header),
        _ => "the phase".to_owned(),
    }
}

/// `CALL_RATED (CALL)`, or the phase or column alone.
fn full_name(change: &Change) -> String {
    match (&change.code, &change.phase) {
        (Some(code), Some(phase)) => format!("{code} ({phase})"),
        (None, Some(phase)) => phase.clone(),
        _ => subject(change, shown),
    }
}
