//! Finds the phase that a title names, and keeps the titles around a place of the page.

use super::rendered::rendered;
use super::words::{code_like, is_name, words};

/// A heading, the title of a component, or a line that may be a title: `RECEIVED` – Request accepted.
#[derive(Clone)]
pub(super) struct Title {
    pub(super) line: usize,
    /// The names of which one may be the phase's. Several, or one that is only part of a word, name no
    /// phase.
    names: Vec<String>,
    /// What it says besides a single name.
    pub(super) text: String,
    /// Whether it starts with a name and a separator.
    pub(super) is_led: bool,
    /// Whether the name cannot be a word of a sentence: it is in backticks, has an underscore, or is in
    /// the table.
    pub(super) is_marked: bool,
    /// Whether it is the title of a table.
    pub(super) has_table: bool,
}

/// What can stand between a status and its title besides white space: hyphen-minus, hyphen, figure
/// dash, en dash, em dash, horizontal bar, minus sign; and what needs no white space beside it, with
/// marks of Markdown that lost their other half.
const DASHES: [char; 7] = ['-', '\u{2010}', '\u{2012}', '–', '—', '\u{2015}', '\u{2212}'];
const OTHERS: [char; 11] = [':', '→', '⇒', '»', '>', '(', ')', '[', ']', '`', '*'];

impl Title {
    /// `markdown` names a phase by the only name in it that is in backticks, has an underscore or
    /// `is_known`, or else by the name that it starts with, if a separator follows. The name is the first
    /// or the last of it: the heading "What `HELD` means" is prose.
    pub(super) fn new(markdown: &str, line: usize, is_known: impl Fn(&str) -> bool) -> Self {
        let text = rendered(markdown);
        let is_marked = |name: &str| is_known(name) || markdown.contains(&format!("`{name}`"));
        let marked =
            words(&text).filter_map(|(_, word)| code_like(word, is_marked).first().copied());
        let mut names: Vec<String> = marked.map(str::to_owned).collect();
        let (is_marked, leading) = (!names.is_empty(), leading(&text));
        names.extend(leading.filter(|_| !is_marked).map(str::to_owned));
        let is_led = leading.is_some();
        let mut title =
            Self { line, names, text: String::new(), is_led, is_marked, has_table: false };
        if let Some(status) = title.status() {
            let place = words(&text).find(|(_, word)| *word == status);
            let around = place.map(|(at, name)| around(&text, at, name.len()));
            let (before, after) = around.unwrap_or_default();
            if before.is_empty() || after.is_empty() {
                title.text = [before, after].concat();
            } else {
                title.names.clear();
            }
        }
        title
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

/// What is before and after the name at this place, without separators and a number.
fn around(text: &str, at: usize, len: usize) -> (&str, &str) {
    let is_separator = |c: char| c.is_whitespace() || OTHERS.contains(&c) || DASHES.contains(&c);
    let before = text[..at].trim_end_matches(is_separator);
    let unnumbered = before.trim_start_matches(|c: char| c.is_ascii_digit());
    let before = unnumbered.strip_prefix(['.', ')']).map_or(before, str::trim_start);
    let before = if before.contains(char::is_alphabetic) { before } else { "" };
    let after = text[at + len..].trim_start_matches(is_separator);
    // The bracket around all of it was opened before it.
    let closed = after.strip_suffix([')', ']']).filter(|text| !text.contains(['(', '[']));
    (before, closed.unwrap_or(after))
}

/// The titles around a place of the page, the innermost last.
#[derive(Default)]
pub(super) struct Titles(Vec<Around>);

struct Around {
    is_heading: bool,
    title: Option<Title>,
}

impl Titles {
    /// Enters a component; returns the titles whose scope ends: those with a name, if its own has one.
    pub(super) fn open(&mut self, title: Option<Title>) -> Vec<Title> {
        let mut ended = Vec::new();
        if title.as_ref().is_some_and(Title::has_names) {
            let titles = self.0.iter_mut().map(|around| &mut around.title);
            ended.extend(titles.filter_map(|title| title.take_if(|title| title.has_names())));
        }
        self.0.push(Around { is_heading: false, title });
        ended
    }

    /// Leaves a component; returns the titles whose scope ends.
    pub(super) fn close(&mut self) -> Vec<Title> {
        let start = self.0.iter().rposition(|around| !around.is_heading);
        self.end(start.unwrap_or_default())
    }

    /// Starts a heading's scope; returns the heading whose scope ends.
    pub(super) fn heading(&mut self, title: Title) -> Vec<Title> {
        let follows_heading = self.0.last().is_some_and(|around| around.is_heading);
        let ended = self.end(self.0.len() - usize::from(follows_heading));
        self.0.push(Around { is_heading: true, title: Some(title) });
        ended
    }

    pub(super) fn end(&mut self, start: usize) -> Vec<Title> {
        self.0.drain(start..).filter_map(|around| around.title).collect()
    }

    /// The nearest title with a name. One without a name may be of another phase than the heading before
    /// it, and is passed over only in favour of a component around it.
    pub(super) fn nearest(&mut self) -> Option<&mut Title> {
        let mut is_passed = false;
        for Around { is_heading, title } in self.0.iter_mut().rev() {
            let title = title.as_mut().filter(|_| !(*is_heading && is_passed));
            if title.as_ref().is_some_and(|title| title.has_names()) {
                return title;
            }
            is_passed |= title.is_some();
        }
        None
    }
}
