//! Compares the table with the page: the differences that count, those that the table accepts, and the
//! rows of the table that are no longer needed.

use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::text::{folded, quoted};
use vkyc_status_codegen::{Accepted, CodeRow, PhaseRow, Position, Table};

use crate::change::{Change, Kind};
use crate::page::{Page, PageCode, PagePhase};
use crate::{order, renames};

/// What [`compare`] finds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The changes that count: new columns, then by phase, the most severe first.
    pub changes: Vec<Change>,
    /// The changes that an `[[accepted]]` row describes, each with its reason.
    pub accepted: Vec<(Change, String)>,
    /// The rows that are no longer needed.
    pub stale: Vec<Stale>,
}

/// An `[[accepted]]` row that describes nothing on the page, or a `[[pair]]` that the page lists.
#[derive(Debug, PartialEq, Eq)]
pub struct Stale {
    /// The list, `accepted` or `pair`.
    pub list: &'static str,
    /// Its index in the list.
    pub index: usize,
    /// What it is, in a few words.
    pub what: String,
    /// Where it is.
    pub position: Position,
}

/// Every difference between the table and the page, which was read with this table.
#[must_use]
pub fn compare(table: &Table, page: &Page) -> Comparison {
    let phases: HashMap<&str, &PhaseRow> =
        table.phases.iter().map(|row| (&*row.status, row)).collect();
    let codes: HashMap<&str, (&PhaseRow, &CodeRow)> =
        table.rows().map(|(phase, row)| (&*row.code, (phase, row))).collect();
    let mut changes = removed(table, page);
    let line = table.columns.last().map_or(1, |column| column.name.position().line);
    let headers = page.added_columns.iter().map(|header| [None, Some(&**header)]);
    changes.extend(headers.map(|texts| Change::new(Kind::ColumnAdded, [None; 2], texts, line)));
    // The last row that the table has before what is new.
    let mut last = table.phases.first().map(|row| &row.status);
    for phase in &page.phases {
        let row = phases.get(&*phase.status);
        last = row.map(|row| row.codes.last().map_or(&row.status, |code| &code.code)).or(last);
        let end = last.map_or(1, |text| text.position().line);
        changes.extend(of_phase(phase, row.copied(), end));
        for code in &phase.codes {
            if let Some(row) = codes.get(&*code.code) {
                changes.extend(of_code(table, phase, code, *row));
            } else {
                let names = [Some(&*phase.status), Some(&*code.code)];
                changes.push(Change::new(Kind::CodeAdded, names, [None, first_text(code)], end));
            }
        }
    }
    renames::mark(&mut changes);
    let mut comparison = accept(order::sort(changes, table, page), table, page);
    comparison.stale.extend(listed_pairs(table, page));
    comparison
}

/// The keys of a code that a person reads from the page's words.
pub(crate) fn label_keys(table: &Table) -> Vec<&str> {
    let keys = [("actions", &table.actions), ("outcome", &table.outcomes)];
    keys.into_iter().filter(|(_, rows)| !rows.is_empty()).map(|(key, _)| key).collect()
}

/// The keys of a code that the page does not have, and a person fills in.
pub(crate) fn own_keys(table: &Table) -> Vec<&str> {
    let own = table.texts().iter().filter(|column| column.header.is_none());
    label_keys(table).into_iter().chain(own.map(|column| &*column.name)).collect()
}

/// What the page no longer lists, and the table does not mark as retired.
fn removed(table: &Table, page: &Page) -> Vec<Change> {
    let phases: HashSet<&str> = page.phases.iter().map(|phase| &*phase.status).collect();
    let codes: HashSet<&str> = page.rows().map(|(_, code)| &*code.code).collect();
    let first = table.texts().iter().position(|column| column.header.is_some());
    let mut changes = Vec::new();
    for phase in table.phases.iter().filter(|row| row.retired.is_none()) {
        let (status, line) = (Some(&*phase.status), phase.status.position().line);
        if !phases.contains(&*phase.status) {
            let texts = [Some(&*phase.title), None];
            changes.push(Change::new(Kind::PhaseRemoved, [status, None], texts, line));
        }
        let is_removed = |row: &&CodeRow| row.retired.is_none() && !codes.contains(&*row.code);
        for row in phase.codes.iter().filter(is_removed) {
            let (names, line) = ([status, Some(&*row.code)], row.code.position().line);
            let texts = [first.and_then(|at| row.texts[at].as_deref()), None];
            changes.push(Change::new(Kind::CodeRemoved, names, texts, line));
        }
    }
    changes
}

