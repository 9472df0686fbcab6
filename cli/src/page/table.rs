//! The lines of one table come in, its rows go out: as cells, and as codes if the table is ours.

use super::lexer::{Kind, Part};
use super::row::{self, Columns, Row};
use super::trouble::{FETCH_AGAIN, LOOK_AT_PAGE, Trouble, excerpt};
use super::{Code, text, title};

pub(super) struct Table<'a> {
    pub(super) line: usize,
    pub(super) header: &'a str,
    pub(super) columns: Columns,
    width: usize,
    /// How many columns the row of dashes has.
    ruled: usize,
    /// Whether its lines end with a pipe.
    is_closed: bool,
    rows: Vec<(usize, Row<'a>)>,
    /// Whether nothing follows it on the page.
    is_last: bool,
}

impl<'a> Table<'a> {
    /// The table whose header is `header` on `line`, and what follows it.
    pub(super) fn read<'p>(
        header: &'a str,
        line: usize,
        after: &'p [Part<'a>],
    ) -> Option<(Self, &'p [Part<'a>])> {
        let [Part { kind: Kind::Text(dashes), .. }, after @ ..] = after else {
            return None;
        };
        let cells = row::split(header)?;
        let ruled = row::dashes(dashes)?;
        let (rows, rest) = rows(after);
        let table = Self {
            line,
            header,
            columns: Columns::of(&cells),
            width: cells.cells.len(),
            ruled,
            is_closed: cells.is_closed || dashes.ends_with('|'),
            rows,
            is_last: rest.iter().all(|part| part.kind == Kind::Blank),
        };
        Some((table, rest))
    }

    /// Whether the first row holds a code in the `column`.
    pub(super) fn has_code(&self, column: usize) -> bool {
        let cell = self.rows.first().and_then(|(_, row)| row.cells.get(column));
        cell.is_some_and(|cell| title::is_code(&text::plain(cell)))
    }

    /// Its rows; `columns` are the places of the code, the description and the recommended action.
    pub(super) fn codes(&self, columns: [usize; 3]) -> Result<Vec<Code>, Trouble> {
        let Self { line, width, ruled, .. } = *self;
        if ruled != width {
            let what =
                format!("the row of dashes has {ruled} columns, the header above it {width}");
            return Err(Trouble::at(line + 1, what, FETCH_AGAIN));
        }
        let Some((last, row)) = self.rows.last() else {
            return Err(Trouble::at(line, "the table has no rows", FETCH_AGAIN));
        };
        if self.is_last && self.is_closed && !row.is_closed {
            let what = "the page ends in the middle of this row: no `|` closes it";
            return Err(Trouble::at(*last, what, FETCH_AGAIN));
        }
        self.rows.iter().map(|(line, row)| self.code(*line, row, columns)).collect()
    }

    fn code(&self, line: usize, row: &Row<'_>, columns: [usize; 3]) -> Result<Code, Trouble> {
        let (found, width) = (row.cells.len(), self.width);
        if found != width {
            let (few, remedy) =
                if found < width { ("few", FETCH_AGAIN) } else { ("many", LOOK_AT_PAGE) };
            let cells = excerpt(&row.cells.join(" | "));
            let what = format!(
                "the row has too {few} cells, {found} where its header has {width}: {cells}"
            );
            return Err(Trouble::at(line, what, remedy));
        }
        let [code, description, recommended_action] =
            columns.map(|at| row.cells.get(at).map(|cell| text::plain(cell)).unwrap_or_default());
        if !title::is_code(&code) {
            let what = format!(
                "{} is no status code: capitals, digits and `_` were expected",
                excerpt(&code)
            );
            return Err(Trouble::at(line, what, LOOK_AT_PAGE));
        }
        for (column, cell) in
            [("Description", &description), ("Recommended action", &recommended_action)]
        {
            if cell.is_empty() {
                let what = format!("{code} has nothing under {column:?}");
                return Err(Trouble::at(line, what, LOOK_AT_PAGE));
            }
        }
        Ok(Code { code, description, recommended_action, line })
    }
}

/// Rows up to a blank line, a title, another table's header, or whatever else holds no pipe. The
/// beginning of a row that lost its pipes is a row of one cell.
fn rows<'p, 'a>(mut rest: &'p [Part<'a>]) -> (Vec<(usize, Row<'a>)>, &'p [Part<'a>]) {
    let mut rows = Vec::new();
    while let [Part { line, kind: Kind::Text(text) }, after @ ..] = rest {
        let is_header = match after {
            [Part { kind: Kind::Text(next), .. }, ..] => row::dashes(next).is_some(),
            _ => false,
        };
        match row::split(text) {
            Some(row) if !is_header => rows.push((*line, row)),
            None if is_cut_row(text) => {
                rows.push((*line, Row { cells: vec![text], is_closed: false }));
            }
            _ => break,
        }
        rest = after;
    }
    (rows, rest)
}

/// Whether a line without pipes begins with a code and is no title: `AUDITOR_REJ`, or
/// `VKYC_EXPIREDThe link has expired.`
fn is_cut_row(line: &str) -> bool {
    let words = line.replace(['`', '\\', '*'], "");
    let (word, rest) = words.split_once(char::is_whitespace).unwrap_or((&words, ""));
    let begins_with_code = word.starts_with(|c: char| c.is_ascii_uppercase()) && word.contains('_');
    let is_capitals = !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase());
    let is_capitals_alone = is_capitals && !rest.contains(char::is_alphanumeric);
    (begins_with_code || is_capitals_alone) && title::parse(line, 0).is_none()
}
