//! Splits the page's text into parts: the lines, without comments and tags, and where elements start
//! and end. Checks that every comment, every fence, and every element that starts a line ends.

use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::Diagnostic;

use super::code_spans::CodeSpans;
use super::problem::{FETCH_AGAIN, REPORT, problem};
use super::rendered::{self, Links};
use super::tag::{Broken, Form, Role, Tag};
use super::words::{self, TAG};

/// The page in parts.
#[derive(Default)]
pub(super) struct Lexed<'a> {
    pub(super) parts: Vec<Part<'a>>,
    /// What attributes show, each with its line.
    pub(super) attributes: Vec<(usize, &'a str)>,
    /// The titles of elements that no table can be in, since they are empty or within a line.
    pub(super) bare_titles: Vec<(usize, &'a str)>,
    /// The lines of the HTML tables, each with the number of its table.
    pub(super) html: Vec<(usize, usize, String)>,
    pub(super) links: Links,
}

pub(super) struct Part<'a> {
    /// Its line on the page, from 1.
    pub(super) line: usize,
    pub(super) kind: Kind<'a>,
}

pub(super) enum Kind<'a> {
    /// An element that starts a line.
    Open(Option<&'a str>),
    /// Its end; `starts_line` says whether no text is before it on its line.
    Close { starts_line: bool },
    Heading(String),
    /// Any other line that has something on it, trimmed, as Markdown with [`TAG`] for each tag, and
    /// a line end for one that breaks the line.
    Text(String),
    /// A line of a quotation, without its marker.
    Quote(String),
    /// A line in a code fence, or of the front matter.
    Code(&'a str),
    Blank,
}

/// Splits the page's text into parts. Messages call it `page`.
pub(super) fn lex<'a>(page: &'a str, text: &'a str) -> Result<Lexed<'a>, Diagnostic> {
    let mut lexer = Lexer::new(page, text);
    lexer.front_matter();
    while lexer.at < text.len() {
        lexer.line()?;
    }
    let open = lexer.open.iter().rfind(|element| element.starts_line);
    if let Some(Element { name, line, .. }) = open {
        let message = format!("the <{name}> that starts here does not end");
        return Err(problem(page, *line, message, FETCH_AGAIN));
    }
    Ok(lexer.lexed)
}

struct Lexer<'a> {
    /// What messages call the page.
    page: &'a str,
    text: &'a str,
    /// How much of the text was taken, in bytes, and the line that is next.
    at: usize,
    number: usize,
    /// Where that line starts, and its code spans once they are needed.
    start: usize,
    spans: Option<CodeSpans>,
    /// The names that some tag on the page closes.
    closed: HashSet<&'a str>,
    open: Vec<Element<'a>>,
    /// How many open elements have each name.
    counts: HashMap<&'a str, usize>,
    /// How many HTML tables started, and how many of them are open.
    tables: (usize, usize),
    lexed: Lexed<'a>,
}

struct Element<'a> {
    name: &'a str,
    line: usize,
    starts_line: bool,
}

/// A line as it is taken. It starts where something is left of it.
#[derive(Default)]
struct Line<'a> {
    number: usize,
    text: String,
    is_text: bool,
    /// The elements that end on it.
    closed: Vec<Part<'a>>,
}

impl Line<'_> {
    fn add(&mut self, number: usize, text: &str) {
        if !self.is_text {
            self.number = number;
            self.is_text = !text.trim().is_empty();
        }
        if self.is_text {
            self.text.push_str(text);
        }
    }

    /// Adds what stands for a tag.
    fn add_tag(&mut self, mark: &str) {
        if self.is_text {
            self.text.push_str(mark);
        }
    }
}

impl<'a> Lexer<'a> {
    fn new(page: &'a str, text: &'a str) -> Self {
        let closed = text.match_indices("</").filter_map(|(at, _)| Tag::name(&text[at..]));
        Self {
            page,
            text,
            at: 0,
            number: 1,
            start: 0,
            spans: None,
            closed: closed.collect(),
            open: Vec::new(),
            counts: HashMap::new(),
            tables: (0, 0),
            lexed: Lexed::default(),
        }
    }

