//! The page's text comes in; headings, accordions and lines go out, without code fences, comments and quotations.

use super::tag;
use super::trouble::{FETCH_AGAIN, Trouble, excerpt};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    /// The page's line, from 1.
    pub(super) line: usize,
    pub(super) kind: Kind<'a>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Open {
        title: &'a str,
        is_empty: bool,
    },
    Close,
    Heading {
        level: usize,
        text: &'a str,
    },
    /// Any other line that has something on it, trimmed.
    Text(&'a str),
    /// A blank line, or what stands for no line of the page's own: a fence or a quotation. It ends a table.
    Blank,
}

pub(super) fn parts(text: &str) -> Result<Vec<Part<'_>>, Trouble> {
    let mut lexer = Lexer { rest: text, line: 1 };
    let mut parts = Vec::new();
    while !lexer.rest.is_empty() {
        let line = lexer.line;
        if let Some(kind) = lexer.next()? {
            parts.push(Part { line, kind });
        }
    }
    Ok(parts)
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Lexer<'a> {
    /// Takes at least one character off `rest`; `None` is a comment, which leaves nothing behind.
    fn next(&mut self) -> Result<Option<Kind<'a>>, Trouble> {
        let line = self.rest.split('\n').next().unwrap_or_default();
        let text = line.trim();
        if let Some(end) = comment_end(text) {
            self.comment(end)?;
            return Ok(None);
        }
        if let Some(fence) = fence(text) {
            return self.fence(fence).map(Some);
        }
        if text.is_empty() || text.starts_with('>') {
            self.take(line.len());
            return Ok(Some(Kind::Blank));
        }
        let Some(at) = tag::find(line) else {
            self.take(line.len());
            return Ok(Some(heading(text).unwrap_or(Kind::Text(text))));
        };
        self.take_inline(at);
        match line[..at].trim() {
            "" => self.tag().map(Some),
            before => Ok(Some(Kind::Text(before))),
        }
    }

    fn tag(&mut self) -> Result<Kind<'a>, Trouble> {
        let text = self.rest;
        let tag = if tag::is_close(text) {
            text.find('>').map(|end| (Kind::Close, end + 1))
        } else {
            tag::open(text).map(|tag| {
                let title = tag.title.unwrap_or_default();
                (Kind::Open { title, is_empty: tag.is_empty }, tag.len)
            })
        };
        let Some((kind, len)) = tag else {
            let tag = excerpt(text.lines().next().unwrap_or_default());
            return Err(Trouble::at(self.line, format!("the tag {tag} does not end"), FETCH_AGAIN));
        };
        self.take_inline(len);
        self.drop_blank_line_end();
        Ok(kind)
    }

    fn comment(&mut self, end: &str) -> Result<(), Trouble> {
        let Some(at) = self.rest.find(end) else {
            let what = "the comment that starts here does not end";
            return Err(Trouble::at(self.line, what, FETCH_AGAIN));
        };
        self.take_inline(at + end.len());
        self.drop_blank_line_end();
        Ok(())
    }

    fn fence(&mut self, fence: &str) -> Result<Kind<'a>, Trouble> {
        let start = self.line;
        self.take_line();
        while !self.rest.is_empty() {
            let text = self.take_line().trim();
            if text.starts_with(fence) && text.trim_start_matches(&fence[..1]).is_empty() {
                return Ok(Kind::Blank);
            }
        }
        Err(Trouble::at(start, "the code fence that starts here does not end", FETCH_AGAIN))
    }

    fn take_line(&mut self) -> &'a str {
        let line = self.rest.split('\n').next().unwrap_or_default();
        self.take(line.len());
        line
    }

    /// Takes `len` bytes and the line end after them.
    fn take(&mut self, len: usize) {
        self.take_inline((len + 1).min(self.rest.len()));
    }

    fn take_inline(&mut self, len: usize) {
        let (taken, rest) = self.rest.split_at(len);
        self.line += taken.bytes().filter(|b| *b == b'\n').count();
        self.rest = rest;
    }

    /// A line that held only a comment or a tag is no blank line.
    fn drop_blank_line_end(&mut self) {
        let line = self.rest.split('\n').next().unwrap_or_default();
        if line.trim().is_empty() {
            self.take(line.len());
        }
    }
}

fn comment_end(text: &str) -> Option<&'static str> {
    if text.starts_with("<!--") {
        Some("-->")
    } else if text.starts_with("{/*") {
        Some("*/}")
    } else {
        None
    }
}

/// The run of three or more backticks or tildes that opens a fence.
fn fence(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = text.trim_start_matches(mark);
    let run = &text[..text.len() - info.len()];
    (run.len() >= 3 && !(mark == '`' && info.contains('`'))).then_some(run)
}

fn heading(text: &str) -> Option<Kind<'_>> {
    let after = text.trim_start_matches('#');
    let level = text.len() - after.len();
    let is_heading = (1..=6).contains(&level) && after.starts_with(char::is_whitespace);
    let text = after.trim();
    let open = text.trim_end_matches('#');
    let text =
        if open.is_empty() || open.ends_with(char::is_whitespace) { open.trim_end() } else { text };
    is_heading.then_some(Kind::Heading { level, text })
}
