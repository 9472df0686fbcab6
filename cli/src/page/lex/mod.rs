//! Splits the page's text into parts: tags, headings and lines. Comments are taken out of the lines
//! and kept beside them.

pub(crate) mod code_spans;
pub(crate) mod html;
pub(crate) mod markers;
pub(crate) mod tag;

use std::ops::Range;

use vkyc_status_codegen::Diagnostic;

use super::problem::{FETCH_AGAIN, LOOK_AT_PAGE, excerpt, problem};
use super::rendered::{self, Links};
use code_spans::CodeSpans;
use html::Role;
use markers::{comment_len, fence, heading, starts_comment, underline_level};
use tag::{Broken, Form, Tag};

/// The lexed page.
#[derive(Debug, Default)]
pub(crate) struct Lexed<'a> {
    pub(crate) parts: Vec<Part<'a>>,
    /// The comments, which the page does not show, each with its line.
    pub(crate) comments: Vec<(usize, &'a str)>,
    pub(crate) links: Links,
    /// Whether the last line has an end.
    pub(crate) has_line_end: bool,
}

#[derive(Debug)]
pub(crate) struct Part<'a> {
    /// Its line on the page, from 1.
    pub(crate) line: usize,
    pub(crate) kind: Kind<'a>,
}

#[derive(Debug)]
pub(crate) enum Kind<'a> {
    /// A tag of an element that has a title, or of one that groups others.
    Tag { tag: Tag<'a>, is_group: bool },
    /// The text of `<summary>`.
    Summary(&'a str),
    /// A heading; `is_underlined` says that a line of `=` or `-` under it makes it one.
    Heading { level: usize, text: String, is_underlined: bool },
    /// Any other line that has something on it, trimmed.
    Text(String),
    /// A line of a quotation.
    Quote(&'a str),
    /// A line in a code fence.
    Fenced(&'a str),
    /// A blank line, which ends a table.
    Blank,
}

impl Part<'_> {
    /// What it says; `None` for a tag, a line of code or a blank line.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) | Kind::Heading { text, .. } => Some(text),
            Kind::Summary(text) | Kind::Quote(text) => Some(text),
            Kind::Tag { .. } | Kind::Fenced(_) | Kind::Blank => None,
        }
    }
}

/// How deep elements may be nested.
const MAX_DEPTH: usize = 100;

/// Splits the page's text into parts. Messages call it `page`.
pub(crate) fn lex<'a>(page: &'a str, text: &'a str) -> Result<Lexed<'a>, Diagnostic> {
    let mut lexer = Lexer::new(page, text);
    lexer.front_matter();
    while lexer.at < text.len() {
        lexer.next()?;
    }
    match lexer.open.pop() {
        Some((name, line)) => {
            let message = format!("the <{name}> that starts here does not end");
            Err(problem(page, line, message, FETCH_AGAIN))
        }
        None => Ok(lexer.lexed),
    }
}

/// The labels of the link definitions on the page: `[proxy]: https://…`
fn definitions(text: &str) -> Links {
    let lines = text.lines().map(str::trim).filter(|line| line.starts_with('['));
    let labels = lines.filter_map(|line| line[1..].split_once("]:").map(|(label, _)| label));
    labels.filter(|label| !label.starts_with('^')).map(rendered::label).collect()
}

struct Lexer<'a> {
    /// What messages call the page.
    page: &'a str,
    text: &'a str,
    /// How much of the text was taken, in bytes, and the line that is next.
    at: usize,
    line: usize,
    /// Where in the text that whole line is, and its code spans once they are needed.
    range: Range<usize>,
    spans: Option<CodeSpans>,
    /// The names of the open elements, each with its line.
    open: Vec<(&'a str, usize)>,
    lexed: Lexed<'a>,
}

impl<'a> Lexer<'a> {
    fn new(page: &'a str, text: &'a str) -> Self {
        let lexed = Lexed {
            links: definitions(text),
            has_line_end: text.ends_with('\n'),
            ..Lexed::default()
        };
        let range = 0..line_end(text, 0);
        Self { page, text, at: 0, line: 1, range, spans: None, open: Vec::new(), lexed }
    }

    /// Takes a line, a fence, or what is before and with the next tag.
    fn next(&mut self) -> Result<(), Diagnostic> {
        let text = self.this_line().trim();
        if let Some(fence) = fence(text) {
            return self.fence(fence);
        }
        let kind = if text.is_empty() {
            Kind::Blank
        } else if text.starts_with('>') {
            Kind::Quote(text)
        } else {
            return self.inline();
        };
        self.push(self.line, kind);
        self.take_line();
        Ok(())
    }

