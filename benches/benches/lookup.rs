//! The time of `parse` beside what a user would pick instead.
//!
//! ```sh
//! cargo bench -p vkyc-status-benches --bench lookup                  # times
//! cargo bench -p vkyc-status-benches --bench lookup -- instructions  # needs valgrind; minutes
//! ```
//!
//! The texts are in a random order that is too long for a branch predictor to learn. With few texts
//! in the same order each time, a `match` seems three times as fast as it is.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::inline_always,
    reason = "small numbers, and a call would be measured, too"
)]

use std::collections::HashMap;
use std::env;
use std::hint::black_box;
use std::process::Command;

use rustc_hash::FxHashMap;
use vkyc_status::{Action, Phase, StatusCode};
use vkyc_status_benches::{Method, peers, print, random, time};

const ROUNDS: usize = 51;
/// How many texts a pass looks up.
const TEXTS: usize = 1 << 15;
/// What a method returns for a text that it does not find.
const NONE: usize = 99_999;

/// A text to look up, and the position of its name, or of one that it is similar to.
#[derive(Clone, Copy)]
struct Item<'a> {
    text: &'a str,
    index: usize,
}

/// The limit for a lookup: it is given the right name, and compares the text with it. `SHORT` is for
/// names shorter than a word.
struct Oracle<const WORDS: usize, const SHORT: bool>(Vec<Known<WORDS>>);

#[repr(align(64))]
struct Known<const WORDS: usize> {
    words: [u64; WORDS],
    len: usize,
}

impl<const WORDS: usize, const SHORT: bool> Oracle<WORDS, SHORT> {
    fn new(names: &[&str]) -> Self {
        let known =
            |name: &&str| Known { words: words::<WORDS, SHORT>(name.as_bytes()), len: name.len() };
        Self(names.iter().map(known).collect())
    }

    #[inline(always)]
    fn is_name(&self, item: Item) -> bool {
        let (known, text) = (&self.0[item.index], item.text.as_bytes());
        let words = words::<WORDS, SHORT>(text);
        let differences = words.iter().zip(&known.words).map(|(a, b)| a ^ b);
        differences.fold((known.len ^ text.len()) as u64, |all, one| all | one) == 0
    }
}

#[inline(always)]
fn words<const WORDS: usize, const SHORT: bool>(text: &[u8]) -> [u64; WORDS] {
    if !SHORT && text.len() < 8 {
        return [0; WORDS];
    }
    let wide = match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
        }
        _ => 0,
    };
    let wide = wide.to_le_bytes();
    let text = if text.len() < 8 { &wide } else { text };
    std::array::from_fn(|k| {
        let at = if k + 1 == WORDS { text.len() } else { 8 * k }.min(text.len() - 8);
        text.get(at..at + 8).map_or(0, |chunk| u64::from_le_bytes(chunk.try_into().unwrap()))
    })
}

/// A method that looks up each text; the loop is compiled into it.
fn method<'a>(
    name: &'static str,
    items: &'a [Item],
    lookup: impl Fn(Item) -> usize + 'a,
) -> Method<'a> {
    (name, Box::new(move || items.iter().fold(0, |sum, item| sum.wrapping_add(lookup(*item)))))
}

/// Texts that are no names, each with the position of a name that it is similar to.
fn near_misses(names: &[&str]) -> Vec<(String, usize)> {
    let misses = |(index, name): (usize, &&str)| {
        let at = random(index, name.len());
        let flipped = char::from(name.as_bytes()[at] ^ 1);
        let misses = [
            name[..name.len() - 1].to_owned(),
            format!("{name}S"),
            format!("{}{flipped}{}", &name[..at], &name[at + 1..]),
            name.chars().rev().collect(),
        ];
        misses.map(|text| (text, index))
    };
    names.iter().enumerate().flat_map(misses).collect()
}

/// Looks up the names and near misses of an enum by every method. One that finds nothing answers `NONE`.
macro_rules! bench {
    ($T:ident, $peers:ident, $words:literal, $short:literal) => {{
        let names: Vec<_> = $T::ALL.iter().map(|value| value.as_str()).collect();
        assert_eq!(names, peers::$peers::NAMES);
        let values = || names.iter().copied().zip($T::ALL.iter().copied());
        let oracle = Oracle::<$words, $short>::new(&names);
        let (fx, std): (FxHashMap<_, _>, HashMap<_, _>) = (values().collect(), values().collect());
        let place = |found: Option<$T>| found.map_or(NONE, |value| value as usize);
        let peer = |found: Option<peers::$peers::Peer>| found.map_or(NONE, |value| value as usize);

        let misses = near_misses(&names);
        let hits = (0..TEXTS).map(|i| random(i, names.len()));
        let hits: Vec<_> = hits.map(|index| Item { text: names[index], index }).collect();
        let absent = (0..TEXTS).map(|i| &misses[random(i, misses.len())]);
        let absent: Vec<_> = absent.map(|(text, index)| Item { text, index: *index }).collect();
        for (what, items) in [("random", &hits), ("misses", &absent)] {
            let methods = [
                method("oracle", items, |i| if oracle.is_name(i) { i.index } else { NONE }),
                method("parse", items, |i| place($T::parse(i.text))),
                method("match", items, |i| peer(peers::$peers::by_match(i.text))),
                method("strum", items, |i| peer(i.text.parse().ok())),
                method("phf", items, |i| peer(peers::$peers::PHF.get(i.text).copied())),
                method("FxHashMap", items, |i| place(fx.get(i.text).copied())),
                method("HashMap", items, |i| place(std.get(i.text).copied())),
            ];
            report(&format!("{} {}, {what}", names.len(), stringify!($peers)), &methods);
        }
    }};
}

/// What the arguments ask for: a few passes of one method, instructions, or times.
fn report(title: &str, methods: &[Method<'_>]) {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["run", wanted, method, passes] if wanted == title => {
            let (_, pass) = methods.iter().find(|(name, _)| *name == method).unwrap();
            for _ in 0..passes.parse().unwrap() {
                black_box(pass());
            }
        }
        ["run", ..] => {}
        ["instructions", ..] => instructions(title, methods),
        _ => print(title, methods, &time(ROUNDS, TEXTS, methods)),
    }
}

/// Instructions a lookup: those of three passes less those of one.
fn instructions(title: &str, methods: &[Method<'_>]) {
    let count = |method: &str, passes: &str| -> f64 {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        valgrind.arg(env::current_exe().unwrap()).args(["run", title, method, passes]);
        let output = valgrind.output().expect("valgrind is installed");
        let stderr = String::from_utf8_lossy(&output.stderr);
        let collected = stderr.split("Collected : ").nth(1).expect("callgrind counts");
        collected.split_whitespace().next().unwrap().parse().unwrap()
    };
    println!("\n{title}: instructions a lookup");
    for (name, _) in methods {
        println!("{name:<18}{:>9.1}", (count(name, "3") - count(name, "1")) / (2 * TEXTS) as f64);
    }
}

fn main() {
    bench!(StatusCode, codes, 5, false);
    bench!(Phase, phases, 2, true);
    bench!(Action, actions, 3, true);
}
