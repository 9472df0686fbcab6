//! The report as workflow commands of GitHub Actions, each an annotation at a line of the table.

use vkyc_status_codegen::text::shown;

use super::{Report, event, full_name, texts};
use crate::change::{Change, Level};
use crate::output::line_safe;
use crate::wording::{counts, marked};

pub(super) fn render(report: &Report<'_>) -> String {
    let mut out: String =
        report.changes().iter().map(|change| annotation(report, change)).collect();
    for (change, reason) in &report.comparison.accepted {
        let line = format!("Accepted: {} ({})", lines(change).join(": "), shown(reason));
        out += &(line_safe(&line) + "\n");
    }
    let line = match report.level() {
        None => report.in_sync(),
        Some(level) => format!(
            "{}. A crate with this table needs a {} release. {} {}",
            counts(report.changes()),
            level.name(),
            report.advice,
            report.commands.join(" && ")
        ),
    };
    out + &line_safe(&line) + "\n"
}

fn annotation(report: &Report<'_>, change: &Change) -> String {
    let level = change.kind.level();
    let command = match level {
        Level::Major => "error",
        Level::Minor => "warning",
        Level::Patch => "notice",
    };
    let file = report.input.file.as_ref();
    let place = file.map(|file| format!("file={},line={},", property(file), change.line));
    let title = format!("{} ({})", change.kind.name().replace('_', " "), level.name());
    let (place, title) = (place.unwrap_or_default(), property(&title));
    let lines: Vec<_> = lines(change).into_iter().chain(report.task(change)).collect();
    format!("::{command} {place}title={title}::{}\n", data(&lines.join("\n")))
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
