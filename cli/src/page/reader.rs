//! Finds our tables, each with the title that names its phase, and keeps the names in everything else.

use vkyc_status_codegen::{Diagnostic, Table};

use super::lex::{Kind, Lexed, Part};
use super::names::{Mentions, Names};
use super::problem::{REPORT, problem};
use super::rendered::{Links, rendered, rendered_names};
use super::table::{self, MarkdownTable, header_key};
use super::title::{Heading, Naming, Scopes, Title, leading};
use super::words::{self, is_name};

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
    pub(super) table: MarkdownTable<'p>,
    pub(super) columns: Columns,
}

/// A table that has some of the declared headers.
pub(super) struct OtherTable<'p> {
    pub(super) line: usize,
    pub(super) columns: Columns,
    /// The headers that the table of statuses does not declare.
    pub(super) further: Vec<&'p str>,
    /// The names in its column of codes, or else the known ones in any column.
    pub(super) names: Vec<String>,
}

/// Where a table has which column.
pub(super) struct Columns {
    /// The place of each of [`Table::columns`].
    pub(super) declared: Vec<Option<usize>>,
    pub(super) further: Vec<usize>,
    /// The columns that the page should have and that are not in the table, as indices into
    /// [`Table::columns`].
    pub(super) missing: Vec<usize>,
    is_doubled: bool,
}

impl Columns {
    fn new(table: &Table, keys: &[Option<String>], headers: &[String]) -> Self {
        let place = |key: &Option<String>| headers.iter().position(|header| Some(header) == key.as_ref());
        let declared: Vec<_> = keys.iter().map(|key| key.as_ref().and(place(key))).collect();
        let is_declared = |at: &usize| keys.iter().flatten().any(|key| headers[*at] == *key);
        let missing = (0..table.columns.len()).filter(|at| keys[*at].is_some() && declared[*at].is_none());
        let further: Vec<_> = (0..headers.len()).filter(|at| !is_declared(at)).collect();
        let is_doubled = headers.len() - further.len() > declared.iter().flatten().count();
        Self { missing: missing.collect(), declared, further, is_doubled }
    }

    /// The place of the codes.
    pub(super) fn code(&self) -> Option<usize> {
        *self.declared.first()?
    }
}

/// What the cell of a code shows.
pub(super) struct CodeCell {
    pub(super) shown: String,
    pub(super) names: Vec<String>,
    /// Whether a part of a name is missing, or apart from it: `LINK_ SENT`.
    pub(super) is_torn: bool,
    pub(super) is_struck: bool,
}

impl CodeCell {
    pub(super) fn new(markdown: &str, links: &Links) -> Self {
        let plain = markdown.strip_prefix('`').and_then(|cell| cell.strip_suffix('`'));
        let plain = plain.unwrap_or(markdown);
        if is_name(plain) {
            let (shown, names) = (plain.to_owned(), vec![plain.to_owned()]);
            return Self { shown, names, is_torn: false, is_struck: false };
        }
        let text = rendered_names(markdown, links);
        let words = || words::words(&text).map(|(_, word)| word);
        Self {
            names: words().filter(|word| is_name(word)).map(str::to_owned).collect(),
            is_torn: words().any(|word| word.starts_with('_') || word.ends_with('_')),
            is_struck: markdown.contains("~~"),
            shown: rendered(markdown, links),
        }
    }
}

/// Reads the parts of the page that messages call `page`.
pub(super) fn read<'p>(
    page: &'p str,
    lexed: &'p Lexed<'_>,
    table: &'p Table,
    names: &'p Names<'p>,
) -> Result<Found<'p>, Diagnostic> {
    let keys = table.columns.iter();
    let keys = keys.map(|column| Some(header_key(column.header.as_deref()?, &lexed.links)));
    let mut reader = Reader {
        page,
        table,
        names,
        links: &lexed.links,
        keys: keys.collect(),
        scopes: Scopes::new(),
        found: Found {
            tables: Vec::new(),
            others: Vec::new(),
            mentions: Mentions::default(),
            html: None,
            has_title: false,
        },
    };
    for (line, text) in &lexed.attributes {
        reader.found.mentions.add(text, *line);
    }
    for (line, title) in &lexed.bare_titles {
        let title = reader.title(title, *line);
        reader.end_scopes([title]);
    }
    reader.html_tables(&lexed.html);
    let mut rest = lexed.parts.as_slice();
    while let [part, after @ ..] = rest {
        rest = match MarkdownTable::read(rest) {
            Some((table, after)) => {
                let before = &lexed.parts[..lexed.parts.len() - rest.len()];
                reader.table(table, before, after)?;
                after
            }
            None => {
                reader.part(part);
                after
            }
        };
    }
    reader.end();
    Ok(reader.found)
}

