//! Checks that a page is the whole page that a table mirrors. One that was cut short or reshaped,
//! or is another page, must look neither in sync nor like removals.

use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::text::{folded, quoted};
use vkyc_status_codegen::{Accepted, CodeRow, Diagnostic, PhaseRow, Table};

use crate::compare::is_retired;
use crate::page::{Code, Evidence, FETCH_AGAIN, Mention, Page, Phase, Place, Title, problem};

const BY_HAND: &str = "check the page: if it is right, edit the table by hand";

/// Checks that `page`, which messages call `name`, can be the whole page that `table` mirrors.
///
/// # Errors
///
/// What the first guard found that refuses the page. `accept_removals` turns off the two that
/// refuse removals.
pub fn check(
    name: &str,
    table: &Table,
    page: &Page,
    accept_removals: bool,
) -> Result<(), Diagnostic> {
    let guard = Guard::new(name, table, page);
    let removals = || guard.mass_removal().or_else(|| guard.tail());
    let found = guard
        .not_codes()
        .or_else(|| guard.unread_removals())
        .or_else(|| guard.other_table())
        .or_else(|| guard.incomplete_row())
        .or_else(|| guard.incomplete_end())
        .or_else(|| guard.unread_rows())
        .or_else(|| guard.titles())
        .or_else(|| guard.lines_like_titles())
        .or_else(|| if accept_removals { None } else { removals() })
        .or_else(|| guard.mass_move());
    found.map_or(Ok(()), Err)
}

struct Guard<'a> {
    /// What messages call the page.
    name: &'a str,
    table: &'a Table,
    page: &'a Page,
    evidence: &'a Evidence,
    /// The table's phases, and its codes with their phases.
    phase_rows: HashMap<&'a str, &'a PhaseRow>,
    code_rows: HashMap<&'a str, (&'a PhaseRow, &'a CodeRow)>,
    /// The page's phases, and its codes with the status of their phase.
    phases: HashMap<&'a str, &'a Phase>,
    codes: HashMap<&'a str, &'a str>,
    /// The words that the table accepts.
    accepted: HashSet<&'a str>,
}

impl<'a> Guard<'a> {
    fn new(name: &'a str, table: &'a Table, page: &'a Page) -> Self {
        let codes = page.phases.iter().flat_map(|phase| {
            phase.codes.iter().map(|code| (code.code.as_str(), phase.status.as_str()))
        });
        let accepted = table.accepted.iter().filter_map(|row| match &row.difference {
            Accepted::Word(text) => Some(text.as_str()),
            _ => None,
        });
        Self {
            name,
            table,
            page,
            evidence: &page.evidence,
            phase_rows: table.phases.iter().map(|row| (row.status.as_str(), row)).collect(),
            code_rows: table.rows().map(|(p, c)| (c.code.as_str(), (p, c))).collect(),
            phases: page.phases.iter().map(|phase| (phase.status.as_str(), phase)).collect(),
            codes: codes.collect(),
            accepted: accepted.collect(),
        }
    }

    /// The codes that the page should have, in the table's order.
    fn listed(&self) -> impl Iterator<Item = (&'a PhaseRow, &'a CodeRow)> {
        self.table.rows().filter(|(phase, code)| !is_retired(phase, code))
    }

    fn is_missing(&self, code: &CodeRow) -> bool {
        !self.codes.contains_key(code.code.as_str())
    }

    /// How many codes the page should have, and how many of them are missing.
    fn counts(&self) -> (usize, usize) {
        let missing = self.listed().filter(|(_, code)| self.is_missing(code));
        (self.listed().count(), missing.count())
    }

