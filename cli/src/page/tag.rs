//! Parses a tag of HTML or JSX, and knows what the elements of HTML do to a line.

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) form: Form,
    pub(super) attributes: Vec<(&'a str, &'a str)>,
    /// How many bytes it has, from `<` to `>`.
    pub(super) len: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `<a>`
    Open,
    /// `</a>`
    Close,
    /// `<a/>`
    Empty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// The text ends before the tag does.
    Unfinished,
    Malformed,
}

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is part of a line.
    Inline,
    /// It is part of a line, and strikes its text out.
    Strike,
    /// It breaks a line, and its end may be left out.
    Break,
    /// It has an end.
    Block,
}

impl<'a> Tag<'a> {
    /// The attribute that shows as the element's title, if it is a text and no code.
    pub(super) fn title(&self) -> Option<&'a str> {
        let named = |name| self.attributes.iter().find(|(own, _)| *own == name);
        named("title").or_else(|| named("label")).map(|(_, value)| *value).filter(|value| !value.starts_with('{'))
    }

    /// The values that may be shown: all but addresses and ids. Code of several lines may hold more
    /// than an address.
    pub(super) fn shown(&self) -> impl Iterator<Item = &'a str> {
        let is_shown = |(name, value): &(&str, &str)| {
            let is_address = matches!(*name, "href" | "src" | "icon" | "img" | "id" | "className");
            !is_address || value.contains('\n')
        };
        self.attributes.iter().copied().filter(is_shown).map(|(_, value)| value)
    }

    pub(super) fn role(&self) -> Role {
        match self.name.to_ascii_lowercase().as_str() {
            "s" | "del" | "strike" => Role::Strike,
            "a" | "abbr" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data" | "dfn"
            | "em" | "font" | "i" | "ins" | "kbd" | "mark" | "q" | "samp" | "small" | "span"
            | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var" | "wbr" | "img" | "input" => {
                Role::Inline
            }
            "area" | "base" | "br" | "col" | "dd" | "dt" | "embed" | "hr" | "li" | "link"
            | "meta" | "option" | "p" | "param" | "source" | "tbody" | "td" | "tfoot" | "th"
            | "thead" | "tr" | "track" => Role::Break,
            _ => Role::Block,
        }
    }

    /// Whether it is `<Panel>`, and not the placeholder `<TOKEN>` or an element of HTML.
    pub(super) fn is_component(name: &str) -> bool {
        name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.contains(|c: char| c.is_ascii_lowercase())
    }

    /// The name of the tag that `text` may start with.
    pub(super) fn name(text: &str) -> Option<&str> {
        let after = text.strip_prefix('<')?;
        let after = after.strip_prefix('/').unwrap_or(after);
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
        let ends_name = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic())
            && after[end..].chars().next().is_none_or(ends_name);
        is_tag.then_some(&after[..end])
    }

    /// The tag that `text` starts with; a text that starts with none is malformed.
    pub(super) fn parse(text: &'a str) -> Result<Self, Broken> {
        let name = Self::name(text).ok_or(Broken::Malformed)?;
        let closes = text[1..].starts_with('/');
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
                return Ok(Self { name, form, attributes, len });
            }
            if closes || !is_spaced {
                return Err(Broken::Malformed);
            }
            let (attribute, after) = attribute(rest)?;
            attributes.push(attribute);
            rest = after;
        }
    }
}

/// The name and the value that `rest` starts with, and what follows. `{...spread}` has no name.
fn attribute(rest: &str) -> Result<((&str, &str), &str), Broken> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.' | '-' | '@');
    let end = rest.find(|c| !is_name(c)).ok_or(Broken::Unfinished)?;
    let (name, after) = rest.split_at(end);
    let value = match (name, after.trim_start().strip_prefix('=')) {
        ("", None) if rest.starts_with('{') => rest,
        ("", _) => return Err(Broken::Malformed),
        (_, None) => return Ok(((name, ""), after)),
        (_, Some(value)) => value.trim_start(),
    };
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
            let end = value.find(|c: char| c.is_whitespace() || "<>\"'`={}|".contains(c));
            end.filter(|end| *end > 0).ok_or(Broken::Malformed)
        }
    }
}

/// Whether a quoted value lost its closing quote, and runs on to a quote of another tag.
fn runs_on(value: &str) -> bool {
    value.contains('\n') && value.contains(['<', '>', '|']) || value.contains("\n\n")
}

fn braces_len(value: &str) -> Result<usize, Broken> {
    // Deeper braces are none of a page, and would make it take long to find out that they do not end.
    const MAX_DEPTH: usize = 50;
    let (mut depth, mut quote) = (0usize, None);
    for (at, c) in value.char_indices() {
        match (quote, c) {
            (Some(q), _) if q == c => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => depth -= 1,
            _ => {}
        }
        match depth {
            0 => return Ok(at + 1),
            MAX_DEPTH => return Err(Broken::Malformed),
            _ => {}
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
    let mut texts = ['"', '\'', '`'].into_iter().filter_map(|quote| {
        within(quote).filter(|text: &&str| !text.contains(quote))
    });
    texts.next().unwrap_or(value)
}
