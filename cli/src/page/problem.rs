//! What is wrong with a page: the diagnostic, and what to do about it.

use vkyc_status_codegen::{Diagnostic, Position};

pub(super) const FETCH_AGAIN: &str =
    "the download was probably cut short: fetch the page again with `curl --fail`";
pub(super) const FETCH_MARKDOWN: &str =
    "fetch the page's Markdown: its address with `.md` at the end";
/// For a page that no edit of the table helps.
pub(super) const REPORT: &str = "fetch the page again; if it really has this form, this version cannot \
    read it: please report it to this project";
pub(super) const UNREADABLE: &str =
    "this version cannot read their form: please report it to this project";

/// A problem of the page that messages call `page`, on a line of it or of the whole.
pub(super) fn problem(
    page: &str,
    line: impl Into<Option<usize>>,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    let position = line.into().map(|line| Position::new(line, 1));
    Diagnostic::new(page, position, message).help(help)
}
