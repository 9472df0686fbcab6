//! Finds our tables, each with the title that names its phase, and keeps the names in everything else.

use vkyc_status_codegen::{Diagnostic, Table};

use super::lex::{Kind, Lexed, Part};
use super::names::{Mentions, Names};
use super::problem::{REPORT, problem};
use super::rendered::{rendered, separated};
use super::table::{MarkdownTable, Row, header_key};
use super::title::{Heading, Scopes, Title};
use super::words::{is_name, words};

/// What the page has.
pub(super) struct Found<'p> {
    pub(super) tables: Vec<OurTable<'p>>,
    pub(super) others: Vec<OtherTable<'p>>,
    pub(super) mentions: Mentions,
    /// The line of the first code in an HTML table of codes.
    pub(super) html: Option<usize>,
    /// Whether a heading or a line is the source's title.
    pub(super) has_title: bool,
}

/// One of our tables.
pub(super) struct OurTable<'p> {
    pub(super) title: Title,
    pub(super) header: Row<'p>,
    pub(super) columns: Columns,
    pub(super) rows: Vec<OurRow<'p>>,
}

pub(super) struct OurRow<'p> {
    pub(super) line: usize,
    pub(super) cells: Vec<&'p str>,
    /// All that the cell of the code shows.
    pub(super) cell: String,
    /// The names in that cell, of which the first is the code.
    pub(super) names: Vec<String>,
    /// Whether it is struck out, or a part of a name is apart from it: `LINK_ SENT`.
    pub(super) is_odd: bool,
}

impl<'p> OurRow<'p> {
    fn new(row: Row<'p>, code: Option<usize>) -> Self {
        let Row { line, cells, .. } = row;
        let cell = code.and_then(|at| cells.get(at).copied()).unwrap_or_default();
        let shown = separated(cell);
        let words: Vec<_> = words(&shown).map(|(_, word)| word).collect();
        let is_torn = words.iter().any(|word| word.starts_with('_') || word.ends_with('_'));
        let names = words.into_iter().filter(|word| is_name(word)).map(str::to_owned).collect();
        let is_odd = is_torn || cell.contains("~~");
        Self { line, cells, cell: rendered(cell), names, is_odd }
    }

    /// The code; every row has one but those that the guards refuse.
    pub(super) fn code(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }
}

/// A table that has codes, and lacks a declared header.
pub(super) struct OtherTable<'p> {
    pub(super) header: Row<'p>,
    pub(super) columns: Columns,
    pub(super) names: Vec<String>,
}

/// Where a table has which column.
pub(super) struct Columns {
    /// The place of each of [`Table::columns`]; the first is that of the codes.
    pub(super) declared: Vec<Option<usize>>,
    /// The places of the columns that are not declared.
    pub(super) further: Vec<usize>,
    /// The columns that the page should have and this table has not once, as indices into
    /// [`Table::columns`].
    pub(super) missing: Vec<usize>,
}

/// Reads the parts of the page that messages call `page`.
pub(super) fn read<'p>(
    page: &'p str,
    lexed: &'p Lexed<'_>,
    table: &'p Table,
    names: &'p Names<'p>,
) -> Result<Found<'p>, Diagnostic> {
    let keys = table.columns.iter().map(|column| column.header.as_deref().map(header_key));
    let (tables, others, mentions) = (Vec::new(), Vec::new(), Mentions::default());
    let mut reader = Reader {
        page,
        title: &table.source.title,
        names,
        keys: keys.collect(),
        scopes: Scopes::new(),
        has_html_codes: false,
        found: Found { tables, others, mentions, html: None, has_title: false },
    };
    for (line, text) in &lexed.attributes {
        reader.found.mentions.add(text, *line);
    }
    for (line, title) in &lexed.bare_titles {
        let title = reader.heading(title, *line);
        reader.end(Some(title));
    }
    let mut rest = lexed.parts.as_slice();
    while let [part, after @ ..] = rest {
        rest = if let Some((table, after)) = MarkdownTable::read(rest) {
            let before = &lexed.parts[..lexed.parts.len() - rest.len()];
            reader.table(table, before, after.first())?;
            after
        } else {
            reader.part(part);
            after
        };
    }
    let ended = reader.scopes.close();
    reader.end(ended.into_iter().flatten());
    Ok(reader.found)
}

