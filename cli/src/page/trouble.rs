//! Why a page could not be read: what was found, where, and what to try.

use vkyc_status_codegen::text::quoted;
use vkyc_status_codegen::{Diagnostic, Position};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The page's line, from 1; `None` where the page as a whole is meant.
    pub(crate) line: Option<usize>,
    pub(crate) what: String,
    pub(crate) remedy: &'static str,
}

impl Trouble {
    pub(crate) fn page(what: impl Into<String>, remedy: &'static str) -> Self {
        Self { line: None, what: what.into(), remedy }
    }

    pub(crate) fn at(line: usize, what: impl Into<String>, remedy: &'static str) -> Self {
        Self { line: Some(line), what: what.into(), remedy }
    }

    /// As a diagnostic of the page that is called `name`.
    pub(crate) fn in_page(self, name: &str) -> Diagnostic {
        let position = self.line.map(|line| Position::new(line, 1));
        Diagnostic::new(name, position, self.what).help(self.remedy)
    }
}

pub(crate) const FETCH_AGAIN: &str = "fetch it again, and let the download fail on errors \
    (`curl --fail`): it was probably cut short";
pub(crate) const FETCH_MARKDOWN: &str =
    "fetch the page's Markdown: its address with `.md` at the end";
pub(crate) const LOOK_AT_PAGE: &str =
    "look at the page: if it really says so, the provider has to mend it";

/// A piece of the page, short enough for a message.
pub(crate) fn excerpt(text: &str) -> String {
    quoted(text.trim())
}
