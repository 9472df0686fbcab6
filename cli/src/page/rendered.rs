//! Renders the Markdown of a line, a cell or a title to the text that a reader of the page sees.

use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag};
use vkyc_status_codegen::text::is_invisible;

/// Where the lexer took out a tag, and where other markup begins or ends. It separates words, but not
/// the parts of a name.
pub(super) const MARK: &str = "\u{200b}";

/// The text that the Markdown of a cell or a title shows, with single spaces.
pub(super) fn rendered(markdown: &str) -> String {
    let visible =
        marked(markdown, false).replace(|c: char| is_invisible(c) && !c.is_whitespace(), "");
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same with a space wherever markup separates a name from what is glued to it, a badge or a
/// footnote's mark.
pub(super) fn separated(markdown: &str) -> String {
    apart(&marked(markdown, false))
}

/// The same with the titles of links and images.
pub(super) fn with_titles(markdown: &str) -> String {
    apart(&marked(markdown, true))
}

/// `text` with a space instead of each mark, but nothing next to an underscore.
fn apart(text: &str) -> String {
    let mut apart = String::with_capacity(text.len());
    let mut is_marked = false;
    for c in text.chars() {
        if MARK.contains(c) {
            is_marked = true;
        } else if !is_invisible(c) || c.is_whitespace() {
            if std::mem::take(&mut is_marked) && c != '_' && !apart.ends_with('_') {
                apart.push(' ');
            }
            apart.push(c);
        }
    }
    apart
}

/// The text that `markdown` shows, with marks.
fn marked(markdown: &str, with_titles: bool) -> String {
    if !markdown.contains(['\\', '`', '*', '_', '<', '&', '[']) {
        return markdown.to_owned();
    }
    // As the only cell of a table it is inline Markdown: there, "1. Wait" is not a list.
    let table = format!("|-|\n|-|\n| {} |", with_escaped_pipes(markdown).replace('\n', " "));
    let is_link = |link: BrokenLink<'_>| {
        (link.link_type != LinkType::Shortcut).then(|| ("".into(), "".into()))
    };
    let parser =
        Parser::new_with_broken_link_callback(&table, Options::ENABLE_TABLES, Some(is_link));
    // Behind the header, which is a dash.
    let mut shown = String::new();
    for event in parser.skip_while(|event| !matches!(event, Event::Start(Tag::TableRow))) {
        match event {
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => {
                shown.push_str(&text)
            }
            Event::Code(text) => shown.extend([MARK, &*text, MARK]),
            Event::Start(Tag::Link { title, .. } | Tag::Image { title, .. }) if with_titles => {
                shown.extend([" ", &*marked(&title, true), " "]);
            }
            _ => shown.push_str(MARK),
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
