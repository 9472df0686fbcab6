//! The text of a file, and the positions of what is in it.

use std::ops::Range;

use crate::text::shortened;
use crate::{Diagnostic, Position};

pub(crate) struct File<'a> {
    pub(crate) path: &'a str,
    /// Without a byte-order mark.
    pub(crate) text: &'a str,
    line_starts: Vec<usize>,
    /// How many characters are before each block of bytes and at the end, so that a position on a long
    /// line takes no longer than one on a short line.
    chars_before: Vec<usize>,
}

const BLOCK: usize = 1 << 10;

impl<'a> File<'a> {
    pub(crate) fn new(path: &'a str, text: &'a str) -> Self {
        let starts = [0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1));
        let mut chars_before = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            chars_before.push(chars_before[chars_before.len() - 1] + chars(block));
        }
        Self { path, text, line_starts: starts.collect(), chars_before }
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
        let line = self.line_of(offset);
        let start = self.line_starts[line - 1];
        Position::new(line, self.chars_until(offset) - self.chars_until(start) + 1)
    }

    /// The number of the line with a byte offset, from 1.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).max(1)
    }

    fn chars_until(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let block = offset / BLOCK;
        self.chars_before[block] + chars(&self.text.as_bytes()[block * BLOCK..offset])
    }

    /// The position of the character `c` of the string at `span`; its start if it has an escape for it.
    pub(crate) fn position_of(&self, span: &Range<usize>, c: char) -> Position {
        let literal = self.text.get(span.clone()).unwrap_or_default();
        self.position(span.start + literal.find(c).unwrap_or_default())
    }

    /// The line with a byte offset, without the blanks around it.
    pub(crate) fn line(&self, offset: usize) -> &'a str {
        let line = self.line_of(offset);
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        self.text[self.line_starts[line - 1]..end].trim()
    }

    /// The byte offset of the end of the last line that is not blank before the one with `offset`.
    pub(crate) fn end_of_line_before(&self, offset: usize) -> usize {
        self.text[..self.line_starts[self.line_of(offset) - 1]].trim_end().len()
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

/// How many characters start in these bytes of a text.
fn chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}
