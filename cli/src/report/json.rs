//! The report for programs; the README describes it.

use std::borrow::Cow;

use serde::Serialize;

use super::Report;
use crate::change::{Change, Level};
use crate::output::json;

#[derive(Serialize)]
struct Object<'a> {
    in_sync: bool,
    level: Option<&'static str>,
    changes: Vec<Entry<'a>>,
    accepted: Vec<AcceptedEntry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    kind: Cow<'static, str>,
    level: &'static str,
    phase: &'a str,
    code: Option<&'a str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    renamed_from: Option<&'a str>,
    review: bool,
    file: Option<&'a str>,
    line: Option<usize>,
}

#[derive(Serialize)]
struct AcceptedEntry<'a> {
    #[serde(flatten)]
    entry: Entry<'a>,
    reason: &'a str,
}

pub(super) fn write(report: &Report<'_>) -> String {
    let entry = |change| entry(change, report.input.file.as_deref());
    let accepted = report.comparison.accepted.iter();
    json(&Object {
        in_sync: report.changes().is_empty(),
        level: report.level().map(Level::name),
        changes: report.changes().iter().map(entry).collect(),
        accepted: accepted
            .map(|accepted| AcceptedEntry {
                entry: entry(&accepted.change),
                reason: &accepted.reason,
            })
            .collect(),
    })
}

fn entry<'a>(change: &'a Change, file: Option<&'a str>) -> Entry<'a> {
    Entry {
        kind: change.kind.name(),
        level: change.kind.level().name(),
        phase: &change.phase,
        code: change.code.as_deref(),
        before: change.before.as_deref(),
        after: change.after.as_deref(),
        renamed_from: change.renamed_from.as_deref(),
        review: change.asks_for_review(),
        file,
        line: file.map(|_| change.line),
    }
}