struct Reader<'p> {
    /// What messages call the page.
    page: &'p str,
    /// The source's title.
    title: &'p str,
    names: &'p Names<'p>,
    /// The header of each column as headers are compared; `None` if it is not on the page.
    keys: Vec<Option<String>>,
    scopes: Scopes,
    /// Whether an HTML table has had the header of the codes.
    has_html_codes: bool,
    found: Found<'p>,
}

impl<'p> Reader<'p> {
    fn part(&mut self, part: &Part<'_>) {
        let line = part.line;
        match &part.kind {
            Kind::Open(title) => self.scopes.open(title.map(|title| self.heading(title, line))),
            Kind::Close => {
                let ended = self.scopes.close();
                self.end(ended.into_iter().flatten());
            }
            Kind::Heading(text) => {
                let ended = self.scopes.heading(self.heading(text, line));
                self.end(ended);
                self.text(text, line);
            }
            Kind::Text(text) | Kind::Quote(text) => {
                // A row outside of all tables.
                let row = Row::of(part).filter(|row| row.cells.len() > 1);
                row.into_iter().for_each(|row| self.code(row.cells[0], line));
                self.text(text, line);
            }
            Kind::Html(text) => {
                text.split('\n').for_each(|cell| self.html_cell(cell, line));
                self.text(text, line);
            }
            Kind::Code(text) => self.found.mentions.add(text, line),
            Kind::Blank => {}
        }
    }

    fn heading(&self, markdown: &str, line: usize) -> Heading {
        Heading::new(markdown, line, |name| self.names.is_known(name))
    }

    /// Keeps the names of titles whose scope ends without a table: each may be a phase's.
    fn end(&mut self, ended: impl IntoIterator<Item = Heading>) {
        for title in ended.into_iter().filter(|title| title.table.is_none()) {
            title.leading.iter().for_each(|name| self.found.mentions.add_code(name, title.line));
        }
    }

    fn text(&mut self, text: &str, line: usize) {
        self.found.mentions.add(text, line);
        let may_be_title = !self.found.has_title && text.len() < 4 * self.title.len() + 40;
        self.found.has_title |= may_be_title && header_key(text) == header_key(self.title);
    }

    /// Keeps the name that is all that a cell or a line shows.
    fn code(&mut self, markdown: &str, line: usize) {
        let name = rendered(markdown);
        if is_name(&name) {
            self.found.mentions.add_code(&name, line);
        }
    }

    /// Looks for a cell that starts with a name, below the header of the codes.
    fn html_cell(&mut self, cell: &str, line: usize) {
        let shown = separated(cell);
        if self.keys[0].as_ref() == Some(&header_key(cell)) {
            self.has_html_codes = true;
        } else if self.has_html_codes && words(&shown).next().is_some_and(|(_, word)| is_name(word))
        {
            self.found.html.get_or_insert(line);
        }
    }