    /// The codes and phases that would be reported as removed.
    fn removed(&self) -> impl Iterator<Item = &'a str> {
        let codes = self.listed().map(|(_, code)| code).filter(|code| self.is_missing(code));
        let phases = self.removed_phases().map(|phase| phase.status.as_str());
        codes.map(|code| code.code.as_str()).chain(phases)
    }

    fn removed_phases(&self) -> impl Iterator<Item = &'a PhaseRow> {
        let phases = self.table.phases.iter().filter(|phase| phase.retired.is_none());
        phases.filter(|phase| !self.phases.contains_key(phase.status.as_str()))
    }

    fn is_retired(&self, word: &str) -> bool {
        self.code_rows.get(word).is_some_and(|(phase, code)| is_retired(phase, code))
            || self.phase_rows.get(word).is_some_and(|row| row.retired.is_some())
    }

    /// Refuses a row whose code cell holds no code.
    fn not_codes(&self) -> Option<Diagnostic> {
        let is_accepted = |cell: &str| self.accepted.contains(cell);
        let row = self.evidence.not_codes.iter().find(|row| !is_accepted(&row.code))?;
        let message = format!(
            "{} is not a status code: capitals, digits and `_` were expected",
            quoted(&row.code)
        );
        let is_word = !row.code.is_empty() && !row.code.contains(char::is_whitespace);
        let help = if is_word { accept(&row.code) } else { BY_HAND.to_owned() };
        Some(problem(self.name, row.line, message, help))
    }

    /// Refuses a code or phase that would be reported as removed and is on the page all the same.
    fn unread_removals(&self) -> Option<Diagnostic> {
        let removed: HashSet<&str> =
            self.removed().filter(|word| !self.accepted.contains(word)).collect();
        let mut mentions = self.evidence.mentions.iter();
        let Mention { word, line, .. } =
            mentions.find(|mention| removed.contains(mention.word.as_str()))?;
        let message =
            format!("{word} is in no row and no title that could be read, but on this line");
        Some(problem(self.name, *line, message, accept(word)))
    }

    /// Refuses a page that has none of the codes that it should have.
    fn other_table(&self) -> Option<Diagnostic> {
        let (total, missing) = self.counts();
        if total == 0 || missing < total {
            return None;
        }
        let message = "the page has none of the table's codes: it is another table's page";
        let help = format!("compare the table with the page it mirrors: {}", self.table.source.url);
        Some(problem(self.name, None, message, help))
    }

    /// Refuses a row that may be cut off: no pipe closes it, although one closes another row of its
    /// table or the page ends with it.
    fn incomplete_row(&self) -> Option<Diagnostic> {
        let mut suspects = self.page.phases.iter().flat_map(|phase| {
            let has_closed = phase.codes.iter().any(|code| !code.is_open);
            let is_suspect = move |code: &&Code| {
                code.is_open && (has_closed || code.line == self.evidence.end.line)
            };
            phase.codes.iter().filter(is_suspect)
        });
        let code = suspects.find(|code| self.is_cut_row(code))?;
        let message = format!("the row of {} may be incomplete: no `|` closes it", code.code);
        Some(problem(self.name, code.line, message, FETCH_AGAIN))
    }

    /// Refuses a last line that may be the beginning of something that is missing.
    fn incomplete_end(&self) -> Option<Diagnostic> {
        let end = &self.evidence.end;
        let word = end.text.replace(['`', '*', '\\'], "");
        let word = word.trim_matches(separates_words);
        // The beginning of CLOSED: "Phase CLO"
        let last = word.rsplit(separates_words).next();
        let is_begun = |removed: &str| last.is_some_and(|last| removed.starts_with(last));
        let begins_removed = !word.is_empty() && self.removed().any(is_begun);
        if end.line == end.last_row || !begins_removed && !self.begins_removed_title(word) {
            return None;
        }
        let message = format!("the page may end in the middle of this line: {}", quoted(&end.text));
        Some(problem(self.name, end.line, message, FETCH_AGAIN))
    }

    /// Whether a text is the beginning of the title of a missing phase, or starts with its status
    /// in lower case: "closed – Delivery clo".
    fn begins_removed_title(&self, text: &str) -> bool {
        let first = text.split(separates_words).next();
        let text = folded(text);
        let begins = |phase: &PhaseRow| {
            folded(phase.title.as_str()).starts_with(&text)
                || first.is_some_and(|first| *first == phase.status.as_str().to_lowercase())
        };
        text.len() > 2 && self.removed_phases().any(begins)
    }

    /// Whether a row that no pipe closes has only the beginning of a text in the table; or any
    /// other text, if the page ends with the row and without a line end.
    fn is_cut_row(&self, code: &Code) -> bool {
        let is_end = code.line == self.evidence.end.line && !self.evidence.end.has_line_end;
        self.code_rows.get(code.code.as_str()).map_or(is_end, |(_, row)| {
            let words = row.words().into_iter().zip(&code.words);
            let mut words = words.map(|((_, own), page)| (folded(own.as_str()), folded(page)));
            words.any(|(own, page)| own != page && (is_end || own.starts_with(&page)))
        })
    }

    /// Refuses a word that is written like a code and stands where a row was expected, but not in
    /// one.
    fn unread_rows(&self) -> Option<Diagnostic> {
        let is_unread = |mention: &&Mention| {
            let word = mention.word.as_str();
            let is_retired = self.is_retired(word);
            let is_like_code = word.contains('_') && !is_retired;
            let is_phase =
                |word: &str| self.phase_rows.contains_key(word) || self.phases.contains_key(word);
            let is_suspect = match &mention.place {
                Place::Cell => true,
                Place::Title => !is_retired,
                Place::Expected(_) => is_like_code,
                Place::Below(status) => is_like_code && (status.contains('_') || is_phase(status)),
                Place::Prose | Place::Comment => false,
            };
            let is_read = self.codes.contains_key(word) || self.phases.contains_key(word);
            is_suspect && !is_read && !self.accepted.contains(word)
        };
        let mention = self.evidence.mentions.iter().find(is_unread)?;
        let place = match &mention.place {
            Place::Expected(place) => place,
            Place::Cell => "in a column of codes",
            Place::Title => "in a phase's title",
            _ => "in the section of a phase",
        };
        let word = &mention.word;
        let message = format!("{word} is {place}, but in no row that could be read");
        Some(problem(self.name, mention.line, message, accept(word)))
    }

    /// Refuses a new title that may be a sentence.
    fn titles(&self) -> Option<Diagnostic> {
        let is_title = |title: &&Title| {
            let phase = self.phases.get(title.status.as_str());
            phase.is_some_and(|phase| phase.line == title.line)
        };
        let row = |title: &Title| self.phase_rows.get(title.status.as_str());
        // A sentence that was read as the title of a known phase says something else than the table.
        let says_same = |title: &Title| {
            row(title).is_some_and(|row| folded(row.title.as_str()) == folded(&title.title))
        };
        let doubtful = self.evidence.doubtful_titles.iter().filter(|title| !says_same(title));
        let unmarked = self.evidence.unmarked_titles.iter().filter(|title| row(title).is_none());
        let Title { status, line, .. } = doubtful.chain(unmarked).find(is_title)?;
        let message = format!("{status} may be in a new title, or the first word of a sentence");
        Some(problem(self.name, *line, message, BY_HAND))
    }

    /// Refuses a line with the title that the table has for a removed phase, or for the phase that
    /// the line is under, if the page has another title for that.
    fn lines_like_titles(&self) -> Option<Diagnostic> {
        self.evidence.lines_like_titles.iter().find_map(|other| {
            let line = folded(&other.text).to_lowercase();
            let has = |text: &str| line.contains(&folded(text).to_lowercase());
            let is_title = |row: &&PhaseRow| has(row.status.as_str()) && has(row.title.as_str());
            let status = other.under.as_str();
            let message = if let Some(row) = self.removed_phases().find(is_title) {
                format!("{} is in no title that could be read, but on this line", row.status)
            } else {
                let (row, phase) = (self.phase_rows.get(status)?, self.phases.get(status)?);
                if folded(&phase.title) == folded(row.title.as_str()) || !has(row.title.as_str()) {
                    return None;
                }
                let (title, line) = (quoted(&phase.title), phase.line);
                format!("{status} has two titles, this one and {title} on line {line}")
            };
            Some(problem(self.name, other.line, message, BY_HAND))
        })
    }

    /// Refuses a page without more than half of the codes that it should have.
    fn mass_removal(&self) -> Option<Diagnostic> {
        let (total, missing) = self.counts();
        if missing * 2 <= total {
            return None;
        }
        let message = format!("{missing} of the table's {total} codes are missing");
        Some(problem(self.name, None, message, remove()))
    }

    /// Refuses a page without exactly the last codes of the table, if nothing follows its last row
    /// but the line right below, which Markdown takes for one more row, or a phase's title without
    /// a table.
    fn tail(&self) -> Option<Diagnostic> {
        let mut tail = self.listed().skip_while(|(_, code)| !self.is_missing(code)).peekable();
        let (_, first) = tail.peek().copied()?;
        let end = &self.evidence.end;
        let goes_on = end.line > end.last_row + 1 && !end.is_under_bare_title;
        if goes_on || tail.any(|(_, code)| !self.is_missing(code)) {
            return None;
        }
        let message =
            format!("the page ends here, and every code from {} on is missing", first.code);
        Some(problem(self.name, end.line, message, remove()))
    }

    /// Refuses a page with more than half of the codes under another phase, unless that is a new
    /// name of theirs.
    fn mass_move(&self) -> Option<Diagnostic> {
        let renamed = self.renamed_phases();
        let is_moved = |(phase, code): &(&PhaseRow, &CodeRow)| {
            let to = self.codes.get(code.code.as_str());
            let renamed = renamed.get(phase.status.as_str());
            to.is_some_and(|to| phase.status != *to) && to != renamed
        };
        let moved = self.listed().filter(is_moved).count();
        let total = self.listed().count();
        if moved * 2 <= total {
            return None;
        }
        let message = format!("{moved} of the table's {total} codes are under another phase");
        Some(problem(self.name, None, message, BY_HAND))
    }

    /// The phases that seem to be renamed: each removed one with the new one that has most of its
    /// codes.
    fn renamed_phases(&self) -> HashMap<&'a str, &'a str> {
        let mut renamed = HashMap::new();
        for phase in self.removed_phases() {
            let mut counts: HashMap<&str, usize> = HashMap::new();
            let codes = phase.codes.iter().filter(|code| code.retired.is_none());
            let total = codes.clone().count();
            for to in codes.filter_map(|code| self.codes.get(code.code.as_str())) {
                *counts.entry(to).or_default() += 1;
            }
            let most = counts
                .into_iter()
                .find(|(to, n)| !self.phase_rows.contains_key(to) && n * 2 > total);
            renamed.extend(most.map(|(to, _)| (phase.status.as_str(), to)));
        }
        renamed
    }
}

fn separates_words(c: char) -> bool {
    !c.is_alphanumeric() && c != '_'
}

/// What to do if a word of the page is not a code.
fn accept(word: &str) -> String {
    let word = format!("{word:?}");
    format!(
        "if the page is right and {word} is not a code there, add three lines to the table: \
         `[[accepted]]`, `text = {word}`, `reason = \"…\"`"
    )
}

/// What to do if codes are missing.
fn remove() -> String {
    format!("{FETCH_AGAIN}; if it is whole, `--accept-removals` accepts what is missing as removed")
}
