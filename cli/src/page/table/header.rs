//! Recognizes the header of one of our tables, however its columns are written and ordered.

use vkyc_status_codegen::Column;

use super::row::Row;
use crate::page::rendered::{Links, rendered};
use crate::page::title;

/// How many documented columns there are.
pub(crate) const WIDTH: usize = 1 + Column::OF_CODES.len();

/// The names of the documented columns, in the page's order.
pub(crate) fn headers() -> [&'static str; WIDTH] {
    let mut headers = ["Status code"; WIDTH];
    for (header, column) in headers[1..].iter_mut().zip(Column::OF_CODES) {
        *header = column.name();
    }
    headers
}

/// Where a header has each of the documented columns, in the order of [`headers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Columns {
    places: [Option<usize>; WIDTH],
    /// Whether the header has one of them twice.
    pub(crate) is_ambiguous: bool,
}

impl Columns {
    pub(crate) fn of(header: &Row<'_>, links: &Links) -> Self {
        let mut columns = Self { places: [None; WIDTH], is_ambiguous: false };
        let own = headers().map(normalized);
        for (at, cell) in header.cells.iter().enumerate() {
            // A longer cell is not a column's name, and takes long to render.
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

    /// Where the codes are.
    pub(crate) fn code(self) -> Option<usize> {
        self.places[0]
    }

    /// Where all the columns are; `None` if the table is not one of ours.
    pub(crate) fn all(self) -> Option<[usize; WIDTH]> {
        let is_complete = self.places.iter().all(Option::is_some);
        is_complete.then(|| self.places.map(Option::unwrap_or_default))
    }

    /// The missing column of a header that has all others.
    pub(crate) fn missing(self) -> Option<&'static str> {
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

/// Whether a cell is the header of a column of codes, in any table: `Code`, `Sub-status code`.
pub(crate) fn names_codes(cell: &str) -> bool {
    cell.len() < title::MAX_LEN && {
        let name = normalized(cell);
        is_code_column(&name)
            || matches!(name.as_str(), "code" | "codes" | "substatuscode" | "substatuscodes")
            || name.ends_with("statuscode")
    }
}

/// Whether a line is the beginning of the first cell of a header of ours: `Status c`.
pub(crate) fn is_begun(line: &str) -> bool {
    let name = normalized(line);
    !name.is_empty() && ["statuscode", "substatus"].iter().any(|own| own.starts_with(&name))
}

/// Whether a line has the names of our columns with nothing between: `Status codeDescription`.
pub(crate) fn is_glued(line: &str) -> bool {
    let text = line.to_ascii_lowercase().replace('\t', "").replace(['-', '_'], " ");
    ["status code", "statuscode", "sub status", "substatus"]
        .iter()
        .any(|code| text.contains(&format!("{code}description")))
}

/// A column's name in letters alone: `Sub-status` and `sub_status` are both `substatus`.
fn normalized(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
