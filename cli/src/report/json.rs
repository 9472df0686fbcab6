//! The report for programs; the README describes it.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::Report;
use crate::change::{Change, Level};
use crate::output::json;

#[derive(Serialize)]
struct Object<'a> {
    in_sync: bool,
    level: Option<&'static str>,
    changes: Vec<Entry<'a>>,
    accepted: Vec<Entry<'a>>,
}

struct Entry<'a> {
    change: &'a Change,
    file: Option<&'a str>,
    /// Why it is accepted, if it is.
    reason: Option<&'a str>,
}

pub(super) fn write(report: &Report<'_>) -> String {
    let file = report.input.file.as_deref();
    let changes = report.changes().iter().map(|change| Entry { change, file, reason: None });
    let accepted = report.comparison.accepted.iter();
    let accepted =
        accepted.map(|row| Entry { change: &row.change, file, reason: Some(&row.reason) });
    json(&Object {
        in_sync: report.changes().is_empty(),
        level: report.level().map(Level::name),
        changes: changes.collect(),
        accepted: accepted.collect(),
    })
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { change, file, reason } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", &change.kind.name())?;
        map.serialize_entry("level", change.kind.level().name())?;
        map.serialize_entry("phase", &change.phase)?;
        map.serialize_entry("code", &change.code)?;
        map.serialize_entry("before", &change.before)?;
        map.serialize_entry("after", &change.after)?;
        map.serialize_entry("renamed_from", &change.renamed_from)?;
        map.serialize_entry("review", &change.asks_for_review())?;
        map.serialize_entry("file", file)?;
        map.serialize_entry("line", &file.map(|_| change.line))?;
        if let Some(reason) = reason {
            map.serialize_entry("reason", reason)?;
        }
        map.end()
    }
}
