//! Edits the document of a table until it says what the page says.

use std::collections::{HashMap, HashSet};

use toml_edit::{Array, DocumentMut, Item, Table as Row, Value};
use vkyc_status_codegen::{CodeRow, PhaseRow, Table};

use super::rows;
use crate::change::Kind;
use crate::compare::Comparison;
use crate::order::merge;
use crate::page::{Page, PageCode, PagePhase};

pub(super) struct Edit<'a> {
    pub(super) table: &'a Table,
    pub(super) page: &'a Page,
    /// The names of the columns of texts; those that the table lacks come last.
    pub(super) columns: &'a [String],
    pub(super) comparison: &'a Comparison,
    pub(super) day: String,
}

impl<'a> Edit<'a> {
    pub(super) fn apply(&self, document: &mut DocumentMut) {
        let source = document.get_mut("source").and_then(Item::as_table_like_mut);
        if let Some(day) = source.and_then(|source| source.get_mut("retrieved")?.as_value_mut()) {
            rows::replace(day, rows::value(&self.day));
        }
        self.phases(document);
        for list in ["pair", "accepted"] {
            let stale = self.comparison.stale.iter().filter(|row| row.list == list);
            rows::remove(document, list, &stale.map(|row| row.index).collect::<Vec<_>>());
        }
    }

    /// Edits every phase and code, and puts each where the page has it, or else leaves it where it is.
    fn phases(&self, document: &mut DocumentMut) {
        let listed = self.page.rows().map(|(phase, code)| (&*code.code, (&*phase.status, code)));
        let listed: HashMap<&str, (&str, &PageCode)> = listed.collect();
        let changes = self.comparison.changes.iter();
        let reworded = changes.filter_map(|change| match &change.kind {
            Kind::Reworded(column) => Some((change.name(), &**column)),
            _ => None,
        });
        let reworded: HashSet<(&str, &str)> = reworded.collect();
        let (mut phases, mut codes) = (HashMap::new(), HashMap::new());
        for (mut row, phase) in rows::take(document, "phase").into_iter().zip(&self.table.phases) {
            for (mut row, code) in rows::take(&mut row, "code").into_iter().zip(&phase.codes) {
                let is_reworded = |column: &str| reworded.contains(&(&*code.code, column));
                self.edit_code(&mut row, phase, code, listed.get(&*code.code), is_reworded);
                codes.insert(&*code.code, row);
            }
            self.edit_phase(&mut row, phase, reworded.contains(&(&*phase.status, "title")));
            phases.insert(&*phase.status, row);
        }
        let own = self.table.phases.iter().map(|phase| &*phase.status);
        let statuses = merge(own, self.page.phases.iter().map(|phase| &*phase.status));
        let edited = statuses.into_iter().map(|status| {
            let own = self.table.phases.iter().find(|phase| phase.status == *status);
            let own = own.into_iter().flat_map(|phase| &phase.codes).map(|code| &*code.code);
            let own = own.filter(|code| listed.get(code).is_none_or(|(at, _)| *at == status));
            let page = self.listed_phase(status);
            let page_codes = page.into_iter().flat_map(|phase| &phase.codes);
            let names = merge(own, page_codes.map(|code| &*code.code));
            let new = || rows::row([("status", status), ("title", page.map_or("", |p| &p.title))]);
            let mut row = phases.remove(status).unwrap_or_else(new);
            let code =
                |name| codes.remove(name).or_else(|| Some(self.new_code(listed.get(name)?.1)));
            rows::put(&mut row, "code", names.into_iter().filter_map(code));
            row
        });
        rows::put(document, "phase", edited.collect::<Vec<_>>());
    }

    fn listed_phase(&self, status: &str) -> Option<&'a PagePhase> {
        self.page.phases.iter().find(|phase| phase.status == status)
    }

    fn edit_phase(&self, row: &mut Row, phase: &PhaseRow, is_reworded: bool) {
        match self.listed_phase(&phase.status) {
            Some(listed) => {
                if is_reworded {
                    rows::set(row, "title", rows::string(&listed.title), "status");
                }
                row.remove("retired");
            }
            None if phase.retired.is_none() => rows::retire(row, &self.day),
            None => {}
        }
    }

    fn edit_code(
        &self,
        row: &mut Row,
        phase: &PhaseRow,
        code: &CodeRow,
        listed: Option<&(&str, &PageCode)>,
        is_reworded: impl Fn(&str) -> bool,
    ) {
        if let Some((home, listed)) = listed {
            let mut previous = "code";
            for (at, (column, text)) in self.columns.iter().zip(&listed.texts).enumerate() {
                if at >= code.texts.len() || is_reworded(column) {
                    let text = rows::string(text.as_deref().unwrap_or_default());
                    rows::set(row, column, text, previous);
                }
                previous = column;
            }
            if phase.status != *home {
                // It is written after the row before it, wherever that is.
                row.set_position(None);
            }
            row.remove("retired");
        } else if code.retired.is_none() {
            match &phase.retired {
                None => rows::retire(row, &self.day),
                // The day of the phase, which is on the page again, was the code's until now.
                Some(day) if self.listed_phase(&phase.status).is_some() => rows::retire(row, day),
                Some(_) => {}
            }
        }
    }

    /// A code that only the page has, with keys to fill in.
    fn new_code(&self, code: &PageCode) -> Row {
        let texts = code.texts.iter().map(|text| text.as_deref().unwrap_or_default());
        let texts = self.columns.iter().map(String::as_str).zip(texts);
        let mut row = rows::row([("code", &*code.code)].into_iter().chain(texts));
        if !self.table.actions.is_empty() {
            row.insert("actions", Value::from(Array::new()).into());
        }
        if !self.table.outcomes.is_empty() {
            row.insert("outcome", rows::string("").into());
        }
        row
    }
}
