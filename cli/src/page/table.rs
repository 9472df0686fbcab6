//! Reads a Markdown table.

use vkyc_status_codegen::text;

use super::lex::{Kind, Part, code_span_len};
use super::rendered::rendered;

/// A Markdown table, each cell of it as Markdown.
pub(super) struct MarkdownTable<'p> {
    pub(super) header: Row<'p>,
    pub(super) rows: Vec<Row<'p>>,
    /// Whether it is neither in a quotation nor in a code fence.
    pub(super) is_readable: bool,
}

/// A line with a pipe in it.
pub(super) struct Row<'p> {
    pub(super) line: usize,
    pub(super) cells: Vec<&'p str>,
    /// Whether a pipe is after the last cell.
    pub(super) is_closed: bool,
}

impl<'p> MarkdownTable<'p> {
    /// The table that `parts` start with, and what follows. It ends at the first line without a pipe.
    pub(super) fn read<'a>(parts: &'p [Part<'a>]) -> Option<(Self, &'p [Part<'a>])> {
        let kind = |part: &Part<'a>| std::mem::discriminant(&part.kind);
        let rows =
            || parts.iter().take_while(|part| kind(part) == kind(&parts[0])).map_while(Row::of);
        let [header, dashes] = &rows().take(2).collect::<Vec<_>>()[..] else { return None };
        if !dashes.is_dashes() || header.cells.len() != dashes.cells.len() {
            return None;
        }
        let is_readable = matches!(parts[0].kind, Kind::Text(_));
        let (header, rows) = (rows().next()?, rows().skip(2).collect::<Vec<_>>());
        let after = &parts[2 + rows.len()..];
        Some((Self { header, rows, is_readable }, after))
    }
}

impl<'p> Row<'p> {
    /// The cells of a line; `None` if it has no unescaped pipe outside code.
    pub(super) fn of(part: &'p Part<'_>) -> Option<Self> {
        let text = match &part.kind {
            Kind::Text(text) | Kind::Heading(_, text) | Kind::Quote(text) | Kind::Html(text) => {
                text
            }
            Kind::Code(text) => *text,
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
        let is_closed = start == text.len();
        if cells.is_empty() {
            return None;
        }
        if !is_closed {
            cells.push(text[start..].trim());
        }
        if text.starts_with('|') {
            cells.remove(0);
        }
        Some(Self { line: part.line, cells, is_closed })
    }

    /// Whether it is the line under a header: `|---|:-:|`.
    fn is_dashes(&self) -> bool {
        let is_dashes = |cell: &&str| {
            let dashes = cell.strip_prefix(':').unwrap_or(cell);
            let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
            !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
        };
        !self.cells.is_empty() && self.cells.iter().all(is_dashes)
    }
}

/// A header of the page in the form in which headers are compared, without the mark of a footnote.
pub(super) fn header_key(markdown: &str) -> String {
    text::header_key(rendered(markdown).trim_end_matches(|c: char| !c.is_alphabetic()))
}
