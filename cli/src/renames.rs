//! Marks the additions that are probably renamings with the previous name. Each removed row is named at
//! most once.

use std::collections::HashMap;

use vkyc_status_codegen::text::folded;

use crate::change::{Change, Kind};

/// Sets `renamed_from` where it can be told.
pub(crate) fn mark(changes: &mut [Change]) {
    let mut phases = phases_by_codes(changes);
    let by_title = pairs(changes, &Kind::PhaseRemoved, &Kind::PhaseAdded, &phases);
    phases.extend(by_title);
    let codes = pairs(changes, &Kind::CodeRemoved, &Kind::CodeAdded, &[]);
    for (added, removed) in phases.into_iter().chain(codes) {
        changes[added].renamed_from = Some(changes[removed].name().to_owned());
    }
}

/// An addition and a removal, as indices into the changes.
type Pair = (usize, usize);

/// The added phases that most codes of a removed phase moved to.
fn phases_by_codes(changes: &[Change]) -> Vec<Pair> {
    let mut sizes: HashMap<Option<&str>, usize> = HashMap::new();
    let mut moved: HashMap<(Option<&str>, Option<&str>), usize> = HashMap::new();
    for change in changes {
        let (phase, before) = (change.phase.as_deref(), change.before.as_deref());
        match change.kind {
            Kind::CodeRemoved => *sizes.entry(phase).or_default() += 1,
            Kind::CodeMoved => {
                *sizes.entry(before).or_default() += 1;
                *moved.entry((before, phase)).or_default() += 1;
            }
            _ => {}
        }
    }
    let added = indices(changes, &Kind::PhaseAdded);
    let mut pairs = Vec::new();
    for removed in indices(changes, &Kind::PhaseRemoved) {
        let home = changes[removed].phase.as_deref();
        let size = sizes.get(&home).copied().unwrap_or_default();
        let is_new_home = |added: &&usize| {
            let common = moved.get(&(home, changes[**added].phase.as_deref()));
            common.is_some_and(|common| common * 2 > size)
        };
        pairs.extend(added.iter().find(is_new_home).map(|added| (*added, removed)));
    }
    // Two phases can have become one: the first is named.
    pairs.sort_by_key(|(added, _)| *added);
    pairs.dedup_by_key(|(added, _)| *added);
    pairs
}

/// Additions and removals with the same text that are not paired yet, those of one phase first.
fn pairs(changes: &[Change], removal: &Kind, addition: &Kind, paired: &[Pair]) -> Vec<Pair> {
    let is_free = |at: &usize| paired.iter().all(|(added, removed)| added != at && removed != at);
    let mut removed: HashMap<String, Vec<usize>> = HashMap::new();
    for at in indices(changes, removal).into_iter().filter(is_free) {
        if let Some(text) = &changes[at].before {
            removed.entry(folded(text)).or_default().push(at);
        }
    }
    let mut added = indices(changes, addition);
    added.retain(is_free);
    let mut pairs: Vec<Pair> = Vec::new();
    for same_phase in [true, false] {
        added.retain(|at| {
            let fits =
                |removed: &usize| !same_phase || changes[*removed].phase == changes[*at].phase;
            let text = changes[*at].after.as_deref().map(folded);
            let candidates = text.and_then(|text| removed.get_mut(&text));
            let found = candidates.and_then(|all| Some(all.remove(all.iter().position(fits)?)));
            pairs.extend(found.map(|found| (*at, found)));
            found.is_none()
        });
    }
    pairs
}

fn indices(changes: &[Change], kind: &Kind) -> Vec<usize> {
    let all = changes.iter().enumerate();
    all.filter(|(_, change)| change.kind == *kind).map(|(at, _)| at).collect()
}
