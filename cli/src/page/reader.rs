//! Finds our tables, each with the title that names its phase, and keeps the names in everything else.

use std::collections::HashMap;

use vkyc_status_codegen::{Diagnostic, Table};

use super::lex::{Kind, Lexed, Part};
use super::names::{Mentions, Names};
use super::problem::{REPORT, problem};
use super::rendered::{rendered, separated};
use super::table::{MarkdownTable, Row, header_key};
use super::title::{Scopes, Title};
use super::words::{is_name, words};

/// What the page has.
pub(super) struct Found<'p> {
    pub(super) tables: Vec<OurTable<'p>>,
    pub(super) others: Vec<OtherTable<'p>>,
    pub(super) mentions: Mentions,
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

impl OurTable<'_> {
    pub(super) fn status(&self) -> &str {
        self.title.status().unwrap_or_default()
    }
}

pub(super) struct OurRow<'p> {
    pub(super) line: usize,
    pub(super) cells: Vec<&'p str>,
    /// Whether a pipe is after the last cell.
    pub(super) is_closed: bool,
    /// All that the cell of the code shows.
    pub(super) cell: String,
    /// The names in that cell, of which the first is the code.
    pub(super) names: Vec<String>,
    /// Whether it is struck out, or a part of a name is apart from it: `LINK_ SENT`.
    pub(super) is_odd: bool,
}

impl<'p> OurRow<'p> {
    fn new(row: Row<'p>, code: Option<usize>) -> Self {
        let Row { line, cells, is_closed } = row;
        let cell = code.and_then(|at| cells.get(at).copied()).unwrap_or_default();
        let shown = separated(cell, false);
        let words: Vec<_> = words(&shown).map(|(_, word)| word).collect();
        let has_part = words.iter().any(|word| word.starts_with('_') || word.ends_with('_'));
        let names = words.into_iter().filter(|word| is_name(word)).map(str::to_owned).collect();
        let is_odd = has_part || cell.contains("~~");
        Self { line, cells, is_closed, cell: rendered(cell), names, is_odd }
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
#[derive(Default)]
pub(super) struct Columns {
    /// Its headers, as headers are compared.
    pub(super) keys: Vec<String>,
    /// The place of each, but for those that are there twice.
    places: HashMap<String, Option<usize>>,
    /// The place of each of [`Table::columns`]; the first is that of the codes.
    pub(super) declared: Vec<Option<usize>>,
    /// The places of the columns that are not declared.
    pub(super) further: Vec<usize>,
    /// The columns that the page should have and this table has not once, as indices into
    /// [`Table::columns`].
    pub(super) missing: Vec<usize>,
}

impl Columns {
    /// The place of a column, if the table has it once.
    pub(super) fn place(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied().flatten()
    }
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
        source_title: &table.source.title,
        names,
        keys: keys.collect(),
        scopes: Scopes::new(),
        found: Found { tables, others, mentions, has_title: false },
    };
    for (line, text) in &lexed.attributes {
        reader.found.mentions.add(text, *line);
    }
    let mut rest = lexed.parts.as_slice();
    while let [part, after @ ..] = rest {
        rest = if let Some((table, after)) = MarkdownTable::read(rest) {
            let before = &lexed.parts[..lexed.parts.len() - rest.len()];
            reader.table(table, before, after.first())?;
            after
        } else {
            reader.part(part, after.first());
            after
        };
    }
    let ended = reader.scopes.close();
    reader.end(ended);
    Ok(reader.found)
}

struct Reader<'p> {
    /// What messages call the page.
    page: &'p str,
    /// The source's title.
    source_title: &'p str,
    names: &'p Names<'p>,
    /// The header of each column as headers are compared; `None` if it is not on the page.
    keys: Vec<Option<String>>,
    scopes: Scopes,
    found: Found<'p>,
}

impl<'p> Reader<'p> {
    fn part(&mut self, part: &Part<'_>, next: Option<&Part<'_>>) {
        let line = part.line;
        match &part.kind {
            Kind::Open(title) => self.scopes.open(title.map(|title| self.title(title, line))),
            Kind::Close => {
                let ended = self.scopes.close();
                self.end(ended);
            }
            Kind::Heading(level, text) => {
                let ended = self.scopes.heading(*level, self.title(text, line));
                self.end(ended);
                self.text(text, line);
            }
            Kind::Html(text) => {
                text.split('\n').for_each(|cell| self.code(cell, line));
                self.text(text, line);
            }
            Kind::Text(text) | Kind::Quote(text) => {
                // A row that is broken after its first cell.
                if next.is_some_and(|next| Row::of(next).is_some()) {
                    self.code(text, line);
                }
                self.text(text, line);
            }
            Kind::Code(text) => self.found.mentions.add(text, line),
            Kind::Blank => {}
        }
        self.stray_row(part);
    }

    fn title(&self, markdown: &str, line: usize) -> Title {
        Title::new(markdown, line, |name| self.names.is_known(name))
    }

    /// Keeps the names of titles whose scope ends without a table: each may be a phase's.
    fn end(&mut self, ended: impl IntoIterator<Item = Title>) {
        for title in ended.into_iter().filter(|title| !title.has_table) {
            title.leading.iter().for_each(|name| self.found.mentions.add_code(name, title.line));
        }
    }

    fn text(&mut self, text: &str, line: usize) {
        self.found.mentions.add(text, line);
        let may_be_title = !self.found.has_title && text.len() < 4 * self.source_title.len() + 40;
        self.found.has_title |= may_be_title && header_key(text) == header_key(self.source_title);
    }

