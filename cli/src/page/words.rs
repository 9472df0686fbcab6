//! Finds the names in what the page shows.

use super::rendered;

/// Whether `word` is a name: capitals, digits and single underscores, with a capital first, and two
/// characters or more.
pub(super) fn is_name(word: &str) -> bool {
    let is_capital = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(is_capital);
    word.len() > 1 && word.as_bytes()[0].is_ascii_uppercase() && word.split('_').all(is_part)
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
/// that `is_known`. A scraped page glues words together, so that `LINK_SENTThe` may be `LINK_SENT`
/// and `LINK_SENTT`.
pub(super) fn code_like(word: &str, is_known: impl Fn(&str) -> bool) -> Vec<&str> {
    let is_code_like = |name: &&str| is_name(name) && (name.contains('_') || is_known(name));
    let words = word.split("__").map(|word| word.trim_matches('_'));
    let names: Vec<_> = words.flat_map(glued).filter(is_code_like).collect();
    // A number may end the text before it.
    let behind_number = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if names.is_empty() && is_name(behind_number) && is_known(behind_number) {
        vec![behind_number]
    } else {
        names
    }
}

/// `word`, if it has no small letters; else the runs of capitals in it, each also without the capital
/// that may begin the next word. An underscore must be in both.
fn glued(word: &str) -> Vec<&str> {
    let is_small = |c: char| !c.is_ascii_uppercase() && !c.is_ascii_digit() && c != '_';
    if !word.contains(is_small) {
        return vec![word];
    }
    let mut names = Vec::new();
    let mut runs = word.split(is_small).peekable();
    while let Some(run) = runs.next() {
        let run = run.trim_start_matches(|c: char| !c.is_ascii_uppercase());
        let shorter = run[..run.len().saturating_sub(1)].trim_end_matches('_');
        let is_last = runs.peek().is_none();
        names.extend((!is_last).then_some(shorter));
        names.extend((is_last || shorter.contains('_')).then(|| run.trim_end_matches('_')));
    }
    names
}

/// Calls `found` with each word that may be a name or hold one, of what `markdown` shows but its
/// addresses.
pub(super) fn for_each(markdown: &str, mut found: impl FnMut(&str)) {
    let has_capital = |text: &str| text.bytes().any(|b| b.is_ascii_uppercase());
    if !has_capital(markdown) && !markdown.contains("&#") {
        return;
    }
    let shown = rendered::separated(markdown, true);
    for text in shown.split(|c: char| c.is_whitespace() || "|()<>\"'`".contains(c)) {
        let text = text.split_once("://").map_or(text, |(scheme, _)| scheme);
        words(text).filter(|(_, word)| has_capital(word)).for_each(|(_, word)| found(word));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(markdown: &str) -> Vec<String> {
        let mut found = Vec::new();
        for_each(markdown, |word| {
            found.extend(code_like(word, |name| name == "FAILED").into_iter().map(str::to_owned));
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
            "`LINK_SENT`:",
            "LINK\\_SENT",
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
        assert_eq!(found("number 2FAILED"), ["FAILED"]);
    }
}
