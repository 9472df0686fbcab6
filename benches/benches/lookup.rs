//! The time of `parse` beside what a user would pick instead, with the ratios at the end.
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
use vkyc_status::{Action, Outcome, Phase, StatusCode};
use vkyc_status_benches::peers;
use vkyc_status_benches::timer::{Pass, Random, Times, print, time};
use vkyc_status_benches::workloads::{Item, NONE, Order, TEXTS, method, near_misses, workloads};

const PARSE: usize = 1;
const ROUNDS: usize = 51;

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

/// The methods over one list of items. A method that finds nothing answers `NONE`.
macro_rules! methods {
    ($T:ident, $peers:ident, $maps:ident, $items:expr, $order:expr) => {{
        let (oracle, fx, std) = &$maps;
        let (items, order): (&[Item], Order) = ($items, $order);
        let place = |found: Option<$T>| found.map_or(NONE, |value| value as usize);
        let peer = |found: Option<peers::$peers::Peer>| found.map_or(NONE, |value| value as usize);
        vec![
            method(
                "oracle",
                order,
                items,
                move |item| {
                    if oracle.is_name(item) { item.index } else { NONE }
                },
            ),
            method("parse", order, items, move |item| place($T::parse(item.text))),
            method("match", order, items, move |item| peer(peers::$peers::by_match(item.text))),
            method("strum", order, items, move |item| peer(item.text.parse().ok())),
            method("phf", order, items, move |item| {
                peer(peers::$peers::PHF.get(item.text).copied())
            }),
            method("FxHashMap", order, items, move |item| place(fx.get(item.text).copied())),
            method("HashMap", order, items, move |item| place(std.get(item.text).copied())),
        ]
    }};
}

macro_rules! bench {
    ($T:ident, $peers:ident, $words:literal, $short:literal, $summary:ident) => {{
        let names: Vec<_> = $T::ALL.iter().map(|value| value.as_str()).collect();
        assert_eq!(names, peers::$peers::NAMES);
        let values = || names.iter().copied().zip($T::ALL.iter().copied());
        let maps = (
            Oracle::<$words, $short>::new(&names),
            values().collect::<FxHashMap<_, _>>(),
            values().collect::<HashMap<_, _>>(),
        );
        let misses = near_misses(&names, &mut Random(7));
        for (what, order, items) in workloads(&names, &misses) {
            let methods = methods!($T, $peers, maps, &items, order);
            let title = format!("{} {}, {what}", names.len(), stringify!($peers));
            match &env::args().skip(1).collect::<Vec<_>>()[..] {
                [mode, wanted, method, passes] if mode == "run" => {
                    if *wanted == title {
                        let (_, pass) = methods.iter().find(|(name, _)| name == method).unwrap();
                        for _ in 0..passes.parse().unwrap() {
                            black_box(pass());
                        }
                    }
                }
                [mode, ..] if mode == "instructions" => {
                    if what == "random" || what == "misses" {
                        instructions(&title, &methods);
                    }
                }
                _ => {
                    let times = time(ROUNDS, TEXTS, &methods);
                    print(&title, &methods, &times);
                    $summary.push(ratios(&title, &methods, &times));
                }
            }
        }
    }};
}

/// The summary of a workload: against the oracle the paired ratio, against the peers the minima.
fn ratios(title: &str, methods: &[(&str, Pass)], times: &[Times]) -> String {
    let parse = &times[PARSE];
    let peers = methods.iter().zip(times).skip(PARSE + 1);
    let peers = peers.map(|((name, _), time)| format!("{name} {:.1}", time.min() / parse.min()));
    format!(
        "{title}: {:.2} x the oracle; times as fast as {}",
        parse.ratio(&times[0]),
        peers.collect::<Vec<_>>().join(", "),
    )
}

/// Instructions a lookup: those of three passes less those of one.
fn instructions(title: &str, methods: &[(&str, Pass)]) {
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
    let mut summary = Vec::new();
    bench!(StatusCode, codes, 5, false, summary);
    bench!(Phase, phases, 2, true, summary);
    bench!(Action, actions, 3, true, summary);
    bench!(Outcome, outcomes, 3, true, summary);
    println!("\n{}", summary.join("\n"));
}
