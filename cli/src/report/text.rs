//! The report for a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSplitter};
use vkyc_status_codegen::text::shown;

use super::{Report, event, full_name, subject, texts};
use crate::change::{Change, Kind};
use crate::wording::{Run, counts, literal, marked, with_reasons};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();

/// Where the texts of a change start.
const INDENT: &str = "         ";

pub(super) fn render(report: &Report<'_>, width: Option<usize>) -> String {
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
            out += &entry(&name, change, report, report.task(change), width);
        }
    }
    if !report.comparison.accepted.is_empty() {
        let _ = writeln!(out, "{BOLD}Accepted, not counted{BOLD:#}");
    }
    for (change, reason) in &report.comparison.accepted {
        let reason = format!("Reason: {}", shown(reason));
        out += &entry(&full_name(change), change, report, Some(reason), width);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out + &conclusion(report)
}

/// The line of a change, its texts, and a note.
fn entry(
    name: &str,
    change: &Change,
    report: &Report<'_>,
    note: Option<String>,
    width: Option<usize>,
) -> String {
    let position = report.position(change).map(|at| format!("  {DIM}{at}{DIM:#}"));
    let event = event(change, str::to_owned);
    let line = format!("  {name}: {event}{}", position.unwrap_or_default());
    let more = texts(change, coloured).into_iter().chain(note);
    let lines = [line].into_iter().chain(more.map(|line| INDENT.to_owned() + &line));
    let Some(width) = width else { return lines.map(|line| line + "\n").collect() };
    let options = Options::new(width).subsequent_indent(INDENT).break_words(false);
    let options = options.word_splitter(WordSplitter::NoHyphenation);
    lines.map(|line| textwrap::fill(&line, &options) + "\n").collect()
}

fn conclusion(report: &Report<'_>) -> String {
    let Some(level) = report.level() else {
        return report.in_sync() + "\n";
    };
    let mut out: String =
        report.counts_by_phase(shown).into_iter().map(|counts| counts + "\n").collect();
    let (counts, level) = (counts(report.changes()), level.name());
    let _ = writeln!(
        out,
        "{counts}. A crate with this table needs a {BOLD}{level}{BOLD:#} release.\n{}\n  {}",
        report.advice,
        report.commands.join("\n  ")
    );
    let rows: Vec<String> = report.changes().iter().filter_map(accepted_row).collect();
    if let (Some(file), false) = (&report.input.file, rows.is_empty()) {
        let (file, rows) = (shown(file), with_reasons(&rows));
        let _ = writeln!(
            out,
            "To keep the table's wording and columns instead, add to {file}, each with its reason:\n\n\
             {rows}"
        );
    }
    out
}

/// The `[[accepted]]` row for a change of wording or a new column, but for its reason.
fn accepted_row(change: &Change) -> Option<String> {
    let page = literal(change.after.as_deref()?);
    let difference = match &change.kind {
        Kind::ColumnAdded => format!("header = {page}"),
        Kind::Reworded(column) => {
            let key = if change.code.is_some() { "code" } else { "status" };
            let name = literal(change.name());
            format!("{key} = {name}\ncolumn = \"{column}\"\npage = {page}")
        }
        _ => return None,
    };
    // As a plain bracket, it could start a workflow command.
    let difference = difference.replace("##[", "##\\u005B");
    Some(format!("[[accepted]]\n{difference}"))
}

fn coloured(run: &Run) -> String {
    let style = match run {
        Run::Same(_) => Style::new(),
        Run::Removed(_) => RED,
        Run::Added(_) => GREEN,
    };
    format!("{style}{}{style:#}", marked(run))
}