    /// Takes the lines between the two `---` that a page may start with.
    fn front_matter(&mut self) {
        let is_rule = |line: &str| line.trim_end() == "---";
        let mut lines = self.text.trim_start().split('\n');
        if lines.next().is_some_and(is_rule) && lines.any(is_rule) {
            while self.take_line().trim().is_empty() {}
            loop {
                let (number, line) = (self.number, self.take_line());
                if is_rule(line) {
                    break self.push(number, Kind::Blank);
                }
                self.push(number, Kind::Code(line.trim()));
            }
        }
    }

    /// Takes a line, a fence, or a statement that imports or exports.
    fn line(&mut self) -> Result<(), Diagnostic> {
        let (number, line) = (self.number, self.rest_of_line().trim());
        if let Some(mark) = fence(line) {
            return self.fence(mark);
        }
        let is_block = matches!(self.lexed.parts.last(), None | Some(Part { kind: Kind::Blank, .. }));
        if line.is_empty() || is_block && is_module(line) {
            self.push(number, Kind::Blank);
            self.take_module(line);
            return Ok(());
        }
        if let Some((label, title)) = words::definition(line) {
            self.lexed.links.insert(rendered::label(label));
            self.lexed.attributes.push((number, title));
            self.take_line();
            return Ok(());
        }
        self.text_line()
    }

    /// Takes a line that is blank or starts a statement, and the lines that its brackets hold.
    fn take_module(&mut self, first: &str) {
        let open = |line: &str| {
            let count = |brackets: [char; 3]| line.matches(brackets).count();
            count(['{', '(', '[']).saturating_sub(count(['}', ')', ']']))
        };
        let mut depth = open(first);
        self.take_line();
        while depth > 0 && !self.rest_of_line().trim().is_empty() && !self.rest_of_line().contains('|') {
            let line = self.take_line();
            depth = (depth + open(line)).saturating_sub(line.matches(['}', ')', ']']).count());
        }
    }

    fn fence(&mut self, mark: &'a str) -> Result<(), Diagnostic> {
        let start = self.number;
        self.push(start, Kind::Code(self.rest_of_line().trim()));
        self.take_line();
        while self.at < self.text.len() {
            let (number, text) = (self.number, self.take_line().trim());
            if text.starts_with(mark) && text.trim_start_matches(&mark[..1]).is_empty() {
                self.push(number, Kind::Blank);
                return Ok(());
            }
            self.push(number, Kind::Code(text));
        }
        Err(problem(self.page, start, "the code fence that starts here does not end", FETCH_AGAIN))
    }

    /// Takes a line with all comments and tags in it, which may have several lines themselves.
    fn text_line(&mut self) -> Result<(), Diagnostic> {
        let mut line = Line::default();
        let mut was_in_table = self.tables.1 > 0;
        loop {
            let (number, rest) = (self.number, &self.text[self.at..]);
            let plain = rest.find(['\n', '\\', '`', '<', '{']).unwrap_or(rest.len());
            line.add(number, &rest[..plain]);
            self.at += plain;
            let rest = &rest[plain..];
            let len = match rest.bytes().next() {
                None => break,
                Some(b'\n') => {
                    self.take(1);
                    break;
                }
                Some(b'\\') => 1 + rest[1..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8),
                Some(b'`') => self.code_span(),
                _ if self.markup(&mut line)? => {
                    was_in_table |= self.tables.1 > 0;
                    continue;
                }
                _ => 1,
            };
            line.add(number, &rest[..len]);
            self.take(len);
        }
        if was_in_table {
            self.lexed.html.push((line.number, self.tables.0, line.text.clone()));
        }
        self.push_line(line);
        Ok(())
    }

    /// The length of the code span at this place or, if it does not end, of its mark.
    fn code_span(&mut self) -> usize {
        let len = self.text[self.start..].find('\n').unwrap_or(self.text.len() - self.start);
        let line = &self.text[self.start..][..len];
        let spans = self.spans.get_or_insert_with(|| CodeSpans::of(line));
        spans.end(line, self.at - self.start) + self.start - self.at
    }

    /// Takes a comment, a tag, or a string in braces; says whether there is one.
    fn markup(&mut self, line: &mut Line<'a>) -> Result<bool, Diagnostic> {
        let rest = &self.text[self.at..];
        if starts_comment(rest) {
            return self.comment().map(|()| true);
        }
        if rest.starts_with('<') {
            return self.tag(line);
        }
        let Some((len, shown)) = braced_string(rest) else { return Ok(false) };
        line.add(self.number, &shown);
        self.take(len);
        Ok(true)
    }

