//! The report for programs; the README describes it.

use serde_json::{Value, json};

use super::Report;
use crate::change::{Change, Level};
use crate::output;

pub(super) fn render(report: &Report<'_>) -> String {
    let file = report.input.file.as_deref();
    let changes: Vec<_> = report.changes().iter().map(|change| entry(change, file)).collect();
    let mut accepted = Vec::new();
    for (change, reason) in &report.comparison.accepted {
        let mut entry = entry(change, file);
        entry["reason"] = json!(reason);
        accepted.push(entry);
    }
    let level = report.level().map(Level::name);
    output::json(&json!({
        "in_sync": level.is_none(), "level": level, "changes": changes, "accepted": accepted,
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
