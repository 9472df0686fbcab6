//! Reads the tables: which title each of ours belongs to, and what is wrong with one that is broken.

use vkyc_status_codegen::Diagnostic;

use super::Reader;
use crate::page::code_words::is_code;
use crate::page::lex::Part;
use crate::page::mentions::Place;
use crate::page::problem::{FETCH_AGAIN, FETCH_MARKDOWN, LOOK_AT_PAGE, excerpt, problem};
use crate::page::scopes::{ScopeKind, ScopeTitle};
use crate::page::table::MarkdownTable;
use crate::page::table::header::{self, Columns};
use crate::page::table::row::{self, Row};
use crate::page::{Phase, Title};

impl Reader<'_> {
    /// Reads a Markdown table.
    pub(super) fn table(&mut self, table: &MarkdownTable<'_>) -> Result<(), Diagnostic> {
        self.quotation = None;
        self.table_end = table.rows.last().map_or(self.table_end, |(line, _)| *line);
        let Some(columns) = table.columns.all() else {
            return self.other_table(table);
        };
        let title = self.title_of_table(table.line)?;
        let rows = table.codes(self.page, columns, &self.links)?;
        let (codes, others): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| is_code(&row.code));
        self.once("phase", &title.status, title.line)?;
        for row in &codes {
            self.once("code", &row.code, row.line)?;
        }
        let Title { status, title, line } = title;
        self.phases.push(Phase { status, title, line, codes });
        for row in &others {
            self.mentions.add(&row.code, row.line, &Place::Prose);
        }
        self.evidence.not_codes.extend(others);
        self.evidence.end.last_row = self.table_end;
        self.has_text = false;
        Ok(())
    }

    /// Refuses a phase or code that was on the page before.
    fn once(&mut self, kind: &'static str, name: &str, line: usize) -> Result<(), Diagnostic> {
        let Some(first) = self.lines.insert((kind, name.to_owned()), line) else { return Ok(()) };
        let message = format!("the {kind} {name} stands twice on the page, first on line {first}");
        Err(problem(self.page, line, message, LOOK_AT_PAGE))
    }

    /// Reads a table that is not ours, and refuses one of ours that lost a column.
    fn other_table(&mut self, table: &MarkdownTable<'_>) -> Result<(), Diagnostic> {
        let is_ours = table.has_code(table.columns.code().unwrap_or(0), &self.links);
        if let Some(column) = table.columns.missing().filter(|_| is_ours) {
            let message = format!(
                "the Markdown table's header has no column {column:?}: {}",
                excerpt(table.header.text)
            );
            return Err(problem(self.page, table.line, message, LOOK_AT_PAGE));
        }
        if let Some(line) = table.cut_row() {
            let message = "the page ends in the middle of this row";
            return Err(problem(self.page, line, message, FETCH_AGAIN));
        }
        let cells = &table.header.cells;
        let column = cells.iter().position(|cell| header::names_codes(cell));
        let header = (table.line, &table.header);
        let rows = table.rows.iter().map(|(line, row)| (*line, row));
        let place = self.scopes.place();
        for (line, row) in [header].into_iter().chain(rows) {
            let is_of_codes = row.cells.first().is_some_and(|cell| header::names_codes(cell));
            for (at, cell) in row.cells.iter().enumerate() {
                let in_column = is_of_codes || column == Some(at);
                let place =
                    if in_column { &Place::Expected("in a column of codes") } else { &place };
                self.mentions.add(cell, line, place);
                if let Some(code) = in_column.then(|| row::code(cell, &self.links)).flatten() {
                    self.mentions.add(&code, line, &Place::Cell);
                }
                self.mention_row(cell, line);
            }
        }
        self.has_text = true;
        Ok(())
    }

    /// The title of the table on this line. It is not the title of any other.
    fn title_of_table(&mut self, line: usize) -> Result<Title, Diagnostic> {
        const LIKE: &str = "like \"`RECEIVED` – Request accepted\"";
        let section = self.scopes.section_of_title();
        let no_phase = |why: String| {
            let message = format!("the Markdown table's codes have no phase: {why}");
            problem(self.page, line, message, LOOK_AT_PAGE)
        };
        let Some(scope) = self.scopes.nearest_mut() else {
            return Err(no_phase(format!("no title {LIKE} stands before or around it")));
        };
        let start = scope.line;
        let title = match &scope.title {
            ScopeTitle::Phase(title) if !scope.has_table => title.clone(),
            ScopeTitle::Phase(Title { status, .. }) => {
                let why =
                    format!("{status} on line {start} is the title of another Markdown table");
                return Err(no_phase(why));
            }
            ScopeTitle::Other { text, .. } => {
                let text = excerpt(text);
                let why = format!("the nearest title, {text} on line {start}, is not {LIKE}");
                return Err(no_phase(why));
            }
        };
        scope.has_table = true;
        if scope.kind == ScopeKind::Heading(1) {
            self.evidence.doubtful_titles.push(title.clone());
        }
        self.sections.insert(section);
        Ok(title)
    }

    /// Refuses a row outside of any table that shows that a table lost its beginning.
    pub(super) fn stray_row(&mut self, row: &Row<'_>, line: usize) -> Result<(), Diagnostic> {
        let is_header = row.cells.first().is_some_and(|cell| header::names_codes(cell));
        if is_header || Columns::of(row, &self.links).all().is_some() {
            let message = "no row of dashes (`|---|---|---|`) follows the Markdown table's header";
            return Err(problem(self.page, line, message, FETCH_AGAIN));
        }
        let cells = row.cells.iter().filter(|cell| !cell.is_empty());
        let (codes, others): (Vec<&str>, Vec<&str>) =
            cells.partition(|cell| row::code(cell, &self.links).is_some());
        let is_row =
            codes.iter().any(|code| code.contains('_')) || row.cells.first() == codes.first();
        // "PENDING | PAID | FAILED" is not a row of ours.
        if row.cells.len() > 2 && !codes.is_empty() && !others.is_empty() && is_row {
            let message =
                format!("a row stands outside of any Markdown table: {}", excerpt(row.text));
            return Err(problem(self.page, line, message, FETCH_AGAIN));
        }
        Ok(())
    }

    /// The problem of a page without any of our tables.
    pub(super) fn no_table(&self, parts: &[Part<'_>]) -> Diagnostic {
        let expected =
            format!("no Markdown table with the header {:?}", header::headers().join(" | "));
        let mut starts = (0..parts.len()).map(|at| &parts[at..]);
        if let Some((table, _)) = starts.find_map(|parts| MarkdownTable::read(parts, &self.links)) {
            let header = excerpt(table.header.text);
            let message = format!("{expected}: the first one, here, is headed {header}");
            return problem(self.page, table.line, message, FETCH_MARKDOWN);
        }
        let first = parts.iter().find_map(Part::text).unwrap_or_default();
        let message = format!("{expected}: the page begins with {}", excerpt(first));
        problem(self.page, None, message, FETCH_MARKDOWN)
    }
}
