//! The provider's page: its bytes come in, the documented columns go out, with every word written
//! like a code that stands anywhere else on the page.
//!
//! The structure is read line by line, because neither form of the page is Markdown that a parser
//! accepts: one stray brace or `<br>` makes a page invalid MDX, and the scraped text runs titles
//! and tables together. A Markdown parser also repairs what must be seen here: it fills up short
//! rows and closes what a cut left open. What a cell or a title holds is Markdown again, and left
//! to `pulldown-cmark`.

#![allow(clippy::struct_field_names, reason = "the fields are called as the table calls them")]

mod code_words;
mod decode;
mod ending;
mod lex;
mod mentions;
mod problem;
mod reader;
mod rendered;
mod scopes;
mod table;
#[cfg(test)]
mod tests;
mod title;

pub use decode::MAX_BYTES;
pub use mentions::{Mention, Place};
pub(crate) use problem::{FETCH_AGAIN, problem};
pub(crate) use table::header::headers;
use vkyc_status_codegen::{Column, Diagnostic};

/// What the page says, and what tells [`guards::check`](crate::guards::check) whether all of it was
/// read.
///
/// Every text is plain: without Markdown, its white space collapsed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The documented columns, in the page's order.
    pub phases: Vec<Phase>,
    pub evidence: Evidence,
}

/// What the guards look at besides the phases. Each field names the guards that read it, and when
/// they refuse the page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The words written like codes outside the rows that were read. `unread_removals`: one is a code
    /// or phase that would be reported as removed. `unread_rows`: one stands where a row was expected.
    pub mentions: Vec<Mention>,
    /// The rows whose code cell is not written like a code. `not_codes`: the table accepts one of them
    /// not.
    pub not_codes: Vec<Code>,
    /// The titles that may be sentences. `titles`: the table has no phase with one of them.
    pub doubtful_titles: Vec<Title>,
    /// The titles that nothing but their place marks as titles: lines that start with a word in capitals
    /// that has no underscore and is not written as code. `titles`: one names a new phase.
    pub unmarked_titles: Vec<Title>,
    /// The lines that may be titles although they were not taken for such. `lines_like_titles`: one says
    /// what the table says of a removed phase, or of the phase that it is under.
    pub lines_like_titles: Vec<LineLikeTitle>,
    /// Where the page ends. `incomplete_row`, `incomplete_end` and `tail`: it may have been cut there.
    pub end: End,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub code: String,
    /// Its words, in the order of [`Column::OF_CODES`].
    pub words: [String; Column::OF_CODES.len()],
    pub line: usize,
    /// Whether no pipe stands behind the last cell, which would show that it is whole.
    pub is_open: bool,
}

/// A phase's title: `RECEIVED` – Request accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    pub status: String,
    pub title: String,
    pub line: usize,
}

/// A line under a phase's title that may be a title itself.
#[derive(Debug, PartialEq, Eq)]
pub struct LineLikeTitle {
    /// The status in the title that it is under.
    pub under: String,
    /// The whole line.
    pub text: String,
    pub line: usize,
}

/// How the page ends.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct End {
    /// The last line that is more than a closing tag, and its words.
    pub line: usize,
    pub text: String,
    /// Whether a line end follows.
    pub has_line_end: bool,
    /// The line of the last row that was read.
    pub last_row: usize,
    /// Whether that line is under a title that names a phase and has no table.
    pub is_under_bare_title: bool,
}

/// Reads the page, which messages call `name`.
///
/// # Errors
///
/// The first thing that keeps the page from being read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Page, Diagnostic> {
    let text = decode::decode(name, bytes)?;
    reader::read(name, lex::lex(name, &text)?)
}
