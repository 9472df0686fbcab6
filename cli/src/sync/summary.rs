//! Tells a person what a sync did, and what is left to do.

use std::collections::HashMap;
use std::fmt::Write as _;

use vkyc_status_codegen::text::shown;
use vkyc_status_codegen::{CodeRow, PhaseRow, Table};

use super::Update;
use crate::change::{Change, Kind};
use crate::compare::{Comparison, label_keys, own_keys};
use crate::wording::{counts, diff, joined, marked};

/// The report of a sync of the file `path` that held the table `before`; `next` is the command that
/// regenerates the Rust source of the table, and that file.
pub(crate) fn summary(
    path: &str,
    before: &Table,
    comparison: &Comparison,
    update: &Update,
    next: Option<(String, String)>,
) -> String {
    let stale: Vec<_> = comparison.stale.iter().map(|row| row.what.clone()).collect();
    let mut out = match (comparison.changes.len(), stale.len()) {
        (0, 0) => format!("{path} is in sync with the page; nothing was written.\n"),
        (0, _) => format!("{path} was updated: rows that are no longer needed were removed.\n"),
        _ => format!("{path} was updated: {}.\n", counts(&comparison.changes)),
    };
    let keys = missing_keys(&update.table);
    let drafts = drafts(path, before, comparison, &update.table, &keys);
    let heading = format!("Fill in {}, which the build needs:", joined(&keys));
    section(&mut out, &heading, &drafts);
    let heading = format!(
        "Check that {}, chosen for the old wording, still fit:",
        joined(&label_keys(before))
    );
    section(&mut out, &heading, &reviews(path, comparison, &update.table));
    section(&mut out, "Retired, because the page no longer lists them:", &retired(comparison));
    section(&mut out, "Removed, because the page no longer differs this way:", &stale);
    let comments: Vec<_> = update.removed_comments.iter().map(|text| shown(text)).collect();
    section(&mut out, "Comments removed with the rows and keys that they were about:", &comments);
    if let Some((command, file)) = next {
        let when = if drafts.is_empty() { "Then" } else { "When they are filled in," };
        let _ = writeln!(out, "\n{when} regenerate {}:\n  {command}", shown(&file));
    }
    out
}

fn section(out: &mut String, heading: &str, entries: &[String]) {
    if !entries.is_empty() {
        let _ = writeln!(out, "\n{heading}\n  {}", entries.join("\n  "));
    }
}

/// The keys that a code of the table lacks, for a person to fill in.
fn missing_keys(table: &Table) -> Vec<&str> {
    let mut keys = own_keys(table);
    keys.retain(|key| table.rows().any(|row| is_missing(table, row, key)));
    keys
}

fn is_missing(table: &Table, (phase, row): (&PhaseRow, &CodeRow), key: &str) -> bool {
    match key {
        "actions" => row.actions.is_empty(),
        "outcome" => row.outcome.is_none(),
        // A retired code may lack texts.
        _ => {
            let mut texts = table.texts().iter().zip(&row.texts);
            let is_open = texts.any(|(column, text)| *column.name == *key && text.is_none());
            is_open && !row.is_retired(phase)
        }
    }
}

/// The codes that lack one of the keys, each with what the page says about it.
fn drafts(
    path: &str,
    before: &Table,
    comparison: &Comparison,
    after: &Table,
    keys: &[&str],
) -> Vec<String> {
    let renamed = comparison.changes.iter().filter_map(|change| {
        let former = change.renamed_from.as_deref()?;
        Some((change.name(), before.codes().find(|row| row.code == *former)?))
    });
    let former: HashMap<&str, &CodeRow> = renamed.collect();
    let is_draft =
        |row: &(&PhaseRow, &CodeRow)| keys.iter().any(|key| is_missing(after, *row, key));
    let entry = |(_, row): (&PhaseRow, &CodeRow)| {
        let texts: Vec<_> = row.texts.iter().flatten().map(|text| shown(text)).collect();
        let line = row.code.position().line;
        let mut entry = format!("{path}:{line}  {}: {}", row.code, texts.join(" / "));
        if let Some(former) = former.get(&*row.code) {
            let actions: Vec<_> = former.actions.iter().map(|id| &**id).collect();
            let _ = write!(entry, "\n    probably renamed from {}", former.code);
            if !former.actions.is_empty() {
                let _ = write!(entry, ", with actions = {actions:?}");
            }
            if let Some(outcome) = &former.outcome {
                let _ = write!(entry, ", outcome = {:?}", &**outcome);
            }
        }
        entry
    };
    after.rows().filter(is_draft).map(entry).collect()
}

/// The phases and codes that the page no longer lists.
fn retired(comparison: &Comparison) -> Vec<String> {
    let name = |change: &Change| match change.kind {
        Kind::PhaseRemoved => Some(format!("the phase {}", change.name())),
        Kind::CodeRemoved => Some(change.name().to_owned()),
        _ => None,
    };
    comparison.changes.iter().filter_map(name).collect()
}

/// The codes whose labels may not fit their new words.
fn reviews(path: &str, comparison: &Comparison, after: &Table) -> Vec<String> {
    let lines: HashMap<&str, usize> =
        after.codes().map(|row| (&*row.code, row.code.position().line)).collect();
    let changes = comparison.changes.iter().filter(|change| change.review);
    let entries = changes.filter_map(|change| {
        let before = change.before.as_deref().unwrap_or_default();
        let words = diff(before, change.after.as_deref()?, marked);
        Some(format!("{path}:{}  {}: {words}", lines.get(change.name())?, change.name()))
    });
    entries.collect()
}
