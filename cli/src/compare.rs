//! Compares the table with the page: the differences that count, those that the table accepts, and the
//! rows of the table that are not needed any more.

use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::text::{folded, quoted};
use vkyc_status_codegen::{Accepted, CodeRow, PhaseRow, Position, Table, Text};

use crate::change::{Change, Kind};
use crate::page::{Page, PageCode, PagePhase};
use crate::{order, renames};

/// What [`compare`] finds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The changes that count: new columns, then by phase, the most severe first.
    pub changes: Vec<Change>,
    /// The changes that an `[[accepted]]` row describes.
    pub accepted: Vec<AcceptedChange>,
    /// The `[[accepted]]` rows that describe nothing any more, as indices into [`Table::accepted`].
    pub stale_accepted: Vec<usize>,
    /// The `[[pair]]` rows that the page lists by now, as indices into [`Table::pairs`].
    pub stale_pairs: Vec<usize>,
}

/// A change that an `[[accepted]]` row describes.
#[derive(Debug, PartialEq, Eq)]
pub struct AcceptedChange {
    /// The change.
    pub change: Change,
    /// Why it is accepted.
    pub reason: String,
}

/// Every difference between the table and the page, which was read with this table.
#[must_use]
pub fn compare(table: &Table, page: &Page) -> Comparison {
    let phases: HashMap<&str, &PhaseRow> =
        table.phases.iter().map(|row| (&*row.status, row)).collect();
    let codes: HashMap<&str, (&PhaseRow, &CodeRow)> =
        table.rows().map(|(phase, row)| (&*row.code, (phase, row))).collect();
    let mut changes = new_columns(table, page);
    changes.extend(removed(table, page));
    // Where the table will have what is new: after the last phase that both have.
    let mut end = table.phases.first().map_or(1, |row| row.status.position().line);
    for phase in &page.phases {
        let row = phases.get(&*phase.status).copied();
        end = row.map_or(end, last_line);
        changes.extend(of_phase(phase, row, end));
        for code in &phase.codes {
            match codes.get(&*code.code) {
                Some((home, row)) => changes.extend(of_code(table, phase, code, (home, row))),
                None => {
                    let added = Change::code(Kind::CodeAdded, &phase.status, &code.code, end);
                    changes.push(added.texts(None, first_text(code)));
                }
            }
        }
    }
    renames::mark(&mut changes);
    order::sort(&mut changes, table, page);
    let mut comparison = accept(changes, table, page);
    comparison.stale_pairs = listed_pairs(table, page);
    comparison
}

/// Whether a code is retired: by itself, or with its phase.
pub(crate) fn is_retired(phase: &PhaseRow, code: &CodeRow) -> bool {
    phase.retired.is_some() || code.retired.is_some()
}

/// The keys of a code that a person reads from the page's words.
pub(crate) fn labels(table: &Table) -> Vec<&str> {
    let keys = [("actions", &table.actions), ("outcome", &table.outcomes)];
    keys.into_iter().filter(|(_, rows)| !rows.is_empty()).map(|(key, _)| key).collect()
}

/// The keys of a code that the page does not have, and a person fills in.
pub(crate) fn own_keys(table: &Table) -> Vec<&str> {
    let own = table.texts().iter().filter(|column| column.header.is_none());
    labels(table).into_iter().chain(own.map(|column| &*column.name)).collect()
}

fn new_columns(table: &Table, page: &Page) -> Vec<Change> {
    let line = table.columns.last().map_or(1, |column| column.name.position().line);
    page.added_columns.iter().map(|header| Change::column(header, line)).collect()
}

/// What the page no longer lists, and the table does not mark as retired.
fn removed(table: &Table, page: &Page) -> Vec<Change> {
    let phases: HashSet<&str> = page.phases.iter().map(|phase| &*phase.status).collect();
    let codes = page.phases.iter().flat_map(|phase| &phase.codes);
    let codes: HashSet<&str> = codes.map(|code| &*code.code).collect();
    let about = table.texts().iter().position(|column| column.header.is_some());
    let mut changes = Vec::new();
    for phase in table.phases.iter().filter(|row| row.retired.is_none()) {
        if !phases.contains(&*phase.status) {
            let line = phase.status.position().line;
            let change = Change::phase(Kind::PhaseRemoved, &phase.status, line);
            changes.push(change.texts(Some(&phase.title), None));
        }
        for row in phase.codes.iter().filter(|row| !is_retired(phase, row)) {
            if !codes.contains(&*row.code) {
                let line = row.code.position().line;
                let change = Change::code(Kind::CodeRemoved, &phase.status, &row.code, line);
                let text = about.and_then(|at| row.texts[at].as_deref());
                changes.push(change.texts(text, None));
            }
        }
    }
    changes
}

/// What changed of a phase itself, which the table has as `row`; `end` is where it will be if it is new.
fn of_phase(phase: &PagePhase, row: Option<&PhaseRow>, end: usize) -> Option<Change> {
    let Some(row) = row else {
        let added = Change::phase(Kind::PhaseAdded, &phase.status, end);
        return Some(added.texts(None, Some(&phase.title)));
    };
    let reworded = Change::phase(Kind::title(), &phase.status, row.title.position().line);
    let is_reworded = folded(&row.title) != folded(&phase.title);
    is_reworded.then(|| reworded.texts(Some(&row.title), Some(&phase.title)))
}

