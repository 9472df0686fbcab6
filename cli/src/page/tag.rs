//! Parses a tag of HTML or JSX.

/// A tag.
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) is_end: bool,
    /// Whether it is an element without content: `<a/>`.
    pub(super) is_empty: bool,
    /// The element's title.
    pub(super) title: Option<&'a str>,
    /// What is in it but addresses and ids, which are not shown.
    pub(super) shown: String,
    /// How many bytes it has, from `<` to `>`.
    pub(super) len: usize,
}

impl<'a> Tag<'a> {
    /// The tag that `text` starts with; `None` if it starts with none, or that does not end.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let name = name(text)?;
        let is_end = text.starts_with("</");
        let mut at = 1 + usize::from(is_end) + name.len();
        let (mut title, mut shown) = (None, String::new());
        loop {
            let (before, rest) = text.split_at(at + text[at..].find(['>', '<', '"', '\'', '{'])?);
            shown.push_str(&before[at..]);
            let len = match rest.as_bytes()[0] {
                b'>' => {
                    let (is_empty, len) = (before.ends_with('/'), before.len() + 1);
                    return Some(Self { name, is_end, is_empty, title, shown, len });
                }
                b'<' => return None,
                b'{' => braces_len(rest)?,
                quote => rest[1..].find(char::from(quote))? + 2,
            };
            let value = unquoted(&rest[..len]);
            if value.contains('\n') && !rest.starts_with('{') && value.contains(['<', '|']) {
                // A quote was lost, and that of another tag ends the value.
                return None;
            }
            let key = before[at..].trim().trim_end_matches('=');
            let key = key.rsplit(char::is_whitespace).next().unwrap_or_default();
            if !matches!(key, "href" | "src" | "icon" | "img" | "id" | "className") {
                shown.extend([value, " "]);
            }
            if key == "title" {
                title.get_or_insert(value);
            }
            at = before.len() + len;
        }
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

fn braces_len(value: &str) -> Option<usize> {
    // Deeper braces are none of a page, and would take long where they do not end.
    const MAX_DEPTH: usize = 50;
    let mut depth = 0;
    for (at, brace) in value.match_indices(['{', '}']) {
        match brace {
            "{" if depth == MAX_DEPTH => return None,
            "{" => depth += 1,
            _ if depth == 1 => return Some(at + 1),
            _ => depth -= 1,
        }
    }
    None
}

/// The text within `"…"`, `'…'`, `{"…"}` or ``{`…`}``. Other code in braces stays as it is.
fn unquoted(value: &str) -> &str {
    let inner = value.strip_prefix('{').and_then(|v| v.strip_suffix('}')).map_or(value, str::trim);
    let within = |quote| inner.strip_prefix(quote)?.strip_suffix(quote);
    let text =
        ['"', '\'', '`'].into_iter().find_map(|q| within(q).filter(|text| !text.contains(q)));
    text.unwrap_or(value)
}
