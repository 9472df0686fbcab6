//! Reads the page from its parts. Each of our tables belongs to the nearest title before or around
//! it. Everything else is evidence for the guards.

mod tables;

use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::Diagnostic;

use super::lex::html::{self, Role};
use super::lex::markers;
use super::lex::tag::{self, Form, Tag};
use super::lex::{Kind, Lexed, Part};
use super::mentions::{Mentions, Place};
use super::problem::{FETCH_AGAIN, FETCH_MARKDOWN, LOOK_AT_PAGE, excerpt, problem};
use super::rendered::Links;
use super::scopes::{self, BOLD, LINE, Scope, ScopeKind, ScopeTitle, Scopes};
use super::table::MarkdownTable;
use super::table::{header, row};
use super::{Evidence, LineLikeTitle, Page, Phase, Title, ending, title};

/// Reads a page. Messages call it `page`.
pub(super) fn read(page: &str, lexed: Lexed<'_>) -> Result<Page, Diagnostic> {
    let mut reader = Reader { page, links: lexed.links, ..Reader::default() };
    reader.evidence.end.has_line_end = lexed.has_line_end;
    for (line, comment) in lexed.comments {
        reader.mentions.add(comment, line, &Place::Comment);
    }
    let mut rest = lexed.parts.as_slice();
    while let [part, after @ ..] = rest {
        rest = if let Some((table, after)) = MarkdownTable::read(rest, &reader.links) {
            reader.table(&table)?;
            after
        } else {
            reader.part(part)?;
            after
        };
    }
    reader.finish(&lexed.parts)
}

#[derive(Default)]
struct Reader<'a> {
    /// What messages call the page.
    page: &'a str,
    links: Links,
    scopes: Scopes,
    mentions: Mentions,
    /// Whether text was read since the last of our tables, heading or element.
    has_text: bool,
    /// Where the lines of the quotation are, as messages say it, if rows are expected in it.
    quotation: Option<&'static str>,
    html_table: Option<HtmlTable>,
    /// The line of each phase and each code: `("code", "LINK_SENT")`.
    lines: HashMap<(&'static str, String), usize>,
    /// The sections with phases, as [`Scopes::section`] numbers them.
    sections: HashSet<usize>,
    /// The line of the last row of any table.
    table_end: usize,
    phases: Vec<Phase>,
    evidence: Evidence,
}

#[derive(Default)]
struct HtmlTable {
    lines: Vec<(usize, String)>,
    has_code_column: bool,
}

