//! The report for a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use vkyc_status_codegen::text::shown;

use super::{Report, event, full_name, subject, texts};
use crate::change::{Change, Kind};
use crate::compare::AcceptedChange;
use crate::wording::{Run, counts, literal, marked};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();

/// Where the texts of a change start.
const INDENT: usize = 9;

pub(super) fn write(report: &Report<'_>, width: Option<usize>) -> String {
    let mut out = String::new();
    for (phase, changes) in report.by_phase(shown) {
        let _ = writeln!(out, "{BOLD}{phase}{BOLD:#}");
        for change in changes {
            let style = match change.kind {
                Kind::CodeRemoved | Kind::PhaseRemoved | Kind::CodeMoved => RED.bold(),
                Kind::Reworded(_) => YELLOW.bold(),
                _ => GREEN.bold(),
            };
            let (level, name) = (change.kind.level().name(), subject(change, shown));
            let name = format!("{style}{level:<5}{style:#}  {name}");
            entry(&mut out, &name, change, report, report.task(change), width);
        }
    }
    accepted(&mut out, report, width);
    if !out.is_empty() {
        out.push('\n');
    }
    conclusion(&mut out, report);
    out
}

/// The line of a change, its texts, and a note.
fn entry(
    out: &mut String,
    name: &str,
    change: &Change,
    report: &Report<'_>,
    note: Option<String>,
    width: Option<usize>,
) {
    let position = report.position(change).map(|at| format!("  {DIM}{at}{DIM:#}"));
    let (event, position) = (event(change, str::to_owned), position.unwrap_or_default());
    let line = format!("  {name}: {event}{position}");
    let more = texts(change, coloured).into_iter().chain(note);
    for line in [line].into_iter().chain(more.map(|line| " ".repeat(INDENT) + &line)) {
        let _ = writeln!(out, "{}", wrapped(&line, width));
    }
}

fn accepted(out: &mut String, report: &Report<'_>, width: Option<usize>) {
    let accepted = &report.comparison.accepted;
    if !accepted.is_empty() {
        let _ = writeln!(out, "{BOLD}Accepted, not counted{BOLD:#}");
    }
    for AcceptedChange { change, reason } in accepted {
        let reason = format!("Reason: {}", shown(reason));
        entry(out, &full_name(change), change, report, Some(reason), width);
    }
}

fn conclusion(out: &mut String, report: &Report<'_>) {
    let Some(level) = report.level() else {
        let (name, extent) = (report.input.name(), report.extent());
        let _ = writeln!(out, "{name} is in sync with the page: {extent}.");
        return;
    };
    for counts in report.counts_by_phase(shown) {
        let _ = writeln!(out, "{counts}");
    }
    let (counts, level) = (counts(report.changes().iter()), level.name());
    let _ = writeln!(
        out,
        "{counts}. A crate with this table needs a {BOLD}{level}{BOLD:#} release.\n{}",
        report.advice
    );
    for command in &report.commands {
        let _ = writeln!(out, "  {command}");
    }
    let rows: Vec<String> = report.changes().iter().filter_map(row).collect();
    if let (Some(file), false) = (&report.input.file, rows.is_empty()) {
        let (file, rows) = (shown(file), rows.join("\n"));
        let _ = write!(
            out,
            "To keep the table as it is instead, add to {file}, each with its reason:\n\n{rows}"
        );
    }
}

/// The `[[accepted]]` row for a change of wording or a new column.
fn row(change: &Change) -> Option<String> {
    let (name, page) = (literal(change.name()), literal(change.after.as_deref()?));
    let difference = match (&change.kind, &change.code) {
        (Kind::ColumnAdded, _) => format!("header = {page}"),
        (Kind::Reworded(column), code) => {
            let key = if code.is_some() { "code" } else { "status" };
            format!("{key} = {name}\ncolumn = \"{column}\"\npage = {page}")
        }
        _ => return None,
    };
    // As a plain bracket, it could start a workflow command.
    let difference = difference.replace("##[", "##\\u005B");
    Some(format!("[[accepted]]\n{difference}\nreason = \"…\"\n"))
}

fn coloured(run: &Run) -> String {
    let style = match run {
        Run::Same(_) => Style::new(),
        Run::Removed(_) => RED,
        Run::Added(_) => GREEN,
    };
    format!("{style}{}{style:#}", marked(run))
}

/// `line` in lines of at most `width` columns if its words allow it, those after the first indented.
fn wrapped(line: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return line.to_owned() };
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for word in line.split_inclusive(' ') {
        let length = columns(word.trim_end());
        if column > INDENT && column + length > width {
            out.truncate(out.trim_end().len());
            out.push('\n');
            out.push_str(&" ".repeat(INDENT));
            column = INDENT;
        }
        out.push_str(word);
        column += columns(word);
    }
    out
}

/// How many columns a text takes: an escape sequence, which ends with `m`, takes none.
fn columns(text: &str) -> usize {
    let mut sequences = text.split('\u{1b}');
    let first = sequences.next().map_or(0, |text| text.chars().count());
    let rest = sequences.map(|text| text.split_once('m').map_or("", |(_, text)| text));
    first + rest.map(|text| text.chars().count()).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continuation_lines_are_indented() {
        let line =
            format!("         The user {RED}[-has left-]{RED:#} {GREEN}{{+joined+}}{GREEN:#} it.");
        let lines = wrapped(&line, Some(26));
        let shown = lines.replace(&RED.to_string(), "").replace(&GREEN.to_string(), "");
        let shown = shown.replace(&format!("{RED:#}"), "");
        assert_eq!(shown, "         The user [-has\n         left-] {+joined+}\n         it.");
        assert_eq!(wrapped(&line, None), line);
        assert_eq!(wrapped("  a-word-that-is-longer", Some(12)), "  a-word-that-is-longer");
    }
}