    /// Takes the lines between the two `---` that a page may start with.
    fn front_matter(&mut self) {
        let is_fence = |line: &str| line.trim_end() == "---";
        let mut lines = self.text.trim_start().split('\n');
        if lines.next().is_some_and(is_fence) && lines.any(is_fence) {
            while self.take_line().trim().is_empty() {}
            loop {
                let (number, line) = (self.line, self.take_line());
                if is_fence(line) {
                    break;
                }
                self.push(number, Kind::Text(line.trim().into()));
            }
            self.push(self.line, Kind::Blank);
        }
    }

    fn fence(&mut self, fence: &'a str) -> Result<(), Diagnostic> {
        let start = self.line;
        self.push(start, Kind::Blank);
        self.take_line();
        while self.at < self.text.len() {
            let (number, text) = (self.line, self.take_line().trim());
            if text.starts_with(fence) && text.trim_start_matches(&fence[..1]).is_empty() {
                return Ok(());
            }
            self.push(number, Kind::Fenced(text));
        }
        Err(problem(self.page, start, "the code fence that starts here does not end", FETCH_AGAIN))
    }

    /// Takes a line with all comments in it, up to its end or up to and with a tag that is a part.
    fn inline(&mut self) -> Result<(), Diagnostic> {
        let mut text = Line::default();
        let mut start = self.at;
        loop {
            let line = self.this_line();
            let Some(found) = line.find(['\\', '`', '<', '{']) else {
                text.add(self.line, &self.text[start..self.at + line.len()]);
                self.take_line();
                break;
            };
            self.at += found;
            let rest = &self.text[self.at..];
            match rest.as_bytes()[0] {
                b'\\' => {
                    let next = rest[1..].chars().next().filter(|c| *c != '\n');
                    self.at += 1 + next.map_or(0, char::len_utf8);
                }
                b'`' => {
                    let line = &self.text[self.range.clone()];
                    let spans = self.spans.get_or_insert_with(|| CodeSpans::of(line));
                    self.at = self.range.start + spans.end(line, self.at - self.range.start);
                }
                _ if starts_comment(rest) => {
                    text.add(self.line, &self.text[start..self.at]);
                    self.comment()?;
                    start = self.at;
                }
                b'<' => {
                    let before = &self.text[start..self.at];
                    let starts_line = text.is_blank() && before.trim().is_empty();
                    if let Some(role) = self.block_tag(starts_line) {
                        text.add(self.line, before);
                        self.push_line(&text);
                        return self.tag(role);
                    }
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
        self.push_line(&text);
        Ok(())
    }

    /// The role of the tag at this place, if it is a part and not within a line.
    fn block_tag(&self, starts_line: bool) -> Option<Role> {
        let (name, closes) = tag::name(&self.text[self.at..])?;
        match html::role(name) {
            role @ (Role::Titled | Role::Group | Role::Summary | Role::Heading(_)) => Some(role),
            role @ Role::Component => {
                let is_open = self.open.last().is_some_and(|(open, _)| *open == name);
                (if closes { is_open } else { starts_line }).then_some(role)
            }
            _ => None,
        }
    }

    fn tag(&mut self, role: Role) -> Result<(), Diagnostic> {
        let (text, line) = (&self.text[self.at..], self.line);
        let tag = tag::parse(text).map_err(|broken| {
            let tag = excerpt(text.lines().next().unwrap_or_default());
            match broken {
                Broken::Unfinished => {
                    problem(self.page, line, format!("the tag {tag} does not end"), FETCH_AGAIN)
                }
                Broken::Malformed => {
                    let message = format!("the tag {tag} is malformed: a quote may be missing");
                    problem(self.page, line, message, LOOK_AT_PAGE)
                }
            }
        })?;
        self.take(tag.len);
        match (role, tag.form) {
            (Role::Summary | Role::Heading(_), Form::Open) => {
                self.titled_text(tag.name, role, line)?;
            }
            (Role::Summary | Role::Heading(_), Form::Empty) => {}
            _ => {
                self.nest(&tag, line)?;
                let is_group = role == Role::Group;
                self.push(line, Kind::Tag { tag, is_group });
            }
        }
        self.take_blank_rest();
        Ok(())
    }

    /// Keeps track of the open elements, and checks that each ends where it should.
    fn nest(&mut self, tag: &Tag<'a>, line: usize) -> Result<(), Diagnostic> {
        match tag.form {
            Form::Open if self.open.len() == MAX_DEPTH => {
                let message = format!("more than {MAX_DEPTH} elements are open");
                return Err(problem(self.page, line, message, LOOK_AT_PAGE));
            }
            Form::Open => self.open.push((tag.name, line)),
            Form::Empty => {}
            Form::Close => match self.open.pop() {
                Some((open, _)) if open == tag.name => {}
                Some((open, start)) => {
                    let name = tag.name;
                    let message =
                        format!("</{name}> closes the <{open}> that starts on line {start}");
                    return Err(problem(self.page, line, message, LOOK_AT_PAGE));
                }
                None => {
                    let message = format!("</{}> closes nothing", tag.name);
                    return Err(problem(self.page, line, message, LOOK_AT_PAGE));
                }
            },
        }
        Ok(())
    }

    /// Takes the text and the closing tag of a `<summary>`, or of a heading such as `<h2>`.
    fn titled_text(&mut self, name: &'a str, role: Role, line: usize) -> Result<(), Diagnostic> {
        const MAX_LEN: usize = 1_000;
        let rest = &self.text[self.at..];
        let window = tag::window(rest, MAX_LEN);
        let close = format!("</{name}>");
        let Some(len) = window.find(&close) else {
            let message = format!("the <{name}> that starts here does not end");
            return Err(problem(self.page, line, message, FETCH_AGAIN));
        };
        let text = &rest[..len];
        self.take(len + close.len());
        let kind = match role {
            Role::Heading(level) => {
                Kind::Heading { level, text: text.trim().into(), is_underlined: false }
            }
            _ => Kind::Summary(text.trim()),
        };
        self.push(line, kind);
        Ok(())
    }

    fn comment(&mut self) -> Result<(), Diagnostic> {
        let (rest, line) = (&self.text[self.at..], self.line);
        let Some(len) = comment_len(rest) else {
            let message = "the comment that starts here does not end";
            return Err(problem(self.page, line, message, FETCH_AGAIN));
        };
        let comment = &rest[..len];
        if comment[1..].contains(if comment.starts_with('<') { "<!--" } else { "{/*" }) {
            let message = "the comment that starts here does not end before another one starts";
            return Err(problem(self.page, line, message, LOOK_AT_PAGE));
        }
        self.take(len);
        self.lexed.comments.push((line, comment));
        Ok(())
    }

    fn push_line(&mut self, Line { number, text }: &Line) {
        let text = text.trim();
        if text.is_empty()
            || underline_level(text).is_some_and(|level| self.underline(level, *number))
        {
            return;
        }
        let kind = match heading(text) {
            Some((level, text)) => {
                Kind::Heading { level, text: text.to_owned(), is_underlined: false }
            }
            None => Kind::Text(text.to_owned()),
        };
        self.push(*number, kind);
    }

    /// Makes the line above line `number` a heading, if it can be one.
    fn underline(&mut self, level: usize, number: usize) -> bool {
        let Some(Part { line, kind }) = self.lexed.parts.last_mut() else { return false };
        match kind {
            Kind::Text(above) if *line + 1 == number && !above.contains('|') => {
                let text = std::mem::take(above);
                *kind = Kind::Heading { level, text, is_underlined: true };
                true
            }
            _ => false,
        }
    }

    fn push(&mut self, line: usize, kind: Kind<'a>) {
        self.lexed.parts.push(Part { line, kind });
    }

    /// What is left of the line.
    fn this_line(&self) -> &'a str {
        &self.text[self.at..self.range.end]
    }

    /// Takes what is left of the line, and its end.
    fn take_line(&mut self) -> &'a str {
        let line = self.this_line();
        self.take((line.len() + 1).min(self.text.len() - self.at));
        line
    }

    fn take(&mut self, len: usize) {
        let taken = &self.text[self.at..][..len];
        self.at += len;
        if let Some(last) = taken.rfind('\n') {
            self.line += taken.bytes().filter(|b| *b == b'\n').count();
            let start = self.at - (taken.len() - last - 1);
            self.range = start..line_end(self.text, self.at);
            self.spans = None;
        }
    }

    /// Takes the rest of a line that held only a tag, which is not a blank line.
    fn take_blank_rest(&mut self) {
        if self.this_line().trim().is_empty() {
            self.take_line();
        }
    }
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |len| at + len)
}

/// A line without its comments. It starts where something is left of it.
#[derive(Default)]
struct Line {
    number: usize,
    text: String,
}

impl Line {
    fn add(&mut self, number: usize, text: &str) {
        if self.is_blank() {
            self.number = number;
            self.text.clear();
        }
        self.text.push_str(text);
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}
