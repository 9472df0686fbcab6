//! Reads a Markdown table, and tells which of its columns are declared.

use super::code_spans::CodeSpans;
use super::lex::{Kind, Part};
use super::rendered::{Links, rendered};
use super::words::TAG;

/// A Markdown table, each cell of it as Markdown.
pub(super) struct MarkdownTable<'p> {
    pub(super) line: usize,
    pub(super) headers: Vec<&'p str>,
    pub(super) rows: Vec<(usize, Vec<&'p str>)>,
    /// What is wrong with a row of it, and where.
    pub(super) fault: Option<(usize, String)>,
    /// Whether it is neither in a quotation nor in a code fence.
    pub(super) is_shown_as_table: bool,
}

impl<'p> MarkdownTable<'p> {
    /// The table that `parts` start with, and what follows. It ends at the first line without a pipe.
    pub(super) fn read<'a>(parts: &'p [Part<'a>]) -> Option<(Self, &'p [Part<'a>])> {
        let [first, second, ..] = parts else { return None };
        let is_like_first =
            |part: &&Part<'_>| std::mem::discriminant(&part.kind) == std::mem::discriminant(&first.kind);
        let header = Row::of(first)?;
        let dashes = Row::of(second).filter(|dashes| is_like_first(&second) && dashes.is_dashes())?;
        if header.cells.len() != dashes.cells.len() {
            return None;
        }
        let lines = parts[2..].iter().take_while(is_like_first);
        let rows: Vec<Row<'p>> = lines.map_while(Row::of).collect();
        let after = &parts[2 + rows.len()..];
        let all = || [&header, &dashes].into_iter().chain(&rows);
        let is_closed = all().any(|row| row.is_closed);
        let fault = all().find_map(|row| row.fault(header.cells.len(), is_closed));
        let table = Self {
            line: first.line,
            headers: header.cells,
            fault,
            rows: rows.into_iter().map(|row| (row.line, row.cells)).collect(),
            is_shown_as_table: matches!(first.kind, Kind::Text(_)),
        };
        Some((table, after))
    }

    /// The cells of a column.
    pub(super) fn column(&self, at: usize) -> impl Iterator<Item = (usize, &'p str)> {
        self.rows.iter().filter_map(move |(line, cells)| Some((*line, *cells.get(at)?)))
    }
}

/// A line with a pipe in it.
pub(super) struct Row<'p> {
    line: usize,
    pub(super) cells: Vec<&'p str>,
    /// Whether a pipe stands behind the last cell.
    is_closed: bool,
}

impl<'p> Row<'p> {
    /// The cells of a line; `None` if it has no unescaped pipe outside code.
    pub(super) fn of(part: &'p Part<'_>) -> Option<Self> {
        let text = match &part.kind {
            Kind::Text(text) | Kind::Quote(text) => text.as_str(),
            Kind::Code(text) => text,
            _ => return None,
        };
        if !text.contains('|') {
            return None;
        }
        let spans = CodeSpans::of(text);
        let (mut cells, mut start, mut at) = (Vec::new(), 0, 0);
        while let Some(found) = text[at..].find(['|', '\\', '`']).map(|found| at + found) {
            at = match text.as_bytes()[found] {
                b'|' => {
                    cells.push(text[start..found].trim());
                    start = found + 1;
                    start
                }
                b'`' => spans.end(text, found),
                _ => found + 1 + text[found + 1..].chars().next().map_or(0, char::len_utf8),
            };
        }
        if cells.is_empty() {
            return None;
        }
        if text.starts_with('|') {
            cells.remove(0);
        }
        let is_closed = start == text.len();
        if !is_closed {
            cells.push(text[start..].trim());
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

    /// What is wrong with it in a table of this many columns, in which a pipe closes some row or none.
    fn fault(&self, columns: usize, is_closed: bool) -> Option<(usize, String)> {
        let cells = self.cells.len();
        let message = if cells != columns {
            format!("the row has {cells} cells, where its table has {columns} columns")
        } else if is_closed && !self.is_closed {
            "no pipe closes the row, but one closes another row of its table".to_owned()
        } else {
            return None;
        };
        Some((self.line, message))
    }
}

/// A header as headers are compared: its letters and digits, without case, plural or a footnote's mark.
pub(super) fn header_key(markdown: &str, links: &Links) -> String {
    let mut text = rendered(markdown, links).to_lowercase();
    while let Some((before, (_, after))) =
        text.split_once("[^").and_then(|(before, rest)| Some((before, rest.split_once(']')?)))
    {
        text = [before, after].concat();
    }
    let mut key: String =
        text.chars().filter(|c| c.is_alphabetic() || c.is_ascii_digit()).collect();
    if markdown.contains(TAG) {
        // `<sup>1</sup>`
        key.truncate(key.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    }
    key.truncate(key.strip_suffix('s').unwrap_or(&key).len());
    key
}
