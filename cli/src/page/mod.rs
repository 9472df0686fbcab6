//! Reads the provider's page: its phases and codes, and what shows whether all of it was read.
//!
//! ```text
//! bytes ─ decode ─► text ─ lex ─► parts ─ reader ─► Page
//! ```
//!
//! A phase of the page is a title, "`RECEIVED` – Request accepted", and one of *our tables*: a
//! Markdown table whose header has the documented columns, in any order. The title is a heading, an
//! element's title, or a line before the table. Nothing else is read, but every word elsewhere that
//! is written like a code is kept as a [`Mention`].
//!
//! `lex` goes line by line and does not use a Markdown parser, because neither form of the page is
//! valid: one stray brace or `<br>` makes a page invalid MDX, and the scraped text runs titles and
//! tables together. A Markdown parser also repairs what must be noticed here: it fills up short
//! rows and closes what a cut left open. The text of a single cell or title is Markdown again, and
//! `rendered` leaves it to `pulldown-cmark`.

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

/// What the page says, and what shows whether all of it was read.
///
/// Every text is as a reader of the page sees it: without Markdown, and with single spaces.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The documented columns, in the page's order.
    pub phases: Vec<Phase>,
    /// What [`guards::check`](crate::guards::check) looks at besides.
    pub evidence: Evidence,
}

/// What the guards look at besides the phases. Each field says which guards read it, and when they
/// refuse the page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The words written like codes outside our tables. `unread_removals` refuses a code or phase
    /// of the table that would be reported as removed, `unread_rows` a word where a row was
    /// expected.
    pub mentions: Vec<Mention>,
    /// The rows of our tables whose code cell holds no code. `not_codes` refuses any.
    pub not_codes: Vec<Code>,
    /// The titles that may be sentences. `titles` refuses one that the table does not have.
    pub doubtful_titles: Vec<Title>,
    /// The lines that were taken for titles although their first word is neither written as code
    /// nor has an underscore. `titles` refuses one of a phase that the table does not have.
    pub unmarked_titles: Vec<Title>,
    /// The lines that may be titles but were not taken for any. `lines_like_titles` refuses one
    /// with the title that the table has for a removed phase, or for the phase that the line is
    /// under.
    pub lines_like_titles: Vec<LineLikeTitle>,
    /// Where the page ends. `incomplete_row`, `incomplete_end` and `tail` refuse what looks cut
    /// there.
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

/// A row of one of our tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub code: String,
    /// The texts of its other columns, in the order of [`Column::OF_CODES`].
    pub words: [String; Column::OF_CODES.len()],
    pub line: usize,
    /// Whether the last cell has no pipe behind it, so that it may have been cut.
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

/// Where the page ends.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct End {
    /// The last line that is more than a closing tag, and its text.
    pub line: usize,
    pub text: String,
    /// Whether the page ends with a line end.
    pub has_line_end: bool,
    /// The line of the last row of our tables.
    pub last_row: usize,
    /// Whether `line` is under a title that names a phase and has no table.
    pub is_under_bare_title: bool,
}

/// Reads the page that messages call `name`.
///
/// # Errors
///
/// The first thing that keeps the page from being read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Page, Diagnostic> {
    let text = decode::decode(name, bytes)?;
    reader::read(name, lex::lex(name, &text)?)
}