    fn comment(&mut self) -> Result<(), Diagnostic> {
        let (rest, line) = (&self.text[self.at..], self.number);
        let Some(len) = comment_len(rest) else {
            let message = "the comment that starts here does not end";
            return Err(problem(self.page, line, message, FETCH_AGAIN));
        };
        if rest[1..len].contains(if rest.starts_with('<') { "<!--" } else { "{/*" }) {
            let message = "the comment that starts here does not end before another one starts";
            return Err(problem(self.page, line, message, REPORT));
        }
        self.take(len);
        Ok(())
    }

    fn tag(&mut self, line: &mut Line<'a>) -> Result<bool, Diagnostic> {
        let (rest, number, starts_line) = (&self.text[self.at..], self.number, !line.is_text);
        let tag = match Tag::parse(rest) {
            Ok(tag) if self.is_element(&tag, starts_line) => tag,
            Err(broken) if starts_line && Tag::name(rest).is_some_and(Tag::is_component) => {
                let name = Tag::name(rest).unwrap_or_default();
                let (message, help) = match broken {
                    Broken::Unfinished => ("is not finished", FETCH_AGAIN),
                    Broken::Malformed => ("is malformed: a quote may be missing", REPORT),
                };
                let message = format!("the tag <{name}> that starts here {message}");
                return Err(problem(self.page, number, message, help));
            }
            _ => return Ok(false),
        };
        self.take(tag.len);
        self.lexed.attributes.extend(tag.shown().map(|value| (number, value)));
        line.add_tag(&match tag.role() {
            Role::Strike => "~~".to_owned(),
            Role::Break => "\n".to_owned(),
            Role::Inline | Role::Block => TAG.to_string(),
        });
        if tag.name.eq_ignore_ascii_case("table") {
            self.html_table(tag.form);
        }
        match (tag.role(), tag.form) {
            (Role::Block, Form::Open) => self.open(&tag, number, starts_line),
            (Role::Block, Form::Close) => self.close(&tag, number, line)?,
            _ => self.lexed.bare_titles.extend(tag.title().map(|title| (number, title))),
        }
        Ok(true)
    }

    /// Whether a tag is one, and not a word: "the <browser> page", "your <TOKEN>".
    fn is_element(&self, tag: &Tag<'_>, starts_line: bool) -> bool {
        let is_upper = !tag.name.contains(|c: char| c.is_ascii_lowercase());
        tag.form != Form::Open
            || tag.role() != Role::Block
            || !tag.attributes.is_empty()
            || self.closed.contains(tag.name)
            || starts_line && !is_upper
    }

    fn html_table(&mut self, form: Form) {
        let (count, open) = &mut self.tables;
        match form {
            Form::Open => (*count, *open) = (*count + 1, *open + 1),
            Form::Close => *open = open.saturating_sub(1),
            Form::Empty => {}
        }
    }

    fn open(&mut self, tag: &Tag<'a>, line: usize, starts_line: bool) {
        self.open.push(Element { name: tag.name, line, starts_line });
        *self.counts.entry(tag.name).or_default() += 1;
        if starts_line {
            self.push(line, Kind::Open(tag.title()));
        } else {
            self.lexed.bare_titles.extend(tag.title().map(|title| (line, title)));
        }
    }

