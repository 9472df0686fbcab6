//! From bytes to text with one kind of line end, and from a piece of Markdown to the plain words
//! that it shows.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, TagEnd};

use super::trouble::{FETCH_AGAIN, FETCH_MARKDOWN, Trouble, excerpt};

pub(super) fn decode(bytes: &[u8]) -> Result<String, Trouble> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let before = bytes.split_at(e.valid_up_to()).0;
        Trouble::at(
            before.split(|b| *b == b'\n').count(),
            format!("byte {} is not UTF-8", e.valid_up_to() + 1),
            "save the page as UTF-8 text, uncompressed",
        )
    })?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace(is_invisible, "");
    let start = text.trim_start();
    if start.is_empty() {
        return Err(Trouble::page("the page is empty", FETCH_AGAIN));
    }
    if is_html(start) {
        let first = excerpt(start.lines().next().unwrap_or_default());
        let what = format!(
            "the page is HTML (an error page, or the rendered page): it begins with {first}"
        );
        return Err(Trouble::page(what, FETCH_MARKDOWN));
    }
    Ok(text)
}

/// What is there for the layout and never part of a word: byte-order mark, soft hyphen, zero-width
/// space, word joiner, marks of direction, control characters.
fn is_invisible(c: char) -> bool {
    let is_format =
        matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_format || c.is_control() && !c.is_whitespace()
}

fn is_html(start: &str) -> bool {
    const OPENINGS: [&str; 5] = ["<!doctype", "<html", "<head", "<body", "<?xml"];
    OPENINGS.iter().any(|o| start.get(..o.len()).is_some_and(|s| s.eq_ignore_ascii_case(o)))
}

/// The words that a table cell's Markdown shows.
pub(super) fn plain(cell: &str) -> String {
    // As the one cell of a table it is read as inline Markdown: "1. Wait" is no list there.
    let table = format!("|-|\n|-|\n| {} |", cell.replace('\n', " "));
    let mut words = String::new();
    let body = Parser::new_ext(&table, Options::ENABLE_TABLES)
        .skip_while(|event| *event != Event::End(TagEnd::TableHead));
    for event in body {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::InlineHtml(html) | Event::Html(html) => words.push_str(&html_words(&html)),
            _ => {}
        }
    }
    collapse(&words)
}

fn html_words(html: &str) -> Cow<'_, str> {
    let is_break = html.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br"));
    if is_break || html.starts_with("<!--") { " ".into() } else { html.into() }
}

fn collapse(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
