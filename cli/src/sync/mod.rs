//! Brings the text of a table up to date. Formatting, order and the comments on rows that stay are kept,
//! new rows are where the page has them, and nothing is deleted but `[[accepted]]` and `[[pair]]` rows
//! that are not needed any more.

mod column;
mod edit;
mod rows;
mod summary;

use jiff::civil::Date;
use similar::TextDiff;
use toml_edit::DocumentMut;
use vkyc_status_codegen::{Diagnostic, Diagnostics, Position, Table};

use crate::Result;
use crate::compare::{Comparison, compare};
use crate::page::Page;
use crate::wording::literal;
pub(crate) use summary::summary;

/// The new text of a table.
#[derive(Debug)]
pub struct Update {
    /// The text.
    pub text: String,
    /// The table that it holds.
    pub table: Table,
    /// The comments that are not in the text any more, since they went with what they were about.
    pub removed_comments: Vec<String>,
}

/// The text of a table after a sync with `page` on `day`; `comparison` is that of the two. Messages call
/// the table `path`.
///
/// # Errors
///
/// The table is not written in a form that can be edited, or cannot hold what the page says.
pub fn update(
    path: &str,
    text: &str,
    table: &Table,
    page: &Page,
    comparison: &Comparison,
    day: Date,
) -> Result<Update> {
    if comparison.is_current() {
        let (text, table) = (text.to_owned(), table.clone());
        return Ok(Update { text, table, removed_comments: Vec::new() });
    }
    let (mark, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    let is_crlf = body.lines().next().is_some_and(|line| body[line.len()..].starts_with("\r\n"));
    let mut document: DocumentMut = body.replace("\r\n", "\n").parse()?;
    let (columns, page) = column::declare(table, page);
    let edit = edit::Edit::new(table, &page, &columns, comparison, day);
    let removed_comments = edit.apply(path, &mut document, comparison)?;
    let mut text = document.to_string();
    if is_crlf {
        text = text.replace('\n', "\r\n");
    }
    let text = format!("{mark}{text}");
    let table =
        Table::parse_draft(path, &text).map_err(|faults| invalid(path, &text, &page, &faults))?;
    confirm(path, &table, &page)?;
    Ok(Update { text, table, removed_comments })
}

/// Why the new table would be invalid, with the `[[accepted]]` rows that leave out what it cannot hold.
fn invalid(path: &str, text: &str, page: &Page, faults: &Diagnostics) -> String {
    let mut out = "syncing would make the table invalid; nothing was written".to_owned();
    let mut cells = Vec::new();
    for fault in faults {
        out = format!("{out}\n  {}", fault.message());
        let line = fault.position().and_then(|at| text.lines().nth(at.line - 1));
        let has = |key, name| line == Some(&*format!("{key} = {}", literal(name)));
        for phase in &page.phases {
            let is_phase = has("status", &phase.status);
            cells.extend(phase.codes.iter().filter(|code| is_phase || has("code", &code.code)));
        }
    }
    if cells.is_empty() {
        return format!("{out}\nEdit {path} by hand.");
    }
    out += "\nIf the page says exactly this, leave the rows out: `Open` keeps the value. Paste into the table:";
    for code in cells {
        out = format!("{out}\n\n[[accepted]]\ncell = {}\nreason = \"…\"", literal(&code.code));
    }
    out
}

/// Whether the new table is in sync with the page.
fn confirm(path: &str, table: &Table, page: &Page) -> Result<(), Diagnostic> {
    let comparison = compare(table, page);
    let Some(change) = comparison.changes.first() else { return Ok(()) };
    let message = format!("{} ({}) could not be written", change.kind.name(), change.name());
    let help = "edit the file by hand; nothing was written";
    Err(Diagnostic::new(path, Position::new(change.line, 1), message).help(help))
}

/// From `before` to `after`, as a unified diff of the file at `path`.
pub(crate) fn diff(path: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().header(path, path).to_string()
}
