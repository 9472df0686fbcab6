//! Marks the additions that are probably renamings with the previous name. Each removed row is named at
//! most once.

use std::collections::HashMap;

use vkyc_status_codegen::text::folded;

use crate::change::{Change, Kind};

/// Sets `renamed_from` where it can be told.
pub(crate) fn mark(changes: &mut [Change]) {
    let mut phases = phases_by_codes(changes);
    let by_title = pairs(changes, Kind::PhaseRemoved, Kind::PhaseAdded, &phases);
    phases.extend(by_title);
    let codes = pairs(changes, Kind::CodeRemoved, Kind::CodeAdded, &[]);
    for (added, removed) in phases.into_iter().chain(codes) {
        let removed = &changes[removed];
        let name = removed.code.as_ref().unwrap_or(&removed.phase).clone();
        changes[added].renamed_from = Some(name);
    }
}

/// An addition and a removal, as indices into the changes.
type Pair = (usize, usize);

/// The added phases that most codes of a removed phase moved to.
fn phases_by_codes(changes: &[Change]) -> Vec<Pair> {
    let mut sizes: HashMap<&str, usize> = HashMap::new();
    let mut moved: HashMap<(&str, &str), usize> = HashMap::new();
    for change in changes {
        match (change.kind, &change.before) {
            (Kind::CodeRemoved, _) => *sizes.entry(&change.phase).or_default() += 1,
            (Kind::CodeMoved, Some(home)) => {
                *sizes.entry(home).or_default() += 1;
                *moved.entry((home, &change.phase)).or_default() += 1;
            }
            _ => {}
        }
    }
    let added = indices(changes, Kind::PhaseAdded);
    let removed = indices(changes, Kind::PhaseRemoved);
    let pairs = removed.into_iter().filter_map(|removed| {
        let home = changes[removed].phase.as_str();
        let is_new_home = |added: &usize| {
            let common = moved.get(&(home, changes[*added].phase.as_str()));
            common.copied().unwrap_or_default() * 2 > sizes.get(home).copied().unwrap_or_default()
        };
        added.iter().copied().find(is_new_home).map(|added| (added, removed))
    });
    let mut pairs: Vec<Pair> = pairs.collect();
    // Two phases can have become one: the first is named.
    pairs.sort_by_key(|(added, _)| *added);
    pairs.dedup_by_key(|(added, _)| *added);
    pairs
}

/// Additions and removals with the same text that are not paired yet, those of one phase first.
fn pairs(changes: &[Change], removal: Kind, addition: Kind, paired: &[Pair]) -> Vec<Pair> {
    let is_free = |at: &usize| paired.iter().all(|(added, removed)| added != at && removed != at);
    let mut removed: HashMap<Option<String>, Vec<usize>> = HashMap::new();
    for at in indices(changes, removal).into_iter().filter(is_free) {
        removed.entry(changes[at].before.as_deref().map(folded)).or_default().push(at);
    }
    let mut added = indices(changes, addition);
    added.retain(is_free);
    let mut pairs: Vec<Pair> = Vec::new();
    for same_phase in [true, false] {
        added.retain(|at| {
            let fits =
                |removed: &usize| !same_phase || changes[*removed].phase == changes[*at].phase;
            let candidates = removed.get_mut(&changes[*at].after.as_deref().map(folded));
            let found = candidates.and_then(|all| Some(all.remove(all.iter().position(fits)?)));
            pairs.extend(found.map(|found| (*at, found)));
            found.is_none()
        });
    }
    pairs
}

fn indices(changes: &[Change], kind: Kind) -> Vec<usize> {
    let all = changes.iter().enumerate();
    all.filter(|(_, change)| change.kind == kind).map(|(at, _)| at).collect()
}