/// What changed of a code, which the table has as a row of the phase `home`.
fn of_code(
    table: &Table,
    phase: &PagePhase,
    code: &PageCode,
    (home, row): (&PhaseRow, &CodeRow),
) -> Vec<Change> {
    let change = |kind| Change::code(kind, &phase.status, &code.code, row.code.position().line);
    let mut changes = Vec::new();
    if is_retired(home, row) {
        changes.push(change(Kind::CodeReturned).texts(None, first_text(code)));
    }
    if home.status != *phase.status {
        let (from, to) = (&*home.status, &*phase.status);
        changes.push(change(Kind::CodeMoved).texts(Some(from), Some(to)));
    }
    for ((column, before), after) in table.texts().iter().zip(&row.texts).zip(&code.texts) {
        let (before, Some(after)) = (before.as_deref(), after) else { continue };
        if before.map(folded) != Some(folded(after)) {
            let reworded = change(Kind::Reworded(column.name.to_string()));
            let review = !labels(table).is_empty();
            changes.push(Change { review, ..reworded.texts(before, Some(after)) });
        }
    }
    changes
}

/// What the page says about a code in its first column of texts.
fn first_text(code: &PageCode) -> Option<&str> {
    code.texts.iter().flatten().next().map(String::as_str)
}

/// The last line of a phase in the table.
fn last_line(phase: &PhaseRow) -> usize {
    let texts = phase.codes.last().into_iter().flat_map(|row| {
        let texts = row.texts.iter().flatten().chain([&row.code]);
        texts.chain(&row.actions).chain(&row.outcome).chain(&row.retired)
    });
    let texts = texts.chain([&phase.status, &phase.title]).chain(&phase.retired);
    texts.map(|text| text.position().line).max().unwrap_or(1)
}

/// Separates the changes that `[[accepted]]` rows describe.
fn accept(changes: Vec<Change>, table: &Table, page: &Page) -> Comparison {
    let rows = table.accepted.iter().enumerate();
    let wordings: HashMap<_, _> = rows
        .filter_map(|(at, accepted)| match &accepted.difference {
            Accepted::Wording { row, column, page } => {
                Some(((&**row, Kind::Reworded(column.to_string()), folded(page)), at))
            }
            _ => None,
        })
        .collect();
    let mut comparison = Comparison::default();
    let mut used = page.used.clone();
    for change in changes {
        let page = folded(change.after.as_deref().unwrap_or_default());
        match wordings.get(&(change.name(), change.kind.clone(), page)) {
            Some(at) => {
                used.insert(*at);
                let reason = table.accepted[*at].reason.to_string();
                comparison.accepted.push(AcceptedChange { change, reason });
            }
            None => comparison.changes.push(change),
        }
    }
    comparison.stale_accepted = (0..table.accepted.len()).filter(|at| !used.contains(at)).collect();
    comparison
}

/// The pairs whose status is the phase of their code, on this page or else in the table.
fn listed_pairs(table: &Table, page: &Page) -> Vec<usize> {
    let own = table.rows().map(|(phase, row)| (&*row.code, &*phase.status));
    let listed = page.phases.iter();
    let listed =
        listed.flat_map(|phase| phase.codes.iter().map(|code| (&*code.code, &*phase.status)));
    let homes: HashMap<&str, &str> = own.chain(listed).collect();
    let is_listed = |at: &usize| {
        let pair = &table.pairs[*at];
        homes.get(&*pair.code).is_some_and(|home| pair.status == *home)
    };
    (0..table.pairs.len()).filter(is_listed).collect()
}

impl Comparison {
    /// Whether `sync` has nothing to write.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.changes.is_empty() && self.stale_accepted.is_empty() && self.stale_pairs.is_empty()
    }

    /// Each row that is not needed any more, in a few words, and where it is.
    pub(crate) fn stale<'t>(&self, table: &'t Table) -> Vec<(Position, String)> {
        let accepted =
            self.stale_accepted.iter().map(|at| described(&table.accepted[*at].difference));
        let pairs = self.stale_pairs.iter().map(|at| &table.pairs[*at]);
        let pairs = pairs
            .map(|pair| (&pair.status, format!("the pair of {} and {}", pair.status, pair.code)));
        let rows: Vec<(&'t Text, String)> = accepted.chain(pairs).collect();
        rows.into_iter().map(|(text, words)| (text.position(), words)).collect()
    }
}

/// An `[[accepted]]` row in a few words, and a text of it.
fn described(difference: &Accepted) -> (&Text, String) {
    match difference {
        Accepted::Wording { row, column, page } => {
            (row, format!("the accepted {column} of {row}: {}", quoted(page)))
        }
        Accepted::Words(words) => {
            let list = words.iter().map(|word| &**word).collect::<Vec<_>>().join(", ");
            (&words[0], format!("the accepted text {list}"))
        }
        Accepted::Cell { cell, .. } => (cell, format!("the accepted cell {}", quoted(cell))),
        Accepted::Header(header) => (header, format!("the accepted header {}", quoted(header))),
    }
}