/// What changed of a phase itself, which the table has as `row`, or will have after the line `end`.
fn of_phase(phase: &PagePhase, row: Option<&PhaseRow>, end: usize) -> Option<Change> {
    let (names, title) = ([Some(&*phase.status), None], Some(&*phase.title));
    let Some(row) = row else {
        return Some(Change::new(Kind::PhaseAdded, names, [None, title], end));
    };
    let (kind, line) = (Kind::Reworded("title".to_owned()), row.title.position().line);
    let is_reworded = folded(&row.title) != folded(&phase.title);
    is_reworded.then(|| Change::new(kind, names, [Some(&row.title), title], line))
}

/// What changed of a code, which the table has as a row of the phase `home`.
fn of_code(
    table: &Table,
    phase: &PagePhase,
    code: &PageCode,
    (home, row): (&PhaseRow, &CodeRow),
) -> Vec<Change> {
    let (status, line) = (Some(&*phase.status), row.code.position().line);
    let change = |kind, texts| Change::new(kind, [status, Some(&code.code)], texts, line);
    let mut changes = Vec::new();
    if row.is_retired(home) {
        changes.push(change(Kind::CodeReturned, [None, first_text(code)]));
    }
    if home.status != *phase.status {
        changes.push(change(Kind::CodeMoved, [Some(&home.status), status]));
    }
    for ((column, before), after) in table.texts().iter().zip(&row.texts).zip(&code.texts) {
        let (before, Some(after)) = (before.as_deref(), after) else { continue };
        if before.map(folded) != Some(folded(after)) {
            let reworded = Kind::Reworded(column.name.to_string());
            let review = !label_keys(table).is_empty();
            changes.push(Change { review, ..change(reworded, [before, Some(after)]) });
        }
    }
    changes
}

/// What the page says about a code in its first column of texts.
fn first_text(code: &PageCode) -> Option<&str> {
    code.texts.iter().flatten().next().map(String::as_str)
}

/// Separates the changes that `[[accepted]]` rows describe, and finds the rows that describe nothing.
fn accept(changes: Vec<Change>, table: &Table, page: &Page) -> Comparison {
    let mut wordings = HashMap::new();
    for (at, accepted) in table.accepted.iter().enumerate() {
        if let Accepted::Wording { row, column, page } = &accepted.difference {
            wordings.insert((&**row, Kind::Reworded(column.to_string()), folded(page)), at);
        }
    }
    let mut comparison = Comparison::default();
    let mut used = page.used.clone();
    for change in changes {
        let page = folded(change.after.as_deref().unwrap_or_default());
        let accepted = wordings.get(&(change.name(), change.kind.clone(), page)).copied();
        // A returned row without a text has none to keep.
        match accepted.filter(|_| change.before.is_some()) {
            Some(at) => {
                used.insert(at);
                comparison.accepted.push((change, table.accepted[at].reason.to_string()));
            }
            None => comparison.changes.push(change),
        }
    }
    for (index, row) in table.accepted.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
        let what = match &row.difference {
            Accepted::Wording { row, column, page } => {
                format!("{column} of {row}: {}", quoted(page))
            }
            Accepted::Words(words) => {
                format!("text {}", words.iter().map(|word| &**word).collect::<Vec<_>>().join(", "))
            }
            Accepted::Cell { cell, .. } => format!("cell {}", quoted(cell)),
            Accepted::Header(header) => format!("header {}", quoted(header)),
        };
        let (what, position) = (format!("the accepted {what}"), row.reason.position());
        comparison.stale.push(Stale { list: "accepted", index, what, position });
    }
    comparison
}

/// The pairs whose status is the phase of their code, on this page or else in the table.
fn listed_pairs(table: &Table, page: &Page) -> Vec<Stale> {
    let in_table = table.rows().map(|(phase, row)| (&*row.code, &*phase.status));
    let on_page = page.rows().map(|(phase, code)| (&*code.code, &*phase.status));
    // What the page says replaces what the table says.
    let homes: HashMap<&str, &str> = in_table.chain(on_page).collect();
    let pairs = table.pairs.iter().enumerate();
    let listed = pairs.filter(|(_, pair)| homes.get(&*pair.code) == Some(&&*pair.status));
    let stale = listed.map(|(index, pair)| {
        let what = format!("the pair of {} and {}", pair.status, pair.code);
        Stale { list: "pair", index, what, position: pair.status.position() }
    });
    stale.collect()
}

impl Page {
    /// Every code with its phase, in the page's order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&PagePhase, &PageCode)> {
        self.phases.iter().flat_map(|phase| phase.codes.iter().map(move |code| (phase, code)))
    }
}
