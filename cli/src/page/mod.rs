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

pub(crate) use trouble::Trouble;

/// The documented columns, in the page's order. Every text is plain: without Markdown, its white space collapsed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) phases: Vec<Phase>,
    /// What looks like a phase's title but has no codes.
    pub(crate) bare_titles: Vec<Title>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Phase {
    pub(crate) status: String,
    pub(crate) title: String,
    pub(crate) line: usize,
    pub(crate) codes: Vec<Code>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) code: String,
    pub(crate) description: String,
    pub(crate) recommended_action: String,
    pub(crate) line: usize,
}

/// `RECEIVED` – Request accepted
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Title {
    pub(crate) status: String,
    pub(crate) title: String,
    pub(crate) line: usize,
}

pub(crate) fn read(bytes: &[u8]) -> Result<Page, Trouble> {
    let text = text::decode(bytes)?;
    let parts = lexer::parts(&text)?;
    reader::read(&parts)
}
