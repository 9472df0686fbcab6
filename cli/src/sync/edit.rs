//! Edits the document of a table until it says what the page says.

use std::collections::HashMap;

use jiff::civil::Date;
use toml_edit::{Array, DocumentMut, Item, Table as Row, Value};
use vkyc_status_codegen::{CodeRow, Diagnostic, PhaseRow, Table, Text};

use super::column::{self, Column};
use super::rows;
use crate::change::Kind;
use crate::compare::Comparison;
use crate::order::{Merged, merge};
use crate::page::{Page, PageCode, PagePhase};

pub(super) struct Edit<'a> {
    table: &'a Table,
    page: &'a Page,
    columns: &'a [Column],
    day: String,
    /// The phases of the page.
    phases: HashMap<&'a str, &'a PagePhase>,
    /// The codes of the page, each with the status of its phase.
    codes: HashMap<&'a str, (&'a str, &'a PageCode)>,
    /// The texts that changed, each with its column, by whether they are of a code, and its name.
    reworded: HashMap<(bool, &'a str), Vec<(&'a str, &'a str)>>,
    removed_comments: Vec<String>,
}

impl<'a> Edit<'a> {
    pub(super) fn new(
        table: &'a Table,
        page: &'a Page,
        columns: &'a [Column],
        comparison: &'a Comparison,
        day: Date,
    ) -> Self {
        let (mut phases, mut codes, mut reworded) =
            (HashMap::new(), HashMap::new(), HashMap::new());
        for phase in &page.phases {
            phases.insert(&*phase.status, phase);
            codes.extend(phase.codes.iter().map(|code| (&*code.code, (&*phase.status, code))));
        }
        for change in &comparison.changes {
            if let (Kind::Reworded(column), Some(text)) = (&change.kind, &change.after) {
                let key = (change.code.is_some(), change.name());
                reworded.entry(key).or_insert_with(Vec::new).push((&**column, &**text));
            }
        }
        let (day, removed_comments) = (day.to_string(), Vec::new());
        Self { table, page, columns, day, phases, codes, reworded, removed_comments }
    }

    /// Edits the document of the file `path`; returns the comments that went with what they were about.
    pub(super) fn apply(
        mut self,
        path: &str,
        document: &mut DocumentMut,
        comparison: &Comparison,
    ) -> Result<Vec<String>, Diagnostic> {
        self.check_form(path, document)?;
        let source = document.get_mut("source").and_then(Item::as_table_like_mut);
        let retrieved = source.and_then(|source| source.get_mut("retrieved")?.as_value_mut());
        if let Some(value) = retrieved {
            rows::replace(value, rows::value(&self.day));
        }
        let new = self.columns.iter().filter_map(|column| Some((column, column.new.as_ref()?)));
        rows::put(
            document,
            "column",
            new.map(|(column, header)| column::row(&column.name, header)),
        );
        self.edit_phases(document);
        self.remove(document, "pair", &comparison.stale_pairs);
        self.remove(document, "accepted", &comparison.stale_accepted);
        Ok(self.removed_comments)
    }

    /// Checks that every row has a header of its own.
    fn check_form(&self, path: &str, document: &DocumentMut) -> Result<(), Diagnostic> {
        let table = self.table;
        let phases = document.get("phase").and_then(Item::as_array_of_tables).into_iter().flatten();
        let codes = phases.zip(&table.phases).map(|(row, phase)| {
            ("[[phase.code]]", row.get("code"), phase.codes.first().map(|row| &row.code))
        });
        let accepted = table.accepted.first().map(|row| &row.reason);
        let lists = [
            ("[[column]]", document.get("column"), table.columns.first().map(|row| &row.name)),
            ("[[phase]]", document.get("phase"), table.phases.first().map(|row| &row.status)),
            ("[[pair]]", document.get("pair"), table.pairs.first().map(|row| &row.status)),
            ("[[accepted]]", document.get("accepted"), accepted),
        ];
        let mut inline = lists
            .into_iter()
            .chain(codes)
            .filter(|(_, rows, _)| rows.is_some_and(|rows| !rows.is_array_of_tables()));
        let Some((header, _, text)) = inline.next() else { return Ok(()) };
        let message = "a row without a header of its own cannot be edited";
        let diagnostic = Diagnostic::new(path, text.map(Text::position), message);
        Err(diagnostic.help(format!("write it under {header}; nothing was written")))
    }

