//! The page's parts come in; the last one that says something goes out, unless the page is cut
//! there.

use super::fault::{FETCH_AGAIN, Fault, excerpt};
use super::lexer::{Kind, Part};
use super::tag::Form;
use super::{row, title};

/// The last part that is more than a closing tag.
pub(super) fn last<'p, 's>(parts: &'p [Part<'s>]) -> Option<&'p Part<'s>> {
    parts.iter().rfind(|part| match &part.kind {
        Kind::Tag { tag, .. } => tag.form != Form::Close,
        Kind::Blank => false,
        _ => true,
    })
}

/// The last part must be whole, no title, and no beginning of a table.
pub(super) fn check(last: &Part<'_>, is_title: bool, is_table_end: bool) -> Result<(), Fault> {
    let Some(text) = words(last) else { return Ok(()) };
    let is_text = matches!(last.kind, Kind::Text(_));
    let begins_table = text.starts_with('|') || row::dashes(text).is_some();
    if is_title || is_text && is_cut(text) {
        let message = format!("the page ends in the middle of this line: {}", excerpt(text));
        return Err(Fault::at(last.line, message, FETCH_AGAIN));
    }
    if is_text && begins_table && !is_table_end {
        let message = "the page ends in a table without rows";
        return Err(Fault::at(last.line, message, FETCH_AGAIN));
    }
    Ok(())
}

/// What is on the line, if it is no tag.
pub(super) fn words<'p>(part: &'p Part<'_>) -> Option<&'p str> {
    match &part.kind {
        Kind::Text(text) | Kind::Heading { text, .. } => Some(text),
        Kind::Summary(text) | Kind::Quote(text) => Some(text),
        _ => None,
    }
}

/// Whether a line breaks off within a tag, a piece of code, a row, a header or a title.
fn is_cut(line: &str) -> bool {
    if let Some(row) = row::split(line) {
        return line.starts_with('|') && !row.is_closed;
    }
    let is_mark = line.len() < 3 && line.bytes().all(|b| b"#*_|`<&{-+=".contains(&b));
    let words = line.trim_matches(['`', '*', '#', ' ']);
    let is_capitals = words.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let is_tag_cut = line.starts_with('<') && !line.contains('>');
    let is_open = |mark| line.matches(mark).count() % 2 == 1;
    is_mark
        || is_capitals && !words.is_empty()
        || is_tag_cut
        || is_open("`")
        || is_open("**")
        || title::is_cut(line)
        || row::begins_header(line)
}
