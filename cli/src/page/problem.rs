//! What is wrong with a page: the diagnostic, and what to do about it.

use vkyc_status_codegen::text::quoted;
use vkyc_status_codegen::{Diagnostic, Position};

pub(crate) const FETCH_AGAIN: &str =
    "the download was probably cut short: fetch the page again with `curl --fail`";
pub(super) const FETCH_MARKDOWN: &str =
    "fetch the page's Markdown: its address with `.md` at the end";
pub(super) const LOOK_AT_PAGE: &str =
    "check the page: if it says so, edit the table by hand until the provider corrects it";

/// A problem of the page that messages call `page`, on a line of it or of the whole.
pub(crate) fn problem(
    page: &str,
    line: impl Into<Option<usize>>,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    let position = line.into().map(|line| Position::new(line, 1));
    Diagnostic::new(page, position, message).help(help)
}

/// A piece of the page, short enough for a message.
pub(super) fn excerpt(text: &str) -> String {
    quoted(text.trim())
}
