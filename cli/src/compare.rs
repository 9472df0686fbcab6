//! The table and the page come in, the differences go out: those that count, those that the table
//! accepts, and the `[[accepted]]` rows that describe none.

use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::text::folded;
use vkyc_status_codegen::{Accepted, CodeRow, Column, PhaseRow, Table};

use crate::change::{Change, Kind};
use crate::page::{Code, Page, Phase};
use crate::{order, renames};

/// What [`compare`] finds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The changes that count: by phase, the most severe first.
    pub changes: Vec<Change>,
    /// The changes that an `[[accepted]]` row describes.
    pub accepted: Vec<AcceptedChange>,
    /// The `[[accepted]]` rows that describe nothing any more, as indices into [`Table::accepted`].
    pub stale: Vec<usize>,
}

/// A change that an `[[accepted]]` row describes.
#[derive(Debug, PartialEq, Eq)]
pub struct AcceptedChange {
    /// The change.
    pub change: Change,
    /// Why it is accepted.
    pub reason: String,
}

/// Every difference between the table and the page.
#[must_use]
pub fn compare(table: &Table, page: &Page) -> Comparison {
    let sides = Sides::new(table, page);
    let mut changes = sides.removed();
    for (phase, end) in page.phases.iter().zip(sides.phases(&mut changes)) {
        for code in &phase.codes {
            sides.code(phase, code, end, &mut changes);
        }
    }
    renames::mark(&mut changes);
    order::sort(&mut changes, table, page);
    accept(changes, table, page)
}

/// Both sides, by the names of their rows.
struct Sides<'a> {
    table: &'a Table,
    page: &'a Page,
    table_phases: HashMap<&'a str, &'a PhaseRow>,
    table_codes: HashMap<&'a str, (&'a PhaseRow, &'a CodeRow)>,
    page_phases: HashSet<&'a str>,
    page_codes: HashSet<&'a str>,
}

impl<'a> Sides<'a> {
    fn new(table: &'a Table, page: &'a Page) -> Self {
        let codes = page.phases.iter().flat_map(|phase| &phase.codes);
        Self {
            table,
            page,
            table_phases: table.phases.iter().map(|row| (row.status.as_str(), row)).collect(),
            table_codes: table.rows().map(|(p, c)| (c.code.as_str(), (p, c))).collect(),
            page_phases: page.phases.iter().map(|phase| phase.status.as_str()).collect(),
            page_codes: codes.map(|code| code.code.as_str()).collect(),
        }
    }

    /// What the page no longer lists, and the table does not mark as retired.
    fn removed(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        for row in self.table.phases.iter().filter(|row| row.retired.is_none()) {
            let status = row.status.as_str();
            if !self.page_phases.contains(status) {
                let change = Change::phase(Kind::PhaseRemoved, status, row.status.position().line);
                changes.push(change.texts(Some(row.title.as_str()), None));
            }
            for row in row.codes.iter().filter(|row| row.retired.is_none()) {
                let code = row.code.as_str();
                if !self.page_codes.contains(code) {
                    let line = row.code.position().line;
                    let change = Change::code(Kind::CodeRemoved, status, code, line);
                    changes.push(change.texts(Some(row.description.as_str()), None));
                }
            }
        }
        changes
    }

    /// What changed of the page's phases themselves; for each of them, where it ends in the table.
    fn phases(&self, changes: &mut Vec<Change>) -> Vec<usize> {
        let mut end = self.table.phases.first().map_or(1, |row| row.status.position().line);
        let ends = self.page.phases.iter().map(|phase| {
            if let Some(row) = self.table_phases.get(phase.status.as_str()) {
                end = last_line(row);
                if folded(row.title.as_str()) != folded(&phase.title) {
                    let line = row.title.position().line;
                    let change = Change::phase(Kind::Reworded(Column::Title), &phase.status, line);
                    changes.push(change.texts(Some(row.title.as_str()), Some(&phase.title)));
                }
            } else {
                let change = Change::phase(Kind::PhaseAdded, &phase.status, end);
                changes.push(change.texts(None, Some(&phase.title)));
            }
            end
        });
        ends.collect()
    }

    /// What changed of a code on the page; `end` is where its phase ends in the table.
    fn code(&self, phase: &Phase, code: &Code, end: usize, changes: &mut Vec<Change>) {
        let [description, ..] = &code.words;
        let change = |kind, line| Change::code(kind, &phase.status, &code.code, line);
        let Some((home, row)) = self.table_codes.get(code.code.as_str()) else {
            let added = change(Kind::CodeAdded, end);
            changes.push(added.texts(None, Some(description)));
            return;
        };
        let line = row.code.position().line;
        if home.retired.is_some() || row.retired.is_some() {
            let returned = change(Kind::CodeReturned, line);
            changes.push(returned.texts(None, Some(description)));
        }
        if home.status != phase.status.as_str() {
            let moved = change(Kind::CodeMoved, line);
            changes.push(moved.texts(Some(home.status.as_str()), Some(&phase.status)));
        }
        for ((column, before), after) in row.words().into_iter().zip(&code.words) {
            if folded(before.as_str()) != folded(after) {
                let reworded = change(Kind::Reworded(column), line);
                changes.push(reworded.texts(Some(before.as_str()), Some(after)));
            }
        }
    }
}

/// The last line of a phase in the table.
fn last_line(phase: &PhaseRow) -> usize {
    let texts = phase.codes.last().into_iter().flat_map(|row| {
        let words = row.words().map(|(_, text)| text);
        words
            .into_iter()
            .chain([&row.code])
            .chain(&row.actions)
            .chain(&row.outcome)
            .chain(&row.retired)
    });
    let texts = texts.chain([&phase.status, &phase.title]).chain(&phase.retired);
    texts.map(|text| text.position().line).max().unwrap_or(1)
}

/// Separates the changes that `[[accepted]]` rows describe.
fn accept(changes: Vec<Change>, table: &Table, page: &Page) -> Comparison {
    let rows = table.accepted.iter().enumerate();
    let wordings: HashMap<_, _> = rows
        .filter_map(|(at, accepted)| match &accepted.difference {
            Accepted::Wording { row, column, page, .. } => {
                Some(((row.as_str(), *column, folded(page.as_str())), at))
            }
            _ => None,
        })
        .collect();
    let mut comparison = Comparison::default();
    let mut used = HashSet::new();
    for change in changes {
        let name = change.code.as_ref().unwrap_or(&change.phase);
        let words = change.after.as_deref().map(folded).unwrap_or_default();
        let at = match change.kind {
            Kind::Reworded(column) => wordings.get(&(name.as_str(), column, words)),
            _ => None,
        };
        match at {
            Some(at) => {
                used.insert(*at);
                let reason = table.accepted[*at].reason.to_string();
                comparison.accepted.push(AcceptedChange { change, reason });
            }
            None => comparison.changes.push(change),
        }
    }
    let is_used = |at: usize| match &table.accepted[at].difference {
        Accepted::Word(word) => mentions(page, word.as_str()),
        _ => used.contains(&at),
    };
    comparison.stale = (0..table.accepted.len()).filter(|at| !is_used(*at)).collect();
    comparison
}

/// Whether an accepted word is in what the reader passed over.
fn mentions(page: &Page, word: &str) -> bool {
    page.passed_over.iter().any(|mention| mention.word == word)
        || page.not_codes.iter().any(|row| row.cell == word)
}
