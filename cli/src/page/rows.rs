//! Reads the rows of our tables: leaves out those that an `[[accepted]]` row has as its `cell`, checks
//! each other one, and makes the page of them.

use std::collections::{BTreeSet, HashMap, HashSet};

use vkyc_status_codegen::text::{folded, is_blank, quoted};
use vkyc_status_codegen::{Accepted, Diagnostic, Table};

use super::names::Mentions;
use super::problem::{REPORT, problem, toml};
use super::reader::{CodeCell, Columns, OurTable};
use super::rendered::{Links, rendered};
use super::table::header_key;
use super::title::Title;
use super::{Page, PageCode, PagePhase};

/// The rows of the page, as far as `[[accepted]]` does not leave them out.
pub(super) struct Rows<'p> {
    pub(super) phases: Vec<PhaseRows<'p>>,
    /// The `[[accepted]]` rows that leave something out.
    pub(super) used: BTreeSet<usize>,
}

/// The rows of one of our tables.
pub(super) struct PhaseRows<'p> {
    pub(super) title: &'p Title,
    headers: &'p [&'p str],
    columns: &'p Columns,
    pub(super) rows: Vec<Row<'p>>,
}

pub(super) struct Row<'p> {
    pub(super) line: usize,
    pub(super) cell: CodeCell,
    pub(super) cells: &'p [&'p str],
}

impl Row<'_> {
    /// The code; of a row that was checked, there is one.
    pub(super) fn code(&self) -> &str {
        self.cell.names.first().map_or("", String::as_str)
    }
}

