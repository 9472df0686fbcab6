//! The changes as lines for `CHANGELOG.md`, under the headings of Keep a Changelog.

use vkyc_status_codegen::text::{escaped, shown};

use super::Report;
use crate::change::{Change, Kind};

const SECTIONS: [(&str, &[Kind]); 3] = [
    ("Added", &[Kind::PhaseAdded, Kind::CodeAdded, Kind::CodeReturned]),
    (
        "Changed",
        &[Kind::CodeMoved, Kind::TitleChanged, Kind::DescriptionChanged, Kind::ActionChanged],
    ),
    ("Deprecated", &[Kind::PhaseRemoved, Kind::CodeRemoved]),
];

pub(super) fn write(report: &Report<'_>) -> String {
    let sections = SECTIONS.iter().filter_map(|(heading, kinds)| {
        let changes = kinds.iter().flat_map(|kind| {
            report.changes().iter().filter(move |change| change.kind == *kind)
        });
        let lines: Vec<String> = changes.map(line).collect();
        (!lines.is_empty()).then(|| format!("### {heading}\n\n{}", lines.concat()))
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
    let before = quoted(change.before.as_ref());
    let after = quoted(change.after.as_ref());
    let what = match change.kind {
        Kind::PhaseAdded => format!("{renamed}: {after}"),
        Kind::CodeAdded => format!(" in the phase `{phase}`{renamed}: {after}"),
        Kind::CodeReturned => " is on the page again, and not deprecated any more".to_owned(),
        Kind::CodeMoved => {
            let home = change.before.as_deref().unwrap_or_default();
            return format!("- **Breaking:** {name} moved from the phase `{home}` to `{phase}`.\n");
        }
        Kind::TitleChanged => format!(": the title was {before} and is {after}"),
        Kind::DescriptionChanged => format!(": the description was {before} and is {after}"),
        Kind::ActionChanged => format!(": the recommended action was {before} and is {after}"),
        Kind::PhaseRemoved | Kind::CodeRemoved => " is not on the page any more".to_owned(),
    };
    format!("- {name}{what}.\n")
}

fn quoted(text: Option<&String>) -> String {
    text.map(|text| format!("“{}”", escaped(&shown(text)))).unwrap_or_default()
}
