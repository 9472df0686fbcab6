//! Recognizes what Markdown and JSX mark at the beginning of a text: a heading, a code fence, an
//! item of a list, a quotation, a comment.

/// The three or more backticks or tildes that open a code fence, in a list or not.
pub(crate) fn fence(text: &str) -> Option<&str> {
    let text = without_list_marker(text);
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = text.trim_start_matches(mark);
    let run = &text[..text.len() - info.len()];
    (run.len() >= 3 && !(mark == '`' && info.contains('`'))).then_some(run)
}

/// What a line of a quotation says; any other line as it is.
pub(crate) fn without_quote_markers(text: &str) -> &str {
    text.trim_start_matches(['>', ' ', '\t'])
}

/// What an item of a list says; any other line as it is.
pub(crate) fn without_list_marker(text: &str) -> &str {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = if number.len() < text.len() {
        number.strip_prefix(['.', ')'])
    } else {
        text.strip_prefix(['-', '*', '+', '•'])
    };
    after.filter(|after| after.starts_with(char::is_whitespace)).map_or(text, str::trim_start)
}

/// The level of the heading that `text` makes of the line above it: 1 for `===`, 2 for `---`.
pub(crate) fn underline_level(text: &str) -> Option<usize> {
    if text.bytes().all(|b| b == b'=') {
        Some(1)
    } else if text.len() > 1 && text.bytes().all(|b| b == b'-') {
        Some(2)
    } else {
        None
    }
}

/// The level of a heading, and its text.
pub(crate) fn heading(line: &str) -> Option<(usize, &str)> {
    let after = line.trim_start_matches('#');
    let level = line.len() - after.len();
    if !(1..=6).contains(&level) || !(after.is_empty() || after.starts_with(char::is_whitespace)) {
        return None;
    }
    let mut text = without_id(after.trim());
    let open = text.trim_end_matches('#');
    if open.is_empty() || open.ends_with(char::is_whitespace) {
        text = without_id(open.trim_end());
    }
    Some((level, text))
}

/// A heading's text without an id, `{#id}`.
fn without_id(text: &str) -> &str {
    let is_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let id = text.strip_suffix('}').and_then(|text| text.rsplit_once("{#"));
    id.filter(|(_, id)| id.chars().all(is_id))
        .map_or(text, |(text, _)| text.trim_end_matches(['\\', ' ']))
}

pub(crate) fn starts_comment(text: &str) -> bool {
    let inner = text.strip_prefix('{').map(|inner| inner.trim_start_matches([' ', '\t', '\n']));
    text.starts_with("<!--") || inner.is_some_and(|inner| inner.starts_with("/*"))
}

/// The length of the comment that `text` starts with, if it ends. It is `<!-- … -->`, or `{/* …
/// */}`, where the braces may hold several comments.
pub(crate) fn comment_len(text: &str) -> Option<usize> {
    if text.starts_with('<') {
        // `<!-->` is a whole comment.
        return text[2..].find("-->").map(|at| 2 + at + 3);
    }
    let mut rest = text[1..].trim_start();
    while let Some(comment) = rest.strip_prefix("/*") {
        rest = comment[comment.find("*/")? + 2..].trim_start();
    }
    let after = rest.strip_prefix('}')?;
    Some(text.len() - after.len())
}
