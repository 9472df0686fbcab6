//! What holds between the rows of a table: presence, declared ids, accepted differences.

use std::collections::{BTreeMap, HashMap};

use super::Reader;
use super::names::Names;
use crate::index::MAX_NAMES;
use crate::table::{Accepted, AcceptedRow, Column, PhaseRow, Text};
use crate::text::{folded, nearest, quoted, shortened};
use crate::{Diagnostic, Position};

impl Reader<'_> {
    pub(super) fn check_presence(&mut self) {
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
        for names in [&self.phases, &self.codes, &self.actions, &self.outcomes] {
            if names.len() > MAX_NAMES {
                let message = format!("{} {}s: more than {MAX_NAMES}", names.len(), names.kind());
                let diagnostic = Diagnostic::new(self.file.path, None, message);
                self.diagnostics.push(diagnostic.help("split the table"));
            }
        }
    }

    /// Reports that codes name actions or outcomes that are not declared.
    pub(super) fn check_uses(&mut self) {
        let problems = [
            undeclared(&self.actions, &self.used_actions),
            undeclared(&self.outcomes, &self.used_outcomes),
        ];
        for (position, message, help) in problems.into_iter().flatten() {
            self.report(position, message, help);
        }
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
                    let help = match nearest(row.as_str(), names.iter().map(Text::as_str)) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => "name a row of this table, or remove the entry".to_owned(),
                    };
                    self.report(row.position(), message, help);
                }
                _ => {}
            }
        }
    }
}

/// What to report of the ids that are used and not declared: position, message, help.
///
/// Where a declared id that nobody uses is much like one that several codes use, the declaration is
/// the mistake.
fn undeclared(declared: &Names, used: &[Text]) -> Vec<(Position, String, String)> {
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
            problems.push((
                similar.position(),
                message,
                format!("did you mean `{}`?", shortened(id)),
            ));
            continue;
        }
        let help = match nearest(id, declared.iter().map(Text::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("declare it under [[{kind}]], or use one that is"),
        };
        for id in at {
            let message = format!("undeclared {kind}: {}", quoted(id.as_str()));
            problems.push((id.position(), message, help.clone()));
        }
    }
    problems
}
