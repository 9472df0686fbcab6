//! Finds the phase that a title names, and keeps the titles around a place of the page.

use super::rendered::{rendered, separated};
use super::words::{is_name, readings, words};

/// A title that names a phase: `RECEIVED` – Request accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) status: String,
    pub(super) text: String,
    pub(super) line: usize,
    /// Whether the name cannot be a word of a sentence: it is in backticks, has an underscore, or is in
    /// the table.
    pub(super) is_marked: bool,
}

/// A heading, the title of an element, or a line that may be a title.
pub(super) struct Heading {
    pub(super) line: usize,
    pub(super) names: Named,
    /// The name that it starts with, if a separator follows.
    pub(super) leading: Option<String>,
    /// The line of the table that it is the title of.
    pub(super) table: Option<usize>,
}

/// The phase that a heading names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    None,
    One(Title),
    /// Two names or more, of which any may be the phase's.
    Several,
}

/// What can stand between a status and its title: hyphen-minus, hyphen, figure dash, en dash, em dash,
/// horizontal bar, minus sign; and what needs no white space beside it.
const DASHES: [char; 7] = ['-', '\u{2010}', '\u{2012}', '–', '—', '\u{2015}', '\u{2212}'];
const OTHERS: [char; 12] = [':', '→', '⇒', '➔', '»', '>', '=', '(', ')', '[', ']', '/'];

impl Heading {
    /// `markdown` names a phase by the only name in it that is in backticks, has an underscore or
    /// `is_known`, or else by the name that it starts with.
    pub(super) fn new(markdown: &str, line: usize, is_known: impl Fn(&str) -> bool) -> Self {
        let text = rendered(markdown);
        let leading = leading(&text).map(str::to_owned);
        let is_marked = |name: &str| {
            name.contains('_') || is_known(name) || markdown.contains(&format!("`{name}`"))
        };
        let names_of = |text: &str| {
            let words = words(text).flat_map(|(_, word)| {
                readings(word, is_marked).first().map(|name| (*name).to_owned())
            });
            words.collect::<Vec<_>>()
        };
        let marked = names_of(&separated(markdown));
        let name = marked.first().or(leading.as_ref());
        let place = name.and_then(|name| words(&text).find(|(_, word)| word == name));
        let names = match (name, place) {
            (None, _) => Named::None,
            (Some(name), Some((at, _))) if marked.len() < 2 => {
                let text = without_name(&text, at, name.len());
                Named::One(Title {
                    status: name.clone(),
                    text,
                    line,
                    is_marked: !marked.is_empty(),
                })
            }
            _ => Named::Several,
        };
        Self { line, names, leading, table: None }
    }

    pub(super) fn title(&self) -> Option<&Title> {
        match &self.names {
            Named::One(title) => Some(title),
            _ => None,
        }
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

/// The title of an element, and the last heading directly in it.
#[derive(Default)]
struct Scope {
    title: Option<Heading>,
    heading: Option<Heading>,
}

impl Scopes {
    pub(super) fn new() -> Self {
        Self(vec![Scope::default()])
    }

    pub(super) fn open(&mut self, title: Option<Heading>) {
        self.0.push(Scope { title, heading: None });
    }

    /// Leaves an element; returns the titles whose scope ends.
    pub(super) fn close(&mut self) -> [Option<Heading>; 2] {
        let Scope { title, heading } = self.0.pop().unwrap_or_default();
        [title, heading]
    }

    /// Starts a heading's scope; returns the heading whose scope ends.
    pub(super) fn heading(&mut self, heading: Heading) -> Option<Heading> {
        self.0.last_mut().and_then(|scope| scope.heading.replace(heading))
    }

    /// The title nearest to this place. One that names no phase is passed over in favour of the title
    /// of an element around it.
    pub(super) fn nearest(&mut self) -> Option<&mut Heading> {
        let mut is_passed = false;
        for Scope { title, heading } in self.0.iter_mut().rev() {
            let heading = heading.as_mut().filter(|_| !is_passed);
            for title in [heading, title.as_mut()].into_iter().flatten() {
                if title.names != Named::None {
                    return Some(title);
                }
                is_passed = true;
            }
        }
        None
    }
}