impl Reader<'_> {
    fn part(&mut self, part: &Part<'_>) -> Result<(), Diagnostic> {
        let line = part.line;
        if !matches!(part.kind, Kind::Quote(_)) {
            self.quotation = None;
        }
        match &part.kind {
            Kind::Tag { tag, is_group } => self.tag(tag, *is_group, line)?,
            Kind::Summary(text) => {
                let title = self.scope_title(text, line);
                self.scopes.summary(title, line);
                self.mention(text, line);
            }
            Kind::Heading { level, text, is_underlined } => {
                self.heading(*level, text, line);
                if let Some(Scope { title: ScopeTitle::Phase(title), .. }) = self.scopes.nearest() {
                    if *is_underlined && !title.status.contains('_') {
                        self.evidence.doubtful_titles.push(title.clone());
                    }
                }
            }
            Kind::Text(text) => self.line(text, line)?,
            Kind::Quote(text) => self.quote(text, line),
            Kind::Fenced(text) => {
                self.mention(text, line);
                if text.contains('|') {
                    self.mention_row(text, line);
                }
            }
            Kind::Blank => {}
        }
        Ok(())
    }

    fn tag(&mut self, tag: &Tag<'_>, is_group: bool, line: usize) -> Result<(), Diagnostic> {
        let text = tag.title().unwrap_or_default();
        let names_a_phase = self.title(text, line).names_a_phase();
        // A note with a phase in its title is more than a group.
        let is_group = is_group && !names_a_phase;
        let is_table = tag.name.eq_ignore_ascii_case("table");
        match tag.form {
            Form::Open if is_group => {
                let title = ScopeTitle::new("", None);
                self.scopes.open(ScopeKind::Group, title, line);
                if is_table {
                    self.html_table.get_or_insert_default();
                }
            }
            Form::Open => {
                if title::has_stray_quote(text) {
                    let message = format!("a stray quote in the title {}", excerpt(text));
                    return Err(problem(self.page, line, message, LOOK_AT_PAGE));
                }
                let title = self.scope_title(text, line);
                self.scopes.open(ScopeKind::Element, title, line);
                self.has_text = false;
            }
            Form::Close => {
                self.scopes.close();
                if is_table {
                    self.end_html_table();
                }
            }
            Form::Empty if names_a_phase => self.title_without_place(text, line),
            Form::Empty => {}
        }
        let place = if is_group { self.scopes.place() } else { Place::Expected("in an element") };
        let is_address =
            |name| matches!(name, "href" | "src" | "icon" | "img" | "id" | "className");
        for (_, value) in tag.attributes.iter().filter(|(name, _)| !is_address(*name)) {
            self.mentions.add(value, line, &place);
        }
        Ok(())
    }

    fn heading(&mut self, level: usize, text: &str, line: usize) {
        let title = self.scope_title(text, line);
        self.scopes.heading(level, title, line);
        self.has_text = false;
        self.mention(text, line);
    }

    /// The phase's title that `text` is, if it is one.
    fn phase_title(&self, text: &str, line: usize) -> Option<Title> {
        let (status, title) = title::parse(text, &self.links)?;
        Some(Title { status, title, line })
    }

    /// The title that the text of an element or a heading is.
    fn title(&self, text: &str, line: usize) -> ScopeTitle {
        ScopeTitle::new(text, self.phase_title(text, line))
    }

    /// The title of a new scope. A status in it that is written as code must have a table.
    fn scope_title(&mut self, text: &str, line: usize) -> ScopeTitle {
        let title = self.title(text, line);
        if let ScopeTitle::Phase(title) = &title {
            if title::is_marked(text, &title.status) {
                self.mentions.add(&title.status, line, &Place::Title);
            }
        }
        title
    }

    /// Keeps the words of `text` that are written like codes.
    fn mention(&mut self, text: &str, line: usize) {
        let place = self.scopes.place();
        self.mentions.add(text, line, &place);
    }

    /// Keeps them as those of a row that was expected, if `text` may be a row outside a table.
    fn mention_row(&mut self, text: &str, line: usize) {
        if row::lists_a_code(text) {
            self.mentions.add_row(text, line, self.scopes.section());
        }
    }

    /// Reads a line outside Markdown tables: text, a title, or what is left of a broken table.
    fn line(&mut self, text: &str, line: usize) -> Result<(), Diagnostic> {
        if let Some(bold) = scopes::bold(text) {
            self.heading(BOLD, bold, line);
            return Ok(());
        }
        if header::is_glued(text) {
            let message = format!(
                "the Markdown table's cells are glued together, with no `|` between: {}",
                excerpt(text)
            );
            return Err(problem(self.page, line, message, FETCH_MARKDOWN));
        }
        if text.starts_with("-->") || text.starts_with("*/") {
            let message = "a comment ends here that starts nowhere";
            return Err(problem(self.page, line, message, LOOK_AT_PAGE));
        }
        if let Some(row) = row::split(text) {
            self.stray_row(&row, line)?;
        } else {
            self.line_like_title(text, line);
            if let Some(title) = self.phase_title(text, line) {
                self.title_line(text, title);
            }
        }
        if let Some(table) = &mut self.html_table {
            table.has_code_column |= text.split(['<', '>']).any(header::names_codes);
            table.lines.push((line, text.to_owned()));
        }
        if self.has_phase_in_tag(text) {
            self.title_without_place(text, line);
        }
        self.mention_row(text, line);
        self.mention(text, line);
        self.has_text = true;
        Ok(())
    }

    /// Whether a line starts with a tag whose `title` is a phase's: `<div title="…">`.
    fn has_phase_in_tag(&self, text: &str) -> bool {
        let title = tag::parse(text).ok().and_then(|tag| tag.title());
        title.is_some_and(|title| title::parse(title, &self.links).is_some())
    }

    /// Keeps a line that may be the title of the next table: it stands between a title and its
    /// table, or names the phase that it is under.
    fn line_like_title(&mut self, text: &str, line: usize) {
        let Some(nearest) = self.scopes.nearest() else { return };
        if let ScopeTitle::Phase(own) = &nearest.title {
            let is_before_table = !nearest.has_table && text.len() <= title::MAX_LEN;
            if is_before_table || text.to_ascii_uppercase().contains(&own.status) {
                let (under, text) = (own.status.clone(), text.to_owned());
                self.evidence.lines_like_titles.push(LineLikeTitle { under, text, line });
            }
        }
    }

    /// Takes a line that reads like a title for the title of what follows, unless it cannot be.
    fn title_line(&mut self, text: &str, title: Title) {
        let is_marked = title::is_marked(text, &title.status);
        let mut is_doubtful = !title.status.contains('_') && self.has_text;
        if let Some(nearest) = self.scopes.nearest() {
            match &nearest.title {
                ScopeTitle::Phase(own) if own.status == title.status => return,
                // Text under a title: "OTP – one time password".
                ScopeTitle::Phase(_) if nearest.is_structural() && !nearest.has_table => {
                    if is_marked {
                        self.title_without_place(text, title.line);
                    }
                    return;
                }
                ScopeTitle::Phase(_) => {
                    is_doubtful |= nearest.is_structural() || !is_marked && !nearest.has_table;
                }
                ScopeTitle::Other { .. } if !nearest.is_structural() => return,
                ScopeTitle::Other { .. } => is_doubtful = true,
            }
        }
        if is_doubtful {
            self.evidence.doubtful_titles.push(title.clone());
        }
        if !is_marked {
            self.evidence.unmarked_titles.push(title.clone());
        }
        let line = title.line;
        self.scopes.heading(LINE, ScopeTitle::Phase(title), line);
        self.has_text = false;
    }

    /// Takes a text that names a phase where no title can be: a table that follows has no title.
    fn title_without_place(&mut self, text: &str, line: usize) {
        let other = ScopeTitle::Other { text: text.to_owned(), names_a_phase: true };
        self.scopes.heading(LINE, other, line);
    }

    /// Reads a line of a quotation, whose tables are not ours.
    fn quote(&mut self, text: &str, line: usize) {
        let text = markers::without_quote_markers(text);
        let cells = row::split(text).map(|row| row.cells).unwrap_or_default();
        let is_element = tag::name(text)
            .is_some_and(|(name, _)| matches!(html::role(name), Role::Titled | Role::Component));
        let title = text.trim_matches(['#', '*', ' ']);
        if is_element || title::parse(title, &self.links).is_some() {
            self.quotation = Some("in a quotation with a title");
        } else if cells.iter().any(|cell| header::names_codes(cell)) {
            self.quotation.get_or_insert("in a table of codes");
        }
        for cell in cells {
            self.mention_row(cell, line);
        }
        let place = self.quotation.map_or_else(|| self.scopes.place(), Place::Expected);
        self.mentions.add(text, line, &place);
    }

    /// Keeps the words of an HTML table, which is not read, as rows that were expected.
    fn end_html_table(&mut self) {
        let table = self.html_table.take().unwrap_or_default();
        for (line, text) in &table.lines {
            if table.has_code_column {
                self.mentions.add(text, *line, &Place::Expected("in a table of codes"));
            } else {
                self.mentions.add_row(text, *line, self.scopes.section());
            }
        }
    }

    /// Checks the end of the page.
    fn finish(mut self, parts: &[Part<'_>]) -> Result<Page, Diagnostic> {
        let Some(last) = ending::last(parts) else { return Err(self.no_table(parts)) };
        let text = ending::text(last);
        let bare = self.scopes.nearest().filter(|scope| !scope.has_table);
        let is_title = title::parse(text, &self.links).is_some();
        let is_bare_title = bare.is_some_and(|scope| is_title || scope.line == last.line);
        if let Some(message) = ending::cut(last, is_bare_title, last.line == self.table_end) {
            return Err(problem(self.page, last.line, message, FETCH_AGAIN));
        }
        if self.phases.is_empty() {
            return Err(self.no_table(parts));
        }
        let end = &mut self.evidence.end;
        end.is_under_bare_title = bare.is_some_and(|scope| scope.title.names_a_phase());
        (end.line, end.text) = (last.line, text.to_owned());
        self.evidence.mentions = self.mentions.finish(&self.sections);
        Ok(Page { phases: self.phases, evidence: self.evidence })
    }
}
