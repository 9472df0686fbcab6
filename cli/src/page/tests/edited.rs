//! A page that is being edited, with every answer that is exact after the edits.

use super::forms::{Form, Pieces, lines_of};
use super::{Words, locker, words_of};

/// A page that is being edited.
pub(super) struct Page {
    pub(super) pieces: Pieces,
    /// The text, after the first edit that works on the text instead of the pieces.
    pub(super) text: Option<String>,
    /// Each answer that is exact.
    pub(super) exact: Vec<Vec<Words>>,
    /// The phases whose titles were reworded.
    pub(super) retitled: Vec<String>,
    pub(super) done: Vec<Done>,
}

/// What an edit did, if it matters for later ones.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Done {
    AddedPhase,
    AddedTable,
    Cut,
    DeletedRow,
    MovedRowOutOfComment,
    Swapped,
}

/// Whether `row` is the beginning of `whole`.
fn begins(whole: &Words, row: &Words) -> bool {
    whole[..3] == row[..3] && whole[3].starts_with(&row[3]) && whole[4].starts_with(&row[4])
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
            retitled: Vec::new(),
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
        let near = &lines[at.saturating_sub(1)..lines.len().min(at + 2)];
        for title in near.iter().filter(|line| line.ends_with('–')) {
            let own = self.exact[0].iter().find(|row| title.contains(&row[0]));
            self.retitled.extend(own.map(|row| row[0].clone()));
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
            for row in words.iter_mut().filter(|row| self.retitled.contains(&row[0])) {
                row[1].clear();
            }
            words.sort();
            words
        };
        let words = comparable(words);
        // Rule: a cut is an error where exactly the tail of the table is missing. Where a row
        // before it is missing too, or none but new ones are, the answer is still all rows up to
        // some row; also where text behind the last row shows that no more rows follow it.
        let is_tail_missing = !self.has(Done::DeletedRow)
            && !self.ends_in_text()
            && !comparable(&words_of(&locker())).iter().all(|row| words.contains(row));
        let is_shorter = |exact: &[Words]| {
            self.has(Done::Cut)
                && !is_tail_missing
                && (0..exact.len()).any(|len| comparable(&exact[..len]) == words)
        };
        // Rule: a cut shows only at the end of the page. Where lines were swapped as well, they are
        // read as they are.
        let is_cut_and_swapped = |exact: &[Words]| {
            let exact = comparable(exact);
            self.has(Done::Cut)
                && self.has(Done::Swapped)
                && words.iter().all(|row| exact.iter().any(|own| begins(own, row)))
        };
        self.exact.iter().any(|exact| {
            comparable(exact) == words || is_shorter(exact) || is_cut_and_swapped(exact)
        })
    }

    /// Whether words of a whole line or of its beginning stand below the last row, not right below.
    fn ends_in_text(&self) -> bool {
        let text = self.text.as_deref().unwrap_or_default();
        let mut lines = text.rsplit('|').next().unwrap_or_default().lines().skip(1).map(str::trim);
        let is_end =
            |line: &str| line.is_empty() || line.starts_with("</") || line.starts_with("{/*");
        let is_below = lines.next().is_some_and(is_end);
        let is_text =
            |line: &str| !line.is_empty() && PROSE.iter().any(|prose| prose.starts_with(line));
        is_below && lines.any(is_text)
    }

    /// Rule: a line that is marked as code is a title. Where the text of a phase's own title is
    /// gone, such a line can be the only one that is left.
    pub(super) fn allow_marked_lines(&mut self) {
        let text = self.text().clone();
        let exact = self.exact[0].clone();
        let mut titles: Vec<_> = exact.iter().map(|[status, title, ..]| [status, title]).collect();
        titles.dedup();
        for [status, title] in titles {
            let marked = |line: &str| text.lines().any(|own| own.starts_with(line));
            let mut allow = |new: [&str; 2]| {
                let mut exact = exact.clone();
                for row in exact.iter_mut().filter(|row| row[0] == *status) {
                    [row[0], row[1]] = new.map(str::to_owned);
                }
                self.exact.push(exact);
            };
            let has_title = text.contains(title);
            if !has_title && marked(OTP) {
                allow(["OTP", "one time password"]);
            }
            if !has_title && status == "ACCEPTED" && marked(ACCEPTED) {
                allow(["ACCEPTED", "is the first phase"]);
            }
        }
    }
}

/// Lines, and the beginning of a title, that are text of the page wherever they stand.
pub(super) const PROSE: [&str; 9] = [
    "Words of prose.",
    "A sentence that names LOCKER_FULL and no row",
    "[1]: https://example.com",
    "- `LABEL_PRINTED`: see above",
    "Notes:",
    "> A quotation.",
    "the <browser> page",
    "What the scanner said.",
    "Phase ",
];

/// Lines that are marked as titles, as their first word is code.
pub(super) const OTP: &str = "`OTP` – one time password";
pub(super) const ACCEPTED: &str = "`ACCEPTED` – is the first phase";
