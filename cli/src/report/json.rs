//! The report for programs; the README describes it.

use serde::Serialize;

use super::Report;
use crate::drift::{Change, Level};

#[derive(Serialize)]
struct Object<'a> {
    in_sync: bool,
    level: Option<&'static str>,
    changes: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    kind: &'static str,
    level: &'static str,
    phase: &'a str,
    code: Option<&'a str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    renamed_from: Option<&'a str>,
    review_actions: bool,
    file: &'a str,
    line: usize,
}

pub(super) fn write(report: &Report<'_>) -> String {
    let entry = |change| entry(change, report.file);
    let object = Object {
        in_sync: report.changes.is_empty(),
        level: report.level().map(Level::name),
        changes: report.changes.iter().map(entry).collect(),
    };
    // Strings, booleans and numbers always serialize.
    serde_json::to_string_pretty(&object).unwrap_or_default() + "\n"
}

fn entry<'a>(change: &'a Change, file: &'a str) -> Entry<'a> {
    Entry {
        kind: change.kind.name(),
        level: change.kind.level().name(),
        phase: &change.phase,
        code: change.code.as_deref(),
        before: change.before.as_deref(),
        after: change.after.as_deref(),
        renamed_from: change.renamed_from.as_deref(),
        review_actions: change.asks_for_review(),
        file,
        line: change.line,
    }
}
