//! The lines of one Markdown table come in; its rows go out, as cells and, if the table is ours, as
//! codes.

pub(crate) mod header;
pub(crate) mod row;

use vkyc_status_codegen::{Column, Diagnostic};

use super::code_words::is_code;
use super::lex::{Kind, Part};
use super::problem::{FETCH_AGAIN, LOOK_AT_PAGE, excerpt, problem};
use super::rendered::{Links, rendered};
use super::{Code, title};
use header::{Columns, WIDTH};
use row::Row;

pub(crate) struct MarkdownTable<'p> {
    pub(crate) line: usize,
    pub(crate) header: Row<'p>,
    pub(crate) columns: Columns,
    /// How many columns the row of dashes has.
    ruled: usize,
    /// Whether its lines end with a pipe.
    is_closed: bool,
    pub(crate) rows: Vec<(usize, Row<'p>)>,
    /// Whether nothing follows it on the page.
    is_last: bool,
}

impl<'p> MarkdownTable<'p> {
    /// The table that `parts` start with, and the parts behind it.
    pub(crate) fn read<'s>(parts: &'p [Part<'s>], links: &Links) -> Option<(Self, &'p [Part<'s>])> {
        let [
            Part { line, kind: Kind::Text(header) },
            Part { kind: Kind::Text(dashes), .. },
            after @ ..,
        ] = parts
        else {
            return None;
        };
        let ruled = row::dashes(dashes)?;
        let header = row::split(header)?;
        let columns = Columns::of(&header, links);
        let (rows, rest) = rows(after, columns.all().is_some(), links);
        let table = Self {
            line: *line,
            columns,
            ruled,
            is_closed: header.is_closed
                || dashes.ends_with('|')
                || rows.len() > 1 && rows[..rows.len() - 1].iter().all(|(_, row)| row.is_closed),
            header,
            rows,
            is_last: rest.iter().all(|part| matches!(part.kind, Kind::Blank)),
        };
        Some((table, rest))
    }

    /// Whether a row has a code in `column`.
    pub(crate) fn has_code(&self, column: usize, links: &Links) -> bool {
        let mut cells = self.rows.iter().filter_map(|(_, row)| row.cells.get(column));
        cells.any(|cell| row::code(cell, links).is_some())
    }

    /// The line of a last row that has fewer cells than the header, where the page ends with it.
    pub(crate) fn cut_row(&self) -> Option<usize> {
        let is_short = |row: &Row<'_>| row.cells.len() < self.header.cells.len();
        let (line, row) = self.rows.last()?;
        (self.is_last && is_short(row)).then_some(*line)
    }

    /// Its rows, whatever is in their code cells; `columns` are the places of the code and its words.
    pub(crate) fn codes(
        &self,
        page: &str,
        columns: [usize; WIDTH],
        links: &Links,
    ) -> Result<Vec<Code>, Diagnostic> {
        let Self { line, ruled, .. } = *self;
        let width = self.header.cells.len();
        if self.columns.is_ambiguous {
            let message = format!(
                "the Markdown table's header has a column twice: {}",
                excerpt(self.header.text)
            );
            return Err(problem(page, line, message, LOOK_AT_PAGE));
        }
        if ruled != width {
            let message =
                format!("the row of dashes has {ruled} columns, the header above it {width}");
            return Err(problem(page, line + 1, message, FETCH_AGAIN));
        }
        let Some((last, row)) = self.rows.last() else {
            return Err(problem(page, line, "the Markdown table has no rows", FETCH_AGAIN));
        };
        if self.is_last && self.is_closed && !row.is_closed {
            let message = "the page ends in the middle of this row: no `|` closes it";
            return Err(problem(page, *last, message, FETCH_AGAIN));
        }
        self.rows.iter().map(|(line, row)| self.code(page, *line, row, columns, links)).collect()
    }

    fn code(
        &self,
        page: &str,
        line: usize,
        row: &Row<'_>,
        columns: [usize; WIDTH],
        links: &Links,
    ) -> Result<Code, Diagnostic> {
        let (found, width) = (row.cells.len(), self.header.cells.len());
        if found != width {
            let (few, help) =
                if found < width { ("few", FETCH_AGAIN) } else { ("many", LOOK_AT_PAGE) };
            let cells = excerpt(&row.cells.join(" | "));
            let message = format!(
                "the row has too {few} cells, {found} where its header has {width}: {cells}"
            );
            return Err(problem(page, line, message, help));
        }
        if is_dashes(row) {
            let message = "a row of dashes stands in the middle of the Markdown table";
            return Err(problem(page, line, message, LOOK_AT_PAGE));
        }
        let mut cells: [String; WIDTH] = Default::default();
        for (text, at) in cells.iter_mut().zip(columns) {
            *text = cell(page, line, row.cells[at], links)?;
        }
        let [code, words @ ..] = cells;
        if words.iter().any(|text| header::names_codes(text)) {
            let message = "a header in the middle of the Markdown table";
            return Err(problem(page, line, message, LOOK_AT_PAGE));
        }
        if let Some(empty) = words.iter().position(String::is_empty).filter(|_| is_code(&code)) {
            let column = Column::OF_CODES[empty].name();
            let message = format!("{code} has nothing under {column:?}");
            return Err(problem(page, line, message, LOOK_AT_PAGE));
        }
        Ok(Code { code, words, line, is_open: !row.is_closed })
    }
}

/// The longest cell, in bytes of Markdown.
const MAX_CELL_LEN: usize = 10_000;

fn cell(page: &str, line: usize, cell: &str, links: &Links) -> Result<String, Diagnostic> {
    if cell.len() > MAX_CELL_LEN {
        let message = format!("a cell has {} bytes: {}", cell.len(), excerpt(cell));
        return Err(problem(page, line, message, LOOK_AT_PAGE));
    }
    Ok(rendered(cell, links))
}

fn is_dashes(row: &Row<'_>) -> bool {
    row.cells.iter().all(|cell| cell.bytes().all(|b| matches!(b, b'-' | b':')))
        && row.cells.iter().any(|cell| cell.contains('-'))
}

/// Rows up to a blank line, a title, another table's header, or whatever else holds no pipe. The
/// beginning of a row that lost its pipes is a row of one cell.
fn rows<'p, 's>(
    mut rest: &'p [Part<'s>],
    is_ours: bool,
    links: &Links,
) -> (Vec<(usize, Row<'p>)>, &'p [Part<'s>]) {
    let mut rows = Vec::new();
    while let [Part { line, kind: Kind::Text(text) }, after @ ..] = rest {
        let is_header = match after {
            [Part { kind: Kind::Text(next), .. }, ..] => row::dashes(next).is_some(),
            _ => false,
        };
        match row::split(text) {
            // Nothing in the middle of our table is taken for another one.
            Some(row) if is_ours || !is_header => rows.push((*line, row)),
            None if is_ours && (is_cut_row(text, links) || row::dashes(text).is_some()) => {
                rows.push((*line, Row { text, cells: vec![text], is_closed: false }));
            }
            _ => break,
        }
        rest = after;
    }
    (rows, rest)
}

/// Whether a line without pipes begins with a code and is no title: `AUDITOR_REJ`, or
/// `LINK_EXPIREDThe link has expired.`
fn is_cut_row(line: &str, links: &Links) -> bool {
    let text = line.replace(['`', '\\', '*'], "");
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((&text, ""));
    let begins_with_code = word.starts_with(|c: char| c.is_ascii_uppercase()) && word.contains('_');
    let is_capitals = !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase());
    let is_capitals_alone = is_capitals && !rest.contains(char::is_alphanumeric);
    (begins_with_code || is_capitals_alone) && title::parse(line, links).is_none()
}
