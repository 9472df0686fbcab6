//! Renders the Markdown of a cell or a title to the plain text that a reader of the page sees.

use std::collections::HashSet;

use pulldown_cmark::{BrokenLink, Event, Options, Parser, TagEnd};
use vkyc_status_codegen::text::is_invisible;

use super::words::{TAG, joined};

/// The labels of the page's link definitions, as [`label`] writes them.
pub(super) type Links = HashSet<String>;

/// The text that the Markdown of a cell or a title shows.
pub(super) fn rendered(markdown: &str, links: &Links) -> String {
    if !markdown.contains(['\\', '`', '*', '_', '<', '&', '[', '|', TAG]) {
        return collapsed(markdown);
    }
    collapsed(&flat(markdown, links))
}

/// The text that a code's cell shows, with a space wherever markup separates a name from what is
/// glued to it: a badge, a footnote's mark.
pub(super) fn rendered_names(markdown: &str, links: &Links) -> String {
    joined(&flat(markdown, links))
}

/// The label of a link or of its definition, as the two are compared.
pub(super) fn label(text: &str) -> String {
    collapsed(text).to_lowercase()
}

/// The text that `markdown` shows, with [`TAG`] wherever markup begins or ends.
fn flat(markdown: &str, links: &Links) -> String {
    // As the only cell of a table it is inline Markdown: there, "1. Wait" is not a list.
    let table = format!("|-|\n|-|\n| {} |", with_escaped_pipes(markdown).replace('\n', " "));
    let is_defined = |link: BrokenLink<'_>| {
        links.contains(&label(&link.reference)).then(|| ("".into(), "".into()))
    };
    let body =
        Parser::new_with_broken_link_callback(&table, Options::ENABLE_TABLES, Some(is_defined))
            .skip_while(|event| *event != Event::End(TagEnd::TableHead));
    let mut shown = String::new();
    for event in body {
        match event {
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => {
                shown.push_str(&text);
            }
            Event::Code(text) => shown.extend([&TAG.to_string(), &*text, &TAG.to_string()]),
            _ => shown.push(TAG),
        }
    }
    shown
}

/// `markdown` as a cell of a table.
fn with_escaped_pipes(markdown: &str) -> String {
    let mut escaped = String::with_capacity(markdown.len());
    let mut is_escaped = false;
    for c in markdown.chars() {
        if c == '|' && !is_escaped {
            escaped.push('\\');
        }
        is_escaped = c == '\\' && !is_escaped;
        escaped.push(c);
    }
    escaped
}

/// `text` without characters that cannot be seen, and with one space for each run of white space.
fn collapsed(text: &str) -> String {
    let visible = text.replace(|c: char| is_invisible(c) && !c.is_whitespace(), "");
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}
