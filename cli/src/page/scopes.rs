//! Keeps the titles around a place of the page: which one a table there belongs to, and whether
//! rows are expected there.

use super::Title;
use super::lex::markers;
use super::mentions::Place;
use super::title;

/// The headings and elements around a place of the page, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    scopes: Vec<Scope>,
    /// How many scopes the page had so far.
    count: usize,
}

#[derive(Debug)]
pub(super) struct Scope {
    pub(super) kind: ScopeKind,
    pub(super) title: ScopeTitle,
    pub(super) line: usize,
    /// Whether one of our tables has the title.
    pub(super) has_table: bool,
    /// Its number among all scopes of the page, from 1.
    number: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeKind {
    /// An element that groups others and has no title.
    Group,
    Element,
    /// The level: 1 to 6, [`BOLD`] or [`LINE`].
    Heading(usize),
}

/// The levels below all headings: of a line in bold, and of a line that reads like a title.
pub(super) const BOLD: usize = 7;
pub(super) const LINE: usize = 8;

#[derive(Debug)]
pub(super) enum ScopeTitle {
    Phase(Title),
    /// Not a phase's title; `names_a_phase` says that it names a phase all the same.
    Other {
        text: String,
        names_a_phase: bool,
    },
}

impl ScopeTitle {
    pub(super) fn new(markdown: &str, title: Option<Title>) -> Self {
        title.map_or_else(
            || Self::Other {
                text: markdown.to_owned(),
                names_a_phase: title::names_a_phase(markdown),
            },
            Self::Phase,
        )
    }

    pub(super) fn names_a_phase(&self) -> bool {
        matches!(self, Self::Phase(_) | Self::Other { names_a_phase: true, .. })
    }
}

impl Scope {
    /// Whether it is more than a line that reads like a title.
    pub(super) fn is_structural(&self) -> bool {
        self.kind != ScopeKind::Heading(LINE)
    }

    fn is_element(&self) -> bool {
        self.kind == ScopeKind::Element
    }
}

impl Scopes {
    /// Enters an element. A line before it that reads like a title is not the title of what
    /// follows.
    pub(super) fn open(&mut self, kind: ScopeKind, title: ScopeTitle, line: usize) {
        if kind == ScopeKind::Element {
            self.end_lines();
        }
        self.push(kind, title, line);
    }

    /// Leaves the innermost element and the headings in it.
    pub(super) fn close(&mut self) {
        let is_element = |scope: &Scope| !matches!(scope.kind, ScopeKind::Heading(_));
        if let Some(at) = self.scopes.iter().rposition(is_element) {
            let kind = self.scopes[at].kind;
            self.scopes.truncate(at);
            if kind == ScopeKind::Element {
                self.end_lines();
            }
        }
    }

    pub(super) fn heading(&mut self, level: usize, title: ScopeTitle, line: usize) {
        let is_in = |scope: &Scope| matches!(scope.kind, ScopeKind::Heading(own) if own >= level);
        while self.scopes.last().is_some_and(is_in) {
            self.scopes.pop();
        }
        self.push(ScopeKind::Heading(level), title, line);
    }

    /// Gives the innermost element this title, if it has none; otherwise it is like a line in bold.
    pub(super) fn summary(&mut self, title: ScopeTitle, line: usize) {
        let element = self.scopes.iter_mut().rev().find(|scope| scope.is_element());
        match element {
            Some(scope) if matches!(&scope.title, ScopeTitle::Other { text, .. } if text.is_empty()) =>
            {
                (scope.title, scope.line) = (title, line);
            }
            _ => self.heading(BOLD, title, line),
        }
    }

    pub(super) fn nearest(&self) -> Option<&Scope> {
        self.scopes.iter().rev().find(|scope| scope.kind != ScopeKind::Group)
    }

    pub(super) fn nearest_mut(&mut self) -> Option<&mut Scope> {
        self.scopes.iter_mut().rev().find(|scope| scope.kind != ScopeKind::Group)
    }

    /// The section that this place is in: the number of the nearest heading, 0 before the first.
    pub(super) fn section(&self) -> usize {
        self.section_but(None)
    }

    /// The section that the nearest title is in, which is not the one that it starts itself.
    pub(super) fn section_of_title(&self) -> usize {
        self.section_but(self.nearest().map(|scope| scope.number))
    }

    /// The section that this place is in, without regard to the heading with this number.
    fn section_but(&self, number: Option<usize>) -> usize {
        let is_section = |scope: &&Scope| {
            matches!(scope.kind, ScopeKind::Heading(1..=6)) && Some(scope.number) != number
        };
        self.scopes.iter().rev().find(is_section).map_or(0, |scope| scope.number)
    }

    /// What a word that is in no row has for its place here.
    pub(super) fn place(&self) -> Place {
        match self.nearest().map(|scope| &scope.title) {
            Some(ScopeTitle::Phase(_)) => return Place::Expected("under a phase's title"),
            Some(ScopeTitle::Other { names_a_phase: true, .. }) => {
                return Place::Expected("under a title that names a phase");
            }
            _ => {}
        }
        if self.scopes.iter().any(Scope::is_element) {
            return Place::Expected("in an element");
        }
        let phase = self.scopes.iter().rev().find_map(|scope| match &scope.title {
            ScopeTitle::Phase(title) => Some(title.status.clone()),
            ScopeTitle::Other { .. } => None,
        });
        phase.map_or(Place::Prose, Place::Below)
    }

    /// Ends the titles that are lines.
    fn end_lines(&mut self) {
        while self.scopes.last().is_some_and(|scope| !scope.is_structural()) {
            self.scopes.pop();
        }
    }

    fn push(&mut self, kind: ScopeKind, title: ScopeTitle, line: usize) {
        self.count += 1;
        self.scopes.push(Scope { kind, title, line, has_table: false, number: self.count });
    }
}

/// The text of a line that is bold from end to end.
pub(super) fn bold(line: &str) -> Option<&str> {
    let line = markers::without_list_marker(line);
    let marks = [("**", "**"), ("__", "__"), ("<b>", "</b>"), ("<strong>", "</strong>")];
    marks.iter().find_map(|(open, close)| {
        let text = line.strip_prefix(open)?.strip_suffix(close)?;
        (!text.trim().is_empty() && !text.contains(close)).then_some(text.trim())
    })
}
