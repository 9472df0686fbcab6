//! The report as workflow commands of GitHub Actions, each an annotation at a line of the TOML.

use std::fmt::Write as _;

use super::{Report, Wording, counts, event, review, wording};
use crate::drift::{Change, Level};
use crate::words::{line, marked};

pub(super) fn write(report: &Report<'_>) -> String {
    let Some(level) = report.level() else {
        return format!("{} is in sync with the page: {}.\n", report.file, report.extent());
    };
    let mut out = String::new();
    for change in report.changes {
        let command = match change.kind.level() {
            Level::Major => "error",
            Level::Minor => "warning",
            Level::Patch => "notice",
        };
        let title =
            format!("{} ({})", change.kind.name().replace('_', " "), change.kind.level().name());
        let (file, title) = (property(report.file), property(&title));
        let message = data(&message(change));
        let _ =
            writeln!(out, "::{command} file={file},line={},title={title}::{message}", change.line);
    }
    let _ = writeln!(
        out,
        "{}. Taking them over asks for a {} release: {}",
        counts(report.changes),
        level.name(),
        report.remedy
    );
    out
}

fn message(change: &Change) -> String {
    let name = match &change.code {
        Some(code) => format!("{code} ({})", change.phase),
        None => change.phase.clone(),
    };
    let mut message = format!("{name}: {}", event(change, str::to_owned));
    let words = match wording(change) {
        Wording::None => None,
        Wording::One(text) => Some(text.to_owned()),
        Wording::Both(before, after) => Some(line(before, after, marked)),
    };
    for line in words.iter().map(String::as_str).chain(review(change)) {
        let _ = write!(message, "\n{line}");
    }
    message
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
