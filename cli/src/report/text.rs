//! The report for a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use vkyc_status_codegen::text::shown;

use super::{Report, counts, event, name, task, texts};
use crate::change::{Change, Kind, Level};
use crate::compare::AcceptedChange;
use crate::sync::literal;
use crate::wording::{Run, marked};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();

pub(super) fn write(report: &Report<'_>) -> String {
    let mut out = String::new();
    let mut phase = "";
    for change in report.changes() {
        if change.phase != phase {
            phase = &change.phase;
            let _ = writeln!(out, "{BOLD}{phase}{BOLD:#}");
        }
        let level = change.kind.level();
        let style = match level {
            Level::Major => RED.bold(),
            Level::Minor => GREEN.bold(),
            Level::Patch => YELLOW.bold(),
        };
        let name = change.code.as_deref().unwrap_or("the phase");
        let name = format!("{style}{:<5}{style:#}  {name}", level.name());
        entry(&mut out, &name, change, report, task(change).map(str::to_owned));
    }
    accepted(&mut out, report);
    conclusion(&mut out, report);
    out
}

/// The line of a change, its texts, and a note.
fn entry(out: &mut String, name: &str, change: &Change, report: &Report<'_>, note: Option<String>) {
    let position = report.position(change).map(|at| format!("  {DIM}{at}{DIM:#}"));
    let (event, position) = (event(change, str::to_owned), position.unwrap_or_default());
    let _ = writeln!(out, "  {name}: {event}{position}");
    for line in texts(change, coloured).into_iter().chain(note) {
        let _ = writeln!(out, "         {line}");
    }
}

fn accepted(out: &mut String, report: &Report<'_>) {
    let accepted = &report.comparison.accepted;
    if !accepted.is_empty() {
        let _ = writeln!(out, "{BOLD}Accepted, not counted{BOLD:#}");
    }
    for AcceptedChange { change, reason } in accepted {
        let reason = format!("Reason: {}", shown(reason));
        entry(out, &name(change), change, report, Some(reason));
    }
}

fn conclusion(out: &mut String, report: &Report<'_>) {
    if !out.is_empty() {
        out.push('\n');
    }
    let Some(level) = report.level() else {
        let _ =
            writeln!(out, "{} is in sync with the page: {}.", report.input.name(), report.extent());
        return;
    };
    let (counts, level) = (counts(report.changes()), level.name());
    let _ = writeln!(out, "{counts}. This asks for a {BOLD}{level}{BOLD:#} release.");
    let _ = writeln!(out, "{}", report.advice);
    for command in &report.commands {
        let _ = writeln!(out, "  {command}");
    }
    let rows: Vec<String> = report.changes().iter().filter_map(row).collect();
    if let (Some(file), false) = (&report.input.file, rows.is_empty()) {
        let _ = writeln!(
            out,
            "To keep the table's words instead, add to {}, each with its reason:\n\n{}",
            shown(file),
            rows.join("\n").trim_end()
        );
    }
}

/// The `[[accepted]]` row for a change of wording, without its reason.
fn row(change: &Change) -> Option<String> {
    let Kind::Reworded(column) = change.kind else { return None };
    let column = column.key();
    let (key, name) = match &change.code {
        Some(code) => ("code", code),
        None => ("status", &change.phase),
    };
    // As a plain bracket, it could start a workflow command.
    let page = literal(change.after.as_deref()?).replace("##[", "##\\u005B");
    Some(format!(
        "[[accepted]]\n{key} = {}\ncolumn = \"{column}\"\npage = {page}\nreason = \"\"\n",
        literal(name)
    ))
}

fn coloured(run: &Run) -> String {
    let style = match run {
        Run::Same(_) => Style::new(),
        Run::Removed(_) => RED,
        Run::Added(_) => GREEN,
    };
    format!("{style}{}{style:#}", marked(run))
}
