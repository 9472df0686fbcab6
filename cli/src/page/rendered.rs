//! Renders the Markdown of a cell or a title to the plain text that a reader of the page sees.

use std::borrow::Cow;
use std::collections::HashSet;

use pulldown_cmark::{BrokenLink, Event, Options, Parser, TagEnd};

use super::decode::without_invisible;
use super::lex::code_spans::CodeSpans;
use super::lex::html::{self, Role};
use super::lex::tag;

/// The labels of the page's link definitions, in lower case.
pub(super) type Links = HashSet<String>;

/// The text that the Markdown of a cell or a title shows.
pub(super) fn rendered(markdown: &str, links: &Links) -> String {
    if !markdown.contains(['\\', '`', '*', '_', '<', '&', '[', '{', '|', '\n']) {
        return collapsed(markdown);
    }
    // As the only cell of a table it is inline Markdown: there, "1. Wait" is not a list.
    let markdown = with_escaped_pipes(markdown);
    let markdown = without_tags(&markdown);
    let table = format!("|-|\n|-|\n| {} |", markdown.replace('\n', " "));
    let is_defined = |link: BrokenLink<'_>| {
        links.contains(&label(&link.reference)).then(|| ("".into(), "".into()))
    };
    let body =
        Parser::new_with_broken_link_callback(&table, Options::ENABLE_TABLES, Some(is_defined))
            .skip_while(|event| *event != Event::End(TagEnd::TableHead));
    let mut shown = String::new();
    for event in body {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                shown.push_str(&text);
            }
            _ => {}
        }
    }
    collapsed(&shown)
}

/// The label of a link or of its definition, as the two are compared.
pub(super) fn label(text: &str) -> String {
    collapsed(text).to_lowercase()
}

/// Replaces tags and JSX strings by what they show, since a Markdown parser takes them for text:
/// `<Tooltip tip={x}>` shows nothing of its own, `{' '}` a space.
fn without_tags(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains(['<', '{']) {
        return markdown.into();
    }
    let spans = CodeSpans::of(markdown);
    let mut out = String::with_capacity(markdown.len());
    let mut at = 0;
    while let Some(next) = markdown[at..].chars().next() {
        let rest = &markdown[at..];
        let hidden = match next {
            '<' => element(rest),
            '{' => jsx_string(rest),
            _ => None,
        };
        let (len, shown) = hidden.unwrap_or_else(|| {
            let len = match next {
                '\\' => rest.char_indices().nth(2).map_or(rest.len(), |(len, _)| len),
                '`' => spans.end(markdown, at) - at,
                c => c.len_utf8(),
            };
            (len, rest[..len].into())
        });
        out.push_str(&shown);
        at += len;
    }
    out.into()
}

/// The length of the tag that `text` starts with, and what it shows.
fn element(text: &str) -> Option<(usize, Cow<'_, str>)> {
    let (name, _) = tag::name(text)?;
    let shown = match html::role(name) {
        Role::Unknown => return None,
        Role::Inline | Role::Component => "",
        _ => " ",
    };
    let tag = tag::parse(text).ok()?;
    Some((tag.len, shown.into()))
}

/// The length of the JSX string that `text` starts with, `{"…"}`, and what it shows.
fn jsx_string(text: &str) -> Option<(usize, Cow<'_, str>)> {
    let inner = text.strip_prefix('{')?.trim_start();
    let quote = inner.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (string, after) = inner[1..].split_once(quote)?;
    let after = after.trim_start().strip_prefix('}')?;
    let escape = |c: char| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]);
    let shown = string.chars().flat_map(escape).collect::<String>();
    Some((text.len() - after.len(), shown.into()))
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
    without_invisible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_not_shown() {
        let links = Links::from(["vpn".to_owned(), "1".to_owned()]);
        for markdown in [
            "a proxy or VPN",
            "a **proxy** or _VPN_",
            "a <b>proxy</b> or <code>VPN</code>",
            "a pro<wbr>xy or VPN",
            "a pro&shy;xy or VPN",
            "a <Tooltip tip={\"x > y\"} headline='A | B'>proxy</Tooltip> or VPN",
            "a{' '}proxy{\" \"}or {`VPN`}",
            "a<br/>proxy<br>or&nbsp;VPN",
            "a [proxy][1] or [VPN]",
            "a [proxy](https://x.y/a_b) or [VPN][]",
            "a proxy o<sup>r</sup> VPN",
        ] {
            assert_eq!(rendered(markdown, &links), "a proxy or VPN", "{markdown}");
        }
    }

    #[test]
    fn words_that_look_like_markup_are_shown() {
        let links = Links::new();
        for (markdown, shown) in [
            ("the <browser> page", "the <browser> page"),
            ("the <brand> and <TOKEN>", "the <brand> and <TOKEN>"),
            ("`<b>` and `{' '}`", "<b> and {' '}"),
            ("\\<b> and \\{' '}", "<b> and {' '}"),
            ("a < b, {x}, [sic]", "a < b, {x}, [sic]"),
            ("1. Wait", "1. Wait"),
            ("a \\| b", "a | b"),
            ("2 * 3 * 4 _x", "2 * 3 * 4 _x"),
        ] {
            assert_eq!(rendered(markdown, &links), shown, "{markdown}");
        }
    }

    #[test]
    fn references_hide_no_control_characters() {
        assert_eq!(rendered("a&#x202e;b&#27;c&#x9b;d", &Links::new()), "abcd");
    }

    #[test]
    fn white_space_around_what_is_not_shown_is_collapsed() {
        for (markdown, shown) in [
            ("a &shy; b", "a b"),
            ("a &shy;", "a"),
            ("&shy; a", "a"),
            ("a\u{200b} \u{ad} b", "a b"),
            ("a&nbsp;&#x200b;&nbsp;b", "a b"),
            ("&shy;", ""),
        ] {
            assert_eq!(rendered(markdown, &Links::new()), shown, "{markdown}");
        }
    }
}
