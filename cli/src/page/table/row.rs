//! Splits a line of a table into cells, and recognizes lines that may be rows.

use crate::page::code_words::{ONE_LETTER_WORDS, is_code};
use crate::page::lex::markers;
use crate::page::rendered::{Links, rendered};
use crate::page::title;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row<'a> {
    /// The whole line.
    pub(crate) text: &'a str,
    pub(crate) cells: Vec<&'a str>,
    /// Whether a pipe stands after the last cell.
    pub(crate) is_closed: bool,
}

/// The cells of a line; `None` if it has no unescaped pipe.
pub(crate) fn split(line: &str) -> Option<Row<'_>> {
    let line = line.trim();
    let mut cells = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'|' && !escaped {
            cells.push(line[start..at].trim());
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    if cells.is_empty() {
        return None;
    }
    if line.starts_with('|') {
        cells.remove(0);
    }
    let is_closed = start == line.len();
    if !is_closed {
        cells.push(line[start..].trim());
    }
    Some(Row { text: line, cells, is_closed })
}

/// How many columns a row of dashes, `|---|:-:|`, has; `None` if the line is not one.
pub(crate) fn dashes(line: &str) -> Option<usize> {
    let row = split(line)?;
    let is_dashes = |cell: &&str| {
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
    };
    (!row.cells.is_empty() && row.cells.iter().all(is_dashes)).then_some(row.cells.len())
}

/// The code in a cell that holds nothing else.
pub(crate) fn code(cell: &str, links: &Links) -> Option<String> {
    // A longer cell is not a code, and takes long to render.
    (cell.len() < title::MAX_LEN).then(|| rendered(cell, links)).filter(|word| is_code(word))
}

/// Whether a text starts with a code, as a list item, a cell or a row that lost its pipes does.
pub(crate) fn lists_a_code(text: &str) -> bool {
    let item = markers::without_list_marker(text);
    let word = item.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = word.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '\\'));
    let (word, after) = word.split_at(end.unwrap_or(word.len()));
    let word = word.replace('\\', "");
    let is_item = item.len() < text.len()
        || item.starts_with(['`', '|', '*', '<'])
        || word.len() == item.len()
        || after.starts_with('\t');
    // `LINK_EXPIREDThe link has expired.`, `LINK_EXPIREDA link has expired.`
    let capitals = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let is_glued = capitals.len() < word.len() && capitals.len() > 1
        || word.ends_with(ONE_LETTER_WORDS) && after.starts_with(' ');
    word.contains('_') && (is_item && is_code(&word) || is_glued && is_code(capitals))
}
