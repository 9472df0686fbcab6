//! A page on its way through edits, with every answer that is exact after them.

use super::forms::{Form, Pieces, lines_of};
use super::{Phase, Words, locker, words_of};

/// A page on its way through edits.
pub(super) struct Page {
    pub(super) pieces: Pieces,
    /// The text once an edit worked on it.
    pub(super) text: Option<String>,
    /// Each answer that is exact.
    pub(super) exact: Vec<Vec<Words>>,
    /// The phase whose title an edit changed the words of.
    pub(super) retitled: Option<String>,
    pub(super) done: Vec<Done>,
}

/// What an edit did to a page that matters for others.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Done {
    AddedPhase,
    AddedTable,
    Cut,
    DeletedRow,
    MovedRowOutOfComment,
}

impl Page {
    pub(super) fn has(&self, done: Done) -> bool {
        self.done.contains(&done)
    }

    pub(super) fn new(form: Form) -> Self {
        let phases = locker();
        Self {
            pieces: form.render(&phases),
            text: None,
            exact: vec![words_of(&phases)],
            retitled: None,
            done: Vec::new(),
        }
    }

    pub(super) fn text(&mut self) -> &mut String {
        self.text.get_or_insert_with(|| self.pieces.text())
    }

    /// The lines, and the place in them that `at` is.
    pub(super) fn lines(&mut self, at: usize) -> (Vec<String>, usize) {
        let lines: Vec<String> = self.text().split('\n').map(str::to_owned).collect();
        let at = at % lines.len().max(1);
        // Rule: a title is all words of its attribute, of every line in it.
        let is_open = |line: &&String| line.ends_with('–');
        let title = lines.get(at).filter(is_open).or(lines[..at].last().filter(is_open));
        if let Some(title) = title {
            let phases = locker();
            let own = phases.iter().find(|phase| title.contains(&phase.status));
            self.retitled = own.map(|phase| phase.status.clone());
        }
        (lines, at)
    }

    pub(super) fn set_lines(&mut self, lines: &[String]) {
        *self.text() = lines_of(lines);
    }

    /// Whether this edit can work on the pieces: no edit of the text came before.
    pub(super) fn is_whole(&self) -> bool {
        self.text.is_none()
    }

    pub(super) fn is_exact(&self, words: &[Words]) -> bool {
        let comparable = |words: &[Words]| {
            let mut words = words.to_vec();
            words.retain(|row| !(self.has(Done::MovedRowOutOfComment) && row[2] == "OLD_CODE"));
            for row in words.iter_mut().filter(|row| Some(&row[0]) == self.retitled.as_ref()) {
                row[1].clear();
            }
            words.sort();
            words
        };
        let words = comparable(words);
        // Rule: a cut is an error where exactly the tail of the table is missing. Where a row
        // before it is missing too, the answer is still all rows up to some row.
        let is_shorter = |exact: &[Words]| {
            self.has(Done::Cut)
                && self.has(Done::DeletedRow)
                && (0..exact.len()).any(|len| comparable(&exact[..len]) == words)
        };
        self.exact.iter().any(|exact| comparable(exact) == words || is_shorter(exact))
    }

    /// Rule: a line that is marked as code is a title. Where the text of a phase's own title is
    /// gone, such a line can be the only one that is left.
    pub(super) fn allow_marked_lines(&mut self) {
        let text = self.text().clone();
        let exact = self.exact[0].clone();
        for Phase { status, title, .. } in locker() {
            let marked = |line: &str| text.lines().any(|own| own == line);
            let mut allow = |new: [&str; 2]| {
                let mut exact = exact.clone();
                for row in exact.iter_mut().filter(|row| row[0] == status) {
                    [row[0], row[1]] = new.map(str::to_owned);
                }
                self.exact.push(exact);
            };
            let has_title = text.contains(&title);
            if !has_title && marked(OTP) {
                allow(["OTP", "one time password"]);
            }
            if !has_title && status == "ACCEPTED" && marked(ACCEPTED) {
                allow(["ACCEPTED", "is the first phase"]);
            }
        }
    }
}

/// Lines that are marked as titles, as their first word is code.
pub(super) const OTP: &str = "`OTP` – one time password";
pub(super) const ACCEPTED: &str = "`ACCEPTED` – is the first phase";
