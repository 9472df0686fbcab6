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

/// The code-like names in a word, which are those with an underscore and those that `is_known`. A page as
/// scraped has words without a space between them, so that `LINK_SENTThe` may be `LINK_SENT` and `The`,
/// or `LINK_SENTT` and `he`.
pub(super) fn code_like(word: &str, is_known: impl Fn(&str) -> bool) -> Vec<&str> {
    let is_code_like = |name: &&str| is_name(name) && (name.contains('_') || is_known(name));
    let words = word.split("__").map(|word| word.trim_matches('_'));
    let mut names: Vec<_> = words.flat_map(capitals).filter(is_code_like).collect();
    // A number may end the text before it.
    let behind_number = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_last = names.is_empty() && is_name(behind_number) && is_known(behind_number);
    names.extend(is_last.then_some(behind_number));
    names
}

/// `word`, if it has no small letters; else the runs of capitals in it, each also without the capital
/// that may begin the next word. An underscore must be in both.
fn capitals(word: &str) -> Vec<&str> {
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
    if !has_capital(markdown) {
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
    fn names_without_a_space_beside_them_are_found() {
        assert_eq!(found("aLINK_SENTThe link"), ["LINK_SENT", "LINK_SENTT"]);
        assert_eq!(found("FAILEDThe, an ID_Token, __A_B__C_D"), ["FAILED", "A_B", "C_D"]);
        assert_eq!(found("LINK_SENTs"), ["LINK_SEN", "LINK_SENT"]);
        assert_eq!(found("number 2FAILED, 2FA_FAILED, FAILURE"), ["FAILED"]);
    }
}
