//! Finds our tables, each with the title that names its phase, and keeps the names in everything else.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use vkyc_status_codegen::{Diagnostic, Table};

use super::lex::{Lexed, Part, PartKind};
use super::names::{Mentions, Names};
use super::problem::{REPORT, problem};
use super::rendered::{rendered, separated};
use super::table::{self, Row, header_key};
use super::title::{Title, Titles};
use super::words::{is_name, words};

/// What the page has.
#[derive(Default)]
pub(super) struct Found<'p> {
    pub(super) tables: Vec<OurTable<'p>>,
    pub(super) others: Vec<OtherTable<'p>>,
    pub(super) mentions: Mentions,
    /// The headings and the titles of components that start with a name and have no table.
    pub(super) titles: Vec<Title>,
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
    /// Whether a pipe is before the first cell, and after the last.
    pub(super) pipes: (bool, bool),
    /// All that the cell of the code shows.
    pub(super) cell: String,
    /// The names in that cell, of which the first is the code.
    pub(super) names: Vec<String>,
}

impl<'p> OurRow<'p> {
    fn new(row: Row<'p>, code: Option<usize>) -> Self {
        let Row { line, cells, pipes } = row;
        let cell = code.and_then(|at| cells.get(at).copied()).unwrap_or_default();
        Self { line, cells, pipes, cell: rendered(cell), names: codes(cell) }
    }

    /// The code; every row has one but those that are refused.
    pub(super) fn code(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    pub(super) fn mention(&self, mentions: &mut Mentions) {
        for cell in &self.cells {
            mentions.add(cell, self.line);
        }
        mentions.add_codes(self.names.iter().map(String::as_str), self.line);
    }
}

/// The names in a cell for codes; none if it is struck out, or a part of a name is apart from it:
/// `LINK_ SENT`.
fn codes(cell: &str) -> Vec<String> {
    let shown = separated(cell, false);
    let words: Vec<_> = words(&shown).map(|(_, word)| word).collect();
    if cell.contains("~~") || words.iter().any(|word| word.starts_with('_') || word.ends_with('_'))
    {
        return Vec::new();
    }
    words.into_iter().filter(|word| is_name(word)).map(str::to_owned).collect()
}

/// A table that may be one of ours, but lacks a declared header.
pub(super) struct OtherTable<'p> {
    pub(super) header: Row<'p>,
    pub(super) columns: Columns,
    /// The lines of its rows.
    pub(super) lines: RangeInclusive<usize>,
}

impl OtherTable<'_> {
    pub(super) fn has_any(&self, words: &[(usize, &str)]) -> bool {
        words.iter().any(|(line, _)| self.lines.contains(line))
    }
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
    let mut reader = Reader {
        page,
        source_title: &table.source.title,
        names,
        keys: keys.collect(),
        titles: Titles::default(),
        found: Found::default(),
    };
    for (line, text) in &lexed.attributes {
        reader.found.mentions.add(text, *line);
    }
    let mut rest = lexed.parts.as_slice();
    while let [part, after @ ..] = rest {
        rest = if let Some((header, rows, after)) = table::table(rest) {
            let before = &lexed.parts[..lexed.parts.len() - rest.len()];
            reader.table(header, rows, before)?;
            after
        } else {
            reader.part(part);
            after
        };
    }
    let ended = reader.titles.end(0);
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
    titles: Titles,
    found: Found<'p>,
}

impl<'p> Reader<'p> {
    fn part(&mut self, part: &Part<'_>) {
        let line = part.line;
        match &part.kind {
            PartKind::Open(title) => self.titles.open(title.map(|title| self.title(title, line))),
            PartKind::Close => {
                let ended = self.titles.close();
                self.end(ended);
            }
            PartKind::Heading(text) => {
                let ended = self.titles.heading(self.title(text, line));
                self.end(ended);
                self.text(text, line);
            }
            PartKind::Text(text) => {
                self.text(text, line);
                text.split('\n').for_each(|cell| self.code(cell, line));
            }
            PartKind::Code(text) => self.found.mentions.add(text, line),
            PartKind::Blank => {}
        }
        if let Some(row) = Row::of(part) {
            self.stray_row(&row);
        }
    }

