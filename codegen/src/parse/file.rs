//! The text of a file, and the positions of what is in it.

use std::ops::Range;

use crate::text::shortened;
use crate::{Diagnostic, Position};

pub(crate) struct File<'a> {
    pub(crate) path: &'a str,
    /// Without a byte-order mark.
    pub(crate) text: &'a str,
    line_starts: Vec<usize>,
}

impl<'a> File<'a> {
    pub(crate) fn new(path: &'a str, text: &'a str) -> Self {
        let starts = [0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1));
        Self { path, text, line_starts: starts.collect() }
    }

    /// A problem of the file; without a position, one of the file as a whole.
    pub(crate) fn problem(
        &self,
        position: impl Into<Option<Position>>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(self.path, position, message).help(help)
    }

    /// The position of a byte offset.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let before = self.text.get(self.line_starts[line - 1]..offset).unwrap_or_default();
        Position::new(line, before.chars().count() + 1)
    }

    /// The position of the character `c` of the string at `span`, as itself or as an escape.
    pub(crate) fn position_of(&self, span: &Range<usize>, c: char) -> Position {
        let literal = self.text.get(span.clone()).unwrap_or_default();
        let at = literal.find(c).or_else(|| escape_of(literal, c)).unwrap_or_default();
        self.position(span.start + at)
    }

    /// The line with a byte offset, without the blanks around it.
    pub(crate) fn line(&self, offset: usize) -> &'a str {
        let (before, after) = self.text.split_at_checked(offset).unwrap_or((self.text, ""));
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').map_or(self.text.len(), |at| before.len() + at);
        self.text[start..end].trim()
    }

    /// The text at `span`, as far as a message has room for it.
    pub(crate) fn excerpt(&self, span: &Range<usize>) -> String {
        let text = self.text.get(span.clone()).unwrap_or_default().trim();
        match text.split_once('\n') {
            Some((line, _)) => shortened(line.trim_end()) + " …",
            None => shortened(text),
        }
    }
}

/// The byte offset of the escape sequence of `c` in a string literal of TOML.
fn escape_of(literal: &str, c: char) -> Option<usize> {
    let mut rest = literal;
    while let Some(at) = rest.find('\\') {
        let offset = literal.len() - rest.len() + at;
        rest = &rest[at + 1..];
        let kind = rest.chars().next()?;
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        rest = &rest[kind.len_utf8()..];
        let value = match kind {
            'b' => Some('\u{8}'),
            't' => Some('\t'),
            'n' => Some('\n'),
            'f' => Some('\u{c}'),
            'r' => Some('\r'),
            'e' => Some('\u{1b}'),
            _ => rest
                .get(..digits)
                .and_then(|hex| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)),
        };
        if value == Some(c) {
            return Some(offset);
        }
    }
    None
}
