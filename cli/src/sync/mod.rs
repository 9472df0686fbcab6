//! Brings the text of a table up to date. Formatting, order and the comments on rows that stay are kept,
//! new rows are where the page has them, and nothing is deleted but `[[accepted]]` and `[[pair]]` rows
//! that are not needed any more.

mod columns;
mod edit;
mod rows;
mod summary;

use jiff::civil::Date;
use similar::TextDiff;
use toml_edit::DocumentMut;
use vkyc_status_codegen::{Diagnostics, Table};

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

/// The text of a table after a sync with `page` on `day`; `comparison` is that of the two.
///
/// # Errors
///
/// The table cannot hold what the page says. Messages call it `path`.
pub fn update(
    path: &str,
    text: &str,
    table: &Table,
    page: &Page,
    comparison: &Comparison,
    day: Date,
) -> Result<Update> {
    if comparison.changes.is_empty() && comparison.stale.is_empty() {
        let (text, table) = (text.to_owned(), table.clone());
        return Ok(Update { text, table, removed_comments: Vec::new() });
    }
    let body = text.trim_start_matches('\u{feff}');
    let mut document: DocumentMut = body.replace("\r\n", "\n").parse()?;
    let (columns, page) = columns::declare(&mut document, table, page);
    let edit = edit::Edit::new(table, &page, &columns, comparison, day.to_string());
    let removed_comments = edit.apply(&mut document, &comparison.stale);
    let mut new = document.to_string();
    // The first line tells the line end of all.
    if body.split_inclusive('\n').next().is_some_and(|line| line.ends_with("\r\n")) {
        new = new.replace('\n', "\r\n");
    }
    let mark = &text[..text.len() - body.len()];
    let text = format!("{mark}{new}");
    let table = Table::parse_draft(path, &text).map_err(|faults| invalid(&text, &page, &faults))?;
    match compare(&table, &page).changes.first() {
        None => Ok(Update { text, table, removed_comments }),
        Some(change) => {
            let (kind, name) = (change.kind.name(), change.name());
            Err(format!("{path}: {kind} ({name}) cannot be written; edit the file by hand").into())
        }
    }
}

/// Why the new table would be invalid, with the `[[accepted]]` rows that leave out what it cannot hold.
fn invalid(text: &str, page: &Page, faults: &Diagnostics) -> String {
    let (mut out, mut rows) = (String::new(), String::new());
    for fault in faults {
        out = format!("{out}\n  {}", fault.message());
        let line = fault.position().and_then(|at| text.lines().nth(at.line - 1));
        let is_at = |key, name| line == Some(&*format!("{key} = {}", literal(name)));
        for phase in &page.phases {
            let is_phase = is_at("status", &phase.status);
            for code in phase.codes.iter().filter(|code| is_phase || is_at("code", &code.code)) {
                let cell = literal(&code.code);
                rows = format!("{rows}\n\n[[accepted]]\ncell = {cell}\nreason = \"…\"");
            }
        }
    }
    let advice = match &*rows {
        "" => "Edit the table by hand.",
        _ => "If the page says exactly this, leave out its rows: paste into the table",
    };
    format!("syncing would make the table invalid; nothing was written{out}\n{advice}{rows}")
}

/// From `before` to `after`, as a unified diff of the file at `path`.
pub(crate) fn diff(path: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().header(path, path).to_string()
}
