//! Finds the words that are written like codes in any text.

use std::borrow::Cow;

/// Whether `word` is written like a code: capitals and digits, a letter first, with single
/// underscores between them.
pub(super) fn is_code(word: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    word.len() > 1
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.split('_').all(is_part)
}

/// The English words of one letter. Scraped text glues them to the code before: `LINK_SENTA link`.
pub(super) const ONE_LETTER_WORDS: [char; 2] = ['A', 'I'];

/// How a word was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// In capitals.
    Exact,
    /// In lower case, or with an `A`, an `I` or a number glued to it, which may be part of the
    /// code.
    Loose,
}

/// Calls `found` with every word of the Markdown `text` that is written like a code, in capitals,
/// and with every other way to read it. Words in web addresses do not count.
pub(super) fn for_each(text: &str, mut found: impl FnMut(&str, Match)) {
    if !text.contains(|c: char| c == '_' || c.is_ascii_uppercase()) {
        return;
    }
    let decoded = decoded(text);
    in_runs(&decoded, &mut found);
    if decoded.contains(['<', '*']) {
        in_runs(&without_markup(&decoded), &mut found);
    }
}

/// Finds the words in every run of letters, digits and underscores.
fn in_runs(text: &str, found: &mut impl FnMut(&str, Match)) {
    let bytes = text.as_bytes();
    let (mut at, mut in_address) = (0, false);
    while at < bytes.len() {
        let byte = bytes[at];
        if !is_word_byte(byte) {
            in_address = match byte {
                b':' if bytes[at..].starts_with(b"://") => true,
                b'(' if at > 0 && bytes[at - 1] == b']' => true,
                b' ' | b'\t' | b'\n' | b')' | b'"' | b'\'' | b'>' | b'|' | b'<' => false,
                _ => in_address,
            };
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|b| is_word_byte(**b)).count();
        if !in_address {
            in_run(&text[at..end], found);
        }
        at = end;
    }
}

/// Finds the words in one run: `channelLINK_SENTThe` has `LINK_SENT` and, since nobody knows where
/// the code ends, `LINK_SENTT`.
fn in_run(run: &str, found: &mut impl FnMut(&str, Match)) {
    if run.contains('_') && !run.bytes().any(|b| b.is_ascii_uppercase()) {
        return found(&run.trim_matches('_').to_ascii_uppercase(), Match::Loose);
    }
    let mut parts = run.split(|c: char| c.is_ascii_lowercase()).peekable();
    while let Some(part) = parts.next() {
        let word = part.trim_start_matches(|c: char| !c.is_ascii_uppercase());
        if word.len() < 2 {
            continue;
        }
        found(word.trim_end_matches('_'), Match::Exact);
        let is_glued = parts.peek().is_some();
        if is_glued && word.len() > 2 {
            found(word[..word.len() - 1].trim_end_matches('_'), Match::Exact);
        }
        let start = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let start = if start == word { start.strip_suffix(ONE_LETTER_WORDS) } else { Some(start) };
        if let Some(start) = start.filter(|start| start.contains('_')) {
            found(start.trim_end_matches('_'), Match::Loose);
        }
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// `text` without backslashes and soft hyphens, and with `_` for the HTML references that show one.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '&']) {
        return text.into();
    }
    let mut decoded = text.replace('\\', "");
    for reference in ["&#95;", "&#095;", "&#x5f;", "&#x5F;", "&#X5F;", "&lowbar;", "&UnderBar;"] {
        if decoded.contains(reference) {
            decoded = decoded.replace(reference, "_");
        }
    }
    decoded.replace("&shy;", "").into()
}

/// `text` without tags and asterisks, which can stand inside a word: `LINK_<b>SENT</b>`.
fn without_markup(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut in_tag = false;
    for c in text.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            '*' => {}
            c if !in_tag => plain.push(c),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(String, Match)> {
        let mut words = Vec::new();
        for_each(text, |word, how| words.push((word.to_owned(), how)));
        words
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        let found = |text: &str, word: &str| words(text).contains(&(word.to_owned(), Match::Exact));
        for text in [
            "LINK_SENT",
            "`LINK\\_SENT`:",
            "aLINK_SENTThe link",
            "LINK&#95;SENT",
            "LINK_<b>SENT</b>",
            "<F name='LINK_SENT'>",
            "LINK_**SENT**",
            "[LINK_SENT](https://x.y)",
        ] {
            assert!(found(text, "LINK_SENT"), "{text}: {:?}", words(text));
        }
        for text in ["link_sent", "LINK_SENTA link", "LINK_SENT2 links"] {
            assert!(words(text).contains(&("LINK_SENT".to_owned(), Match::Loose)), "{text}");
        }
        assert!(!found("MY_LINK_SENT", "LINK_SENT"));
        assert_eq!(words("see https://x.y/LINK_SENT and [x](/LINK_SENT) é"), []);
    }

    #[test]
    fn codes_are_words_of_capitals() {
        for code in ["OK", "A1", "LINK_SENT", "A_2"] {
            assert!(is_code(code), "{code}");
        }
        for other in ["", "A", "_A", "A_", "A__B", "2FA_FAILED", "a_b", "A B", "É_A"] {
            assert!(!is_code(other), "{other}");
        }
    }
}