struct Reader<'p> {
    /// What messages call the page.
    page: &'p str,
    table: &'p Table,
    names: &'p Names<'p>,
    links: &'p Links,
    /// The header of each column as it is compared; `None` if the page does not have the column.
    keys: Vec<Option<String>>,
    scopes: Scopes,
    found: Found<'p>,
}

impl<'p> Reader<'p> {
    fn part(&mut self, part: &Part<'_>) {
        let line = part.line;
        match &part.kind {
            Kind::Open(title) => {
                let title = title.map(|title| self.title(title, line));
                self.scopes.open(title);
            }
            Kind::Close { .. } => {
                let ended = self.scopes.close();
                self.end_scopes(ended);
            }
            Kind::Heading(text) => {
                let heading = self.title(text, line);
                let ended = self.scopes.heading(heading);
                self.end_scopes(ended);
                self.text(text, line);
            }
            Kind::Text(text) | Kind::Quote(text) => {
                self.stray_row(part);
                self.text(text, line);
            }
            Kind::Code(text) => self.found.mentions.add(text, line),
            Kind::Blank => {}
        }
    }

    fn title(&self, markdown: &str, line: usize) -> Heading {
        Heading::new(markdown, line, self.links, |name| self.names.is_known(name))
    }

    /// Keeps the names of titles whose scope ended without a table: each may be that of a phase.
    fn end_scopes(&mut self, ended: impl IntoIterator<Item = Heading>) {
        for (name, line) in ended.into_iter().filter_map(Heading::unread) {
            self.found.mentions.add_code(&name, line);
        }
    }

    fn end(&mut self) {
        let ended: Vec<_> = self.scopes.close().collect();
        self.end_scopes(ended);
    }

    fn text(&mut self, text: &str, line: usize) {
        self.found.mentions.add(text, line);
        let title = &*self.table.source.title;
        let may_be_title = !self.found.has_title && text.len() < 4 * title.len() + 40;
        self.found.has_title |=
            may_be_title && header_key(text, self.links) == header_key(title, self.links);
    }

    /// Keeps the name that a row outside of all tables starts with.
    fn stray_row(&mut self, part: &Part<'_>) {
        let cells = table::Row::of(part).map(|row| row.cells).unwrap_or_default();
        if let [first, _, ..] = cells[..] {
            self.code(first, part.line);
        }
    }

    /// Keeps the name that is all that a cell or a line shows.
    fn code(&mut self, markdown: &str, line: usize) {
        let name = rendered(markdown, self.links);
        if is_name(&name) {
            self.found.mentions.add_code(&name, line);
        }
    }

    /// Looks for codes in HTML tables: a cell that starts with a name, below the header of the codes.
    fn html_tables(&mut self, lines: &[(usize, usize, String)]) {
        let mut with_codes = None;
        for (line, table, text) in lines {
            for cell in text.split('\n').map(str::trim).filter(|cell| !cell.is_empty()) {
                let shown = rendered_names(cell, self.links);
                let first = words::words(&shown).next().map(|(_, word)| word);
                if Some(header_key(cell, self.links)) == self.keys[0] {
                    with_codes = Some(*table);
                } else if with_codes == Some(*table) && first.is_some_and(is_name) {
                    self.found.html.get_or_insert(*line);
                }
            }
        }
    }

