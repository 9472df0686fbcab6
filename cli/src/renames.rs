//! Marks the additions that are probably renamings with the previous name. Each removed row is named at
//! most once.

use std::collections::HashMap;

use vkyc_status_codegen::text::folded;

use crate::change::{Change, Kind};

/// Sets `renamed_from` where it can be told: of phases, by most of their codes, which moved there; of
/// codes and other phases, by a text that is the same, in the same phase first.
pub(crate) fn mark(changes: &mut [Change]) {
    let texts: Vec<_> = changes
        .iter()
        .map(|change| change.before.as_ref().or(change.after.as_ref()).map(|text| folded(text)))
        .collect();
    let is_removal =
        |change: &Change| matches!(change.kind, Kind::CodeRemoved | Kind::PhaseRemoved);
    let is_addition = |change: &Change| matches!(change.kind, Kind::CodeAdded | Kind::PhaseAdded);
    let homes = new_homes(changes);
    let mut removed: Vec<usize> =
        (0..changes.len()).filter(|at| is_removal(&changes[*at])).collect();
    for rule in 0..3 {
        for added in 0..changes.len() {
            let change = &changes[added];
            if !is_addition(change) || change.renamed_from.is_some() {
                continue;
            }
            let fits = |at: &usize| {
                let other = &changes[*at];
                let same_text = texts[*at].is_some() && texts[*at] == texts[added];
                other.code.is_some() == change.code.is_some()
                    && match rule {
                        0 => other.code.is_none() && homes.get(&other.phase) == Some(&change.phase),
                        1 => same_text && other.phase == change.phase,
                        _ => same_text,
                    }
            };
            if let Some(at) = removed.iter().position(fits) {
                let former = changes[removed.remove(at)].name().to_owned();
                changes[added].renamed_from = Some(former);
            }
        }
    }
}

/// The phase that more than half of the codes of a phase moved to, for each that lost codes.
fn new_homes(changes: &[Change]) -> HashMap<Option<String>, Option<String>> {
    let mut sizes: HashMap<&Option<String>, usize> = HashMap::new();
    let mut moved: HashMap<(&Option<String>, &Option<String>), usize> = HashMap::new();
    for change in changes {
        match change.kind {
            Kind::CodeRemoved => *sizes.entry(&change.phase).or_default() += 1,
            Kind::CodeMoved => {
                *sizes.entry(&change.before).or_default() += 1;
                *moved.entry((&change.before, &change.phase)).or_default() += 1;
            }
            _ => {}
        }
    }
    let most = moved.into_iter().filter(|((home, _), count)| count * 2 > sizes[home]);
    most.map(|((home, phase), _)| (home.clone(), phase.clone())).collect()
}
