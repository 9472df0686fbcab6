//! Parses a tag of HTML or JSX.

pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) form: Form,
    /// `{...spread}` has no name.
    pub(super) attributes: Vec<(&'a str, &'a str)>,
    /// How many bytes it has, from `<` to `>`.
    pub(super) len: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `<a>`
    Open,
    /// `</a>`
    Close,
    /// `<a/>`
    Empty,
}

impl<'a> Tag<'a> {
    /// The tag that `text` starts with; `None` if it starts with none, or that does not end.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let name = name(text)?;
        let closes = text[1..].starts_with('/');
        let mut rest = &text[1 + usize::from(closes) + name.len()..];
        let mut attributes = Vec::new();
        loop {
            let is_spaced = rest.starts_with(char::is_whitespace);
            rest = rest.trim_start();
            let (form, end) = match rest.strip_prefix('/') {
                Some(rest) => (Form::Empty, rest),
                None if closes => (Form::Close, rest),
                None => (Form::Open, rest),
            };
            if let Some(after) = end.strip_prefix('>') {
                return Some(Self { name, form, attributes, len: text.len() - after.len() });
            }
            if form != Form::Open || !is_spaced {
                return None;
            }
            let (attribute, after) = attribute(rest)?;
            attributes.push(attribute);
            rest = after;
        }
    }

    /// The element's title, if it is a text and no code.
    pub(super) fn title(&self) -> Option<&'a str> {
        let named = |name| self.attributes.iter().find(|(own, _)| *own == name);
        let (_, title) = named("title").or_else(|| named("label"))?;
        (!title.starts_with('{')).then_some(*title)
    }

    /// The values that may be shown: all but addresses and ids. Code of several lines may hold more.
    pub(super) fn shown(&self) -> impl Iterator<Item = &'a str> {
        let is_shown = |(name, value): &&(&str, &str)| {
            let is_address = matches!(*name, "href" | "src" | "icon" | "img" | "id" | "className");
            !is_address || value.contains('\n')
        };
        self.attributes.iter().filter(is_shown).map(|(_, value)| *value)
    }
}

/// The name of the tag that `text` may start with.
pub(super) fn name(text: &str) -> Option<&str> {
    let after = text.strip_prefix('<')?;
    let after = after.strip_prefix('/').unwrap_or(after);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let (name, rest) = after.split_at(after.find(|c| !is_name(c)).unwrap_or(after.len()));
    let ends = rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || "/>".contains(c));
    (ends && name.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(name)
}

/// Whether an element is a component, `<Panel>`, and not of HTML or a placeholder, `<TOKEN>`.
pub(super) fn is_component(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase())
}

/// Whether an element without attributes is one, and not a word: "the <browser> page", "a <TOKEN>".
pub(super) fn may_be_element(name: &str, starts_line: bool) -> bool {
    is_component(name) || starts_line && name.contains(|c: char| c.is_ascii_lowercase())
}

/// The attribute that `rest` starts with, and what follows.
fn attribute(rest: &str) -> Option<((&str, &str), &str)> {
    let end = rest.find(|c: char| c.is_whitespace() || "=/>{<\"'`|".contains(c))?;
    let (name, after) = rest.split_at(end);
    let value = match after.trim_start().strip_prefix('=') {
        Some(value) if !name.is_empty() => value.trim_start(),
        None if !name.is_empty() => return Some(((name, ""), after)),
        _ => rest,
    };
    let len = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].find(quote)? + 2,
        '{' => braces_len(value)?,
        _ => value.find(|c: char| c.is_whitespace() || "<>\"'`={}|".contains(c))?,
    };
    let (value, after) = value.split_at(len);
    // A quote was lost, and that of another tag ends the value.
    let runs_on = !value.starts_with('{') && value.contains('\n') && value.contains(['<', '|']);
    (!value.is_empty() && !runs_on).then(|| ((name, unquoted(value)), after))
}

fn braces_len(value: &str) -> Option<usize> {
    // Deeper braces are none of a page, and would take long where they do not end.
    const MAX_DEPTH: usize = 50;
    let (mut depth, mut quote) = (0, None);
    for (at, c) in value.char_indices() {
        match (quote, c) {
            (Some(q), _) if q == c => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '{') if depth == MAX_DEPTH => return None,
            (None, '{') => depth += 1,
            (None, '}') if depth == 1 => return Some(at + 1),
            (None, '}') => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The text within `"…"`, `'…'`, `{"…"}` or ``{`…`}``. Braces with anything else in them are code,
/// and stay as they are.
fn unquoted(value: &str) -> &str {
    let literal =
        value.strip_prefix('{').and_then(|v| v.strip_suffix('}')).map_or(value, str::trim);
    let within = |quote| literal.strip_prefix(quote)?.strip_suffix(quote);
    let text =
        ['"', '\'', '`'].into_iter().find_map(|q| within(q).filter(|text| !text.contains(q)));
    text.unwrap_or(value)
}
