//! Reads the rows of our tables: leaves out those that an `[[accepted]]` row describes, checks the
//! others, and makes the page of them.

use std::collections::{BTreeSet, HashMap, HashSet};

use vkyc_status_codegen::text::{folded, is_blank, quoted};
use vkyc_status_codegen::{Accepted, Diagnostic, Table};

use super::names::Names;
use super::problem::{REPORT, problem};
use super::reader::{OurRow, OurTable};
use super::rendered::rendered;
use super::table::header_key;
use super::words::words;
use super::{Page, PageCode, PagePhase};
use crate::wording::{literal, with_reasons};

/// Every row of our tables, with the status of its phase.
pub(super) fn all<'r, 'p>(
    tables: &'r [OurTable<'p>],
) -> impl Iterator<Item = (&'r str, &'r OurRow<'p>)> {
    tables.iter().flat_map(|table| table.rows.iter().map(|row| (table.status(), row)))
}

/// Leaves out the rows that `[[accepted]]` has by their cell; returns which of its rows do that. One
/// that names a phase applies only while the code is read in another phase.
pub(super) fn leave_out(tables: &mut [OurTable<'_>], table: &Table) -> BTreeSet<usize> {
    let mut accepted: HashMap<String, Vec<(usize, Option<&str>)>> = HashMap::new();
    for (at, row) in table.accepted.iter().enumerate() {
        if let Accepted::Cell { cell, status } = &row.difference {
            accepted.entry(folded(cell)).or_default().push((at, status.as_deref()));
        }
    }
    let find = |phase: &str, row: &OurRow<'_>| {
        let rows = accepted.get(&folded(&row.cell))?;
        rows.iter().find(|(_, status)| status.is_none_or(|status| status == phase)).copied()
    };
    let read = all(tables).filter(|(phase, row)| find(phase, row).is_none());
    let read: HashSet<String> = read.map(|(_, row)| row.code().to_owned()).collect();
    let mut used = BTreeSet::new();
    for OurTable { title, rows, .. } in tables {
        let phase = title.status().unwrap_or_default();
        rows.retain(|row| {
            let Some((at, status)) = find(phase, row) else { return true };
            let applies = status.is_none() || row.names.is_empty() || read.contains(row.code());
            used.extend(applies.then_some(at));
            !applies
        });
    }
    used
}

