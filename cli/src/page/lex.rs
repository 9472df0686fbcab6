//! Splits the page's text into parts: the lines, without comments and tags, and where components start
//! and end. Checks that every comment and fence ends, and every component that starts a line.

use vkyc_status_codegen::Diagnostic;

use super::problem::{FETCH_AGAIN, problem};
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
    pub(super) kind: PartKind<'a>,
}

/// A line is trimmed, and Markdown with a [`MARK`] for each tag, but a line end for one that breaks it.
pub(super) enum PartKind<'a> {
    /// A component that starts a line, with its title.
    Open(Option<&'a str>),
    Close,
    Heading(String),
    Text(String),
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
    match lexer.open.iter().find_map(|(name, line)| Some((name, (*line)?))) {
        Some((name, line)) => lexer.unfinished(line, &format!("<{name}>")),
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
    /// The components that are open, each with its line if it starts that.
    open: Vec<(&'a str, Option<usize>)>,
    lexed: Lexed<'a>,
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
            self.push(number, PartKind::Blank);
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
        self.push(start, PartKind::Code(info));
        while self.at < self.text.len() {
            let (number, text) = (self.number, self.take_line().trim());
            if text.starts_with(mark) && text.trim_start_matches(&mark[..1]).is_empty() {
                self.push(number, PartKind::Blank);
                return Ok(());
            }
            self.push(number, PartKind::Code(text));
        }
        self.unfinished(start, "code fence")
    }

    /// Takes a line with all comments and tags in it. Those that start it may have several lines.
    fn text_line(&mut self) -> Result<(), Diagnostic> {
        // What is left of it without comments and tags.
        let mut line = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(['\n', '`', '<', '{']).unwrap_or(rest.len());
            let len = match rest.as_bytes().get(plain) {
                Some(b'<' | b'{') if plain == 0 && self.markup(&mut line)? => continue,
                Some(b'<' | b'{') if plain == 0 => 1,
                Some(b'`') => plain + code_span_len(&rest[plain..]),
                _ => plain,
            };
            if len == 0 {
                break;
            }
            let text = &rest[..len];
            line.push_str(if line.is_empty() { text.trim_start() } else { text });
            self.at += len;
        }
        self.push_line(&line);
        self.take_line();
        Ok(())
    }

    /// Takes a comment or a tag; says whether there is one.
    fn markup(&mut self, line: &mut String) -> Result<bool, Diagnostic> {
        let (rest, number) = (&self.text[self.at..], self.number);
        let starts_line = line.is_empty();
        if let Some((opening, closing)) = comment(rest) {
            let len = rest[2..].find(closing).map(|len| 2 + len + closing.len());
            let Some(len) = len.filter(|len| !rest[2..*len].contains(opening)) else {
                return self.unfinished(number, "comment");
            };
            let closed = rest[len..].trim_start();
            let is_braced = opening == "{/*" && closed.starts_with('}');
            self.take(if is_braced { rest.len() - closed.len() + 1 } else { len });
        } else if let Some(tag) = Tag::parse(rest) {
            self.tag(tag, line);
        } else if let Some(name) = tag::name(rest).filter(|name| tag::is_component(name)) {
            return self.unfinished(number, &format!("tag <{name}>, or a quote in it,"));
        } else {
            return Ok(false);
        }
        // Marks that became a comment by accident hide what is between them.
        if self.number > number && !starts_line {
            return self.unfinished(number, "line");
        }
        Ok(true)
    }

    fn tag(&mut self, tag: Tag<'a>, line: &mut String) {
        let (number, starts_line) = (self.number, line.is_empty());
        self.take(tag.len);
        self.lexed.attributes.push((number, tag.shown));
        if !starts_line {
            line.push_str(match tag.name {
                "s" | "del" | "strike" => "~~",
                // A long name may be broken at an underscore.
                name if breaks_line(name) && !line.ends_with('_') => "\n",
                _ => MARK,
            });
        }
        if tag.is_end {
            self.close(tag.name, line);
        } else if tag::is_component(tag.name) {
            if starts_line {
                self.push(number, PartKind::Open(tag.title));
            }
            if !tag.is_empty {
                self.open.push((tag.name, starts_line.then_some(number)));
            } else if starts_line {
                self.push(number, PartKind::Close);
            }
        }
    }

    /// Ends the innermost component of this name. One within a line needs no end, and may have none.
    fn close(&mut self, name: &str, line: &mut String) {
        while let Some((open, start)) =
            self.open.pop_if(|(open, start)| *open == name || start.is_none())
        {
            if open == name {
                if start.is_some() {
                    self.push_line(&std::mem::take(line));
                    self.push(self.number, PartKind::Close);
                }
                return;
            }
        }
    }

    /// Adds a line; one of which nothing is left is blank.
    fn push_line(&mut self, line: &str) {
        let line = line.trim_end();
        let kind = if line.is_empty() {
            PartKind::Blank
        } else if let Some(heading) = heading(line) {
            PartKind::Heading(heading.to_owned())
        } else {
            PartKind::Text(line.to_owned())
        };
        self.push(self.number, kind);
    }

    fn unfinished<T>(&self, line: usize, what: &str) -> Result<T, Diagnostic> {
        let message = format!("the {what} that starts here does not end");
        Err(problem(self.page, line, message, FETCH_AGAIN))
    }

    fn push(&mut self, line: usize, kind: PartKind<'a>) {
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

/// Whether an element of HTML ends a line of text, or a cell.
fn breaks_line(name: &str) -> bool {
    const BREAKING: &str = "br hr p div li dt dd td th tr summary h1 h2 h3 h4 h5 h6";
    BREAKING.split(' ').any(|breaking| breaking.eq_ignore_ascii_case(name))
}

/// The three or more backticks or tildes that open a code fence, in an item of a list or not.
fn fence(line: &str) -> Option<&str> {
    let is_marker = |c: char| c.is_ascii_digit() || " .)-*+".contains(c);
    let text = line.trim_start_matches(is_marker);
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = text.trim_start_matches(mark);
    let run = &text[..text.len() - info.len()];
    (run.len() >= 3 && !(mark == '`' && info.contains('`'))).then_some(run)
}

/// Whether a line is a statement of JavaScript that imports or exports. A row may be joined to one.
fn is_module(line: &str) -> bool {
    let is_statement = line.starts_with("import ") || line.starts_with("export ");
    is_statement && line.contains(['"', '\'', '{', '=', '(']) && !line.contains('|')
}

/// What is after the address of the link definition that `line` is: `[proxy]: https://… "title"`.
fn title_of_definition(line: &str) -> Option<&str> {
    let (_, rest) =
        line.strip_prefix('[').filter(|label| !label.starts_with('^'))?.split_once("]:")?;
    let rest = rest.trim_start();
    let title = rest.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
    (!rest.is_empty() && (title.is_empty() || title.starts_with(['"', '\'', '(']))).then_some(title)
}

/// The text of a heading, without an id, `{#id}`.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let is_heading = (1..=6).contains(&level) && (text.is_empty() || text.starts_with([' ', '\t']));
    let id = text.rsplit_once("{#").filter(|(_, id)| id.ends_with('}'));
    let text = id.map_or(text, |(text, _)| text.trim_end_matches('\\'));
    is_heading.then_some(text.trim())
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
