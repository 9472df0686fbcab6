//! Renders the Markdown of a line, a cell or a title to the text that a reader of the page sees.

use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag};
use vkyc_status_codegen::text::is_invisible;

/// Where the lexer took out a tag, and where other markup begins or ends. It separates words, but not
/// the parts of a name.
pub(super) const MARK: &str = "\u{200b}";

/// The text that the Markdown of a cell or a title shows, with single spaces.
pub(super) fn rendered(markdown: &str) -> String {
    let text = marked(markdown, false).replace(|c: char| is_invisible(c) && !c.is_whitespace(), "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same with a space wherever markup separates a name from what is glued to it, such as a badge,
/// and perhaps with the titles of links and images.
pub(super) fn separated(markdown: &str, with_titles: bool) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut is_marked = false;
    for c in marked(markdown, with_titles).chars() {
        if MARK.contains(c) {
            is_marked = true;
        } else if !is_invisible(c) || c.is_whitespace() {
            if std::mem::take(&mut is_marked) && c != '_' && !text.ends_with('_') {
                text.push(' ');
            }
            text.push(c);
        }
    }
    text
}

/// The text that `markdown` shows, with marks.
fn marked(markdown: &str, with_titles: bool) -> String {
    if !markdown.contains(['\\', '`', '*', '_', '<', '&', '[']) {
        return markdown.to_owned();
    }
    // Most codes are all that their cells show.
    let code = markdown.strip_prefix('`').and_then(|code| code.strip_suffix('`'));
    if let Some(code) = code.filter(|code| super::words::is_name(code)) {
        return [MARK, code, MARK].concat();
    }
    // Behind a full stop it is inline Markdown: "1. Wait" is no list.
    let line = format!(".{}", markdown.replace('\n', " "));
    let is_link = |link: BrokenLink<'_>| {
        (link.link_type != LinkType::Shortcut).then(|| ("".into(), "".into()))
    };
    let mut shown = String::with_capacity(line.len());
    for event in Parser::new_with_broken_link_callback(&line, Options::empty(), Some(is_link)) {
        match event {
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => {
                shown.push_str(&text);
            }
            Event::Code(text) => shown.extend([MARK, &*text, MARK]),
            Event::Start(Tag::Link { title, .. } | Tag::Image { title, .. }) if with_titles => {
                shown.extend([" ", &*marked(&title, true), " "]);
            }
            _ => shown.push_str(MARK),
        }
    }
    shown.replacen('.', "", 1)
}
