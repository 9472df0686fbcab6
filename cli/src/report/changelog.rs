//! The changes as lines for `CHANGELOG.md`, under the headings of Keep a Changelog.

use vkyc_status_codegen::Column;

use super::Report;
use super::markdown::words;
use crate::change::{Change, Kind};

pub(super) fn write(report: &Report<'_>) -> String {
    let columns = [Column::Title].into_iter().chain(Column::OF_CODES);
    let reworded = columns.map(Kind::Reworded);
    let sections = [
        ("Added", vec![Kind::PhaseAdded, Kind::CodeAdded, Kind::CodeReturned]),
        ("Changed", [Kind::CodeMoved].into_iter().chain(reworded).collect()),
        ("Deprecated", vec![Kind::PhaseRemoved, Kind::CodeRemoved]),
    ];
    let sections = sections.iter().filter_map(|(heading, kinds)| {
        let changes = kinds
            .iter()
            .flat_map(|kind| report.changes().iter().filter(move |change| change.kind == *kind));
        let lines: String = changes.map(line).collect();
        (!lines.is_empty()).then(|| format!("### {heading}\n\n{lines}"))
    });
    sections.collect::<Vec<_>>().join("\n")
}

fn line(change: &Change) -> String {
    let phase = &change.phase;
    let name = match &change.code {
        Some(code) => format!("Status code `{code}`"),
        None => format!("Phase `{phase}`"),
    };
    let renamed = change.renamed_from.as_ref();
    let renamed = renamed.map(|former| format!(", probably renamed from `{former}`"));
    let renamed = renamed.unwrap_or_default();
    let before = change.before.as_deref().map(words).unwrap_or_default();
    let after = change.after.as_deref().map(words).unwrap_or_default();
    let what = match change.kind {
        Kind::PhaseAdded => format!("{renamed}: {after}"),
        Kind::CodeAdded => format!(" in the phase `{phase}`{renamed}: {after}"),
        Kind::CodeReturned => " is on the page again, and not deprecated any more".to_owned(),
        Kind::CodeMoved => {
            let home = change.before.as_deref().unwrap_or_default();
            return format!("- **Breaking:** {name} moved from the phase `{home}` to `{phase}`.\n");
        }
        Kind::Reworded(column) => {
            format!(": the {} “{before}” is now “{after}”", column.name().to_lowercase())
        }
        Kind::PhaseRemoved | Kind::CodeRemoved => " is not on the page any more".to_owned(),
    };
    // The page's words may end the sentence themselves.
    let end = if what.trim_end_matches('”').ends_with(['.', '!', '?']) { "" } else { "." };
    format!("- {name}{what}{end}\n")
}