    fn table(
        &mut self,
        table: MarkdownTable<'p>,
        before: &[Part<'_>],
        after: &[Part<'_>],
    ) -> Result<(), Diagnostic> {
        let headers: Vec<_> =
            table.headers.iter().map(|header| header_key(header, self.links)).collect();
        let columns = Columns::new(self.table, &self.keys, &headers);
        let names = self.codes(&table, &columns);
        let has_codes = columns.code().is_some() && !names.is_empty();
        let is_ours = has_codes && columns.missing.is_empty() && table.is_shown_as_table;
        if !is_ours {
            self.other_table(table, columns, names);
            return Ok(());
        }
        if columns.is_doubled {
            return Err(problem(self.page, table.line, "the table has a header twice", REPORT));
        }
        if let Some((line, message)) = table.fault {
            return Err(problem(self.page, line, message, REPORT));
        }
        let title = self.title_of_table(table.line, before)?;
        // A row that lost its pipes.
        if let [Part { line, kind: Kind::Text(text) }, ..] = after {
            self.code(text, *line);
        }
        for header in &table.headers {
            self.found.mentions.add(header, table.line);
        }
        self.found.tables.push(OurTable { title, table, columns });
        Ok(())
    }

    /// The names in the column of codes, each with its line; in a table without one, those that the
    /// table of statuses has.
    fn codes(&self, table: &MarkdownTable<'_>, columns: &Columns) -> Vec<(usize, String)> {
        let mut names = Vec::new();
        if let Some(at) = columns.code() {
            for (line, cell) in table.column(at) {
                let cell = CodeCell::new(cell, self.links);
                names.extend(cell.names.into_iter().map(|name| (line, name)));
            }
            return names;
        }
        for (line, cells) in &table.rows {
            for cell in cells {
                words::for_each(cell, |word| {
                    let readings = words::readings(word, |name| self.names.is_known(name));
                    let known = readings.into_iter().filter(|name| self.names.is_known(name));
                    names.extend(known.map(|name| (*line, name.to_owned())));
                });
            }
        }
        names
    }

    /// Keeps the names of a table that is not ours.
    fn other_table(
        &mut self,
        table: MarkdownTable<'p>,
        columns: Columns,
        names: Vec<(usize, String)>,
    ) {
        for (line, cells) in [(table.line, &table.headers)]
            .into_iter()
            .chain(table.rows.iter().map(|(line, cells)| (*line, cells)))
        {
            cells.iter().for_each(|cell| self.found.mentions.add(cell, line));
        }
        if columns.code().is_some() {
            names.iter().for_each(|(line, name)| self.found.mentions.add_code(name, *line));
        }
        if table.is_shown_as_table && !columns.missing.is_empty() && !names.is_empty() {
            let further = columns.further.iter().map(|at| table.headers[*at]).collect();
            let names = names.into_iter().map(|(_, name)| name).collect();
            self.found.others.push(OtherTable { line: table.line, columns, further, names });
        }
    }

    /// The title of one of our tables, which is on this line behind `before`.
    fn title_of_table(&mut self, line: usize, before: &[Part<'_>]) -> Result<Title, Diagnostic> {
        let above = self.titles_above(before);
        let is_several = above.first() == Some(&Naming::Several);
        let mut above: Vec<Title> = above.into_iter().filter_map(Naming::one).collect();
        let refused = |line: usize, message: String| Err(problem(self.page, line, message, REPORT));
        if above.iter().any(|title| title.is_marked) {
            above.retain(|title| title.is_marked);
        }
        let nearest = self.scopes.nearest();
        let structural = nearest.filter(|heading| above.is_empty() || heading.table.is_none());
        let title = match (structural, above.first()) {
            (None, None) if is_several => {
                return refused(line, "the line above the table has two names in it".to_owned());
            }
            (None, None) => {
                let message = "no title names the phase of this table: neither a heading, nor the title \
                    of an element around it, nor the line above it";
                return refused(line, message.to_owned());
            }
            (None, Some(title)) => title.clone(),
            (Some(heading), _) => {
                let Naming::One(title) = &heading.naming else {
                    return refused(line, "the title of this table has two names in it".to_owned());
                };
                if let Some(other) = heading.table {
                    let status = &title.status;
                    let message = format!("the title of {status} has two tables: this one and line {other}");
                    return refused(line, message);
                }
                heading.table = Some(line);
                let title = title.clone();
                above.retain(|line| line.is_marked && line.status != title.status);
                above.insert(0, title.clone());
                title
            }
        };
        let differs =
            |other: &&Title| (&other.status, &other.text) != (&title.status, &title.text);
        if let Some(other) = above.iter().find(differs) {
            let message = format!("the table has two titles: of {} and {}", title.status, other.status);
            return refused(line, message);
        }
        if title.text.is_empty() {
            return refused(title.line, format!("the title has nothing but the name {}", title.status));
        }
        Ok(title)
    }

    /// The titles that stand as lines directly above a table, with nothing but blank lines between.
    fn titles_above(&self, before: &[Part<'_>]) -> Vec<Naming> {
        let mut titles = Vec::new();
        for part in before.iter().rev() {
            let text = match &part.kind {
                Kind::Blank | Kind::Close { starts_line: false } => continue,
                Kind::Text(text) if table::Row::of(part).is_none() => text,
                _ => break,
            };
            if leading(&rendered(text, self.links)).is_none() {
                break;
            }
            let is_known = |name: &str| self.names.is_known(name);
            titles.push(Naming::new(text, part.line, self.links, is_known));
        }
        titles
    }
}
