//! What generator and tool agree on about texts: which characters cannot be seen, which differences
//! of wording count, and how a text is shown in a message or in Markdown.

/// Whether `c` is there for the layout and never part of a word: a control character, a line
/// separator, a mark of direction, a soft hyphen, a character of no width. The joiners that Indic
/// scripts need are words' own.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        )
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether nothing of `text` can be seen: it is empty, or all blanks, joiners and fillers.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    const FILLERS: &str =
        "\u{34f}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{200c}\u{200d}\u{2800}\u{3164}\u{ffa0}";
    text.chars().all(|c| c.is_whitespace() || is_invisible(c) || FILLERS.contains(c))
}

/// `text` with every invisible character escaped, as `\u{202e}`.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

/// As much of `text` as a message has room for.
#[must_use]
pub fn shortened(text: &str) -> String {
    const ROOM: usize = 60;
    match text.char_indices().nth(ROOM) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// As much of `text` as a message has room for, in quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("{:?}", shortened(text))
}

/// `text` in the form in which wordings are compared: white space is collapsed, typographic quotes are
/// plain, and backticks and the backslashes of Markdown escapes are left out.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut space = false;
    while let Some(c) = chars.next() {
        let escaped = chars.next_if(|next| c == '\\' && next.is_ascii_punctuation());
        let c = match escaped.unwrap_or(c) {
            '‘' | '’' | '‚' | '‛' => '\'',
            '“' | '”' | '„' | '‟' => '"',
            c => c,
        };
        if c.is_whitespace() {
            space = !folded.is_empty();
        } else if c != '`' {
            if std::mem::take(&mut space) {
                folded.push(' ');
            }
            folded.push(c);
        }
    }
    folded
}

/// `text` as Markdown that shows every character of it: no HTML, links, emphasis, smart quotes.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let ends_word = chars.peek().is_none_or(|next| !next.is_ascii_punctuation());
        let harmless = matches!(c, ',' | ';' | '(' | ')' | '/' | '?' | '%')
            || matches!(c, '.' | ':' | '-') && ends_word;
        if c.is_ascii_punctuation() && !harmless {
            markdown.push('\\');
        }
        markdown.push(c);
    }
    markdown
}

/// A name in lower snake case as the title of a column: `User message` for `user_message`.
#[must_use]
pub fn title(name: &str) -> String {
    let mut chars = name.chars().map(|c| if c == '_' { ' ' } else { c });
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

/// `header` in the form in which headers are compared: its letters and digits, without case and plural.
#[must_use]
pub fn header_key(header: &str) -> String {
    let letters = header.chars().filter(|c| c.is_alphabetic() || c.is_ascii_digit());
    let mut key: String = letters.flat_map(char::to_lowercase).collect();
    if key.ends_with('s') {
        key.pop();
    }
    key
}

/// The one of `known` that `text` was probably meant to be. Texts longer than a name are like no other,
/// since the time to compare two grows with the product of their lengths.
#[must_use]
pub fn nearest<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    let text: Vec<char> = text.chars().take(LONGEST + 1).collect();
    let limit = |known: &[char]| known.len().max(3) / 3;
    let near = known.into_iter().filter_map(|name| {
        let known: Vec<char> = name.chars().take(LONGEST + 1).collect();
        let is_long = text.len().max(known.len()) > LONGEST;
        if is_long || text.len().abs_diff(known.len()) > limit(&known) {
            return None;
        }
        Some((distance(&text, &known), name)).filter(|(distance, _)| *distance <= limit(&known))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// The Damerau–Levenshtein distance (optimal string alignment).
///
/// A crate for this would cost every build of the library more than the lines below.
fn distance(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    // The distance of the first `i` letters of `a` and the first `j` of `b` is at `i * width + j`.
    let mut distances: Vec<usize> = (0..width).collect();
    for i in 1..=a.len() {
        distances.push(i);
        for j in 1..width {
            let at = |up: usize, left: usize| distances[(i - up) * width + j - left];
            let replaced = at(1, 1) + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(at(1, 0) + 1).min(at(0, 1) + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(at(2, 2) + 1);
            }
            distances.push(least);
        }
    }
    distances[a.len() * width + b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_the_number_of_edits() {
        for (a, b, edits) in [
            ("", "", 0),
            ("", "code", 4),
            ("code", "code", 0),
            ("cod", "code", 1),
            ("ocde", "code", 1),
            ("kode", "code", 1),
            ("coode", "code", 1),
            ("phase", "shape", 2),
            ("नया", "नाय", 1),
        ] {
            let [a, b] = [a, b].map(|text| text.chars().collect::<Vec<_>>());
            assert_eq!((distance(&a, &b), distance(&b, &a)), (edits, edits), "{a:?} {b:?}");
        }
    }

    #[test]
    fn the_nearest_is_near() {
        assert_eq!(nearest("cod", ["title", "code"]), Some("code"));
        assert_eq!(nearest("severity", ["title", "code"]), None);
        assert_eq!(nearest("", []), None);
        let long = "x".repeat(65);
        assert_eq!(nearest(&long[1..], [&long[1..]]), Some(&long[1..]));
        assert_eq!(nearest(&long, [&long[1..]]).or(nearest(&long[1..], [&*long])), None);
    }
}
