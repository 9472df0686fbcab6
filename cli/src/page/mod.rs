//! Reads the provider's page with the table in hand: what it says, or why that cannot be told.
//!
//! **Every code on the page is accounted for, or the page is refused.** The rules, in the order in which
//! they are applied:
//!
//! 1. The page is UTF-8 text with no lost character, no HTML document, and no table of statuses
//!    (`decode`).
//! 2. Every comment, every fence, and every component that starts a line ends (`lex`, `tag`). Comments,
//!    tags, imports and exports are taken out; the rest is lines, and what attributes show.
//! 3. A *table of ours* is a Markdown table with each declared header once and a name in its column of
//!    codes (`table`, `reader`). A *name* is a word of capitals, digits and single underscores (`words`).
//! 4. Its title is the line directly above it, and the nearest heading or component around it that
//!    starts or ends with a name; if there are both, they agree (`title`). A heading's scope ends at the
//!    next heading, a component's at its end, and both where a component whose title has a name starts. A
//!    title serves one table.
//! 5. Nothing else is read, but every word that the page shows is kept, and so is every name where only
//!    codes stand: in a column of codes, first or last in a cell outside of tables, alone on a line, and
//!    before the separator of a title.
//! 6. A row has a cell for each header, starts and ends as all others do, and has a code; `[[accepted]]`
//!    leaves rows out by their cell (`rows`).
//! 7. The page has the source's title, and some of the table's codes (`guards`).
//! 8. Every code-like word, a name with an underscore or of the table, is read as a code or a title,
//!    or retired, a pair's status, or accepted as a `text`.
//! 9. No code and no phase is on the page twice, most codes did not move, and no more is missing than a
//!    provider withdraws at once.
//!
//! No Markdown parser splits the page, because neither form of it is valid, and a parser repairs what
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
    /// What does not stop the comparison: a star after a code, a further column in some tables.
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
    rows::check_codes(name, &tables, &names)?;
    for (_, row) in rows::all(&tables) {
        row.mention(&mut found.mentions);
    }
    let guards = Guards::new(name, table, &names, &tables);
    let words = guards.open_words(&found.mentions, &mut used);
    let other = found.others.iter().find(|table| table.has_any(&words));
    guards.other_page(found.has_title, other)?;
    guards.unaccounted(&words, other, &found.mentions.codes())?;
    guards.twice(&found.titles)?;
    guards.moves()?;
    if !accept_removals {
        guards.removals()?;
    }
    Ok(rows::page(name, tables, table, used))
}