    fn edit_phases(&mut self, document: &mut DocumentMut) {
        let table = self.table;
        let mut phases = rows::take(document, "phase");
        let (mut stay, mut moved) = (Vec::new(), HashMap::new());
        for (row, phase) in phases.iter_mut().zip(&table.phases) {
            self.edit_phase(row, phase);
            let mut own = Vec::new();
            for (mut row, code) in rows::take(row, "code").into_iter().zip(&phase.codes) {
                self.edit_code(&mut row, phase, code);
                match self.codes.get(&*code.code) {
                    Some((home, _)) if phase.status != *home => {
                        moved.insert(&*code.code, row);
                    }
                    _ => own.push((&*code.code, row)),
                }
            }
            stay.push(own);
        }
        for ((row, phase), own) in phases.iter_mut().zip(&table.phases).zip(stay) {
            let listed = self.phases.get(&*phase.status).map_or(&[][..], |listed| &listed.codes);
            let listed = listed.iter().map(|code| (&*code.code, code));
            let codes = merge(own.into_iter(), listed).into_iter().map(|code| match code {
                Merged::Table(row) => row,
                Merged::Page(code) => self.arrived(code, &mut moved),
            });
            rows::put(row, "code", codes);
        }
        let own = table.phases.iter().map(|phase| &*phase.status).zip(phases);
        let listed = self.page.phases.iter().map(|phase| (&*phase.status, phase));
        let phases = merge(own, listed).into_iter().map(|phase| match phase {
            Merged::Table(row) => row,
            Merged::Page(phase) => {
                let mut row = Row::new();
                row.insert("status", rows::string(&phase.status).into());
                row.insert("title", rows::string(&phase.title).into());
                let codes = phase.codes.iter().map(|code| self.arrived(code, &mut moved));
                rows::put(&mut row, "code", codes);
                row
            }
        });
        rows::put(document, "phase", phases);
    }

    fn edit_phase(&mut self, row: &mut Row, phase: &PhaseRow) {
        for (_, text) in self.reworded.get(&(false, &*phase.status)).into_iter().flatten() {
            rows::set(row, "title", rows::string(text), "status");
        }
        if self.phases.contains_key(&*phase.status) {
            self.unretire(row);
        } else if phase.retired.is_none() {
            row.insert("retired", rows::value(&self.day).into());
        }
    }

    fn edit_code(&mut self, row: &mut Row, phase: &PhaseRow, code: &CodeRow) {
        let reworded = self.reworded.get(&(true, &*code.code)).map_or(&[][..], Vec::as_slice);
        let listed = self.codes.get(&*code.code).map(|(_, listed)| listed);
        let mut previous = "code";
        for (at, column) in self.columns.iter().enumerate() {
            let reworded = reworded.iter().find(|(name, _)| *name == column.name);
            let new =
                column.new.as_ref().and(listed).and_then(|listed| listed.texts[at].as_deref());
            if let Some(text) = reworded.map(|(_, text)| *text).or(new) {
                rows::set(row, &column.name, rows::string(text), previous);
            }
            previous = &column.name;
        }
        let day = match &phase.retired {
            _ if listed.is_some() => return self.unretire(row),
            _ if code.retired.is_some() => return,
            None => &*self.day,
            // The phase is on the page again, and its day was the code's until now.
            Some(day) if self.phases.contains_key(&*phase.status) => day,
            Some(_) => return,
        };
        row.insert("retired", rows::value(day).into());
    }

    fn unretire(&mut self, row: &mut Row) {
        if let Some((key, value)) = row.remove_entry("retired") {
            self.removed_comments.extend(rows::comments_of_key(&key, &value));
        }
    }

    /// The row of a code that is new to its phase: one that moved, or one with keys to fill in.
    fn arrived(&self, code: &PageCode, moved: &mut HashMap<&str, Row>) -> Row {
        if let Some(mut row) = moved.remove(&*code.code) {
            // It is written after the row before it, wherever that is.
            row.set_position(None);
            return row;
        }
        let mut row = Row::new();
        row.insert("code", rows::string(&code.code).into());
        for (column, text) in self.columns.iter().zip(&code.texts) {
            row.insert(&column.name, rows::string(text.as_deref().unwrap_or_default()).into());
        }
        if !self.table.actions.is_empty() {
            row.insert("actions", Value::from(Array::new()).into());
        }
        if !self.table.outcomes.is_empty() {
            row.insert("outcome", rows::string("").into());
        }
        row
    }

    /// Removes rows of a list, each with the comments about it; those about a section stay.
    fn remove(&mut self, document: &mut DocumentMut, key: &str, stale: &[usize]) {
        let mut sections = Vec::new();
        let mut kept = Vec::new();
        for (at, row) in rows::take(document, key).into_iter().enumerate() {
            if !stale.contains(&at) {
                kept.push(row);
                continue;
            }
            let (section, comments) = rows::comments_above(&row);
            self.removed_comments.extend(comments);
            self.removed_comments.extend(rows::comments_of_row(&row));
            if section.contains('#') {
                sections.push((row.position(), section.to_owned()));
            }
        }
        rows::put(document, key, kept);
        for (position, section) in sections.into_iter().rev() {
            rows::insert_above(document, position, &section);
        }
    }
}
