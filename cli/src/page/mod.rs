//! The provider's page: its bytes come in; the documented columns go out, or the trouble that
//! keeps it from being read.
//!
//! Its structure is read line by line, because neither form of the page is Markdown that a parser
//! takes: one stray brace or `<br>` anywhere makes a page invalid MDX, and the scraped text runs
//! titles and tables together. A parser also mends what must be seen here: it fills up short rows,
//! and ends a page well that was cut short. What a cell or a title holds is plain Markdown again,
//! and left to `pulldown-cmark`.

#![allow(clippy::struct_field_names, reason = "the fields are called as the table calls them")]

mod lexer;
mod reader;
mod row;
mod table;
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod title;
mod trouble;

use trouble::Trouble;
use vkyc_status_codegen::Diagnostic;

/// The documented columns, in the page's order. Every text is plain: without Markdown, its white space collapsed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub phases: Vec<Phase>,
    /// What looks like a phase's title but has no codes.
    pub bare_titles: Vec<Title>,
}

/// A phase of the page.
#[derive(Debug, PartialEq, Eq)]
pub struct Phase {
    pub status: String,
    pub title: String,
    pub line: usize,
    pub codes: Vec<Code>,
}

/// A row of a table of the page.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    pub code: String,
    pub description: String,
    pub recommended_action: String,
    pub line: usize,
}

/// `RECEIVED` – Request accepted
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    pub status: String,
    pub title: String,
    pub line: usize,
}

/// Reads the page, which messages call `name`.
///
/// # Errors
///
/// The first thing that keeps the page from being read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Page, Diagnostic> {
    decoded(bytes).map_err(|trouble| trouble.in_page(name))
}

fn decoded(bytes: &[u8]) -> Result<Page, Trouble> {
    let text = text::decode(bytes)?;
    let parts = lexer::parts(&text)?;
    reader::read(&parts)
}