    /// Keeps the names that are first or last in the cells of a row outside of tables, or last before an
    /// address.
    fn stray_row(&mut self, row: &Row<'_>) {
        for cell in &row.cells {
            let shown = separated(cell, false);
            let text = shown.split("://").next().unwrap_or_default();
            let words = words(text).map(|(_, word)| word);
            let words: Vec<_> = words.filter(|word| word.contains(char::is_alphabetic)).collect();
            let ends = [words.first(), words.last()].into_iter().flatten().copied();
            self.found.mentions.add_codes(ends.filter(|word| is_name(word)), row.line);
        }
    }

    fn title(&self, markdown: &str, line: usize) -> Title {
        Title::new(markdown, line, |name| self.names.is_known(name))
    }

    /// Keeps the new names of titles whose scope ends: each is a phase's, or may be.
    fn end(&mut self, ended: Vec<Title>) {
        for title in ended.into_iter().filter(|title| title.is_led) {
            let name = title.status().filter(|name| !self.names.is_known(name));
            self.found.mentions.add_codes(name, title.line);
            self.found.titles.extend((!title.has_table).then_some(title));
        }
    }

    fn text(&mut self, text: &str, line: usize) {
        self.found.mentions.add(text, line);
        let may_be_title = !self.found.has_title && text.len() < 4 * self.source_title.len() + 40;
        self.found.has_title |= may_be_title && header_key(text) == header_key(self.source_title);
    }

    /// Keeps the name that is all that a line says: it may be a part of a row.
    fn code(&mut self, markdown: &str, line: usize) {
        let shown = separated(markdown, false);
        let mut words = words(shown.trim()).filter(|(_, word)| word.contains(char::is_alphabetic));
        if let (Some((0, word)), None) = (words.next(), words.next()) {
            self.found.mentions.add_codes(Some(word).filter(|word| is_name(word)), line);
        }
    }

    fn table(
        &mut self,
        header: Row<'p>,
        rows: Vec<Row<'p>>,
        before: &[Part<'_>],
    ) -> Result<(), Diagnostic> {
        let columns = self.columns(&header);
        let rows = rows.into_iter().map(|row| OurRow::new(row, columns.declared[0]));
        let rows: Vec<_> = rows.collect();
        let is_ours = columns.missing.is_empty();
        if rows.is_empty() && is_ours {
            return Err(problem(self.page, header.line, "this table has no rows", REPORT));
        }
        let mentions = &mut self.found.mentions;
        header.cells.iter().for_each(|cell| mentions.add(cell, header.line));
        if is_ours && rows.iter().any(|row| !row.names.is_empty()) {
            let title = self.title_of_table(header.line, before)?;
            self.found.tables.push(OurTable { title, header, columns, rows });
            return Ok(());
        }
        for row in &rows {
            row.mention(mentions);
        }
        let is_close = columns.missing.len() == 1 || columns.declared[0].is_some();
        if is_close && !is_ours {
            let lines = header.line..=rows.last().map_or(header.line, |row| row.line);
            self.found.others.push(OtherTable { header, columns, lines });
        }
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

    /// The title of one of our tables, which is on this line after `before`: what the lines directly
    /// above it and the nearest title before or around it say, as far as there are such.
    fn title_of_table(&mut self, line: usize, before: &[Part<'_>]) -> Result<Title, Diagnostic> {
        let above = self.titles_above(before);
        let mut around = self.titles.nearest();
        let is_used =
            around.as_mut().is_some_and(|title| std::mem::replace(&mut title.has_table, true));
        let titles: Vec<&Title> = above.iter().chain(around.as_deref()).collect();
        let differs =
            |title: &&Title| (title.status(), &title.text) != (titles[0].status(), &titles[0].text);
        let message = match titles.first() {
            None => {
                "no title names the phase of this table: the line above it, or else the nearest heading \
                or component, must start or end with the name"
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
        let lines = before.iter().rev().filter(|part| !matches!(part.kind, PartKind::Blank));
        let titles = lines.map_while(|part| match &part.kind {
            PartKind::Text(text) => {
                let title = self.title(text, part.line);
                // A sentence may start with a name that is not marked.
                (title.is_led && title.is_marked).then_some(title)
            }
            _ => None,
        });
        titles.collect()
    }
}
