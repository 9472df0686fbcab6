//! The changes as lines for `CHANGELOG.md`, under the headings of Keep a Changelog.

use super::Report;
use super::markdown::words;
use crate::change::{Change, Kind};

pub(super) fn render(report: &Report<'_>) -> String {
    let sections = ["Added", "Changed", "Deprecated"].into_iter().filter_map(|heading| {
        let changes = report.changes().iter().filter(|change| section(&change.kind) == heading);
        let lines: String = changes.map(line).collect();
        (!lines.is_empty()).then(|| format!("### {heading}\n\n{lines}"))
    });
    sections.collect::<Vec<_>>().join("\n")
}

fn section(kind: &Kind) -> &'static str {
    match kind {
        Kind::PhaseAdded | Kind::CodeAdded | Kind::CodeReturned | Kind::ColumnAdded => "Added",
        Kind::CodeMoved | Kind::Reworded(_) => "Changed",
        Kind::PhaseRemoved | Kind::CodeRemoved => "Deprecated",
    }
}

fn line(change: &Change) -> String {
    let phase = change.phase.as_deref().unwrap_or_default();
    let name = match &change.code {
        Some(code) => format!("Status code `{code}`"),
        None => format!("Phase `{phase}`"),
    };
    let renamed = change.renamed_from.as_ref();
    let renamed = renamed.map(|former| format!(", probably renamed from `{former}`"));
    let renamed = renamed.unwrap_or_default();
    let before = change.before.as_deref().unwrap_or_default();
    let after = words(change.after.as_deref().unwrap_or_default());
    let line = match &change.kind {
        Kind::PhaseAdded => format!("{name}{renamed}: {after}"),
        Kind::CodeAdded => format!("{name} in the phase `{phase}`{renamed}: {after}"),
        Kind::CodeReturned => format!("{name} is on the page again, and no longer deprecated"),
        Kind::ColumnAdded => format!("A method of `StatusCode` for the page's column “{after}”"),
        Kind::CodeMoved => {
            format!("**Breaking:** {name} moved from the phase `{before}` to `{phase}`")
        }
        Kind::Reworded(column) => {
            let (column, before) = (column.replace('_', " "), words(before));
            format!("{name}: the {column} “{before}” is now “{after}”")
        }
        Kind::PhaseRemoved | Kind::CodeRemoved => format!("{name} is no longer on the page"),
    };
    // The page's words may end the sentence themselves.
    let end = if line.trim_end_matches('”').ends_with(['.', '!', '?']) { "" } else { "." };
    format!("- {}{end}\n", line.trim_end_matches(": "))
}
