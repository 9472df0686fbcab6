//! Splits the page's text into parts: the lines, without comments and tags, and where elements start
//! and end. Checks that every comment and fence ends, and every element that starts a line.

use vkyc_status_codegen::Diagnostic;

use super::problem::{FETCH_AGAIN, REPORT, problem};
use super::rendered::MARK;
use super::tag::{self, Tag};

/// The page in parts.
#[derive(Default)]
pub(super) struct Lexed<'a> {
    pub(super) parts: Vec<Part<'a>>,
    /// The texts that attributes show, each with its line.
    pub(super) attributes: Vec<(usize, String)>,
}

pub(super) struct Part<'a> {
    /// Its line on the page, from 1.
    pub(super) line: usize,
    pub(super) kind: Kind<'a>,
}

/// A line is trimmed, and Markdown with a [`MARK`] for each tag, but a line end for one that breaks it.
pub(super) enum Kind<'a> {
    /// An element that starts a line, with its title.
    Open(Option<&'a str>),
    Close,
    /// A heading with its level, from 1.
    Heading(usize, String),
    Text(String),
    /// A line of a quotation, without its marker.
    Quote(String),
    /// A line of cells of an HTML table, each with a line end before it.
    Html(String),
    /// A line of a code fence.
    Code(&'a str),
    Blank,
}

/// Splits the page's text into parts. Messages call it `page`.
pub(super) fn lex<'a>(page: &'a str, text: &'a str) -> Result<Lexed<'a>, Diagnostic> {
    let mut lexer = Lexer::new(page, text);
    while lexer.at < text.len() {
        lexer.line()?;
    }
    match lexer.open.iter().rfind(|element| element.starts_line) {
        Some(Element { name, line, .. }) => lexer.unfinished(*line, &format!("<{name}>")),
        None => Ok(lexer.lexed),
    }
}

struct Lexer<'a> {
    /// What messages call the page.
    page: &'a str,
    text: &'a str,
    /// How much of the text was taken, in bytes, and the line that is next.
    at: usize,
    number: usize,
    open: Vec<Element<'a>>,
    lexed: Lexed<'a>,
}

struct Element<'a> {
    name: &'a str,
    line: usize,
    starts_line: bool,
}

/// What is left of a line without comments and tags.
#[derive(Default)]
struct Line {
    /// The number of the line on which it starts.
    number: usize,
    text: String,
    /// Whether it has a cell of an HTML table.
    has_cell: bool,
}

impl Line {
    fn add(&mut self, number: usize, text: &str) {
        if self.text.is_empty() {
            self.number = number;
            self.text.push_str(text.trim_start());
        } else {
            self.text.push_str(text);
        }
    }
}

impl<'a> Lexer<'a> {
    fn new(page: &'a str, text: &'a str) -> Self {
        Self { page, text, at: 0, number: 1, open: Vec::new(), lexed: Lexed::default() }
    }

    /// Takes a line, or the lines of a fence.
    fn line(&mut self) -> Result<(), Diagnostic> {
        let (number, line) = (self.number, self.rest_of_line().trim());
        if let Some(mark) = fence(line) {
            return self.fence(mark);
        }
        if line.is_empty() || is_module(line) {
            self.push(number, Kind::Blank);
            self.take_line();
        } else if let Some(title) = title_of_definition(line) {
            self.lexed.attributes.push((number, title.to_owned()));
            self.take_line();
        } else {
            self.text_line()?;
        }
        Ok(())
    }

    fn fence(&mut self, mark: &str) -> Result<(), Diagnostic> {
        let (start, info) = (self.number, self.take_line().trim());
        self.push(start, Kind::Code(info));
        while self.at < self.text.len() {
            let (number, text) = (self.number, self.take_line().trim());
            if text.starts_with(mark) && text.trim_start_matches(&mark[..1]).is_empty() {
                self.push(number, Kind::Blank);
                return Ok(());
            }
            self.push(number, Kind::Code(text));
        }
        self.unfinished(start, "code fence")
    }

    /// Takes a line with all comments and tags in it, which may have several lines themselves.
    fn text_line(&mut self) -> Result<(), Diagnostic> {
        let mut line = Line::default();
        loop {
            let number = self.number;
            let rest = &self.text[self.at..];
            let (plain, rest) =
                rest.split_at(rest.find(['\n', '\\', '`', '<', '{']).unwrap_or(rest.len()));
            line.add(number, plain);
            self.at += plain.len();
            let len = match rest.bytes().next() {
                None | Some(b'\n') => break,
                Some(b'\\') => {
                    rest.chars().take(2).filter(|c| *c != '\n').map(char::len_utf8).sum()
                }
                Some(b'`') => code_span_len(rest),
                _ if self.markup(&mut line)? => continue,
                _ => 1,
            };
            line.add(number, &rest[..len]);
            self.at += len;
        }
        if self.number > line.number && line.text.contains('|') {
            return self.unfinished(line.number, "row");
        }
        self.push_line(&line);
        self.take_line();
        Ok(())
    }

