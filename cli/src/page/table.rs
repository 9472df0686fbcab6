//! Reads a Markdown table.

use vkyc_status_codegen::text;

use super::lex::{Part, PartKind, code_span_len};
use super::rendered::rendered;

/// A line with a pipe in it, each cell as Markdown.
pub(super) struct Row<'p> {
    pub(super) line: usize,
    pub(super) cells: Vec<&'p str>,
    /// Whether a pipe is before the first cell, and after the last.
    pub(super) pipes: (bool, bool),
}

/// The header and the rows of the table that `parts` start with, and what follows. It ends at the first
/// line without a pipe.
pub(super) fn table<'p, 'a>(
    parts: &'p [Part<'a>],
) -> Option<(Row<'p>, Vec<Row<'p>>, &'p [Part<'a>])> {
    let is_text = |part: &&Part<'_>| matches!(part.kind, PartKind::Text(_));
    let mut rows = parts.iter().take_while(is_text).map_while(Row::of);
    let header = rows.next()?;
    rows.next().filter(Row::is_dashes)?;
    let rows: Vec<_> = rows.collect();
    let after = &parts[2 + rows.len()..];
    Some((header, rows, after))
}

impl<'p> Row<'p> {
    /// The cells of a line; `None` if it has no unescaped pipe outside code.
    pub(super) fn of(part: &'p Part<'_>) -> Option<Self> {
        let text = match &part.kind {
            PartKind::Text(text) | PartKind::Heading(text) => text,
            PartKind::Code(text) => *text,
            _ => return None,
        };
        let (mut cells, mut start, mut at) = (Vec::new(), 0, 0);
        while let Some(found) = text[at..].find(['|', '\\', '`']).map(|found| at + found) {
            let rest = &text[found..];
            at = found
                + match rest.as_bytes()[0] {
                    b'`' => code_span_len(rest),
                    b'\\' => rest.chars().take(2).map(char::len_utf8).sum(),
                    _ => {
                        cells.push(text[start..found].trim());
                        start = found + 1;
                        1
                    }
                };
        }
        if cells.is_empty() {
            return None;
        }
        let pipes = (text.starts_with('|'), start == text.len());
        if !pipes.1 {
            cells.push(text[start..].trim());
        }
        if pipes.0 {
            cells.remove(0);
        }
        Some(Self { line: part.line, cells, pipes })
    }

    /// Whether it is the line under a header: `|---|:-:|`.
    fn is_dashes(&self) -> bool {
        let is_dashes =
            |cell: &&str| cell.contains('-') && cell.trim_matches(['-', ':']).is_empty();
        !self.cells.is_empty() && self.cells.iter().all(is_dashes)
    }
}

/// A header of the page in the form in which headers are compared, without the mark of a footnote.
pub(super) fn header_key(markdown: &str) -> String {
    text::header_key(rendered(markdown).trim_end_matches(|c: char| !c.is_alphabetic()))
}
