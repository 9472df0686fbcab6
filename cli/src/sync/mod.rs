//! Brings the text of a table up to date. Comments, order, line ends and readings stay as they are, new
//! codes are where the page has them, and nothing is deleted but `[[accepted]]` rows that describe
//! nothing any more.

mod edit;
mod layout;
mod summary;

use jiff::civil::Date;
use similar::TextDiff;
use vkyc_status_codegen::{Diagnostic, Position, Table};

use crate::Result;
use crate::compare::{Comparison, compare};
use crate::page::Page;
pub use edit::literal;
use layout::Layout;
pub(crate) use summary::{accepted, summary};

/// The new text of a table.
#[derive(Debug)]
pub struct Update {
    /// The text.
    pub text: String,
    /// The table that it holds.
    pub table: Table,
    /// The comments that are not in the text any more, since they went with what they were about.
    pub dropped_comments: Vec<String>,
}

/// The text of a table after a sync with `page` on `day`; `comparison` is that of the two. Messages
/// call the table `path`.
///
/// # Errors
///
/// The table is not written in a form that can be edited, or cannot hold what the page says.
pub fn update(
    path: &str,
    text: &str,
    page: &Page,
    comparison: &Comparison,
    day: Date,
) -> Result<Update> {
    let table = Table::parse_draft(path, text)?;
    if comparison.changes.is_empty() && comparison.stale.is_empty() {
        return Ok(Update { text: text.to_owned(), table, dropped_comments: Vec::new() });
    }
    let (mark, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    let end = match body.split_inclusive('\n').next() {
        _ if body.ends_with('\n') => "",
        Some(line) if line.ends_with("\r\n") => "\r\n",
        _ => "\n",
    };
    let body = format!("{body}{end}");
    let layout = Layout::new(path, &body, &table)?;
    let (body, dropped_comments) = edit::apply(&layout, page, comparison, day);
    let text = format!("{mark}{body}");
    let table = Table::parse_draft(path, &text).map_err(|diagnostics| {
        format!(
            "with the page's words, the table would be invalid; nothing was written\n{diagnostics}"
        )
    })?;
    confirm(path, &table, page)?;
    Ok(Update { text, table, dropped_comments })
}

/// Whether the new table is in sync with the page.
fn confirm(path: &str, table: &Table, page: &Page) -> Result<(), Diagnostic> {
    let comparison = compare(table, page);
    let Some(change) = comparison.changes.first() else { return Ok(()) };
    let name = change.code.as_ref().unwrap_or(&change.phase);
    let message = format!("{} ({name}) could not be written", change.kind.name());
    let help = "edit the file by hand; nothing was written";
    Err(Diagnostic::new(path, Position::new(change.line, 1), message).help(help))
}

/// From `before` to `after`, as a unified diff of the file at `path`.
pub(crate) fn diff(path: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().header(path, path).to_string()
}