    /// Keeps the names that are all that cells show of a row outside of all tables.
    fn stray_row(&mut self, part: &Part<'_>) {
        let Some(row) = Row::of(part) else { return };
        row.cells.iter().for_each(|cell| self.code(cell, part.line));
        // A row that lost its first pipe.
        let first = separated(row.cells.first().copied().unwrap_or_default(), false);
        let name = words(&first).next().filter(|(at, word)| *at == 0 && is_name(word));
        if let Some((_, name)) = name {
            self.found.mentions.add_code(name, part.line);
        }
    }

    /// Keeps the name that is the only word of a cell or a line.
    fn code(&mut self, markdown: &str, line: usize) {
        let shown = separated(markdown, false);
        let mut words =
            words(&shown).map(|(_, word)| word).filter(|word| word.contains(char::is_alphabetic));
        if let (Some(name), None) = (words.next().filter(|word| is_name(word)), words.next()) {
            self.found.mentions.add_code(name, line);
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
        let is_ours = columns.missing.is_empty() && table.is_readable;
        if is_ours && rows.is_empty() {
            return Err(problem(self.page, table.header.line, "the table has no rows", REPORT));
        }
        let has_codes = rows.iter().any(|row| !row.names.is_empty());
        if !has_codes || !is_ours {
            self.other_table(table.header, columns, &rows, table.is_readable);
            return Ok(());
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
        let mut columns = Columns::default();
        for (at, cell) in header.cells.iter().enumerate() {
            let key = header_key(cell);
            columns.places.entry(key.clone()).and_modify(|at| *at = None).or_insert(Some(at));
            columns.keys.push(key);
        }
        for (at, key) in self.keys.iter().enumerate() {
            let place = key.as_ref().and_then(|key| columns.place(key));
            columns.missing.extend((key.is_some() && place.is_none()).then_some(at));
            columns.declared.push(place);
        }
        let is_further = |at: &usize| !self.keys.contains(&Some(columns.keys[*at].clone()));
        columns.further = (0..columns.keys.len()).filter(is_further).collect();
        columns
    }

    /// Keeps the names of a table that is not ours. What is in its column of codes are codes, if it has
    /// one; else the names that the table of statuses has may be.
    fn other_table(
        &mut self,
        header: Row<'p>,
        columns: Columns,
        rows: &[OurRow<'p>],
        is_readable: bool,
    ) {
        if rows.is_empty() {
            // A row with a line of dashes below it.
            header.cells.iter().for_each(|cell| self.code(cell, header.line));
        }
        let mentions = &mut self.found.mentions;
        header.cells.iter().for_each(|cell| mentions.add(cell, header.line));
        let start = mentions.0.len();
        for row in rows {
            row.cells.iter().for_each(|cell| mentions.add(cell, row.line));
            row.names.iter().for_each(|name| mentions.add_code(name, row.line));
        }
        let is_code = |name: &&str| columns.declared[0].is_some() || self.names.is_known(name);
        let names = mentions.0[start..].iter().flat_map(|mention| mention.names(self.names));
        let names: Vec<_> = names.filter(is_code).map(str::to_owned).collect();
        if is_readable && !columns.missing.is_empty() {
            self.found.others.push(OtherTable { header, columns, names });
        }
    }

    /// The title of one of our tables, which is on this line after `before`: the lines directly above
    /// it, or else the nearest title before or around it.
    fn title_of_table(&mut self, line: usize, before: &[Part<'_>]) -> Result<Title, Diagnostic> {
        let above = self.titles_above(before);
        let lines = before.iter().rev().filter(|part| !matches!(part.kind, Kind::Blank));
        let next = lines.skip(above.len()).map(|part| &part.kind).next();
        let is_next = matches!(next, Some(Kind::Heading(..) | Kind::Open(Some(_))));
        let mut around = self.scopes.nearest().filter(|_| is_next || above.is_empty());
        let is_used =
            around.as_mut().is_some_and(|title| std::mem::replace(&mut title.has_table, true));
        let titles: Vec<&Title> = above.iter().chain(around.as_deref()).collect();
        let differs =
            |title: &&Title| (title.status(), &title.text) != (titles[0].status(), &titles[0].text);
        let message = match titles.first() {
            None => {
                "no title names the phase of this table: no heading, no element around it, no line \
                above it"
            }
            Some(title) if title.status().is_none() => {
                "the title of this table has two names in it"
            }
            Some(_) if titles.iter().any(differs) => "the table has two titles that differ",
            Some(_) if is_used => "the title of this table has another table, too",
            Some(title)
                if !title.text.contains(char::is_alphanumeric)
                    || title.text.contains(['|', '<', '{']) =>
            {
                "the title of this table has no text besides the name, or is a row"
            }
            Some(title) => return Ok((*title).clone()),
        };
        Err(problem(self.page, line, message, REPORT))
    }

    /// The lines that may be titles, from the one directly above a table on.
    fn titles_above(&self, before: &[Part<'_>]) -> Vec<Title> {
        let lines = before.iter().rev().filter(|part| !matches!(part.kind, Kind::Blank));
        let titles = lines.map_while(|part| match &part.kind {
            Kind::Text(text) if Row::of(part).is_none() => {
                let title = self.title(text, part.line);
                // A sentence may start with a name that is not marked.
                (title.leading.is_some() && title.is_marked).then_some(title)
            }
            _ => None,
        });
        titles.collect()
    }
}
