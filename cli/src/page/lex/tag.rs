//! Parses a tag of HTML or JSX.

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    pub(crate) name: &'a str,
    pub(crate) form: Form,
    pub(crate) attributes: Vec<(&'a str, &'a str)>,
    /// How many bytes it has, from `<` to `>`.
    pub(crate) len: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `<a>`
    Open,
    /// `</a>`
    Close,
    /// `<a/>`
    Empty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The text ends before the tag does.
    Unfinished,
    Malformed,
}

impl<'a> Tag<'a> {
    /// The attribute that shows as the element's title.
    pub(crate) fn title(&self) -> Option<&'a str> {
        let named = |name| self.attributes.iter().find(|(own, _)| *own == name);
        named("title").or_else(|| named("label")).map(|(_, value)| *value)
    }
}

/// The longest tag and value, in bytes: in a longer one, a quote or a brace is missing.
const MAX_LEN: usize = 4_000;
const MAX_VALUE_LEN: usize = 1_000;

/// The name of the tag that `text` may start with, and whether it closes an element.
pub(crate) fn name(text: &str) -> Option<(&str, bool)> {
    let after = text.strip_prefix('<')?;
    let (after, closes) = match after.strip_prefix('/') {
        Some(after) => (after, true),
        None => (after, false),
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
    let ends_name = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
    let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic())
        && after[end..].chars().next().is_none_or(ends_name);
    is_tag.then_some((&after[..end], closes))
}

/// Whether a line is nothing but a tag that opens an element which another tag must close.
pub(crate) fn opens_an_element(line: &str) -> bool {
    parse(line).is_ok_and(|tag| {
        tag.form == Form::Open
            && tag.len == line.len()
            && !matches!(tag.name, "br" | "hr" | "img" | "input" | "wbr")
    })
}

/// The tag that `text` starts with; a text that starts with none is malformed.
pub(crate) fn parse(text: &str) -> Result<Tag<'_>, Broken> {
    let window = window(text, MAX_LEN);
    let is_whole = window.len() == text.len();
    parse_window(window).map_err(|broken| if is_whole { broken } else { Broken::Malformed })
}

/// As much of the beginning of `text` as fits into `len` bytes.
pub(crate) fn window(text: &str, len: usize) -> &str {
    let mut len = len.min(text.len());
    while !text.is_char_boundary(len) {
        len -= 1;
    }
    &text[..len]
}

fn parse_window(text: &str) -> Result<Tag<'_>, Broken> {
    let (name, closes) = name(text).ok_or(Broken::Malformed)?;
    let mut rest = &text[1 + usize::from(closes) + name.len()..];
    let mut attributes = Vec::new();
    loop {
        let is_spaced = rest.starts_with(char::is_whitespace);
        rest = rest.trim_start();
        let form = match rest.as_bytes() {
            [] | [b'/'] => return Err(Broken::Unfinished),
            [b'>', ..] if closes => Some((Form::Close, 1)),
            [b'>', ..] => Some((Form::Open, 1)),
            [b'/', b'>', ..] if !closes => Some((Form::Empty, 2)),
            _ => None,
        };
        if let Some((form, len)) = form {
            let len = text.len() - rest.len() + len;
            return Ok(Tag { name, form, attributes, len });
        }
        if closes || !is_spaced {
            return Err(Broken::Malformed);
        }
        if rest.starts_with('{') {
            rest = &rest[braces_len(rest)?..];
            continue;
        }
        let (attribute, after) = attribute(rest)?;
        attributes.push(attribute);
        rest = after;
    }
}

fn attribute(rest: &str) -> Result<((&str, &str), &str), Broken> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.' | '-');
    let end = rest.find(|c| !is_name(c)).ok_or(Broken::Unfinished)?;
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return Err(Broken::Malformed);
    }
    let (name, after) = rest.split_at(end);
    let Some(value) = after.trim_start().strip_prefix('=') else {
        return Ok(((name, ""), after));
    };
    let value = value.trim_start();
    let len = value_len(value)?;
    Ok(((name, unquoted(&value[..len])), &value[len..]))
}

