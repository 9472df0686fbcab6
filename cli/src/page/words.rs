//! Finds the names in what Markdown shows: escapes, entities, emphasis, tags and comments within a
//! word do not hide it, and addresses are not shown.

use vkyc_status_codegen::text::is_invisible;

/// Where the lexer took out a tag. It separates words, but not the parts of a name.
pub(super) const TAG: char = '\u{200b}';

/// Whether `word` is a name: capitals, digits and single underscores, with a capital first, and two
/// characters or more.
pub(super) fn is_name(word: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    word.len() > 1
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.split('_').all(is_part)
}

/// The words of a shown text, runs of letters, digits and underscores, each with its place.
pub(super) fn words(shown: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |c: char| c.is_alphabetic() || c.is_ascii_digit() || c == '_';
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end + shown[end..].find(is_word)?;
        end = shown[start..].find(|c| !is_word(c)).map_or(shown.len(), |len| start + len);
        Some((start, &shown[start..end]))
    })
}

/// What a word may say: the code-like words in it, which are the names with an underscore and those
/// that `is_known`. A scraped page glues words together, so that `LINK_SENTThe` may be `LINK_SENTT`
/// and `LINK_SENT`.
pub(super) fn readings<'w>(word: &'w str, is_known: impl Fn(&str) -> bool) -> Vec<&'w str> {
    let is_code_like = |name: &&str| is_name(name) && (name.contains('_') || is_known(name));
    word.split("__").flat_map(|word| glued(word.trim_matches('_'))).filter(is_code_like).collect()
}

/// `word`, if it has no small letters; else the runs of capitals in it, and each also without the
/// capital that may begin the next word. An underscore must be in both.
fn glued(word: &str) -> Vec<&str> {
    let is_small = |c: char| !c.is_ascii_uppercase() && !c.is_ascii_digit() && c != '_';
    if !word.contains(is_small) {
        return vec![word];
    }
    let mut names = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let end = rest.find(is_small).unwrap_or(rest.len());
        let run = rest[..end].trim_start_matches(|c: char| !c.is_ascii_uppercase());
        let shorter = &run[..run.len().saturating_sub(1)];
        if end == rest.len() {
            names.push(run.trim_end_matches('_'));
        } else {
            let name = shorter.trim_end_matches('_');
            names.push(name);
            names.extend(name.contains('_').then(|| run.trim_end_matches('_')));
        }
        rest = rest[end..].trim_start_matches(is_small);
    }
    names
}

/// Calls `found` with each word that `markdown` shows and that may be or hold a name.
pub(super) fn for_each(markdown: &str, mut found: impl FnMut(&str)) {
    let has_capitals = |text: &str| text.bytes().any(|b| b.is_ascii_uppercase());
    if has_capitals(markdown) || markdown.contains("&#") {
        let shown = shown(markdown);
        let words = words(&shown).map(|(_, word)| word);
        words.filter(|word| has_capitals(word)).for_each(&mut found);
    }
}

/// The names in a text that was rendered with [`TAG`] wherever markup begins or ends.
pub(super) fn joined(text: &str) -> String {
    let mut shown = Shown::default();
    text.chars().for_each(|c| if c == TAG { shown.markup() } else { shown.push(c) });
    shown.text
}

/// A text that is made of what Markdown shows.
#[derive(Default)]
struct Shown {
    text: String,
    /// Whether markup stands behind the text.
    is_marked: bool,
}

impl Shown {
    fn markup(&mut self) {
        self.is_marked = true;
    }

    /// Adds a character. Markup before it separates words, except next to an underscore.
    fn push(&mut self, c: char) {
        if std::mem::take(&mut self.is_marked) && c != '_' && !self.text.ends_with('_') {
            self.text.push(' ');
        }
        self.text.push(c);
    }
}

/// What `markdown` shows, as far as names go.
fn shown(markdown: &str) -> String {
    let mut shown = Shown::default();
    let mut rest = markdown;
    while let Some(c) = rest.chars().next() {
        let mut len = c.len_utf8();
        match c {
            '\\' => {}
            '*' | '`' | '~' | TAG => shown.markup(),
            '&' => {
                let (entity, c) = entity(rest);
                len = entity;
                c.into_iter().for_each(|c| shown.push(c));
            }
            ']' if rest.starts_with("](") => {
                shown.push(' ');
                let link = destination(&rest[2..]);
                if let Some((title, after)) = link.filter(|(_, after)| after.starts_with(')')) {
                    len = rest.len() - after.len() + 1;
                    shown.text.push_str(&self::shown(title));
                    shown.push(' ');
                }
            }
            ':' if rest.starts_with("://") => {
                let ends = |c: char| c.is_whitespace() || ")|<>\"'`".contains(c);
                len = rest.find(ends).unwrap_or(rest.len());
                shown.push(' ');
            }
            c => shown.push(c),
        }
        rest = &rest[len..];
    }
    shown.text
}

