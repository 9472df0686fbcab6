//! The report for the body of an issue.

use std::fmt::Write as _;

use super::{Report, Wording, counts, event, review, wording};
use crate::drift::Change;
use vkyc_status_codegen::text::escaped as escape;

use crate::words::{Run, line};

pub(super) fn write(report: &Report<'_>) -> String {
    let Report { table, file, remedy, .. } = report;
    let mut out =
        format!("[{}]({})", escape(table.source.title.as_str()), table.source.url.as_str());
    let Some(level) = report.level() else {
        let _ = writeln!(out, " is in sync with `{file}`: {}.", report.extent());
        return out;
    };
    let _ = writeln!(
        out,
        " differs from `{file}`, which was read from it on {}.\n\n\
         {}. Taking them over asks for a **{}** release.\nTo take them over: `{remedy}`",
        table.source.retrieved.as_str(),
        counts(report.changes),
        level.name()
    );
    let mut phase = "";
    for change in report.changes {
        if change.phase != phase {
            phase = &change.phase;
            let _ = writeln!(out, "\n### `{phase}`\n");
        }
        let _ = entry(&mut out, change, file);
    }
    out
}

fn entry(out: &mut String, change: &Change, file: &str) -> std::fmt::Result {
    let name = change.code.as_ref().map_or("the phase".to_owned(), |code| format!("`{code}`"));
    let (level, event) = (change.kind.level().name(), event(change, |name| format!("`{name}`")));
    writeln!(out, "- **{level}** {name}: {event} (`{file}:{}`)", change.line)?;
    match wording(change) {
        Wording::None => {}
        Wording::One(text) => writeln!(out, "  <br>{}", escape(text))?,
        Wording::Both(before, after) => writeln!(out, "  <br>{}", line(before, after, mark))?,
    }
    review(change).map_or(Ok(()), |review| writeln!(out, "  <br>**{review}**"))
}

fn mark(run: &Run) -> String {
    match run {
        Run::Same(text) => escape(text),
        Run::Removed(text) => format!("~~{}~~", escape(text)),
        Run::Added(text) => format!("**{}**", escape(text)),
    }
}
