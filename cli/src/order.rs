//! The order of rows and changes: the table's, and the page's for what only the page has.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::Table;

use crate::change::{Change, Level};
use crate::page::Page;

/// `order` with each of `names` that is not in it behind the name that it follows.
pub(crate) fn merge<'a>(order: &[&'a str], names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let known: HashSet<&str> = order.iter().copied().collect();
    let mut followers: HashMap<Option<&str>, Vec<&str>> = HashMap::new();
    let mut last = None;
    for name in names {
        if known.contains(name) {
            last = Some(name);
        } else {
            followers.entry(last).or_default().push(name);
        }
    }
    let mut merged = Vec::new();
    for name in [None].into_iter().chain(order.iter().copied().map(Some)) {
        merged.extend(name);
        merged.extend(followers.remove(&name).unwrap_or_default());
    }
    merged
}

/// Sorts by phase, the one with the most severe change first, and in a phase by severity.
pub(crate) fn sort(changes: &mut [Change], table: &Table, page: &Page) {
    let phases: Vec<&str> = table.phases.iter().map(|row| row.status.as_str()).collect();
    let phases = merge(&phases, page.phases.iter().map(|phase| phase.status.as_str()));
    let order: HashMap<&str, usize> = phases.into_iter().zip(0..).collect();
    let mut worst: HashMap<String, Level> = HashMap::new();
    for change in &*changes {
        let level = change.kind.level();
        let worst = worst.entry(change.phase.clone()).or_insert(level);
        *worst = level.max(*worst);
    }
    changes.sort_by_key(|change| {
        let phase = change.phase.as_str();
        let level = change.kind.level();
        (Reverse(worst.get(phase).copied()), order.get(phase), Reverse(level), change.line)
    });
}