fn value_len(value: &str) -> Result<usize, Broken> {
    match value.chars().next().ok_or(Broken::Unfinished)? {
        quote @ ('"' | '\'') => {
            let end = value[1..].find(quote).ok_or(Broken::Unfinished)? + 1;
            if runs_on(&value[1..end]) { Err(Broken::Malformed) } else { Ok(end + 1) }
        }
        '{' => braces_len(value),
        _ => {
            let is_plain =
                |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '#' | '%' | '-');
            match value.find(|c| !is_plain(c)) {
                None => Err(Broken::Unfinished),
                Some(0) => Err(Broken::Malformed),
                Some(end) => Ok(end),
            }
        }
    }
}

/// Whether a quoted value lost its closing quote, and runs on to a quote of another tag.
fn runs_on(value: &str) -> bool {
    value.len() > MAX_VALUE_LEN
        || value.contains('\n') && value.contains(['<', '>', '|'])
        || value.contains("\n\n")
}

fn braces_len(value: &str) -> Result<usize, Broken> {
    let (mut depth, mut quote) = (0usize, None);
    for (at, c) in value.char_indices() {
        match (quote, c) {
            (Some(q), _) if q == c => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let is_value =
                at < MAX_VALUE_LEN && !(value[..at].contains('\n') && value[..at].contains('|'));
            return if is_value { Ok(at + 1) } else { Err(Broken::Malformed) };
        }
    }
    Err(Broken::Unfinished)
}

/// The text within `"…"`, `'…'`, `{"…"}` or ``{`…`}``. Braces with anything else in them are code,
/// and stay as they are.
fn unquoted(value: &str) -> &str {
    let braced = value.strip_prefix('{').and_then(|v| v.strip_suffix('}'));
    let literal = braced.map_or(value, str::trim);
    let within = |quote| literal.strip_prefix(quote)?.strip_suffix(quote);
    let text = ['"', '\'', '`']
        .into_iter()
        .find_map(|quote| within(quote).filter(|text| !text.contains(quote)));
    text.unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Tag<'_>, Broken> {
        parse(text)
    }

    #[test]
    fn title_is_found_among_other_attributes() {
        let title = |tag| read(tag).unwrap().title();
        assert_eq!(title(r#"<Accordion title="`A` – x > y">"#), Some("`A` – x > y"));
        assert_eq!(
            title("<Accordion icon={<I a=\"}\" />} defaultOpen\n  title='A - x'\n  id=a>"),
            Some("A - x")
        );
        assert_eq!(title(r#"<Accordion title = {"A - x"} />"#), Some("A - x"));
        assert_eq!(title("<Accordion title={`A - x`} {...rest}>"), Some("A - x"));
        assert_eq!(title("<Accordion title=\"`A` –\n  x\">"), Some("`A` –\n  x"));
        assert_eq!(title("<Accordion title={TITLE}>"), Some("{TITLE}"));
        assert_eq!(title("<Accordion title={`A` – x\"} a={\"}>"), Some("{`A` – x\"} a={\"}"));
        assert_eq!(title("<Accordion data-title=\"A - x\">"), None);
        assert_eq!(title("<Accordion>"), None);
    }

    #[test]
    fn tag_that_does_not_end_is_unfinished() {
        for tag in [
            "<Accordion ",
            "<Accordion",
            "</Accordion",
            "<Accordion title=\"A >",
            "<Accordion title=",
            "<Accordion a={b >",
            "<Accordion title",
            "<Accordion /",
        ] {
            assert_eq!(read(tag), Err(Broken::Unfinished), "{tag}");
        }
    }

    #[test]
    fn tag_with_a_quote_too_many_or_too_few_is_malformed() {
        for tag in [
            "<Accordion title=\"A - x\"\">",
            "<Accordion title=\"\"A - x\">",
            "<Accordion title=\"A - \"x\" y\">",
            "<Accordion title=A - x\">",
            "<Accordion title=\"A - x>\n| a |\n<Accordion title=\"B - y\">",
            "<Accordion title=\"A - x icon=\"inbox\">",
            "<Accordion / a=b>",
            "</Accordion title>",
        ] {
            assert_eq!(read(tag), Err(Broken::Malformed), "{tag}");
        }
    }

    #[test]
    fn what_is_no_tag_has_no_name() {
        for text in ["<", "< a", "<3", "<!-- -->", "<a@b.c>", "<https://x.y>", "a"] {
            assert_eq!(name(text), None, "{text}");
        }
        assert_eq!(name("</AccordionGroup>"), Some(("AccordionGroup", true)));
    }
}
