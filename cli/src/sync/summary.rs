//! Tells a person what a sync did, and what is left to do.

use std::collections::HashMap;
use std::fmt::Write as _;

use vkyc_status_codegen::text::shown;
use vkyc_status_codegen::{Accepted, CodeRow, Table, Text};

use super::Update;
use crate::compare::Comparison;
use crate::report::{count, counts};
use crate::wording::{diff, marked};

/// The report of a sync of the file `path` that held the table `before`; `next` is the command that
/// regenerates the Rust source of the table, and that file.
pub(crate) fn summary(
    path: &str,
    before: &Table,
    comparison: &Comparison,
    update: &Update,
    next: Option<(String, String)>,
) -> String {
    let mut out = match (comparison.changes.len(), comparison.stale.len()) {
        (0, 0) => format!("{path} is in sync with the page; nothing was written.\n"),
        (0, stale) => {
            format!("{path} was updated: {} removed.\n", count(stale, "accepted difference"))
        }
        _ => format!("{path} was updated: {}.\n", counts(&comparison.changes)),
    };
    let drafts = drafts(path, before, comparison, &update.table);
    list(&mut out, "Fill in `actions` and `outcome`, which the build needs:", &drafts);
    let heading = "Review `actions` and `outcome`, which were read from the previous wording:";
    list(&mut out, heading, &reviews(path, comparison, &update.table));
    let stale: Vec<_> =
        comparison.stale.iter().map(|at| accepted(&before.accepted[*at].difference)).collect();
    list(&mut out, "Removed, since the page does not differ like this any more:", &stale);
    let comments: Vec<_> = update.dropped_comments.iter().map(|text| shown(text)).collect();
    list(&mut out, "Comments removed with the rows and keys that they were about:", &comments);
    if let Some((command, file)) = next {
        let when = if drafts.is_empty() { "Then" } else { "When they are filled in," };
        let _ = writeln!(out, "\n{when} regenerate {}:\n  {command}", shown(&file));
    }
    out
}

fn list(out: &mut String, heading: &str, entries: &[String]) {
    if !entries.is_empty() {
        let _ = writeln!(out, "\n{heading}");
    }
    for entry in entries {
        let _ = writeln!(out, "  {entry}");
    }
}

/// The codes whose readings are to be filled in.
fn drafts(path: &str, before: &Table, comparison: &Comparison, after: &Table) -> Vec<String> {
    let rows: HashMap<&str, &CodeRow> =
        before.codes().map(|row| (row.code.as_str(), row)).collect();
    let former = comparison.changes.iter().filter_map(|change| {
        let row = rows.get(change.renamed_from.as_deref()?)?;
        Some((change.code.as_deref()?, *row))
    });
    let former: HashMap<&str, &CodeRow> = former.collect();
    let drafts = after.codes().filter(|row| row.actions.is_empty() || row.outcome.is_none());
    let entry = |row: &CodeRow| {
        let (code, line) = (row.code.as_str(), row.code.position().line);
        let mut entry = format!("{path}:{line}  {code}: {}", row.recommended_action);
        if let Some(former) = former.get(code) {
            let actions: Vec<_> = former.actions.iter().map(Text::as_str).collect();
            let _ = write!(
                entry,
                "\n    probably renamed from {}, which has actions = {actions:?}",
                former.code
            );
            if let Some(outcome) = &former.outcome {
                let _ = write!(entry, ", outcome = {:?}", outcome.as_str());
            }
        }
        entry
    };
    drafts.map(entry).collect()
}

/// The codes whose readings may not fit their new words.
fn reviews(path: &str, comparison: &Comparison, after: &Table) -> Vec<String> {
    let lines: HashMap<&str, usize> =
        after.codes().map(|row| (row.code.as_str(), row.code.position().line)).collect();
    let changes = comparison.changes.iter().filter(|change| change.asks_for_review());
    let entries = changes.filter_map(|change| {
        let code = change.code.as_deref()?;
        let words = diff(change.before.as_deref()?, change.after.as_deref()?, marked);
        Some(format!("{path}:{}  {code}: {words}", lines.get(code)?))
    });
    entries.collect()
}

/// An `[[accepted]]` row in a few words.
pub(crate) fn accepted(difference: &Accepted) -> String {
    match difference {
        Accepted::Wording { row, column, page, .. } => {
            format!("the accepted {} of {row}: {:?}", column.key(), shown(page.as_str()))
        }
        Accepted::Word(word) => format!("the accepted word {word}"),
        _ => "an accepted difference".to_owned(),
    }
}
