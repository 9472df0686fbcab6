//! Tells whether the page is cut off, by the last part that says something.

use super::lex::markers;
use super::lex::tag::{self, Form};
use super::lex::{Kind, Part};
use super::problem::excerpt;
use super::table::{header, row};
use super::title::DASHES;

/// The last part that is more than a closing tag.
pub(super) fn last<'p, 's>(parts: &'p [Part<'s>]) -> Option<&'p Part<'s>> {
    parts.iter().rfind(|part| match &part.kind {
        Kind::Tag { tag, .. } => tag.form != Form::Close,
        Kind::Text(text) => !is_closing_tag(text),
        Kind::Blank => false,
        _ => true,
    })
}

/// The text of the last part, without the markers of a quotation and a list.
pub(super) fn text<'p>(last: &'p Part<'_>) -> &'p str {
    let text = last.text().unwrap_or_default();
    markers::without_list_marker(markers::without_quote_markers(text))
}

/// Why the page looks cut off in or behind its last part: that is not whole, or it is a title or
/// the beginning of a table.
pub(super) fn cut(last: &Part<'_>, is_title: bool, is_table_end: bool) -> Option<String> {
    let text = text(last);
    let begins_table = text.starts_with('|') || row::dashes(text).is_some();
    let is_text = matches!(last.kind, Kind::Text(_));
    let is_line = is_text || matches!(last.kind, Kind::Quote(_));
    if is_title || is_line && is_cut(text) {
        Some(format!("the page ends in the middle of this line: {}", excerpt(text)))
    } else {
        let has_no_rows = is_text && begins_table && !is_table_end;
        has_no_rows.then(|| "the page ends in a Markdown table without rows".to_owned())
    }
}

/// Whether a line breaks off within a tag, an element, emphasis, code, a row, a header or a title,
/// or is only the marker that one of them starts with.
fn is_cut(line: &str) -> bool {
    if let Some(row) = row::split(line) {
        return line.starts_with('|') && (!row.is_closed || row.cells.is_empty());
    }
    let text = line.trim_matches(['`', '*', '#', ' ']);
    let is_capitals = text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let is_tag_cut = line.starts_with('<') && !line.contains('>');
    let is_title_cut = line.ends_with(DASHES) && text.starts_with(|c: char| c.is_ascii_uppercase());
    let is_open = |mark| line.matches(mark).count() % 2 == 1;
    is_marker(line)
        || is_capitals && !text.is_empty()
        || is_tag_cut
        || tag::opens_an_element(line)
        || is_open("`")
        || is_open("**")
        || is_title_cut
        || header::is_begun(line)
}

/// Whether a line is only markers that something must follow, or the number of a list item: `{ /`,
/// `1.`. Three dashes or the like are a rule across the page.
fn is_marker(line: &str) -> bool {
    let symbols: String = line.split_whitespace().collect();
    let is_break = symbols.len() > 2
        && ['*', '_', '-', '='].iter().any(|mark| symbols.trim_start_matches(*mark).is_empty());
    let number = line.trim_end_matches(['.', ')']);
    let is_number = number.len() < 3 && number.bytes().all(|b| b.is_ascii_digit());
    is_number || !is_break && symbols.chars().all(|c| "#*_|`<&{-+=./•".contains(c))
}

/// Whether a line is one closing tag.
fn is_closing_tag(line: &str) -> bool {
    tag::parse(line).is_ok_and(|tag| tag.form == Form::Close && tag.len == line.len())
}
