//! Reads the provider's page with the table in hand: what it says, or why that cannot be told.
//!
//! **Every code on the page is accounted for, or the page is refused.** The rules, in the order in which
//! they are applied:
//!
//! 1. `decode`: the page is text, and no HTML document.
//! 2. `lex`: every comment, every fence, and every element that starts a line ends. Comments, tags,
//!    imports and exports are taken out; the rest is lines.
//! 3. `title`, `table`: a *table of ours* has each declared header once, and a name in its column of
//!    codes. The title nearest before or around it names its phase. A title serves one table.
//! 4. `reader`: everything else is not read, but its names are kept: words of capitals, digits and
//!    underscores, wherever the page shows them.
//! 5. `rows`: the `[[accepted]]` rows with `cell` leave rows out. Each other row has a code, and a text
//!    in every column.
//! 6. `guards`: the page has the source's title, and some of the table's codes.
//! 7. `guards`: every name that looks like a code is read somewhere, or retired, or accepted.
//! 8. `guards`: every code is on the page once, and no more is missing than can have been withdrawn.
//!
//! No Markdown parser splits the page, because neither form of it is valid, and a parser mends what
//! must be noticed here: it fills up short rows and closes what a cut left open.

mod decode;
mod guards;
mod lex;
mod names;
mod problem;
mod reader;
mod rendered;
mod rows;
mod table;
mod tag;
#[cfg(test)]
mod tests;
mod title;
mod words;

use std::collections::BTreeSet;

pub use decode::{MAX_BYTES, decode};
use guards::Guards;
use names::Names;
use vkyc_status_codegen::{Diagnostic, Diagnostics, Table};

/// What the page says.
///
/// Every text is as a reader of the page sees it: without Markdown, and with single spaces.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The phases in the page's order, without what `[[accepted]]` leaves out.
    pub phases: Vec<PagePhase>,
    /// The headers that all tables of ours have, and that the table neither declares nor declines.
    pub added_columns: Vec<String>,
    /// The `[[accepted]]` rows of the kinds `text`, `cell` and `header` that describe something on the
    /// page, as indices into [`Table::accepted`].
    pub used: BTreeSet<usize>,
    /// What does not stop the comparison: a star behind a code, a further column in some tables.
    pub warnings: Vec<Diagnostic>,
}

/// A phase of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePhase {
    pub status: String,
    pub title: String,
    pub codes: Vec<PageCode>,
    /// The line of its title, from 1.
    pub line: usize,
}

/// A row of one of our tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageCode {
    pub code: String,
    /// One for each of [`Table::texts`]; `None` where the column is not on the page.
    pub texts: Vec<Option<String>>,
    /// One for each of [`Page::added_columns`].
    pub added: Vec<String>,
    /// Its line, from 1.
    pub line: usize,
}

/// Reads the page that messages call `name`, with the table in hand.
///
/// # Errors
///
/// The first rule that the page breaks. `accept_removals` turns off the guards that refuse a page
/// without the first or the last code of the table, or without most of them.
pub fn read(
    name: &str,
    text: &str,
    table: &Table,
    accept_removals: bool,
) -> Result<Page, Diagnostics> {
    let text = decode::normalized(name, text)?;
    let lexed = lex::lex(name, &text)?;
    let names = Names::new(table);
    let mut found = reader::read(name, &lexed, table, &names)?;
    let mut tables = std::mem::take(&mut found.tables);
    let mut used = rows::leave_out(&mut tables, table);
    rows::check(name, &tables)?;
    rows::mention(&tables, &mut found.mentions);
    let guards = Guards::new(name, table, &names, &tables);
    guards.other_page(&found)?;
    guards.unaccounted(found.mentions, &mut used)?;
    guards.twice()?;
    guards.moves()?;
    if !accept_removals {
        guards.removals()?;
    }
    Ok(rows::page(name, tables, table, used))
}
