//! The order of rows and changes: the table's, and the page's for what only the page has.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::Table;

use crate::change::{Change, Level};
use crate::page::Page;

/// A row of the table, or one that only the page has.
pub(crate) enum Row<T, P> {
    Table(T),
    Page(P),
}

/// The table's rows, and behind each of them those that only the page has and that follow it there.
/// Every row comes with its name.
pub(crate) fn merge<'a, T, P>(
    table: impl Iterator<Item = (&'a str, T)>,
    page: impl Iterator<Item = (&'a str, P)>,
) -> Vec<Row<T, P>> {
    let table: Vec<_> = table.collect();
    let known: HashSet<&str> = table.iter().map(|(name, _)| *name).collect();
    let mut followers: HashMap<Option<&str>, Vec<Row<T, P>>> = HashMap::new();
    let mut last = None;
    for (name, row) in page {
        if known.contains(name) {
            last = Some(name);
        } else {
            followers.entry(last).or_default().push(Row::Page(row));
        }
    }
    let mut merged = followers.remove(&None).unwrap_or_default();
    for (name, row) in table {
        merged.push(Row::Table(row));
        merged.extend(followers.remove(&Some(name)).unwrap_or_default());
    }
    merged
}

/// Sorts by phase, the one with the most severe change first, and in a phase by severity.
pub(crate) fn sort(changes: &mut [Change], table: &Table, page: &Page) {
    let own = table.phases.iter().map(|row| row.status.as_str());
    let listed = page.phases.iter().map(|phase| phase.status.as_str());
    let phases = merge(own.map(|name| (name, name)), listed.map(|name| (name, name)));
    let phases = phases.into_iter().map(|(Row::Table(name) | Row::Page(name))| name);
    let order: HashMap<&str, usize> = phases.zip(0..).collect();
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