    /// Takes a comment, a tag, or a string in braces; says whether there is one.
    fn markup(&mut self, line: &mut Line) -> Result<bool, Diagnostic> {
        let (rest, number) = (&self.text[self.at..], self.number);
        if let Some((opening, closing)) = comment(rest) {
            let len = rest[2..].find(closing).map(|len| 2 + len + closing.len());
            let Some(len) = len.filter(|len| !rest[2..*len].contains(opening)) else {
                return self.unfinished(number, "comment");
            };
            let closed = rest[len..].trim_start();
            let is_braced = opening == "{/*" && closed.starts_with('}');
            self.take(if is_braced { rest.len() - closed.len() + 1 } else { len });
            // Marks that became a comment by accident hide what is between them.
            let is_within = self.number > number && !line.text.is_empty();
            if is_within && !self.rest_of_line().trim().is_empty() {
                return self.unfinished(number, "line");
            }
            return Ok(true);
        }
        if let Some((len, shown)) = braced_string(rest) {
            line.add(number, &shown);
            self.take(len);
            return Ok(true);
        }
        let starts_line = line.text.is_empty();
        match Tag::parse(rest) {
            Some(tag) => self.tag(tag, line),
            None => match tag::name(rest).filter(|name| starts_line && tag::is_component(name)) {
                Some(name) => self.unfinished(number, &format!("tag <{name}>, or a quote in it,")),
                None => Ok(false),
            },
        }
    }

    fn tag(&mut self, tag: Tag<'a>, line: &mut Line) -> Result<bool, Diagnostic> {
        let (number, starts_line) = (self.number, line.text.is_empty());
        let name = tag.name.to_ascii_lowercase();
        let is_in = |names: &str| names.split(' ').any(|own| own == name);
        let breaks_line = is_in(BREAKING);
        let is_tracked = !breaks_line && !is_in(INLINE);
        let is_bare = is_tracked && !tag.is_end && !tag.is_empty && tag.shown.trim().is_empty();
        let is_lower = tag.name.contains(|c: char| c.is_ascii_lowercase());
        // "the <browser> page", "your <TOKEN>"
        if is_bare && !tag::is_component(tag.name) && !(starts_line && is_lower) {
            return Ok(false);
        }
        self.take(tag.len);
        line.has_cell |= name == "td";
        self.lexed.attributes.push((number, tag.shown));
        if !starts_line {
            line.text.push_str(match &*name {
                "s" | "del" | "strike" => "~~",
                // A long name may be broken at an underscore.
                _ if breaks_line && !line.text.ends_with('_') => "\n",
                _ => MARK,
            });
        }
        if !is_tracked {
            return Ok(true);
        }
        if tag.is_end {
            self.close(tag.name, line)?;
            return Ok(true);
        }
        if starts_line {
            self.push(number, Kind::Open(tag.title));
        }
        if !tag.is_empty {
            self.open.push(Element { name: tag.name, line: number, starts_line });
        } else if starts_line {
            self.push(number, Kind::Close);
        }
        Ok(true)
    }

    /// Ends the innermost element of this name. One within a line needs no end, and may have none.
    fn close(&mut self, name: &str, line: &mut Line) -> Result<(), Diagnostic> {
        let starts_line = line.text.is_empty();
        while let Some(element) = self.open.pop_if(|top| top.name == name || !top.starts_line) {
            if element.name == name {
                if element.starts_line {
                    self.push_line(&std::mem::take(line));
                    self.push(self.number, Kind::Close);
                }
                return Ok(());
            }
        }
        if !starts_line || !tag::is_component(name) {
            return Ok(());
        }
        let open = match self.open.last() {
            Some(Element { name, line, .. }) => format!("<{name}> of line {line}"),
            None => "nothing".to_owned(),
        };
        Err(problem(self.page, self.number, format!("</{name}> closes {open}"), REPORT))
    }

    /// Adds a line; one of which nothing is left is blank.
    fn push_line(&mut self, line: &Line) {
        let text = line.text.trim_end_matches(|c: char| c.is_whitespace() || MARK.contains(c));
        let kind = if text.is_empty() {
            Kind::Blank
        } else if line.has_cell {
            Kind::Html(text.to_owned())
        } else if let Some((level, heading)) = heading(text) {
            Kind::Heading(level, heading.to_owned())
        } else if text.starts_with('>') {
            Kind::Quote(text.trim_start_matches(['>', ' ', '\t']).to_owned())
        } else {
            Kind::Text(text.to_owned())
        };
        self.push(line.number, kind);
    }