    fn table(
        &mut self,
        table: MarkdownTable<'p>,
        before: &[Part<'_>],
        after: Option<&Part<'_>>,
    ) -> Result<(), Diagnostic> {
        let columns = self.columns(&table.header);
        let rows = table.rows.into_iter().map(|row| OurRow::new(row, columns.declared[0]));
        let rows: Vec<_> = rows.collect();
        let has_codes = rows.iter().any(|row| !row.names.is_empty());
        if !has_codes || !columns.missing.is_empty() || !table.is_readable {
            self.other_table(table.header, columns, rows, table.is_readable);
            return Ok(());
        }
        if let Some((line, message)) = table.fault {
            return Err(problem(self.page, line, message, REPORT));
        }
        let title = self.title_of_table(table.header.line, before)?;
        // A row that lost its pipes.
        if let Some(Part { line, kind: Kind::Text(text) }) = after {
            self.code(text, *line);
        }
        let header = &table.header;
        header.cells.iter().for_each(|cell| self.found.mentions.add(cell, header.line));
        self.found.tables.push(OurTable { title, header: table.header, columns, rows });
        Ok(())
    }

    fn columns(&self, header: &Row<'_>) -> Columns {
        let headers: Vec<_> = header.cells.iter().map(|cell| header_key(cell)).collect();
        let place = |key: &String| {
            let mut places = (0..headers.len()).filter(|at| headers[*at] == *key);
            places.next().filter(|_| places.next().is_none())
        };
        let declared: Vec<_> = self.keys.iter().map(|key| place(key.as_ref()?)).collect();
        let is_missing = |at: &usize| self.keys[*at].is_some() && declared[*at].is_none();
        let missing = (0..self.keys.len()).filter(is_missing).collect();
        let is_further = |at: &usize| !self.keys.iter().flatten().any(|key| headers[*at] == *key);
        let further = (0..headers.len()).filter(is_further).collect();
        Columns { declared, further, missing }
    }

    /// Keeps the names of a table that is not ours. What is in its column of codes are codes, if it has
    /// one; else the names that the table of statuses has may be.
    fn other_table(
        &mut self,
        header: Row<'p>,
        columns: Columns,
        rows: Vec<OurRow<'p>>,
        is_readable: bool,
    ) {
        let mentions = &mut self.found.mentions;
        header.cells.iter().for_each(|cell| mentions.add(cell, header.line));
        let start = mentions.0.len();
        for row in &rows {
            row.cells.iter().for_each(|cell| mentions.add(cell, row.line));
            row.names.iter().for_each(|name| mentions.add_code(name, row.line));
        }
        let is_code = |name: &&str| columns.declared[0].is_some() || self.names.is_known(name);
        let names = mentions.0[start..].iter().flat_map(|mention| mention.readings(self.names));
        let names: Vec<_> = names.filter(is_code).map(str::to_owned).collect();
        if is_readable && !columns.missing.is_empty() {
            self.found.others.push(OtherTable { header, columns, names });
        }
    }

    /// The title of one of our tables, which is on this line behind `before`: the nearest one around
    /// it that has no table yet, or else the lines directly above it, which say the same.
    fn title_of_table(&mut self, line: usize, before: &[Part<'_>]) -> Result<Title, Diagnostic> {
        let mut above = self.titles_above(before);
        let refused = |line, message| Err(problem(self.page, line, message, REPORT));
        let around =
            self.scopes.nearest().filter(|title| above.is_empty() || title.table.is_none());
        let is_around = around.is_some();
        let is_marked = |heading: &Heading| heading.title().is_none_or(|title| title.is_marked);
        let first = above.iter().position(is_marked).unwrap_or_default();
        let Some(heading) = around.or_else(|| above.get_mut(first)) else {
            let message = "no title names the phase of this table: no heading, no element around it, and no \
                line above it";
            return refused(line, message.to_owned());
        };
        let Some(title) = heading.title().cloned() else {
            return refused(line, "the title of this table has two names in it".to_owned());
        };
        if let Some(other) = heading.table.replace(line) {
            let message = format!("the title of {} has a table on line {other}, too", title.status);
            return refused(line, message);
        }
        let differs = |other: &&Heading| match other.title() {
            Some(other) if is_around => other.is_marked && other.status != title.status,
            Some(other) => {
                other.is_marked >= title.is_marked
                    && (&other.status, &other.text) != (&title.status, &title.text)
            }
            None => !is_around,
        };
        if let Some(other) = above.iter().find(differs) {
            return refused(other.line, "the table below has another title, too".to_owned());
        }
        if title.text.is_empty() {
            return refused(title.line, format!("the title says nothing but {}", title.status));
        }
        Ok(title)
    }

    /// The lines that may be titles, from the one directly above a table on.
    fn titles_above(&self, before: &[Part<'_>]) -> Vec<Heading> {
        let lines = before.iter().rev().filter(|part| !matches!(part.kind, Kind::Blank));
        let titles = lines.map_while(|part| match &part.kind {
            Kind::Text(text) if Row::of(part).is_none() => {
                Some(self.heading(text, part.line)).filter(|title| title.leading.is_some())
            }
            _ => None,
        });
        titles.collect()
    }
}
