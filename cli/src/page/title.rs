//! Finds the phase that a title names, and keeps the titles around a place of the page.

use super::rendered::{Links, rendered};
use super::words::{is_name, words};

/// A phase's title: `RECEIVED` – Request accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) status: String,
    pub(super) text: String,
    pub(super) line: usize,
    /// Whether the name cannot be a word of a sentence: it is in backticks, has an underscore, or is in
    /// the table.
    pub(super) is_marked: bool,
}

/// What names a phase, in a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Naming {
    Nothing,
    One(Title),
    /// Two names or more, of which any may be the phase's.
    Several,
}

/// A heading, or the title of an element.
pub(super) struct Heading {
    line: usize,
    pub(super) naming: Naming,
    /// The name that it starts with, if a separator follows.
    leading: Option<String>,
    /// The line of the table that it is the title of.
    pub(super) table: Option<usize>,
}

/// What can stand between a status and its title, besides the dashes: hyphen-minus, hyphen, figure
/// dash, en dash, em dash, horizontal bar, minus sign.
const SEPARATORS: [char; 13] =
    [':', '→', '⇒', '➔', '»', '>', '=', '(', ')', '[', ']', '{', '}'];
const DASHES: [char; 7] = ['-', '\u{2010}', '\u{2012}', '–', '—', '\u{2015}', '\u{2212}'];

fn is_separator(c: char) -> bool {
    c.is_whitespace() || SEPARATORS.contains(&c) || DASHES.contains(&c)
}

/// The name that a rendered text starts with, if a separator follows: a dash with white space beside
/// it, a colon, an arrow, a bracket.
pub(super) fn leading(text: &str) -> Option<&str> {
    let (_, name) = words(text).next().filter(|(at, word)| *at == 0 && is_name(word))?;
    let rest = &text[name.len()..];
    let mark = rest.trim_start();
    let after = mark.trim_start_matches(DASHES);
    let is_spaced = mark.len() < rest.len() || after.starts_with([' ', '>']);
    (mark.starts_with(SEPARATORS) || after.len() < mark.len() && is_spaced).then_some(name)
}

impl Naming {
    /// The phase that `markdown` names: by the only name in it that is in backticks, has an underscore
    /// or `is_known`, or else by the name that it starts with.
    pub(super) fn new(
        markdown: &str,
        line: usize,
        links: &Links,
        is_known: impl Fn(&str) -> bool,
    ) -> Self {
        let text = rendered(markdown, links);
        let is_marked =
            |word: &str| word.contains('_') || is_known(word) || markdown.contains(&format!("`{word}`"));
        let mut marked = words(&text).filter(|(_, word)| is_name(word) && is_marked(word));
        match (marked.next(), marked.next()) {
            (Some(_), Some(_)) => Self::Several,
            (Some((at, name)), None) => Self::One(Title::new(&text, at, name, line, true)),
            (None, _) => leading(&text)
                .map_or(Self::Nothing, |name| Self::One(Title::new(&text, 0, name, line, false))),
        }
    }

    pub(super) fn one(self) -> Option<Title> {
        match self {
            Self::One(title) => Some(title),
            _ => None,
        }
    }
}

impl Title {
    /// `name` is in `text` at this place. The rest is the phase's title, without the separators between
    /// the two, and without a number before them.
    fn new(text: &str, at: usize, name: &str, line: usize, is_marked: bool) -> Self {
        let before = text[..at].trim_end_matches(is_separator);
        let after = text[at + name.len()..].trim_start_matches(is_separator);
        let is_open = |open, close| after.ends_with(close) && !after.contains(open);
        let is_in_brackets = is_open('(', ')') || is_open('[', ']');
        let after = if is_in_brackets { &after[..after.len() - 1] } else { after };
        let before = if before.contains(char::is_alphabetic) { before } else { "" };
        let text = [before, after].join(" ").trim().to_owned();
        Self { status: name.to_owned(), text, line, is_marked }
    }
}

impl Heading {
    pub(super) fn new(
        markdown: &str,
        line: usize,
        links: &Links,
        is_known: impl Fn(&str) -> bool,
    ) -> Self {
        let naming = Naming::new(markdown, line, links, is_known);
        let leading = leading(&rendered(markdown, links)).map(str::to_owned);
        Self { line, naming, leading, table: None }
    }

    /// The name of a phase whose table was not found.
    pub(super) fn unread(self) -> Option<(String, usize)> {
        self.leading.filter(|_| self.table.is_none()).map(|name| (name, self.line))
    }
}

/// The headings and the elements around a place of the page, the innermost last.
pub(super) struct Scopes {
    scopes: Vec<Scope>,
}

/// The page, or an element: its title, and the last heading directly in it.
#[derive(Default)]
struct Scope {
    title: Option<Heading>,
    heading: Option<Heading>,
}

impl Scopes {
    pub(super) fn new() -> Self {
        Self { scopes: vec![Scope::default()] }
    }

    pub(super) fn open(&mut self, title: Option<Heading>) {
        self.scopes.push(Scope { title, heading: None });
    }

    /// Leaves an element; returns the titles whose scope ends.
    pub(super) fn close(&mut self) -> impl Iterator<Item = Heading> + use<> {
        let scope = self.scopes.pop().unwrap_or_default();
        scope.title.into_iter().chain(scope.heading)
    }

    /// Starts a heading's scope; returns the heading whose scope ends.
    pub(super) fn heading(&mut self, heading: Heading) -> Option<Heading> {
        self.scopes.last_mut().and_then(|scope| scope.heading.replace(heading))
    }

    /// The title nearest to this place that names a phase. One that names none is passed over in
    /// favour of the title of an element around it.
    pub(super) fn nearest(&mut self) -> Option<&mut Heading> {
        let mut is_passed = false;
        for Scope { title, heading } in self.scopes.iter_mut().rev() {
            let headings = [heading.as_mut().filter(|_| !is_passed), title.as_mut()];
            for heading in headings.into_iter().flatten() {
                if heading.naming != Naming::Nothing {
                    return Some(heading);
                }
                is_passed = true;
            }
        }
        None
    }
}
