//! The order of rows and changes: the table's, and the page's for what only the page has.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::Table;

use crate::change::Change;
use crate::page::Page;

/// The table's names, and after each of them those that only the page has and that follow it there.
pub(crate) fn merge<'a>(
    table: impl Iterator<Item = &'a str>,
    page: impl Iterator<Item = &'a str>,
) -> Vec<&'a str> {
    let table: Vec<_> = table.map(Some).collect();
    let known: HashSet<_> = table.iter().copied().collect();
    let mut followers: HashMap<Option<&str>, Vec<&str>> = HashMap::new();
    let mut last = None;
    for name in page {
        if known.contains(&Some(name)) {
            last = Some(name);
        } else {
            followers.entry(last).or_default().push(name);
        }
    }
    let with_followers = |name: Option<&'a str>| {
        name.into_iter().chain(followers.get(&name).into_iter().flatten().copied())
    };
    [None].into_iter().chain(table).flat_map(with_followers).collect()
}

/// Sorts by phase, the one with the most severe change first, and in a phase by severity. Columns are in no
/// phase, and come first.
pub(crate) fn sort(mut changes: Vec<Change>, table: &Table, page: &Page) -> Vec<Change> {
    let own = table.phases.iter().map(|row| &*row.status);
    let phases = merge(own, page.phases.iter().map(|phase| &*phase.status));
    let order: HashMap<&str, usize> = phases.into_iter().zip(0..).collect();
    changes.sort_by_key(|change| {
        let place = change.phase.as_deref().and_then(|phase| order.get(phase));
        (place, Reverse(change.kind.level()), change.line)
    });
    let phases = changes.chunk_by(|one, other| one.phase == other.phase);
    let mut phases: Vec<&[Change]> = phases.collect();
    phases.sort_by_key(|changes| (changes[0].phase.is_some(), Reverse(changes[0].kind.level())));
    phases.concat()
}