    fn unfinished<T>(&self, line: usize, what: &str) -> Result<T, Diagnostic> {
        let message = format!("the {what} that starts here does not end");
        Err(problem(self.page, line, message, FETCH_AGAIN))
    }

    fn push(&mut self, line: usize, kind: Kind<'a>) {
        self.lexed.parts.push(Part { line, kind });
    }

    fn rest_of_line(&self) -> &'a str {
        self.text[self.at..].split('\n').next().unwrap_or_default()
    }

    /// Takes what is left of the line, and its end.
    fn take_line(&mut self) -> &'a str {
        let line = self.rest_of_line();
        self.take((line.len() + 1).min(self.text.len() - self.at));
        line
    }

    fn take(&mut self, len: usize) {
        let taken = &self.text[self.at..][..len];
        self.at += len;
        self.number += taken.matches('\n').count();
    }
}

/// The length of the code span that `text` starts with or, if that does not end in its line, of its
/// mark.
pub(super) fn code_span_len(text: &str) -> usize {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let mark = run(text);
    let mut at = mark;
    while let Some(found) = text[at..].find(['`', '\n']).filter(|_| !text[at..].starts_with('\n')) {
        let len = run(&text[at + found..]);
        at += found + len;
        if len == mark {
            return at;
        }
    }
    mark
}

/// The elements that are part of a line.
const INLINE: &str = "a abbr b big cite code del dfn em font i img input ins kbd mark q s samp small span \
    strike strong sub sup time tt u var wbr bdi bdo data label";

/// The elements that break a line; their ends may be left out.
const BREAKING: &str = "area base blockquote br caption center col dd div dl dt embed h1 h2 h3 h4 h5 h6 hr li \
    link meta ol p param pre source summary tbody td tfoot th thead tr track ul article \
    section header footer";

/// The three or more backticks or tildes that open a code fence, in an item of a list or not.
fn fence(line: &str) -> Option<&str> {
    let is_marker = |c: char| c.is_ascii_digit() || " .)-*+".contains(c);
    let text = line.trim_start_matches(is_marker);
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = text.trim_start_matches(mark);
    let run = &text[..text.len() - info.len()];
    (run.len() >= 3 && !(mark == '`' && info.contains('`'))).then_some(run)
}

/// Whether a line is a statement of JavaScript that imports or exports.
fn is_module(line: &str) -> bool {
    let is_import = line.starts_with("import ") && line.contains(['"', '\'', '{']);
    let exports = ["const ", "let ", "default ", "function ", "{"];
    let exported = line.strip_prefix("export ").unwrap_or_default();
    let is_export = exports.iter().any(|word| exported.starts_with(word));
    // A row may be joined to it.
    (is_import || is_export) && !line.contains('|')
}

/// What is after the address of the link definition that `line` is: `[proxy]: https://… "title"`.
fn title_of_definition(line: &str) -> Option<&str> {
    let (_, rest) =
        line.strip_prefix('[').filter(|label| !label.starts_with('^'))?.split_once("]:")?;
    let rest = rest.trim_start();
    let title = rest.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
    (!rest.is_empty() && (title.is_empty() || title.starts_with(['"', '\'', '(']))).then_some(title)
}

/// The level and the text of a heading, without an id, `{#id}`.
fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let is_heading = (1..=6).contains(&level) && text.starts_with([' ', '\t']);
    let id = text.rsplit_once("{#").filter(|(_, id)| id.ends_with('}'));
    let text = id.map_or(text, |(text, _)| text.trim_end_matches('\\'));
    is_heading.then_some((level, text.trim()))
}

/// The string in braces that `text` starts with, `{"…"}`: its length, and the Markdown that shows it.
fn braced_string(text: &str) -> Option<(usize, String)> {
    let inner = text.strip_prefix('{')?.trim_start();
    let quote = inner.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (string, after) = inner[1..].split_once([quote, '\n'])?;
    let after = after.trim_start().strip_prefix('}')?;
    let escape = |c: char| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]);
    Some((text.len() - after.len(), string.chars().flat_map(escape).collect()))
}

/// How the comment that `text` starts with starts and ends.
fn comment(text: &str) -> Option<(&'static str, &'static str)> {
    let is_braced =
        || text.strip_prefix('{').is_some_and(|inner| inner.trim_start().starts_with("/*"));
    if text.starts_with("<!--") {
        Some(("<!--", "-->"))
    } else {
        is_braced().then_some(("{/*", "*/"))
    }
}
