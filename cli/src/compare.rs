//! Compares the table with the page: the differences that count, those that the table accepts, and the
//! `[[accepted]]` rows that describe none.

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
    let phases: HashMap<&str, &PhaseRow> =
        table.phases.iter().map(|row| (row.status.as_str(), row)).collect();
    let codes: HashMap<&str, (&PhaseRow, &CodeRow)> =
        table.rows().map(|(phase, row)| (row.code.as_str(), (phase, row))).collect();
    let mut changes = removed(table, page);
    // Where the table will have what is new: behind the last phase that both have.
    let mut end = table.phases.first().map_or(1, |row| row.status.position().line);
    for phase in &page.phases {
        let row = phases.get(phase.status.as_str()).copied();
        end = row.map_or(end, last_line);
        changes.extend(of_phase(phase, row, end));
        for code in &phase.codes {
            let row = codes.get(code.code.as_str()).copied();
            changes.extend(of_code(phase, code, row, end));
        }
    }
    renames::mark(&mut changes);
    order::sort(&mut changes, table, page);
    accept(changes, table, page)
}

/// What the page no longer lists, and the table does not mark as retired.
fn removed(table: &Table, page: &Page) -> Vec<Change> {
    let phases: HashSet<&str> = page.phases.iter().map(|phase| phase.status.as_str()).collect();
    let codes = page.phases.iter().flat_map(|phase| &phase.codes);
    let codes: HashSet<&str> = codes.map(|code| code.code.as_str()).collect();
    let mut changes = Vec::new();
    for row in table.phases.iter().filter(|row| row.retired.is_none()) {
        let status = row.status.as_str();
        if !phases.contains(status) {
            let change = Change::phase(Kind::PhaseRemoved, status, row.status.position().line);
            changes.push(change.texts(Some(row.title.as_str()), None));
        }
        for row in row.codes.iter().filter(|row| row.retired.is_none()) {
            let code = row.code.as_str();
            if !codes.contains(code) {
                let line = row.code.position().line;
                let change = Change::code(Kind::CodeRemoved, status, code, line);
                changes.push(change.texts(Some(row.description.as_str()), None));
            }
        }
    }
    changes
}

/// What changed of a phase itself, which the table has as `row`; `end` is where it will be if it is
/// new.
fn of_phase(phase: &Phase, row: Option<&PhaseRow>, end: usize) -> Option<Change> {
    let Some(row) = row else {
        let added = Change::phase(Kind::PhaseAdded, &phase.status, end);
        return Some(added.texts(None, Some(&phase.title)));
    };
    let (title, line) = (row.title.as_str(), row.title.position().line);
    let reworded = Change::phase(Kind::Reworded(Column::Title), &phase.status, line);
    let is_reworded = folded(title) != folded(&phase.title);
    is_reworded.then(|| reworded.texts(Some(title), Some(&phase.title)))
}

/// What changed of a code, which the table has as a row of a phase.
fn of_code(
    phase: &Phase,
    code: &Code,
    row: Option<(&PhaseRow, &CodeRow)>,
    end: usize,
) -> Vec<Change> {
    let change = |kind, line| Change::code(kind, &phase.status, &code.code, line);
    let [description, ..] = &code.words;
    let Some((home, row)) = row else {
        return vec![change(Kind::CodeAdded, end).texts(None, Some(description))];
    };
    let change = |kind| change(kind, row.code.position().line);
    let mut changes = Vec::new();
    if is_retired(home, row) {
        changes.push(change(Kind::CodeReturned).texts(None, Some(description)));
    }
    if home.status != phase.status.as_str() {
        let (from, to) = (home.status.as_str(), phase.status.as_str());
        changes.push(change(Kind::CodeMoved).texts(Some(from), Some(to)));
    }
    for ((column, before), after) in row.words().into_iter().zip(&code.words) {
        if folded(before.as_str()) != folded(after) {
            let reworded = change(Kind::Reworded(column));
            changes.push(reworded.texts(Some(before.as_str()), Some(after)));
        }
    }
    changes
}

/// Whether a code is retired: by itself, or with its phase.
pub(crate) fn is_retired(phase: &PhaseRow, code: &CodeRow) -> bool {
    phase.retired.is_some() || code.retired.is_some()
}

/// The last line of a phase in the table.
fn last_line(phase: &PhaseRow) -> usize {
    let texts = phase.codes.last().into_iter().flat_map(|row| {
        let words = row.words().into_iter().map(|(_, text)| text);
        words.chain([&row.code]).chain(&row.actions).chain(&row.outcome).chain(&row.retired)
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
                let page = Some(folded(page.as_str()));
                Some(((row.as_str(), Kind::Reworded(*column), page), at))
            }
            _ => None,
        })
        .collect();
    let mut comparison = Comparison::default();
    let mut used = HashSet::new();
    for change in changes {
        let name = change.code.as_ref().unwrap_or(&change.phase).as_str();
        let words = change.after.as_deref().map(folded);
        match wordings.get(&(name, change.kind, words)) {
            Some(at) => {
                used.insert(*at);
                let reason = table.accepted[*at].reason.to_string();
                comparison.accepted.push(AcceptedChange { change, reason });
            }
            None => comparison.changes.push(change),
        }
    }
    let is_used = |at: usize| match &table.accepted[at].difference {
        Accepted::Word(word) => {
            let words = page.evidence.mentions.iter().map(|mention| &mention.word);
            let cells = page.evidence.not_codes.iter().map(|row| &row.code);
            words.chain(cells).any(|text| word == text.as_str())
        }
        _ => used.contains(&at),
    };
    comparison.stale = (0..table.accepted.len()).filter(|at| !is_used(*at)).collect();
    comparison
}
