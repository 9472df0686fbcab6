//! The page's parts come in, its phases and their codes go out: tables by their header, each under
//! the nearest title before or around it.

use std::collections::HashMap;

use super::lexer::{Kind, Part};
use super::row::{self, Columns, Row};
use super::table::Table;
use super::trouble::{FETCH_AGAIN, FETCH_MARKDOWN, LOOK_AT_PAGE, Trouble, excerpt};
use super::{Page, Phase, Title, text, title};

pub(super) fn read(parts: &[Part<'_>]) -> Result<Page, Trouble> {
    let mut reader = Reader::default();
    let mut rest = parts;
    while let [part, after @ ..] = rest {
        rest = after;
        match part.kind {
            Kind::Open { title, is_empty } => reader.open(title, is_empty, part.line),
            Kind::Close => reader.close(),
            Kind::Heading { level, text } => reader.heading(level, text, part.line),
            Kind::Text(text) => match Table::read(text, part.line, after) {
                Some((table, after)) => {
                    reader.table(&table)?;
                    rest = after;
                }
                None => reader.line(text, part.line)?,
            },
            Kind::Blank => {}
        }
    }
    reader.finish(parts)
}

#[derive(Default)]
struct Reader<'a> {
    /// The accordions and headings around this place, the innermost last.
    scopes: Vec<Scope>,
    /// The title on a line of its own; it serves one table.
    loose: Option<Title>,
    titles: Vec<Title>,
    page: Page,
    /// Where in the page's phases a status stands, and on which line a code.
    phases: HashMap<String, usize>,
    codes: HashMap<String, usize>,
    other_table: Option<(&'a str, usize)>,
}

struct Scope {
    /// A heading's level; an accordion has none.
    level: Option<usize>,
    title: Option<Title>,
    line: usize,
}

impl<'a> Reader<'a> {
    fn open(&mut self, text: &str, is_empty: bool, line: usize) {
        let title = self.title(text, line);
        self.loose = None;
        if !is_empty {
            self.scopes.push(Scope { level: None, title, line });
        }
    }

    /// Leaves the innermost accordion and the headings in it.
    fn close(&mut self) {
        self.loose = None;
        if let Some(at) = self.scopes.iter().rposition(|scope| scope.level.is_none()) {
            self.scopes.truncate(at);
        }
    }

    fn heading(&mut self, level: usize, text: &str, line: usize) {
        let title = self.title(text, line);
        self.loose = None;
        while self.scopes.last().is_some_and(|scope| scope.level.is_some_and(|l| l >= level)) {
            self.scopes.pop();
        }
        self.scopes.push(Scope { level: Some(level), title, line });
    }

    fn title(&mut self, text: &str, line: usize) -> Option<Title> {
        let title = title::parse(text, line);
        self.titles.extend(title.clone());
        title
    }

    fn enclosing(&self) -> Option<&Title> {
        self.scopes.iter().rev().find_map(|scope| scope.title.as_ref())
    }

    /// A line that belongs to no table: a title of its own, or what a broken table leaves behind.
    fn line(&mut self, text: &str, line: usize) -> Result<(), Trouble> {
        if let Some(row) = row::split(text) {
            return stray_row(&row, text, line);
        }
        if row::is_glued_header(text) {
            let what = format!(
                "the table's cells are glued together, with no `|` between: {}",
                excerpt(text)
            );
            return Err(Trouble::at(line, what, FETCH_MARKDOWN));
        }
        let title = self.title(text, line);
        // Under a title that encloses it, "OTP – one time password" is prose unless its first word
        // is marked as code.
        let is_marked = text.trim_start_matches('*').starts_with('`');
        if title.is_some() && (self.enclosing().is_none() || is_marked) {
            self.loose = title;
        }
        Ok(())
    }

    fn table(&mut self, table: &Table<'a>) -> Result<(), Trouble> {
        let Some(columns) = table.columns.all() else {
            return self.other_table(table);
        };
        let phase = self.phase(table.line)?;
        for code in table.codes(columns)? {
            if let Some(first) = self.codes.insert(code.code.clone(), code.line) {
                let what = format!(
                    "the code {} stands twice on the page, first on line {first}",
                    code.code
                );
                return Err(Trouble::at(code.line, what, LOOK_AT_PAGE));
            }
            self.page.phases[phase].codes.push(code);
        }
        Ok(())
    }

    /// A table that is not ours, unless it is ours with a column lost.
    fn other_table(&mut self, table: &Table<'a>) -> Result<(), Trouble> {
        let has_title = self.loose.is_some() || self.enclosing().is_some();
        let is_ours = match table.columns.code {
            Some(column) => table.has_code(column),
            None => has_title && table.has_code(0),
        };
        match table.columns.missing() {
            Some(column) if is_ours => {
                let what = format!(
                    "the table's header has no column {column:?}: {}",
                    excerpt(table.header)
                );
                Err(Trouble::at(table.line, what, LOOK_AT_PAGE))
            }
            _ => {
                self.other_table.get_or_insert((table.header, table.line));
                Ok(())
            }
        }
    }

    /// The place in the page of the phase that a table at this line belongs to.
    fn phase(&mut self, line: usize) -> Result<usize, Trouble> {
        let Some(title) = self.loose.take().or_else(|| self.enclosing().cloned()) else {
            let what = "the table's codes have no phase: no title like \"`RECEIVED` – Request accepted\" \
                        stands before or around it";
            return Err(Trouble::at(line, what, LOOK_AT_PAGE));
        };
        let next = self.page.phases.len();
        let at = *self.phases.entry(title.status.clone()).or_insert(next);
        match self.page.phases.get(at) {
            Some(first) if first.line != title.line => {
                let what = format!(
                    "the phase {} stands twice on the page, first on line {}",
                    title.status, first.line
                );
                return Err(Trouble::at(title.line, what, LOOK_AT_PAGE));
            }
            Some(_) => {}
            None => {
                let Title { status, title, line } = title;
                self.page.phases.push(Phase { status, title, line, codes: Vec::new() });
            }
        }
        Ok(at)
    }

    fn finish(mut self, parts: &[Part<'_>]) -> Result<Page, Trouble> {
        if let Some(open) = self.scopes.iter().find(|scope| scope.level.is_none()) {
            return Err(Trouble::at(
                open.line,
                "the accordion that starts here does not end",
                FETCH_AGAIN,
            ));
        }
        let last = parts.iter().rfind(|part| part.kind != Kind::Blank).and_then(words);
        if let Some((line, text)) = last.filter(|(_, text)| is_cut_line(text)) {
            let what = format!("the page ends in the middle of this line: {}", excerpt(text));
            return Err(Trouble::at(line, what, FETCH_AGAIN));
        }
        if self.page.phases.is_empty() {
            return Err(self.no_table(parts));
        }
        let phases = &self.phases;
        self.titles.retain(|title| !phases.contains_key(&title.status));
        self.page.bare_titles = self.titles;
        Ok(self.page)
    }

    fn no_table(&self, parts: &[Part<'_>]) -> Trouble {
        let expected =
            "no table with the header \"Status code | Description | Recommended action\"";
        if let Some((header, line)) = self.other_table {
            let what = format!("{expected}: the first table, here, is headed {}", excerpt(header));
            return Trouble::at(line, what, FETCH_MARKDOWN);
        }
        let (_, first) = parts.iter().find_map(words).unwrap_or_default();
        Trouble::page(
            format!("{expected}: the page begins with {}", excerpt(first)),
            FETCH_MARKDOWN,
        )
    }
}

/// A row outside of any table, where it shows that a table lost its beginning.
fn stray_row(row: &Row<'_>, text: &str, line: usize) -> Result<(), Trouble> {
    if Columns::of(row).all().is_some() {
        let what = "no row of dashes (`|---|---|---|`) follows the table's header";
        return Err(Trouble::at(line, what, FETCH_AGAIN));
    }
    match row.cells.as_slice() {
        // "PENDING | PAID | FAILED" is no row of ours.
        [code, words, _, ..] if title::is_code(&text::plain(code)) && words.contains(' ') => {
            let what = format!("a row stands outside of any table: {}", excerpt(text));
            Err(Trouble::at(line, what, FETCH_AGAIN))
        }
        _ => Ok(()),
    }
}

fn words<'a>(part: &Part<'a>) -> Option<(usize, &'a str)> {
    match part.kind {
        Kind::Text(text) | Kind::Heading { text, .. } => Some((part.line, text)),
        _ => None,
    }
}

/// Whether a line that is no row breaks off within a tag or a piece of code.
fn is_cut_line(line: &str) -> bool {
    let is_cut = line.starts_with('<') && !line.contains('>') || line.matches('`').count() % 2 == 1;
    is_cut && row::split(line).is_none()
}
