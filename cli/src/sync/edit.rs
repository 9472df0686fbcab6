//! Edits the document of a table until it says what the page says.

use std::collections::{HashMap, HashSet};

use toml_edit::{Array, DocumentMut, Item, Table as Row, Value};
use vkyc_status_codegen::{CodeRow, PhaseRow, Table};

use super::rows;
use crate::change::Kind;
use crate::compare::{Comparison, Stale};
use crate::order::merge;
use crate::page::{Page, PageCode, PagePhase};

pub(super) struct Edit<'a> {
    table: &'a Table,
    page: &'a Page,
    /// The names of the columns of texts; those that the table lacks come last.
    columns: &'a [String],
    day: String,
    /// The codes of the page, each with its phase.
    listed: HashMap<&'a str, (&'a PagePhase, &'a PageCode)>,
    /// The names and columns of the texts that changed.
    reworded: HashSet<(&'a str, &'a str)>,
    removed_comments: Vec<String>,
}

impl<'a> Edit<'a> {
    pub(super) fn new(
        table: &'a Table,
        page: &'a Page,
        columns: &'a [String],
        comparison: &'a Comparison,
        day: String,
    ) -> Self {
        let listed = page
            .phases
            .iter()
            .flat_map(|phase| phase.codes.iter().map(move |code| (&*code.code, (phase, code))));
        let reworded = comparison.changes.iter().filter_map(|change| match &change.kind {
            Kind::Reworded(column) => Some((change.name(), &**column)),
            _ => None,
        });
        let (listed, reworded) = (listed.collect(), reworded.collect());
        Self { table, page, columns, day, listed, reworded, removed_comments: Vec::new() }
    }

    /// Edits the document; returns the comments that went with what they were about.
    pub(super) fn apply(mut self, document: &mut DocumentMut, stale: &[Stale]) -> Vec<String> {
        let source = document.get_mut("source").and_then(Item::as_table_like_mut);
        if let Some(day) = source.and_then(|source| source.get_mut("retrieved")?.as_value_mut()) {
            rows::replace(day, rows::value(&self.day));
        }
        self.edit_phases(document);
        for list in ["pair", "accepted"] {
            let stale = stale.iter().filter(|row| row.list == list).map(|row| row.index);
            self.remove(document, list, &stale.collect());
        }
        self.removed_comments
    }

    fn edit_phases(&mut self, document: &mut DocumentMut) {
        let (table, page) = (self.table, self.page);
        let (mut phases, mut codes) = (HashMap::new(), HashMap::new());
        for (mut row, phase) in rows::take(document, "phase").into_iter().zip(&table.phases) {
            for (mut row, code) in rows::take(&mut row, "code").into_iter().zip(&phase.codes) {
                self.edit_code(&mut row, phase, code);
                codes.insert(&*code.code, row);
            }
            self.edit_phase(&mut row, phase);
            phases.insert(&*phase.status, row);
        }
        let mut edited = Vec::new();
        let own = table.phases.iter().map(|phase| &*phase.status);
        for status in merge(own, page.phases.iter().map(|phase| &*phase.status)) {
            let own = table.phases.iter().find(|phase| phase.status == *status);
            let listed = page.phases.iter().find(|phase| phase.status == status);
            let own_codes = own.into_iter().flat_map(|phase| &phase.codes).map(|code| &*code.code);
            let stays =
                |code: &&str| self.listed.get(code).is_none_or(|(at, _)| at.status == status);
            let listed_codes = listed.into_iter().flat_map(|phase| &phase.codes);
            let names = merge(own_codes.filter(stays), listed_codes.map(|code| &*code.code));
            let title = listed.map_or("", |phase| &phase.title);
            let new = || rows::row([("status", status), ("title", title)]);
            let mut row = phases.remove(status).unwrap_or_else(new);
            let rows = names
                .into_iter()
                .map(|name| codes.remove(name).unwrap_or_else(|| self.new_code(name)));
            rows::put(&mut row, "code", rows);
            edited.push(row);
        }
        rows::put(document, "phase", edited);
    }

    fn edit_phase(&mut self, row: &mut Row, phase: &PhaseRow) {
        let listed = self.page.phases.iter().find(|listed| phase.status == *listed.status);
        match listed {
            Some(listed) => {
                if self.reworded.contains(&(&*phase.status, "title")) {
                    rows::set(row, "title", rows::string(&listed.title), "status");
                }
                self.unretire(row);
            }
            None if phase.retired.is_none() => rows::retire(row, &self.day),
            None => {}
        }
    }

    fn edit_code(&mut self, row: &mut Row, phase: &PhaseRow, code: &CodeRow) {
        if let Some((home, listed)) = self.listed.get(&*code.code) {
            let mut previous = "code";
            for (at, (column, text)) in self.columns.iter().zip(&listed.texts).enumerate() {
                let is_new = at >= code.texts.len();
                if is_new || self.reworded.contains(&(&*code.code, column)) {
                    let text = rows::string(text.as_deref().unwrap_or_default());
                    rows::set(row, column, text, previous);
                }
                previous = column;
            }
            if phase.status != *home.status {
                // It is written after the row before it, wherever that is.
                row.set_position(None);
            }
            self.unretire(row);
        } else if code.retired.is_none() {
            let is_back = self.page.phases.iter().any(|listed| phase.status == *listed.status);
            match &phase.retired {
                None => rows::retire(row, &self.day),
                // The day of the phase, which is on the page again, was the code's until now.
                Some(day) if is_back => rows::retire(row, day),
                Some(_) => {}
            }
        }
    }

    fn unretire(&mut self, row: &mut Row) {
        if let Some((key, value)) = row.remove_entry("retired") {
            self.removed_comments.extend(rows::comments(rows::spaces(&key, &value)));
        }
    }

    /// A code that only the page has, with keys to fill in.
    fn new_code(&self, name: &str) -> Row {
        let texts = self.listed.get(name).into_iter().flat_map(|(_, code)| &code.texts);
        let texts = texts.map(|text| text.as_deref().unwrap_or_default());
        let texts = self.columns.iter().map(String::as_str).zip(texts);
        let mut row = rows::row([("code", name)].into_iter().chain(texts));
        if !self.table.actions.is_empty() {
            row.insert("actions", Value::from(Array::new()).into());
        }
        if !self.table.outcomes.is_empty() {
            row.insert("outcome", rows::string("").into());
        }
        row
    }

    /// Removes rows of a list with the comments about them. Comments about a section, which a blank line
    /// separates, come to the next row of the list, or to the end.
    fn remove(&mut self, document: &mut DocumentMut, list: &str, stale: &HashSet<usize>) {
        let (mut kept, mut section) = (Vec::new(), String::new());
        for (at, mut row) in rows::take(document, list).into_iter().enumerate() {
            let above = section + rows::text(row.decor().prefix());
            section = String::new();
            if stale.contains(&at) {
                let (first, own) = above.rsplit_once("\n\n").unwrap_or(("", &above));
                if !first.is_empty() {
                    section = format!("{first}\n");
                }
                let keys = row.iter().filter_map(|(key, value)| Some((row.key(key)?, value)));
                let spaces = keys.flat_map(|(key, value)| rows::spaces(key, value));
                let spaces = [own, rows::text(row.decor().suffix())].into_iter().chain(spaces);
                self.removed_comments.extend(rows::comments(spaces));
            } else {
                row.decor_mut().set_prefix(above);
                kept.push(row);
            }
        }
        let end = section + rows::text(Some(document.trailing()));
        document.set_trailing(end);
        rows::put(document, list, kept);
    }
}
