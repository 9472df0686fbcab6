//! Reads a Markdown table from its lines, and if it is one of ours, its codes.

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
    dash_columns: usize,
    /// Whether its lines seem to end with a pipe.
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
        let dash_columns = row::dashes(dashes)?;
        let header = row::split(header)?;
        let columns = Columns::of(&header, links);
        let (rows, rest) = rows(after, columns.all().is_some(), links);
        let table = Self {
            line: *line,
            columns,
            dash_columns,
            is_closed: header.is_closed
                || dashes.ends_with('|')
                || rows.len() > 1 && rows[..rows.len() - 1].iter().all(|(_, row)| row.is_closed),
            header,
            rows,
            is_last: rest.iter().all(|part| matches!(part.kind, Kind::Blank)),
        };
        Some((table, rest))
    }

    /// Whether a row has a code in this column.
    pub(crate) fn has_code(&self, column: usize, links: &Links) -> bool {
        let mut cells = self.rows.iter().filter_map(|(_, row)| row.cells.get(column));
        cells.any(|cell| row::code(cell, links).is_some())
    }

    /// The line of the last row, if the page ends with it and it has fewer cells than the header.
    pub(crate) fn cut_row(&self) -> Option<usize> {
        let is_short = |row: &Row<'_>| row.cells.len() < self.header.cells.len();
        let (line, row) = self.rows.last()?;
        (self.is_last && is_short(row)).then_some(*line)
    }

    /// The rows of one of our tables, also those whose code cell holds no code. `columns` are where
    /// the header has the documented columns.
    pub(crate) fn codes(
        &self,
        page: &str,
        columns: [usize; WIDTH],
        links: &Links,
    ) -> Result<Vec<Code>, Diagnostic> {
        let Self { line, dash_columns, .. } = *self;
        let width = self.header.cells.len();
        if self.columns.is_ambiguous {
            let message = format!(
                "the Markdown table's header has a column twice: {}",
                excerpt(self.header.text)
            );
            return Err(problem(page, line, message, LOOK_AT_PAGE));
        }
        if dash_columns != width {
            let message = format!(
                "the row of dashes has {dash_columns} columns, the header above it {width}"
            );
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
            let message = "a second row of dashes in the Markdown table";
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

/// The rows that `rest` starts with, and the parts behind them. They end where a line has no pipe
/// or, in a table that is not ours, at the next header. What may be a row that lost its pipes is a
/// row of one cell.
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
            // In one of our tables, a header is a row that `code` refuses.
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

/// Whether a line without pipes may be the rest of a row, since it begins with a code and is not a
/// title: `AUDITOR_REJ`, `LINK_EXPIREDThe link has expired.`
fn is_cut_row(line: &str, links: &Links) -> bool {
    let text = line.replace(['`', '\\', '*'], "");
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((&text, ""));
    let begins_with_code = word.starts_with(|c: char| c.is_ascii_uppercase()) && word.contains('_');
    let is_capitals = !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase());
    let is_capitals_alone = is_capitals && !rest.contains(char::is_alphanumeric);
    (begins_with_code || is_capitals_alone) && title::parse(line, links).is_none()
}
