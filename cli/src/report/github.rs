//! The report as workflow commands of GitHub Actions, each an annotation at a line of the table.

use std::fmt::Write as _;

use vkyc_status_codegen::text::shown;

use super::{Report, event, full_name, texts};
use crate::change::{Change, Level};
use crate::output::line_safe;
use crate::wording::{counts, marked};

pub(super) fn write(report: &Report<'_>) -> String {
    let mut out = String::new();
    for change in report.changes() {
        annotation(&mut out, report, change);
    }
    for accepted in &report.comparison.accepted {
        let line = lines(&accepted.change).join(": ");
        let reason = shown(&accepted.reason);
        let _ = writeln!(out, "{}", line_safe(&format!("Accepted: {line} ({reason})")));
    }
    let line = match report.level() {
        None => format!("{} is in sync with the page: {}.", report.input.name(), report.extent()),
        Some(level) => format!(
            "{}. A crate with this table needs a {} release. {} {}",
            counts(report.changes().iter()),
            level.name(),
            report.advice,
            report.commands.join(" && ")
        ),
    };
    let _ = writeln!(out, "{}", line_safe(&line));
    out
}

fn annotation(out: &mut String, report: &Report<'_>, change: &Change) {
    let level = change.kind.level();
    let command = match level {
        Level::Major => "error",
        Level::Minor => "warning",
        Level::Patch => "notice",
    };
    let title = format!("{} ({})", change.kind.name().replace('_', " "), level.name());
    let file = report.input.file.as_ref();
    let place = file.map(|file| format!("file={},line={},", property(file), change.line));
    let (place, title) = (place.unwrap_or_default(), property(&title));
    let mut lines = lines(change);
    lines.extend(report.task(change));
    let _ = writeln!(out, "::{command} {place}title={title}::{}", data(&lines.join("\n")));
}

/// What happened, and the texts.
fn lines(change: &Change) -> Vec<String> {
    let line = format!("{}: {}", full_name(change), event(change, str::to_owned));
    [line].into_iter().chain(texts(change, marked)).collect()
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
