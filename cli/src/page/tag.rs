//! `<Accordion …>` and `</Accordion>`: where the next one stands in a line, and what its `title` says.

/// The byte offset of the line's first accordion tag that is not quoted in backticks.
pub(super) fn find(line: &str) -> Option<usize> {
    let mut in_code = false;
    for (at, c) in line.char_indices() {
        match c {
            '`' => in_code = !in_code,
            '<' if !in_code && (is_open(&line[at..]) || is_close(&line[at..])) => return Some(at),
            _ => {}
        }
    }
    None
}

pub(super) fn is_close(text: &str) -> bool {
    text.strip_prefix("</").is_some_and(is_named)
}

fn is_open(text: &str) -> bool {
    text.strip_prefix('<').is_some_and(is_named)
}

fn is_named(text: &str) -> bool {
    let after = text.strip_prefix(NAME);
    after.is_some_and(|rest| {
        rest.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '/'))
    })
}

const NAME: &str = "Accordion";

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Open<'a> {
    pub(super) title: Option<&'a str>,
    pub(super) is_empty: bool,
    /// Bytes from `<` to `>`.
    pub(super) len: usize,
}

/// Reads the opening tag that `text` starts with; `None` when the text ends before the tag does.
pub(super) fn open(text: &str) -> Option<Open<'_>> {
    let mut title = None;
    let mut rest = &text[1 + NAME.len()..];
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>").or_else(|| rest.strip_prefix('>')) {
            return Some(Open {
                title,
                is_empty: rest.starts_with('/'),
                len: text.len() - after.len(),
            });
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))?;
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = if name.is_empty() { after.strip_prefix('/')? } else { after };
            continue;
        };
        let value = value.trim_start();
        let len = value_len(value)?;
        if name == "title" {
            title = Some(unquote(&value[..len]));
        }
        rest = &value[len..];
    }
}

fn value_len(value: &str) -> Option<usize> {
    match value.chars().next()? {
        quote @ ('"' | '\'') => Some(value[1..].find(quote)? + 2),
        '{' => braces_len(value),
        _ => value.find(|c: char| c.is_whitespace() || c == '>'),
    }
}

fn braces_len(value: &str) -> Option<usize> {
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
            return Some(at + 1);
        }
    }
    None
}

/// The text within `"…"`, `'…'`, `{"…"}` or ``{`…`}``.
fn unquote(value: &str) -> &str {
    let value = value.strip_prefix('{').and_then(|v| v.strip_suffix('}')).map_or(value, str::trim);
    ['"', '\'', '`']
        .into_iter()
        .find_map(|q| value.strip_prefix(q)?.strip_suffix(q))
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(tag: &str) -> Option<&str> {
        open(tag).unwrap().title
    }

    #[test]
    fn title_is_found_among_other_attributes() {
        assert_eq!(title(r#"<Accordion title="`A` – x > y">"#), Some("`A` – x > y"));
        assert_eq!(
            title("<Accordion icon={<I a=\"}\" />} defaultOpen\n  title='A - x'\n  id=a>"),
            Some("A - x")
        );
        assert_eq!(title(r#"<Accordion title = {"A - x"} />"#), Some("A - x"));
        assert_eq!(title("<Accordion title={`A - x`}>"), Some("A - x"));
        assert_eq!(title("<Accordion data-title=\"A - x\">"), None);
        assert_eq!(title("<Accordion>"), None);
        assert_eq!(title("<Accordion / a=b>"), None);
    }

    #[test]
    fn tag_that_does_not_end_is_no_tag() {
        for tag in [
            "<Accordion ",
            "<Accordion title=\"A >",
            "<Accordion title=",
            "<Accordion a={b >",
            "<Accordion title",
        ] {
            assert_eq!(open(tag), None, "{tag}");
        }
    }

    #[test]
    fn quoted_and_longer_names_are_not_found() {
        assert_eq!(find("`<Accordion>` and <AccordionGroup> a < b"), None);
        assert_eq!(find("é <Accordion>"), Some(3));
        assert_eq!(find("x</Accordion>"), Some(1));
    }
}
