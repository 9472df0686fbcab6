//! What holds between the rows of a table: presence, declared ids, accepted differences.

use std::collections::{BTreeMap, HashMap};

use super::names::Names;
use super::{File, Reader, did_you_mean};
use crate::Diagnostic;
use crate::index::MAX_NAMES;
use crate::table::{Accepted, AcceptedRow, Column, PhaseRow, Text};
use crate::text::{folded, nearest, quoted, shortened};

impl Reader<'_> {
    pub(super) fn check_presence(&mut self, actions: &Names, outcomes: &Names) {
        if self.phases.len() == 0 && self.phases.is_complete() {
            self.report(None, "no phases", "add a [[phase]] with its codes");
        }
        let all_have_codes = self.phases.len() > 0 && self.phases_without_codes.is_empty();
        if all_have_codes && self.codes.len() == 0 && self.codes.is_complete() {
            self.report(None, "no codes", "add a [[phase.code]]");
        }
        for status in std::mem::take(&mut self.phases_without_codes) {
            let message = format!("phase without codes: {}", quoted(status.as_str()));
            self.report(status.position(), message, "add its codes under [[phase.code]]");
        }
        for names in [&self.phases, &self.codes, actions, outcomes] {
            if names.len() > MAX_NAMES {
                let message = format!("{} {}s: more than {MAX_NAMES}", names.len(), names.kind());
                self.diagnostics.push(self.file.problem(None, message, "split the table"));
            }
        }
    }

    /// Reports that codes name actions or outcomes that are not declared.
    pub(super) fn check_uses(&mut self, actions: &Names, outcomes: &Names) {
        let actions = undeclared(&self.file, actions, &self.used_actions);
        let outcomes = undeclared(&self.file, outcomes, &self.used_outcomes);
        self.diagnostics.extend(actions.into_iter().chain(outcomes));
    }

    /// An accepted difference names a row of the table, and is one.
    pub(super) fn check_accepted(&mut self, phases: &[PhaseRow], accepted: &[AcceptedRow]) {
        let mut words: HashMap<(&str, Column), &Text> = HashMap::new();
        for phase in phases {
            words.insert((phase.status.as_str(), Column::Title), &phase.title);
            for row in &phase.codes {
                let code = row.code.as_str();
                words.extend(row.words().map(|(column, text)| ((code, column), text)));
            }
        }
        for accepted in accepted {
            let Accepted::Wording { row, column, page } = &accepted.difference else { continue };
            let names = if *column == Column::Title { &self.phases } else { &self.codes };
            match words.get(&(row.as_str(), *column)) {
                Some(own) if folded(own.as_str()) == folded(page.as_str()) => {
                    let message = format!("no difference: {}", quoted(page.as_str()));
                    let own = own.position();
                    let help = format!("the table says the same at {own}; remove the entry");
                    self.report(page.position(), message, help);
                }
                None if names.is_complete() && !names.contains(row.as_str()) => {
                    let message = format!("not in the table: {}", quoted(row.as_str()));
                    let name_a_row = || "name a row of this table, or remove the entry".to_owned();
                    let meant = nearest(row.as_str(), names.iter().map(Text::as_str));
                    let help = meant.map_or_else(name_a_row, did_you_mean);
                    self.report(row.position(), message, help);
                }
                _ => {}
            }
        }
    }
}

/// The problems of the ids that are used and not declared.
///
/// Where a declared id that nobody uses is much like one that several codes use, the declaration is
/// the mistake.
fn undeclared(file: &File<'_>, declared: &Names, used: &[Text]) -> Vec<Diagnostic> {
    if !declared.is_complete() {
        return Vec::new();
    }
    let kind = declared.kind();
    let mut places: BTreeMap<&str, Vec<&Text>> = BTreeMap::new();
    for id in used {
        places.entry(id.as_str()).or_default().push(id);
    }
    let unused: Vec<_> = declared.iter().filter(|id| !places.contains_key(id.as_str())).collect();
    let mut problems = Vec::new();
    for (id, at) in places.iter().filter(|(id, _)| !declared.contains(id)) {
        let similar = nearest(id, unused.iter().map(|id| id.as_str()));
        let similar = unused.iter().find(|unused| Some(unused.as_str()) == similar);
        if let (Some(similar), [_, _, ..]) = (similar, &**at) {
            let name = quoted(similar.as_str());
            let message = format!(
                "{kind} that no code has: {name}; {} codes have the undeclared {}",
                at.len(),
                quoted(id)
            );
            let help = did_you_mean(&shortened(id));
            problems.push(file.problem(similar.position(), message, help));
            continue;
        }
        let declare = || format!("declare it under [[{kind}]], or use a declared {kind}");
        let meant = nearest(id, declared.iter().map(Text::as_str));
        let help = meant.map_or_else(declare, did_you_mean);
        for id in at {
            let message = format!("undeclared {kind}: {}", quoted(id.as_str()));
            problems.push(file.problem(id.position(), message, &*help));
        }
    }
    problems
}
