//! Changes the structure of pages: what is read of them is exact, or they are refused.
//!
//! What is expected comes from the edit, not from the reader: an edit knows which rows the page has
//! after it, in any form.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use super::edited::Page;
use super::edits::{EDITS, add_phase, rewrite_title};
use super::forms::FORMS;
use super::reshaped::{BODIES, TITLES};
use super::{Words, checked};

/// A form, and one or two edits.
type Change = (usize, Vec<(usize, usize, usize)>);

fn a_change() -> impl Strategy<Value = Change> {
    let edit = (0..EDITS.len(), 0..100_000_usize, 0..10_000_usize);
    (0..FORMS.len(), vec(edit, 1..3))
}

/// The page that a change makes, and whether what is read of it is exact; `None` if it is refused.
fn answer(change: &Change) -> (String, Option<bool>, Vec<Words>) {
    let mut page = Page::new(FORMS[change.0]);
    for (edit, at, how) in &change.1 {
        (EDITS[*edit].1)(&mut page, *at, *how);
    }
    page.allow_marked_lines();
    let text = page.text().clone();
    match checked(&text) {
        Ok(words) => (text, Some(page.is_exact(&words)), words),
        Err(_) => (text, None, Vec::new()),
    }
}

proptest! {
    #![proptest_config(Config { cases: 2_000, ..Config::default() })]

    #[test]
    fn changed_page_is_read_exactly_or_refused(change in a_change()) {
        let (text, is_exact, words) = answer(&change);
        prop_assert!(is_exact != Some(false), "{:?}\n{text}\n{words:#?}", names(&change));
    }
}

fn names(change: &Change) -> Vec<&'static str> {
    change.1.iter().map(|(edit, ..)| EDITS[*edit].0).collect()
}

/// Counts the answers to `MUTATIONS` changes, 100,000 if that is not set.
#[test]
#[ignore = "takes a minute in a release build: MUTATIONS=100000 cargo test --release -- --ignored"]
fn no_change_gets_a_wrong_answer() {
    let count = std::env::var("MUTATIONS").map_or(100_000, |count| count.parse().unwrap());
    let seed = std::env::var("SEED").map_or(1, |seed| seed.parse().unwrap());
    let config = Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() };
    let mut runner = TestRunner::new(config);
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut total = 0;
    let mut wrong = Vec::new();
    for _ in 0..count {
        let change = a_change().new_tree(&mut runner).unwrap().current();
        let (text, is_exact, words) = answer(&change);
        let kind = match is_exact {
            Some(true) => 0,
            None => 1,
            Some(false) => 2,
        };
        for name in names(&change) {
            counts.entry(name).or_default()[kind] += 1;
        }
        total += usize::from(kind == 2);
        if kind == 2 && wrong.len() < 40 {
            let (form, names) = (FORMS[change.0], names(&change));
            wrong.push(format!("{names:?} of {form:?} {change:?}\n{text}\n{words:?}"));
        }
    }
    println!("{count} changes; exact, refused, wrong by edit: {counts:#?}");
    assert_eq!(total, 0, "wrong answers:\n{}", wrong.join("\n=====\n"));
}

/// Every new phase under every title, since random edits reach them too rarely.
#[test]
fn new_phase_does_not_vanish_whatever_its_title() {
    let mut wrong = Vec::new();
    for (form, body, title) in FORMS.into_iter().flat_map(|form| {
        (0..2 * BODIES).flat_map(move |body| (0..TITLES).map(move |title| (form, body, title)))
    }) {
        let mut page = Page::new(form);
        add_phase(&mut page, 1, body);
        rewrite_title(&mut page, 1, title);
        let text = page.text().clone();
        if checked(&text).is_ok_and(|words| !page.is_exact(&words)) {
            wrong.push((form, body, title, text));
        }
    }
    let kinds: Vec<_> = wrong.iter().map(|(form, body, title, _)| (form, body, title)).collect();
    assert!(wrong.is_empty(), "{kinds:?}\n{}", wrong[0].3);
}
