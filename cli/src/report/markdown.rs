//! The report for the body of an issue or pull request.

use std::fmt::Write as _;

use vkyc_status_codegen::text::{escaped, shown};

use super::{Report, event, subject, texts};
use crate::change::Change;
use crate::input::COMPILED_IN;
use crate::wording::{Run, counts};

pub(super) fn render(report: &Report<'_>) -> String {
    let source = &report.input.table.source;
    let page = format!("[{}](<{}>)", words(&source.title), source.url);
    let name = match &report.input.file {
        Some(file) => code(&shown(file)),
        None => words(COMPILED_IN),
    };
    let mut out = match report.level() {
        None => format!("{name} is in sync with {page}: {}.\n", report.extent()),
        Some(level) => format!(
            "{name}, last read on {}, differs from {page}.\n\n\
             {}. A crate with this table needs a **{}** release.\n\n{}\n\n```sh\n{}\n```\n",
            source.retrieved,
            counts(report.changes()),
            level.name(),
            report.advice,
            report.commands.join("\n")
        ),
    };
    let by_phase = report.counts_by_phase(code);
    if !by_phase.is_empty() {
        let _ = writeln!(out, "\n- {}", by_phase.join("\n- "));
    }
    for (phase, changes) in report.by_phase(code) {
        let _ = writeln!(out, "\n### {phase}\n");
        for change in changes {
            let name = format!("**{}** {}", change.kind.level().name(), subject(change, code));
            let task = report.task(change).map(|task| format!("**{task}**"));
            out += &entry(&name, change, report, task);
        }
    }
    if !report.comparison.accepted.is_empty() {
        out += "\n### Accepted, not counted\n\n";
    }
    for (change, reason) in &report.comparison.accepted {
        let phase = code(change.phase.as_deref().unwrap_or_default());
        let name = format!("{phase} {}", subject(change, code));
        out += &entry(&name, change, report, Some(format!("Reason: {}", words(reason))));
    }
    out
}

fn entry(name: &str, change: &Change, report: &Report<'_>, note: Option<String>) -> String {
    let position = report.position(change).map(|at| format!(" ({})", code(&at)));
    let event = event(change, code);
    let line = format!("- {name}: {event}{}", position.unwrap_or_default());
    let lines = [line].into_iter().chain(texts(change, marked)).chain(note);
    lines.collect::<Vec<_>>().join("\n  <br>") + "\n"
}

fn marked(run: &Run) -> String {
    match run {
        Run::Same(text) => words(text),
        Run::Removed(text) => format!("~~{}~~", words(text)),
        Run::Added(text) => format!("**{}**", words(text)),
    }
}

/// Markdown that shows `text`, notifies nobody and links to nothing: GitHub looks for mentions, issues
/// and addresses in the text that escapes leave, but not across a comment.
pub(super) fn words(text: &str) -> String {
    let breaks = [
        ("\\@", "@<!-- -->"),
        ("\\#", "#<!-- -->"),
        ("\\://", ":<!-- -->//"),
        ("www.", "www<!-- -->."),
        ("GH-", "GH<!-- -->-"),
    ];
    let markdown = escaped(&shown(text));
    breaks.iter().fold(markdown, |markdown, (from, to)| markdown.replace(from, to))
}

/// A span of code that shows `text`.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if longest == 0 { "" } else { " " };
    format!("{fence}{space}{text}{space}{fence}")
}
