//! The report for a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Report, Wording, counts, event, review, wording};
use crate::drift::{Change, Level};
use crate::words::{Run, line, marked};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();

pub(super) fn write(report: &Report<'_>) -> String {
    let Some(level) = report.level() else {
        return format!("{} is in sync with the page: {}.\n", report.file, report.extent());
    };
    let mut out = String::new();
    let mut phase = "";
    for change in report.changes {
        if change.phase != phase {
            phase = &change.phase;
            let _ = writeln!(out, "{BOLD}{phase}{BOLD:#}");
        }
        let _ = entry(&mut out, change, report.file);
    }
    let name = level.name();
    let _ = writeln!(
        out,
        "\n{}. Taking them over asks for a {BOLD}{name}{BOLD:#} release.",
        counts(report.changes)
    );
    let _ = writeln!(out, "To take them over: {}", report.remedy);
    out
}

fn entry(out: &mut String, change: &Change, file: &str) -> std::fmt::Result {
    let level = change.kind.level();
    let style = match level {
        Level::Major => RED.bold(),
        Level::Minor => GREEN.bold(),
        Level::Patch => AnsiColor::Yellow.on_default().bold(),
    };
    let name = change.code.as_deref().unwrap_or("the phase");
    let place = format!("{file}:{}", change.line);
    let event = event(change, str::to_owned);
    writeln!(out, "  {style}{:<5}{style:#}  {name}: {event}  {DIM}{place}{DIM:#}", level.name())?;
    match wording(change) {
        Wording::None => {}
        Wording::One(text) => writeln!(out, "         {text}")?,
        Wording::Both(before, after) => writeln!(out, "         {}", line(before, after, mark))?,
    }
    review(change).map_or(Ok(()), |review| writeln!(out, "         {review}"))
}

fn mark(run: &Run) -> String {
    let style = match run {
        Run::Same(_) => Style::new(),
        Run::Removed(_) => RED,
        Run::Added(_) => GREEN,
    };
    format!("{style}{}{style:#}", marked(run))
}