impl<'p> Rows<'p> {
    /// The rows of our tables, without those that `table` leaves out.
    pub(super) fn new(tables: &'p [OurTable<'p>], table: &Table, links: &Links) -> Self {
        let phases = tables.iter().map(|OurTable { title, table, columns }| {
            let at = columns.code().unwrap_or_default();
            let rows = table.rows.iter().map(|(line, cells)| Row {
                line: *line,
                cell: CodeCell::new(cells[at], links),
                cells,
            });
            PhaseRows { title, headers: &table.headers, columns, rows: rows.collect() }
        });
        let mut rows = Self { phases: phases.collect(), used: BTreeSet::new() };
        rows.leave_out(table);
        rows
    }

    /// Leaves out the rows that an `[[accepted]]` row describes; one that names a phase applies only
    /// while the page has the code in another phase, too.
    fn leave_out(&mut self, table: &Table) {
        let mut accepted: HashMap<String, Vec<(usize, Option<&str>)>> = HashMap::new();
        for (at, row) in table.accepted.iter().enumerate() {
            if let Accepted::Cell { cell, status } = &row.difference {
                accepted.entry(folded(cell)).or_default().push((at, status.as_deref()));
            }
        }
        let find = |phase: &PhaseRows<'_>, row: &Row<'_>| {
            let rows = accepted.get(&folded(&row.cell.shown))?;
            rows.iter().find(|(_, status)| status.is_none_or(|status| status == phase.title.status))
        };
        let mut kept: HashMap<String, HashSet<&str>> = HashMap::new();
        for phase in &self.phases {
            for row in phase.rows.iter().filter(|row| find(phase, row).is_none()) {
                let phases = kept.entry(row.code().to_owned()).or_default();
                phases.insert(&phase.title.status);
            }
        }
        for phase in &mut self.phases {
            let rows = std::mem::take(&mut phase.rows);
            phase.rows = rows.into_iter().filter(|row| {
                let Some((at, status)) = find(phase, row) else { return true };
                let is_read = status.is_some() && !row.cell.names.is_empty() && {
                    let others = kept.get(row.code()).into_iter().flatten();
                    !others.into_iter().any(|other| *other != phase.title.status)
                };
                if !is_read {
                    self.used.insert(*at);
                }
                is_read
            }).collect();
        }
    }

    /// Every row, with the status of its phase.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&PhaseRows<'p>, &Row<'p>)> {
        self.phases.iter().flat_map(|phase| phase.rows.iter().map(move |row| (phase, row)))
    }

    /// The names that are read: the codes, and the statuses.
    pub(super) fn names(&self) -> HashSet<String> {
        let statuses = self.phases.iter().map(|phase| phase.title.status.clone());
        statuses.chain(self.iter().map(|(_, row)| row.code().to_owned())).collect()
    }

    /// Adds the names that the rows mention besides their codes.
    pub(super) fn mention(&self, mentions: &mut Mentions) {
        for (phase, row) in self.iter() {
            for (at, cell) in row.cells.iter().enumerate() {
                if Some(at) != phase.columns.code() {
                    mentions.add(cell, row.line);
                }
            }
            for name in row.cell.names.iter().filter(|name| *name != row.code()) {
                mentions.add_code(name, row.line);
            }
        }
    }

    /// Checks that each row has a code, and a text in every declared column.
    pub(super) fn check(&self, page: &str, links: &Links) -> Result<(), Diagnostic> {
        for (phase, row) in self.iter() {
            let places = phase.columns.declared.iter().flatten();
            let is_empty = |at: &&usize| is_blank(&rendered(row.cells[**at], links));
            if let Some(at) = places.into_iter().find(is_empty) {
                let header = quoted(&rendered(phase.headers[*at], links));
                let message = format!("the row has nothing in the column {header}");
                return Err(problem(page, row.line, message, REPORT));
            }
        }
        let is_odd = |row: &Row<'_>| {
            row.cell.names.is_empty() || row.cell.is_torn || row.cell.is_struck
        };
        let mut odd = self.iter().map(|(_, row)| row).filter(|row| is_odd(row)).peekable();
        let Some(first) = odd.peek().map(|row| row.line) else { return Ok(()) };
        let (mut cells, mut paste) = (Vec::new(), Vec::new());
        for row in odd {
            let cell = &row.cell.shown;
            cells.push(format!("{} (line {})", quoted(cell), row.line));
            paste.push(format!("[[accepted]]\ncell = {}\nreason = \"…\"", toml(cell)));
        }
        paste.dedup();
        let message = format!(
            "where a code is expected, capitals, digits and `_` that are not struck out, the page has {}",
            cells.join(", ")
        );
        let help = "if the page is whole, leave the row out: paste into the table";
        Err(problem(page, first, message, help).paste(paste.join("\n\n")))
    }

    /// The page that the rows make; messages call it `name`.
    pub(super) fn page(mut self, name: &str, table: &Table, links: &Links) -> Page {
        self.phases.retain(|phase| !phase.rows.is_empty());
        let (added_columns, mut warnings) = self.added_columns(name, table, links);
        let keys: Vec<_> = added_columns.iter().map(|header| header_key(header, links)).collect();
        for (_, row) in self.iter().filter(|(_, row)| row.cell.shown != row.code()) {
            let message = format!(
                "the cell of {} shows more than the code: {}",
                row.code(),
                quoted(&row.cell.shown)
            );
            warnings.push(problem(name, row.line, message, "check that it means the same code"));
        }
        let phases = self.phases.iter().map(|phase| {
            let text = |row: &Row<'_>, at: usize| rendered(row.cells[at], links);
            let added: Vec<_> = keys.iter().filter_map(|key| phase.place(key, links)).collect();
            let declared = phase.columns.declared.iter().skip(1);
            let codes = phase.rows.iter().map(|row| PageCode {
                code: row.code().to_owned(),
                texts: declared.clone().map(|at| at.map(|at| text(row, at))).collect(),
                added: added.iter().map(|at| text(row, *at)).collect(),
                line: row.line,
            });
            let Title { status, text: title, line, .. } = phase.title.clone();
            PagePhase { status, title, codes: codes.collect(), line }
        });
        Page { phases: phases.collect(), added_columns, used: self.used, warnings }
    }

    /// The headers that all tables have and the table neither declares nor declines, and a warning for
    /// each other header that it does not declare.
    fn added_columns(
        &mut self,
        name: &str,
        table: &Table,
        links: &Links,
    ) -> (Vec<String>, Vec<Diagnostic>) {
        let declined: HashMap<String, usize> = table
            .accepted
            .iter()
            .enumerate()
            .filter_map(|(at, row)| match &row.difference {
                Accepted::Header(header) => Some((header_key(header, links), at)),
                _ => None,
            })
            .collect();
        let (mut added, mut warnings) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        for phase in &self.phases {
            for at in &phase.columns.further {
                let key = header_key(phase.headers[*at], links);
                if let Some(row) = declined.get(&key) {
                    self.used.insert(*row);
                } else if seen.insert(key.clone()) {
                    let header = rendered(phase.headers[*at], links);
                    match self.fault_of_column(&key, links) {
                        None => added.push(header),
                        Some(fault) => {
                            let message = format!("the column {} {fault}", quoted(&header));
                            let line = phase.title.line;
                            warnings.push(problem(name, line, message, "it is not read"));
                        }
                    }
                }
            }
        }
        (added, warnings)
    }

    /// Why a further column is none that was added to the page.
    fn fault_of_column(&self, key: &str, links: &Links) -> Option<&'static str> {
        let places: Vec<_> = self.phases.iter().map(|phase| phase.place(key, links)).collect();
        if key.is_empty() {
            return Some("has no header");
        }
        if places.contains(&None) {
            return Some("is not once in each table");
        }
        let mut cells = self.phases.iter().zip(&places).flat_map(|(phase, at)| {
            phase.rows.iter().filter_map(|row| row.cells.get((*at)?))
        });
        cells.any(|cell| is_blank(&rendered(cell, links))).then_some("has empty cells")
    }
}

impl PhaseRows<'_> {
    /// The place of a further column, if the table has it once.
    fn place(&self, key: &str, links: &Links) -> Option<usize> {
        let is_it = |at: &&usize| header_key(self.headers[**at], links) == key;
        let mut places = self.columns.further.iter().filter(is_it);
        places.next().filter(|_| places.next().is_none()).copied()
    }
}