    /// Ends the nearest element of this name. One within a line needs no end, so that those in it
    /// end, too.
    fn close(&mut self, tag: &Tag<'a>, number: usize, line: &mut Line<'a>) -> Result<(), Diagnostic> {
        let starts_line = !line.is_text;
        let name = tag.name;
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            if starts_line {
                return Err(problem(self.page, number, format!("</{name}> closes nothing"), REPORT));
            }
            return Ok(());
        }
        while let Some(element) = self.open.pop() {
            *self.counts.entry(element.name).or_default() -= 1;
            if element.name == name {
                let part = Part { line: number, kind: Kind::Close { starts_line } };
                match element.starts_line {
                    true if starts_line => self.lexed.parts.push(part),
                    true => line.closed.push(part),
                    false => {}
                }
                break;
            }
            if element.starts_line {
                let Element { name: open, line: start, .. } = element;
                let message = format!("</{name}> closes the <{open}> that starts on line {start}");
                return Err(problem(self.page, number, message, REPORT));
            }
        }
        Ok(())
    }

    fn push_line(&mut self, line: Line<'a>) {
        let text = line.text.trim_matches(|c: char| c.is_whitespace() || c == TAG);
        if !text.is_empty() {
            let kind = if let Some(heading) = heading(text) {
                Kind::Heading(heading.to_owned())
            } else if text.starts_with('>') {
                Kind::Quote(text.trim_start_matches(['>', ' ', '\t']).to_owned())
            } else {
                Kind::Text(text.to_owned())
            };
            self.push(line.number, kind);
        }
        self.lexed.parts.extend(line.closed);
    }

    fn push(&mut self, line: usize, kind: Kind<'a>) {
        self.lexed.parts.push(Part { line, kind });
    }

    /// What is left of the line.
    fn rest_of_line(&self) -> &'a str {
        let rest = &self.text[self.at..];
        &rest[..rest.find('\n').unwrap_or(rest.len())]
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
        if let Some(last) = taken.rfind('\n') {
            self.number += taken.bytes().filter(|b| *b == b'\n').count();
            self.start = self.at - (len - last - 1);
            self.spans = None;
        }
    }
}

/// The three or more backticks or tildes that open a code fence, in an item of a list or not.
fn fence(line: &str) -> Option<&str> {
    let text = without_list_marker(line);
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = text.trim_start_matches(mark);
    let run = &text[..text.len() - info.len()];
    (run.len() >= 3 && !(mark == '`' && info.contains('`'))).then_some(run)
}

/// What an item of a list says; any other line as it is.
fn without_list_marker(text: &str) -> &str {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = if number.len() < text.len() {
        number.strip_prefix(['.', ')'])
    } else {
        text.strip_prefix(['-', '*', '+', '•'])
    };
    after.filter(|after| after.starts_with(char::is_whitespace)).map_or(text, str::trim_start)
}

/// Whether a line starts a statement of JavaScript that imports or exports.
fn is_module(line: &str) -> bool {
    const EXPORTS: [&str; 9] =
        ["const", "let", "var", "function", "default", "async", "class", "{", "*"];
    let is_import = |rest: &str| {
        rest.starts_with(['"', '\'', '{']) || rest.contains(" from \"") || rest.contains(" from '")
    };
    let is_export = |rest: &str| EXPORTS.iter().any(|word| rest.starts_with(word));
    line.strip_prefix("import ").is_some_and(|rest| is_import(rest.trim_start()))
        || line.strip_prefix("export ").is_some_and(|rest| is_export(rest.trim_start()))
}

/// The text of a heading, without an id, `{#id}`.
fn heading(line: &str) -> Option<&str> {
    let after = line.trim_start_matches('#');
    if !(1..=6).contains(&(line.len() - after.len())) || !after.starts_with(char::is_whitespace) {
        return None;
    }
    let text = without_id(after.trim());
    let open = text.trim_end_matches('#');
    Some(if open.ends_with(char::is_whitespace) { without_id(open.trim_end()) } else { text })
}

fn without_id(text: &str) -> &str {
    let is_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let id = text.strip_suffix('}').and_then(|text| text.rsplit_once("{#"));
    id.filter(|(_, id)| id.chars().all(is_id))
        .map_or(text, |(text, _)| text.trim_end_matches(['\\', ' ']))
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

fn starts_comment(text: &str) -> bool {
    let inner = text.strip_prefix('{').map(str::trim_start);
    text.starts_with("<!--") || inner.is_some_and(|inner| inner.starts_with("/*"))
}

/// The length of the comment that `text` starts with, if it ends. It is `<!-- … -->`, or `{/* …
/// */}`, where the braces may hold several comments.
fn comment_len(text: &str) -> Option<usize> {
    if text.starts_with('<') {
        // `<!-->` is a whole comment.
        return text[2..].find("-->").map(|at| 2 + at + 3);
    }
    let mut rest = text[1..].trim_start();
    while let Some(comment) = rest.strip_prefix("/*") {
        rest = comment[comment.find("*/")? + 2..].trim_start();
    }
    let after = rest.strip_prefix('}')?;
    Some(text.len() - after.len())
}