/// The length of the reference that `text` starts with, and the character that it shows: a space for
/// those that are part of no name.
fn entity(text: &str) -> (usize, Option<char>) {
    let end = text.bytes().take(18).position(|b| b == b';');
    let Some(end) = end else { return (1, Some('&')) };
    let name = &text[1..end];
    let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => n.parse().ok(),
    });
    let c = match name {
        "lowbar" | "UnderBar" => Some('_'),
        "shy" | "zwj" | "zwnj" | "ZeroWidthSpace" | "NoBreak" => None,
        _ => number.map_or(Some(' '), char::from_u32).filter(|c| !is_invisible(*c)),
    };
    (end + 1, c)
}

/// The title of a link, and what follows, where an address and perhaps a title are all that `text`
/// starts with.
fn destination(text: &str) -> Option<(&str, &str)> {
    let address = text.trim_start();
    let after = match address.strip_prefix('<') {
        Some(inner) => {
            let len = inner.find(['<', '>']).filter(|len| inner[*len..].starts_with('>'))?;
            &inner[len + 1..]
        }
        None => &address[address_len(address)?..],
    };
    let after = after.trim_start();
    let Some(open) = after.chars().next().filter(|c| matches!(c, '"' | '\'' | '(')) else {
        return Some(("", after));
    };
    let close = if open == '(' { ')' } else { open };
    let (title, rest) = after[1..].split_once([open, close])?;
    after[1 + title.len()..].starts_with(close).then(|| (title, rest.trim_start()))
}

/// The length of a link's address, which has no white space and only brackets in pairs.
fn address_len(text: &str) -> Option<usize> {
    // As CommonMark allows, at least.
    const MAX_DEPTH: usize = 32;
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' if depth == MAX_DEPTH => return None,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            c if c.is_whitespace() => return (depth == 0).then_some(at),
            _ => {}
        }
    }
    (depth == 0).then_some(text.len())
}

/// The label and the title of the link definition that `line` is: `[proxy]: https://… "title"`.
pub(super) fn definition(line: &str) -> Option<(&str, &str)> {
    let (label, address) = line.strip_prefix('[')?.split_once("]:")?;
    let (title, rest) = destination(address)?;
    let is_definition = !label.starts_with('^') && !address.trim().is_empty() && rest.is_empty();
    is_definition.then_some((label, title))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(markdown: &str) -> Vec<String> {
        let mut found = Vec::new();
        for_each(markdown, |word| {
            found.extend(readings(word, |name| name == "FAILED").into_iter().map(str::to_owned));
        });
        found
    }

    #[test]
    fn a_name_is_capitals_with_single_underscores() {
        for name in ["OK", "A1", "LINK_SENT", "A_2"] {
            assert!(is_name(name), "{name}");
        }
        for other in ["", "A", "_A", "A_", "A__B", "2FA_FAILED", "a_b", "A B", "É_A"] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn markup_does_not_hide_a_name() {
        for text in [
            "LINK_SENT",
            "`LINK\\_SENT`:",
            "LINK&#95;SENT LINK",
            "LINK&lowbar;SENT",
            "&#76;INK_SENT",
            "LINK_\u{200b}SENT\u{200b}ED",
            "LINK_**SENT**",
            "_LINK_SENT_ and FAILURE",
            "~~LINK_SENT~~",
            "[LINK_SENT](https://x.y/A_B)",
            "![LINK_SENT](</A_B> \"no\")",
            "[x](/A_B 'LINK_SENT')",
            "{\"LINK_SENT\"}",
            "`LINK_SENT`NEW",
            "see https://x.y/A_B and LINK_SENT",
        ] {
            assert_eq!(found(text), ["LINK_SENT"], "{text}");
        }
        assert_eq!(found("FAILED, FAILURE, 2FA_FAILED, <https://x.y/A_B>"), ["FAILED"]);
        assert_eq!(found("[x](not A_B address)"), ["A_B"]);
    }

    #[test]
    fn names_that_are_glued_to_words_are_found() {
        assert_eq!(found("aLINK_SENTThe link"), ["LINK_SENT", "LINK_SENTT"]);
        assert_eq!(found("FAILEDThe, an ID_Token, __A_B__C_D"), ["FAILED", "A_B", "C_D"]);
        assert_eq!(found("LINK_SENTs"), ["LINK_SEN", "LINK_SENT"]);
    }
}
