//! A table's lines: rows split into cells, the row of dashes, and the header that the documented
//! columns have.

use vkyc_status_codegen::Column;

use super::code_words::{ONE_LETTER_WORDS, is_code};
use super::rendered::{Links, rendered};
use super::{markers, title};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row<'a> {
    /// The whole line.
    pub(super) text: &'a str,
    pub(super) cells: Vec<&'a str>,
    /// Whether a pipe stands after the last cell.
    pub(super) is_closed: bool,
}

/// The cells of a line with at least one unescaped pipe.
pub(super) fn split(line: &str) -> Option<Row<'_>> {
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

/// How many columns a row of dashes has: `|---|:-:|`.
pub(super) fn dashes(line: &str) -> Option<usize> {
    let row = split(line)?;
    let is_ruled = |cell: &&str| {
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
    };
    (!row.cells.is_empty() && row.cells.iter().all(is_ruled)).then_some(row.cells.len())
}

/// How many columns a table of codes has.
pub(super) const WIDTH: usize = 1 + Column::OF_CODES.len();

/// The headers of a table of codes, in the page's order.
pub(crate) fn headers() -> [&'static str; WIDTH] {
    let mut headers = ["Status code"; WIDTH];
    for (header, column) in headers[1..].iter_mut().zip(Column::OF_CODES) {
        *header = column.name();
    }
    headers
}

/// Where a header has each of the columns, in the order of [`headers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    places: [Option<usize>; WIDTH],
    /// Whether the header has one of them twice.
    pub(super) is_ambiguous: bool,
}

impl Columns {
    pub(super) fn of(header: &Row<'_>, links: &Links) -> Self {
        let mut columns = Self { places: [None; WIDTH], is_ambiguous: false };
        let own = headers().map(normalized);
        for (at, cell) in header.cells.iter().enumerate() {
            // A longer cell is no column's name, and would take its time.
            if cell.len() > title::MAX_LEN {
                continue;
            }
            let name = normalized(&rendered(cell, links));
            let is_own = |own: &String| {
                name.strip_prefix(own.as_str()).is_some_and(|end| end.is_empty() || end == "s")
            };
            let column = if is_code_column(&name) { Some(0) } else { own.iter().position(is_own) };
            if let Some(column) = column {
                columns.is_ambiguous |= columns.places[column].replace(at).is_some();
            }
        }
        columns
    }

    pub(super) fn code(self) -> Option<usize> {
        self.places[0]
    }

    pub(super) fn all(self) -> Option<[usize; WIDTH]> {
        let is_complete = self.places.iter().all(Option::is_some);
        is_complete.then(|| self.places.map(Option::unwrap_or_default))
    }

    /// The missing column of a header that has all others.
    pub(super) fn missing(self) -> Option<&'static str> {
        let missing = headers().into_iter().zip(self.places).filter(|(_, place)| place.is_none());
        match *missing.collect::<Vec<_>>() {
            [(header, _)] => Some(header),
            _ => None,
        }
    }
}

fn is_code_column(name: &str) -> bool {
    matches!(name, "statuscode" | "statuscodes" | "substatus" | "substatuses")
}

/// The code that a cell holds and nothing else.
pub(super) fn code(cell: &str, links: &Links) -> Option<String> {
    // A longer cell is no code, and would take its time.
    (cell.len() < title::MAX_LEN).then(|| rendered(cell, links)).filter(|word| is_code(word))
}

/// Whether a cell names codes in any way that a header might: `Code`, `Sub-status code`.
pub(super) fn names_codes(cell: &str) -> bool {
    cell.len() < title::MAX_LEN && {
        let name = normalized(cell);
        is_code_column(&name)
            || matches!(name.as_str(), "code" | "codes" | "substatuscode" | "substatuscodes")
            || name.ends_with("statuscode")
    }
}

/// Whether a line is the beginning of a header, up to the end of its first cell.
pub(super) fn begins_header(line: &str) -> bool {
    let name = normalized(line);
    !name.is_empty() && ["statuscode", "substatus"].iter().any(|own| own.starts_with(&name))
}

/// Whether a line is an item of a list, a cell, or a row that lost its pipes, and starts with a code.
pub(super) fn lists_a_code(text: &str) -> bool {
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

/// Whether the header's names are on a line with nothing that separates them.
pub(super) fn is_glued_header(line: &str) -> bool {
    let text = line.to_ascii_lowercase().replace('\t', "").replace(['-', '_'], " ");
    ["status code", "statuscode", "sub status", "substatus"]
        .iter()
        .any(|code| text.contains(&format!("{code}description")))
}

/// A column's name however it is written: `Sub-status`, `Sub status`, `sub_status`.
fn normalized(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
