//! Tables of random names, and how long a lookup in them takes.

use std::collections::{HashMap, HashSet};

use rustc_hash::FxHashMap;

use crate::timer::{Random, print, time};
use crate::workloads::{NONE, method, near_misses, workloads};

/// Different names of capital words of 1 to 9 letters, 5 to 50 bytes together.
#[must_use]
pub fn random_names(count: usize) -> Vec<String> {
    let mut random = Random(count as u64);
    let mut seen = HashSet::new();
    let names = std::iter::repeat_with(|| random_name(&mut random));
    names.filter(|name| name.len() >= 5 && seen.insert(name.clone())).take(count).collect()
}

fn random_name(random: &mut Random) -> String {
    let len = 5 + random.below(46);
    let mut name = String::new();
    while name.len() < len {
        if !name.is_empty() {
            name.push('_');
        }
        for _ in 0..=random.below(9) {
            name.extend(('A'..='Z').nth(random.below(26)));
        }
    }
    name.truncate(len);
    name.trim_end_matches('_').to_owned()
}

/// A table of codes that differ in nothing but their names.
#[must_use]
pub fn table(names: &[String]) -> String {
    let head = r#"source = { title = "T", url = "https://example.com", retrieved = 2026-01-01 }
action = [{ id = "act", summary = "Do." }]
outcome = [{ id = "pending", summary = "Wait." }]
[[phase]]
status = "PHASE"
title = "P"
"#;
    let row = |name: &String| {
        format!(
            "[[phase.code]]\ncode = {name:?}\ndescription = \"D\"\nrecommended_action = \"R\"\n\
             actions = [\"act\"]\noutcome = \"pending\"\n"
        )
    };
    head.to_owned() + &names.iter().map(row).collect::<String>()
}

/// `"NAME" => position,` for each name.
#[must_use]
pub fn arms(names: &[String]) -> String {
    let arm = |(position, name): (usize, &String)| format!("{name:?} => {position},\n");
    names.iter().enumerate().map(arm).collect::<Vec<_>>().concat()
}

/// Prints the times of `parse` beside hash maps, `phf` and, where it is given, a `match`. Each finds
/// the position of a name.
pub fn print_times(
    names: &[&'static str],
    parse: impl Fn(&str) -> Option<usize>,
    phf: &phf::Map<&str, u16>,
    by_match: Option<&impl Fn(&str) -> Option<u16>>,
) {
    let positions = || names.iter().copied().zip(0..);
    let fx: FxHashMap<&str, usize> = positions().collect();
    let std: HashMap<&str, usize> = positions().collect();
    let misses = near_misses(names, &mut Random(7));
    for (what, order, items) in workloads(names, &misses) {
        let mut methods = vec![
            method("parse", order, &items, |item| parse(item.text).unwrap_or(NONE)),
            method("FxHashMap", order, &items, |item| fx.get(item.text).copied().unwrap_or(NONE)),
            method("HashMap", order, &items, |item| std.get(item.text).copied().unwrap_or(NONE)),
            method("phf", order, &items, |item| {
                phf.get(item.text).map_or(NONE, |position| usize::from(*position))
            }),
        ];
        if let Some(by_match) = by_match {
            methods.push(method("match", order, &items, |item| {
                by_match(item.text).map_or(NONE, usize::from)
            }));
        }
        let times = time(51, items.len(), &methods);
        print(&format!("{} names, {what}", names.len()), &methods, &times);
    }
}
