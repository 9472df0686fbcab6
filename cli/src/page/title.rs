//! A phase's title, `RECEIVED` – Request accepted, from an accordion, a heading or a line of its own.

use super::{Title, text};

/// The title that `markdown` is from its first word to its last, if it is one.
pub(super) fn parse(markdown: &str, line: usize) -> Option<Title> {
    // Few lines have a dash, and the inline parser is the dear part.
    if !markdown.contains(DASHES) {
        return None;
    }
    let words = text::plain(&markdown.replace('|', r"\|"));
    let (status, rest) = words.split_at(words.find(|c| !is_code_char(c)).unwrap_or(words.len()));
    let from_dash = rest.trim_start();
    let title = from_dash.trim_start_matches(DASHES);
    let has_dash = title.len() < from_dash.len();
    let is_spaced = from_dash.len() < rest.len() || title.starts_with(char::is_whitespace);
    let title = title.trim();
    (is_code(status) && has_dash && is_spaced && !title.is_empty()).then(|| Title {
        status: status.to_owned(),
        title: title.to_owned(),
        line,
    })
}

/// Hyphen-minus, hyphen, figure dash, en dash, em dash, horizontal bar, minus sign.
const DASHES: [char; 7] = ['-', '\u{2010}', '\u{2012}', '–', '—', '\u{2015}', '\u{2212}'];

pub(super) fn is_code(word: &str) -> bool {
    word.len() > 1
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(is_code_char)
}

fn is_code_char(c: char) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'
}
