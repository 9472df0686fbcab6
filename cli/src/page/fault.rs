//! Why a page could not be read: what was found, where, and what to try.

use vkyc_status_codegen::text::quoted;
use vkyc_status_codegen::{Diagnostic, Position};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The page's line, from 1; `None` for the page as a whole.
    line: Option<usize>,
    message: String,
    help: &'static str,
}

impl Fault {
    pub(super) fn page(message: impl Into<String>, help: &'static str) -> Self {
        Self { line: None, message: message.into(), help }
    }

    pub(super) fn at(line: usize, message: impl Into<String>, help: &'static str) -> Self {
        Self { line: Some(line), message: message.into(), help }
    }

    /// As a diagnostic of the page that is called `name`.
    pub(super) fn in_page(self, name: &str) -> Diagnostic {
        let position = self.line.map(|line| Position::new(line, 1));
        Diagnostic::new(name, position, self.message).help(self.help)
    }
}

pub(super) const FETCH_AGAIN: &str = "fetch it again, and let the download fail on errors \
    (`curl --fail`): it was probably cut short";
pub(super) const FETCH_MARKDOWN: &str =
    "fetch the page's Markdown: its address with `.md` at the end";
pub(super) const LOOK_AT_PAGE: &str =
    "look at the page: if it says so, edit the table by hand until the provider corrects it";

/// A piece of the page, short enough for a message.
pub(super) fn excerpt(text: &str) -> String {
    quoted(text.trim())
}
