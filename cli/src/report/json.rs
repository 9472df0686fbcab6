//! The report for programs; the README describes it.

use serde_json::{Value, json};

use super::Report;
use crate::change::{Change, Level};
use crate::output;

pub(super) fn write(report: &Report<'_>) -> String {
    let file = report.input.file.as_deref();
    let accepted = report.comparison.accepted.iter().map(|row| {
        let mut entry = entry(&row.change, file);
        entry["reason"] = json!(row.reason);
        entry
    });
    output::json(&json!({
        "in_sync": report.changes().is_empty(),
        "level": report.level().map(Level::name),
        "changes": report.changes().iter().map(|change| entry(change, file)).collect::<Vec<_>>(),
        "accepted": accepted.collect::<Vec<_>>(),
    }))
}

fn entry(change: &Change, file: Option<&str>) -> Value {
    json!({
        "kind": change.kind.name(),
        "level": change.kind.level().name(),
        "phase": change.phase,
        "code": change.code,
        "before": change.before,
        "after": change.after,
        "renamed_from": change.renamed_from,
        "review": change.review,
        "file": file,
        "line": file.map(|_| change.line),
    })
}