/// Checks that each row has as many cells as its table has headers, a pipe at its start and its end if
/// the others have, and a text in every declared column.
pub(super) fn check(page: &str, tables: &[OurTable<'_>]) -> Result<(), Diagnostic> {
    let pipes = all(tables).next().map(|(_, row)| row.pipes);
    for OurTable { header, columns, rows, .. } in tables {
        for row in rows {
            let is_empty = |at: &&usize| row.cells.get(**at).is_none_or(|cell| is_empty_cell(cell));
            let message = if row.cells.len() != header.cells.len() {
                let (cells, columns) = (row.cells.len(), header.cells.len());
                format!("this row has {cells} cells, but its table has {columns} columns")
            } else if Some(row.pipes) != pipes {
                "this row and the first row of the page differ in the pipes at their ends"
                    .to_owned()
            } else if let Some(at) = columns.declared.iter().flatten().find(is_empty) {
                format!("the row has nothing under {}", quoted(header.cells[*at]))
            } else {
                continue;
            };
            return Err(problem(page, row.line, message, REPORT));
        }
    }
    Ok(())
}

/// Checks that each row has a code.
pub(super) fn check_codes(
    page: &str,
    tables: &[OurTable<'_>],
    names: &Names<'_>,
) -> Result<(), Diagnostic> {
    let odd = all(tables).map(|(_, row)| row).filter(|row| row.names.is_empty());
    let odd: Vec<_> = odd.collect();
    let Some(first) = odd.first() else { return Ok(()) };
    let cells = odd.iter().map(|row| format!("{} (line {})", quoted(&row.cell), row.line));
    let message = format!(
        "a code (capitals, digits and `_`, not struck out) is expected where the page has {}",
        cells.collect::<Vec<_>>().join(", ")
    );
    let lost = odd.iter().flat_map(|row| words(&row.cell)).map(|(_, word)| word);
    let lost: Vec<_> = lost.filter(|word| names.is_current(word)).collect();
    let lost = if lost.is_empty() {
        String::new()
    } else {
        format!(" ({} then counts as removed)", lost.join(", "))
    };
    let mut rows: Vec<_> =
        odd.iter().map(|row| format!("[[accepted]]\ncell = {}", literal(&row.cell))).collect();
    rows.sort();
    rows.dedup();
    let help = format!(
        "fetch the page again; if it is whole, to leave such rows out{lost}, paste into the table"
    );
    Err(problem(page, first.line, message, help).paste(with_reasons(&rows)))
}

/// The page that the rows make; messages call it `name`.
pub(super) fn page(
    name: &str,
    mut tables: Vec<OurTable<'_>>,
    table: &Table,
    mut used: BTreeSet<usize>,
) -> Page {
    tables.retain(|table| !table.rows.is_empty());
    let mut warnings = Vec::new();
    for (_, row) in all(&tables).filter(|(_, row)| row.cell != row.code()) {
        let message = format!("the cell of {} shows more: {}", row.code(), quoted(&row.cell));
        warnings.push(problem(name, row.line, message, "check that it is the same code"));
    }
    let added = added_columns(name, &tables, table, &mut used, &mut warnings);
    let phases = tables.iter().enumerate().map(|(number, table)| {
        let codes = table.rows.iter().map(|row| {
            let text = |at: usize| rendered(row.cells[at]);
            let declared = table.columns.declared.iter().skip(1);
            PageCode {
                code: row.code().to_owned(),
                texts: declared.map(|at| at.map(text)).collect(),
                added: added.iter().map(|(_, places)| text(places[number])).collect(),
                line: row.line,
            }
        });
        let (status, title) = (table.status().to_owned(), table.title.text.clone());
        PagePhase { status, title, codes: codes.collect(), line: table.title.line }
    });
    let phases = phases.collect();
    let added_columns = added.into_iter().map(|(header, _)| header).collect();
    Page { phases, added_columns, used, warnings }
}

/// The columns that are not declared, that all tables have, and that are nowhere empty: each header,
/// with its place in each table. Adds to `used` the rows of `[[accepted]]` that decline one, and a
/// warning for each other column.
fn added_columns(
    name: &str,
    tables: &[OurTable<'_>],
    table: &Table,
    used: &mut BTreeSet<usize>,
    warnings: &mut Vec<Diagnostic>,
) -> Vec<(String, Vec<usize>)> {
    let (mut added, mut seen) = (Vec::new(), HashSet::new());
    for OurTable { header, columns, .. } in tables {
        for at in &columns.further {
            let (key, header) = (&*columns.keys[*at], rendered(header.cells[*at]));
            if key.is_empty() || !seen.insert(key) {
                continue;
            }
            let is_for =
                |own: &Accepted| matches!(own, Accepted::Header(own) if header_key(own) == key);
            let declined = table.accepted.iter().position(|row| is_for(&row.difference));
            let places = tables.iter().map(|table| full_column(table, key)).collect();
            match (declined, places) {
                (Some(at), _) => drop(used.insert(at)),
                (None, Some(places)) => added.push((header, places)),
                (None, None) => {
                    let message = format!(
                        "the column {} is not read: it is not in each table, or has empty cells",
                        quoted(&header)
                    );
                    let help = "if that is right, paste into the table";
                    let rows = [format!("[[accepted]]\nheader = {}", literal(&header))];
                    warnings.push(problem(name, None, message, help).paste(with_reasons(&rows)));
                }
            }
        }
    }
    added
}

/// The place of a column, if the table has it once and no cell of it is empty.
fn full_column(table: &OurTable<'_>, key: &str) -> Option<usize> {
    let at = table.columns.place(key)?;
    table.rows.iter().all(|row| !is_empty_cell(row.cells[at])).then_some(at)
}

fn is_empty_cell(cell: &str) -> bool {
    is_blank(&rendered(cell))
}
