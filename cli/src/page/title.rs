//! Finds the phase that a title names, and keeps the titles around a place of the page.

use super::rendered::{rendered, separated};
use super::words::{code_like, is_name, words};

/// A heading, the title of an element, or a line that may be a title: `RECEIVED` – Request accepted.
#[derive(Clone)]
pub(super) struct Title {
    pub(super) line: usize,
    /// The names of which one may be the phase's, and what else is in backticks. Several, or one that is
    /// only part of a word, name no phase.
    names: Vec<String>,
    /// What it says besides a single name.
    pub(super) text: String,
    /// Whether the name cannot be a word of a sentence: it is in backticks, has an underscore, or is in
    /// the table.
    pub(super) is_marked: bool,
    /// The name that it starts with, if a separator follows.
    pub(super) leading: Option<String>,
    /// Whether it is the title of a table.
    pub(super) has_table: bool,
}

/// What can stand between a status and its title: hyphen-minus, hyphen, figure dash, en dash, em dash,
/// horizontal bar, minus sign; and what needs no white space beside it.
const DASHES: [char; 7] = ['-', '\u{2010}', '\u{2012}', '–', '—', '\u{2015}', '\u{2212}'];
const OTHERS: [char; 12] = [':', '→', '⇒', '➔', '»', '>', '=', '(', ')', '[', ']', '/'];

impl Title {
    /// `markdown` names a phase by the only name in it that is in backticks, has an underscore or
    /// `is_known`, or else by the name that it starts with.
    pub(super) fn new(markdown: &str, line: usize, is_known: impl Fn(&str) -> bool) -> Self {
        let (text, apart) = (rendered(markdown), separated(markdown, false));
        let leading = leading(&text).map(str::to_owned);
        let is_marked = |name: &str| is_known(name) || markdown.contains(&format!("`{name}`"));
        let marked =
            words(&apart).filter_map(|(_, word)| code_like(word, is_marked).first().copied());
        let mut names: Vec<String> = marked.map(str::to_owned).collect();
        let is_marked = !names.is_empty();
        names.extend(leading.clone().filter(|_| !is_marked));
        if !names.is_empty() {
            let spans = markdown.split('`').skip(1).step_by(2);
            names.extend(spans.filter(|span| !is_name(span.trim())).map(str::to_owned));
        }
        let place = words(&text).find(|(_, word)| names.first().is_some_and(|name| name == word));
        let text = place.map(|(at, name)| without_name(&text, at, name.len())).unwrap_or_default();
        Self { line, names, text, is_marked, leading, has_table: false }
    }

    pub(super) fn has_names(&self) -> bool {
        !self.names.is_empty()
    }

    /// The phase's status, if there is a single name.
    pub(super) fn status(&self) -> Option<&str> {
        if let [name] = &self.names[..] { Some(name) } else { None }
    }
}

/// The name that a rendered text starts with, if a separator follows: a dash with white space beside
/// it, a colon, an arrow, a bracket.
fn leading(text: &str) -> Option<&str> {
    let (_, name) = words(text).next().filter(|(at, word)| *at == 0 && is_name(word))?;
    let rest = &text[name.len()..];
    let mark = rest.trim_start();
    let after = mark.trim_start_matches(DASHES);
    let is_spaced = mark.len() < rest.len() || after.starts_with([' ', '>']);
    (mark.starts_with(OTHERS) || after.len() < mark.len() && is_spaced).then_some(name)
}

/// `text` without the name at this place, the separators around it, and a number before it.
fn without_name(text: &str, at: usize, len: usize) -> String {
    let is_separator = |c: char| c.is_whitespace() || OTHERS.contains(&c) || DASHES.contains(&c);
    let before = text[..at].trim_end_matches(is_separator);
    let before = if before.contains(char::is_alphabetic) { before } else { "" };
    let after = text[at + len..].trim_start_matches(is_separator);
    // The bracket around all of it was opened before it.
    let closed = after.strip_suffix([')', ']']).filter(|text| !text.contains(['(', '[']));
    [before, closed.unwrap_or(after)].join(" ").trim().to_owned()
}

/// The page and the elements around a place of it, the innermost last.
pub(super) struct Scopes(Vec<Scope>);

#[derive(Default)]
struct Scope {
    /// The title of the element.
    title: Option<Title>,
    /// The last heading directly in it, and its level.
    heading: Option<(usize, Title)>,
}

impl Scopes {
    pub(super) fn new() -> Self {
        Self(vec![Scope::default()])
    }

    pub(super) fn open(&mut self, title: Option<Title>) {
        self.0.push(Scope { title, heading: None });
    }

    /// Leaves an element; returns the titles whose scope ends.
    pub(super) fn close(&mut self) -> impl Iterator<Item = Title> + use<> {
        let Scope { title, heading } = self.0.pop().unwrap_or_default();
        title.into_iter().chain(heading.map(|(_, title)| title))
    }

    /// Starts a heading's scope; returns the heading whose scope ends. One without a name is
    /// part of the scope of a heading that is less deep and starts with a name and a separator.
    pub(super) fn heading(&mut self, level: usize, title: Title) -> Option<Title> {
        let last = &mut self.0.last_mut()?.heading;
        let is_part = |(last, above): &(usize, Title)| level > *last && above.leading.is_some();
        if !title.has_names() && last.as_ref().is_some_and(is_part) {
            return None;
        }
        last.replace((level, title)).map(|(_, title)| title)
    }

    /// The title nearest to this place. One without a name is passed over in favour of the title of an
    /// element around it.
    pub(super) fn nearest(&mut self) -> Option<&mut Title> {
        let mut is_passed = false;
        for Scope { title, heading } in self.0.iter_mut().rev() {
            let heading = heading.as_mut().map(|(_, title)| title).filter(|_| !is_passed);
            for title in heading.into_iter().chain(title) {
                if title.has_names() {
                    return Some(title);
                }
                is_passed = true;
            }
        }
        None
    }
}
