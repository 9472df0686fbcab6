//! The order of rows and changes: the table's, and the page's for what only the page has.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::Table;

use crate::change::{Change, Level};
use crate::page::Page;

/// A row of the table, or one that only the page has.
pub(crate) enum Merged<T, P> {
    Table(T),
    Page(P),
}

/// The table's rows, and after each of them those that only the page has and that follow it there.
/// Every row comes with its name.
pub(crate) fn merge<'a, T, P>(
    table: impl Iterator<Item = (&'a str, T)>,
    page: impl Iterator<Item = (&'a str, P)>,
) -> Vec<Merged<T, P>> {
    let table: Vec<_> = table.collect();
    let known: HashSet<&str> = table.iter().map(|(name, _)| *name).collect();
    let mut followers: HashMap<Option<&str>, Vec<Merged<T, P>>> = HashMap::new();
    let mut last = None;
    for (name, row) in page {
        if known.contains(name) {
            last = Some(name);
        } else {
            followers.entry(last).or_default().push(Merged::Page(row));
        }
    }
    let mut merged = followers.remove(&None).unwrap_or_default();
    for (name, row) in table {
        merged.push(Merged::Table(row));
        merged.extend(followers.remove(&Some(name)).unwrap_or_default());
    }
    merged
}

/// Sorts by phase, the one with the most severe change first, and in a phase by severity.
pub(crate) fn sort(changes: &mut [Change], table: &Table, page: &Page) {
    let own = table.phases.iter().map(|row| &*row.status);
    let listed = page.phases.iter().map(|phase| &*phase.status);
    let phases = merge(own.map(|name| (name, name)), listed.map(|name| (name, name)));
    let phases = phases.into_iter().map(|(Merged::Table(name) | Merged::Page(name))| name);
    let order: HashMap<&str, usize> = phases.zip(0..).collect();
    let mut worst: HashMap<Option<String>, Level> = HashMap::new();
    for change in &*changes {
        let level = change.kind.level();
        let worst = worst.entry(change.phase.clone()).or_insert(level);
        *worst = level.max(*worst);
    }
    changes.sort_by_key(|change| {
        // Columns are in no phase, and come first.
        let place = change.phase.as_deref().and_then(|phase| order.get(phase));
        let level = Reverse(change.kind.level());
        (place.is_some(), Reverse(worst.get(&change.phase).copied()), place, level, change.line)
    });
}
