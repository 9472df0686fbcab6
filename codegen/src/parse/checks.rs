//! What holds between the rows of a table: presence, declared labels, pairs, accepted differences.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::accepted::TITLE;
use super::names::Names;
use super::{Parser, did_you_mean};
use crate::table::{Accepted, AcceptedRow, Table, Text};
use crate::text::{folded, header_key, quoted};

impl Parser<'_> {
    pub(super) fn check_presence(&mut self, table: &Table, statuses: &Names, codes: &Names) {
        if !statuses.is_declared() {
            self.report(None, "no phases", "add a [[phase]] with its codes");
        } else if !codes.is_declared() && table.phases.iter().all(|row| row.retired.is_some()) {
            self.report(None, "no codes", "add a [[phase.code]]");
        }
        if !codes.is_complete {
            return;
        }
        for row in table.phases.iter().filter(|row| row.retired.is_none() && row.codes.is_empty()) {
            let message = format!("phase without codes: {}", quoted(&row.status));
            self.report(row.status.position(), message, "add its codes under [[phase.code]]");
        }
    }

    /// Reports that codes name labels that are not declared.
    ///
    /// Where a declared label that nobody uses is much like an undeclared one that several codes use, the
    /// declaration is the mistake.
    pub(super) fn check_labels<'t>(
        &mut self,
        declared: &Names,
        used: impl Iterator<Item = &'t Text>,
    ) {
        if !declared.is_complete {
            return;
        }
        let kind = declared.kind;
        let mut places: BTreeMap<&str, Vec<&Text>> = BTreeMap::new();
        for id in used {
            places.entry(id).or_default().push(id);
        }
        let unused: HashMap<&str, &Text> = declared
            .by_id
            .values()
            .map(|id| (&**id, id))
            .filter(|(id, _)| !places.contains_key(id))
            .collect();
        for (id, at) in places.iter().filter(|(id, _)| !declared.contains(id)) {
            let is_one = at.len() == 1;
            let similar = if is_one { None } else { self.suggestion(id, unused.keys().copied()) };
            if let Some(similar) = similar {
                let (name, count) = (quoted(similar), at.len());
                let message = format!(
                    "{kind} that no code has: {name}; {count} codes have the undeclared {id:?}"
                );
                self.report(unused[similar].position(), message, did_you_mean(id));
                continue;
            }
            let meant = self.suggestion(id, declared.by_id.values().map(|id| &**id));
            let declare = || format!("declare it under [[{kind}]], or use a declared {kind}");
            let help = meant.map_or_else(declare, did_you_mean);
            for id in at {
                self.report(id.position(), format!("undeclared {kind}: {}", quoted(id)), &*help);
            }
        }
    }

    /// A pair has a code of the table, and is there once.
    pub(super) fn check_pairs(&mut self, table: &Table, codes: &Names) {
        let mut first: HashMap<(&str, &str), &Text> = HashMap::new();
        for pair in &table.pairs {
            self.check_row(&pair.code, codes);
            if pair.status.is_empty() || pair.code.is_empty() {
                continue;
            }
            if let Some(first) = first.insert((&pair.status, &pair.code), &pair.status) {
                let (status, code) = (quoted(&pair.status), quoted(&pair.code));
                let message = format!("pair listed twice: {status} with {code}");
                let help = format!("it is first at {}; keep one", first.position());
                self.report(pair.status.position(), message, help);
            }
        }
    }

    /// An accepted difference is about a row of the table, is a difference, and is there once.
    pub(super) fn check_accepted(&mut self, table: &Table, statuses: &Names, codes: &Names) {
        let own = own_texts(table);
        let declared: HashMap<String, &Text> = table
            .columns
            .iter()
            .filter_map(|column| column.header.as_ref())
            .map(|header| (header_key(header), header))
            .collect();
        let mut seen = HashSet::new();
        for accepted in &table.accepted {
            for (what, at) in accepted_once(accepted) {
                if !what.contains(&"") && !seen.insert(what) {
                    let message = format!("accepted twice: {}", quoted(at));
                    self.report(at.position(), message, "keep one");
                }
            }
            match &accepted.difference {
                Accepted::Wording { row, column, page } => {
                    let names = if *column == TITLE { statuses } else { codes };
                    self.check_row(row, names);
                    let own = own.get(&(&**row, &**column));
                    if let Some(own) = own.filter(|own| folded(own) == folded(page)) {
                        let message = format!("no difference: {}", quoted(page));
                        let own = own.position();
                        let help = format!("the table says the same at {own}; remove the entry");
                        self.report(page.position(), message, help);
                    }
                }
                Accepted::Header(header) => {
                    if let Some(own) = declared.get(&header_key(header)) {
                        let message = format!("a header of a [[column]]: {}", quoted(header));
                        let help = format!("the column is at {}; keep one", own.position());
                        self.report(header.position(), message, help);
                    }
                }
                Accepted::Words(_) | Accepted::Cell { .. } => {}
            }
        }
    }

    /// Reports a name that no row of the table has.
    fn check_row(&mut self, name: &Text, names: &Names) {
        if !name.is_empty() && names.is_complete && !names.contains(name) {
            let meant = self.suggestion(name, names.by_id.values().map(|id| &**id));
            let name_a_row = || "name a row of this table, or remove the entry".to_owned();
            let help = meant.map_or_else(name_a_row, did_you_mean);
            self.report(name.position(), format!("not in the table: {}", quoted(name)), help);
        }
    }
}

/// The table's own texts of the page, by row and column.
fn own_texts(table: &Table) -> HashMap<(&str, &str), &Text> {
    let titles = table.phases.iter().map(|phase| ((&*phase.status, TITLE), &phase.title));
    let texts = table.codes().flat_map(|row| {
        let columns = table.texts().iter().map(|column| &*column.name);
        let texts = columns.zip(&row.texts);
        texts.filter_map(|(column, text)| Some(((&*row.code, column), text.as_ref()?)))
    });
    titles.chain(texts).collect()
}

/// What a row accepts, in parts that may each be in one row only, and where each is. A word of a part
/// that could not be read is empty.
fn accepted_once(accepted: &AcceptedRow) -> Vec<(Vec<&str>, &Text)> {
    match &accepted.difference {
        Accepted::Wording { row, column, page } => vec![(vec!["wording", row, column, page], page)],
        Accepted::Words(words) => words.iter().map(|word| (vec!["text", word], word)).collect(),
        Accepted::Cell { cell, status } => {
            vec![(["cell", cell].into_iter().chain(status.as_deref()).collect(), cell)]
        }
        Accepted::Header(header) => vec![(vec!["header", header], header)],
    }
}
