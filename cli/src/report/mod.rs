//! Reports a comparison in one of the formats.

mod changelog;
mod github;
mod json;
mod markdown;
mod text;

use vkyc_status_codegen::text::shown;

use crate::change::{Change, Kind, Level};
use crate::compare::{Comparison, is_retired};
use crate::input::Input;
use crate::wording::{Run, diff};

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

impl Report<'_> {
    /// The report, with a line break at its end.
    pub(crate) fn write(&self, format: Format) -> String {
        match format {
            Format::Text => text::write(self),
            Format::Json => json::write(self),
            Format::Github => github::write(self),
            Format::Markdown => markdown::write(self),
            Format::Changelog => changelog::write(self),
        }
    }

    fn changes(&self) -> &[Change] {
        &self.comparison.changes
    }

    /// The highest level among the changes.
    pub(crate) fn level(&self) -> Option<Level> {
        self.changes().iter().map(|change| change.kind.level()).max()
    }

    /// "33 codes in 7 phases", without those that the page does not list.
    fn extent(&self) -> String {
        let table = &self.input.table;
        let phases = table.phases.iter().filter(|phase| phase.retired.is_none());
        let codes = table.rows().filter(|(phase, code)| !is_retired(phase, code));
        format!("{} in {}", count(codes.count(), "code"), count(phases.count(), "phase"))
    }

    /// `statuses.toml:12`, for a table in a file.
    fn position(&self, change: &Change) -> Option<String> {
        self.input.file.as_ref().map(|file| format!("{}:{}", shown(file), change.line))
    }
}

/// "3 changes: 1 major, 2 patch"
pub(crate) fn counts(changes: &[Change]) -> String {
    let of = |level| changes.iter().filter(|change| change.kind.level() == level).count();
    let levels = [Level::Major, Level::Minor, Level::Patch].into_iter();
    let levels = levels.filter(|level| of(*level) > 0);
    let counts: Vec<_> = levels.map(|level| format!("{} {}", of(level), level.name())).collect();
    format!("{}: {}", count(changes.len(), "change"), counts.join(", "))
}

/// "1 change", "2 changes"
pub(crate) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// What happened, in the words that follow the name of the code or phase; `name` writes a name.
fn event(change: &Change, name: impl Fn(&str) -> String) -> String {
    let event = match change.kind {
        Kind::CodeAdded | Kind::PhaseAdded => "added",
        Kind::CodeRemoved | Kind::PhaseRemoved => "removed",
        Kind::CodeReturned => "on the page again",
        Kind::CodeMoved => "moved here",
        Kind::Reworded(column) => return format!("{} reworded", column.name().to_lowercase()),
    };
    match (&change.renamed_from, &change.before) {
        (Some(former), _) => format!("{event}, probably renamed from {}", name(former)),
        (None, Some(phase)) if change.kind == Kind::CodeMoved => {
            format!("{event} from {}", name(phase))
        }
        _ => event.to_owned(),
    }
}

/// What a person has to do about a change beyond bringing the table up to date.
fn task(change: &Change) -> Option<&'static str> {
    match change.kind {
        Kind::Reworded(_) if change.asks_for_review() => {
            Some("Review its `actions` and `outcome`: they were read from the previous wording.")
        }
        Kind::CodeAdded if change.renamed_from.is_some() => {
            Some("Its `actions` and `outcome` must be filled in, as for any new code.")
        }
        Kind::CodeAdded => Some("Its `actions` and `outcome` must be filled in."),
        _ => None,
    }
}

/// The texts of a change in one line, each run of words written by `write`.
fn texts(change: &Change, write: impl Fn(&Run) -> String) -> Option<String> {
    match (&change.before, &change.after) {
        // Its line names the phases.
        _ if change.kind == Kind::CodeMoved => None,
        (Some(before), Some(after)) => Some(diff(before, after, write)),
        (text, None) | (None, text) => text.clone().map(|text| write(&Run::Same(text))),
    }
}

/// `CALL_RATED (CALL)`, or the phase alone.
fn name(change: &Change) -> String {
    match &change.code {
        Some(code) => format!("{code} ({})", change.phase),
        None => change.phase.clone(),
    }
}
