//! Tells whether a text is the title of a phase, like "`RECEIVED` – Request accepted".

use super::code_words::{self, Match, is_code};
use super::rendered::{Links, rendered};

/// The longest title, in bytes of Markdown: a longer one has lost its end.
pub(super) const MAX_LEN: usize = 300;

/// The status and the title in a phase's title; `None` if `markdown` is none.
pub(super) fn parse(markdown: &str, links: &Links) -> Option<(String, String)> {
    // Most lines have no dash, and rendering is slow.
    if markdown.len() > MAX_LEN || !markdown.contains(DASHES) && !markdown.contains('&') {
        return None;
    }
    let text = rendered(markdown, links);
    let is_code_char = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let (status, rest) = text.split_at(text.find(|c| !is_code_char(c)).unwrap_or(text.len()));
    let from_dash = rest.trim_start();
    let title = from_dash.trim_start_matches(DASHES);
    let has_dash = title.len() < from_dash.len();
    let is_spaced = from_dash.len() < rest.len() || title.starts_with(char::is_whitespace);
    let title = title.trim();
    (is_code(status) && has_dash && is_spaced && !title.is_empty())
        .then(|| (status.to_owned(), title.to_owned()))
}

/// What can stand between a status and its title: hyphen-minus, hyphen, figure dash, en dash, em
/// dash, horizontal bar, minus sign.
pub(super) const DASHES: [char; 7] =
    ['-', '\u{2010}', '\u{2012}', '–', '—', '\u{2015}', '\u{2212}'];

/// Whether a title is marked as one, so that it cannot be a sentence: its status is written as
/// code, or has an underscore.
pub(super) fn is_marked(markdown: &str, status: &str) -> bool {
    status.contains('_') || markdown.trim_start_matches(['*', '_', ' ']).starts_with(['`', '<'])
}

/// Whether a text that is not a phase's title names a phase all the same: `RECEIVED: Request
/// accepted`.
pub(super) fn names_a_phase(markdown: &str) -> bool {
    let mut has_code = false;
    code_words::for_each(markdown, |word, how| {
        has_code |= how == Match::Exact && word.contains('_');
    });
    has_code || {
        let first = markdown.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        let end = first.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(first.len());
        let last = markdown.split_whitespace().next_back().unwrap_or_default();
        let is_mark = |c: char| c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '&');
        let is_mark = |c: char| is_mark(c) || DASHES.contains(&c);
        end > 1 && first[end..].trim_start().starts_with(is_mark)
            || (is_code(last.trim_matches(['(', ')', '.'])) || has_word_of_code(markdown))
                && markdown.contains(DASHES)
    }
}

/// Whether a text has a word that is written as code.
fn has_word_of_code(markdown: &str) -> bool {
    let mut code = markdown.split('`').skip(1).step_by(2);
    code.any(|code| !code.is_empty() && !code.contains(char::is_whitespace))
}

/// Whether an element's title has a quote without its pair, so that it may have lost its end.
pub(super) fn has_stray_quote(title: &str) -> bool {
    let title = title.trim();
    let is_odd = |quote| title.matches(quote).count() % 2 == 1;
    let is_doubled = title.contains("''") || title.contains("\"\"");
    is_doubled || is_odd('"') || is_odd('\'') && (title.starts_with('\'') || title.ends_with('\''))
}
