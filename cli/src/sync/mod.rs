//! Brings the text of a table up to date. Formatting, order and the comments on rows that stay are kept,
//! new rows are where the page has them, and nothing is deleted but `[[accepted]]` and `[[pair]]` rows
//! that are no longer needed.

mod columns;
mod edit;
mod rows;
mod summary;

use std::collections::HashSet;

use jiff::civil::Date;
use similar::TextDiff;
use toml_edit::DocumentMut;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;
use vkyc_status_codegen::{Diagnostic, Diagnostics, Table};

use crate::Result;
use crate::compare::{Comparison, compare};
use crate::page::Page;
use crate::wording::{literal, with_reasons};
use edit::Edit;
pub(crate) use summary::summary;

/// The new text of a table.
#[derive(Debug)]
pub struct Update {
    /// The text.
    pub text: String,
    /// The table that it holds.
    pub table: Table,
    /// The comments that are no longer in the text, since they went with what they were about.
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
    let (page, columns, day) = (&page, &columns, day.to_string());
    Edit { table, page, columns, comparison, day }.apply(&mut document);
    let mut new = document.to_string();
    // The first line tells the line end of all.
    if body.split_inclusive('\n').next().is_some_and(|line| line.ends_with("\r\n")) {
        new = new.replace('\n', "\r\n");
    }
    let mark = &text[..text.len() - body.len()];
    let new = format!("{mark}{new}");
    let table =
        Table::parse_draft(path, &new).map_err(|faults| invalid(path, &new, page, &faults))?;
    match compare(&table, page).changes.first() {
        None => {
            let removed_comments = lost_comments(text, &new);
            Ok(Update { text: new, table, removed_comments })
        }
        Some(change) => {
            let (kind, name) = (change.kind.name(), change.name());
            Err(format!("{path}: {kind} ({name}) cannot be written; edit the file by hand").into())
        }
    }
}

/// Why the new table would be invalid, with the `[[accepted]]` rows that leave out what it cannot hold.
fn invalid(path: &str, text: &str, page: &Page, faults: &Diagnostics) -> String {
    let lines = faults.iter().filter_map(|fault| text.lines().nth(fault.position()?.line - 1));
    let lines: HashSet<&str> = lines.collect();
    let is_faulty = |key, name| lines.contains(&*format!("{key} = {}", literal(name)));
    let rows = page.rows().filter(|(phase, code)| {
        is_faulty("status", &phase.status) || is_faulty("code", &code.code)
    });
    let row = |code: &str| format!("[[accepted]]\ncell = {}", literal(code));
    let rows: Vec<_> = rows.map(|(_, code)| row(&code.code)).collect();
    let advice = match &*with_reasons(&rows) {
        "" => format!("edit {path} by hand"),
        rows => {
            format!("if the page says exactly this, leave the row out: add to {path}\n\n{rows}")
        }
    };
    let faults: Vec<_> = faults.iter().map(Diagnostic::message).collect();
    let faults = faults.join("\n  ");
    format!("syncing would make the table invalid; nothing was written\n  {faults}\n{advice}")
}

/// The comments of `before` that are not in `after`.
fn lost_comments(before: &str, after: &str) -> Vec<String> {
    let comments = |toml| {
        let tokens = Source::new(toml).lex().filter(|token| token.kind() == TokenKind::Comment);
        tokens.filter_map(|token| toml.get(token.span().start()..token.span().end()))
    };
    let mut kept: Vec<&str> = comments(after).collect();
    let is_lost = |comment: &&str| {
        let at = kept.iter().position(|kept| kept == comment);
        at.map(|at| kept.swap_remove(at)).is_none()
    };
    comments(before).filter(is_lost).map(str::to_owned).collect()
}

/// From `before` to `after`, as a unified diff of the file at `path`.
pub(crate) fn unified_diff(path: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().header(path, path).to_string()
}
