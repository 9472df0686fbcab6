//! What the benches share: a timer, random numbers, and what a user would pick instead of this library.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::hint::black_box;
use std::time::Instant;

pub mod peers;

/// A method under test: its name, and one pass over all items.
pub type Method<'a> = (&'static str, Box<dyn Fn() -> usize + 'a>);

/// Nanoseconds an item, one for each round.
pub struct Times(Vec<f64>);

/// Times every method once a round, so that a slow moment of the machine hits them all.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
pub fn time(rounds: usize, items: usize, methods: &[Method<'_>]) -> Vec<Times> {
    let mut times: Vec<_> = methods.iter().map(|_| Times(Vec::new())).collect();
    for _ in 0..rounds {
        for ((_, pass), times) in methods.iter().zip(&mut times) {
            black_box(pass()); // fills the caches
            let start = Instant::now();
            black_box(pass());
            times.0.push(start.elapsed().as_secs_f64() * 1e9 / items as f64);
        }
    }
    times
}

impl Times {
    /// The time of the fastest round.
    #[must_use]
    pub fn min(&self) -> f64 {
        self.0.iter().copied().fold(f64::MAX, f64::min)
    }

    /// The median of the rounds' ratios to `base`.
    #[must_use]
    pub fn ratio(&self, base: &Self) -> f64 {
        let mut ratios: Vec<_> = self.0.iter().zip(&base.0).map(|(a, b)| a / b).collect();
        ratios.sort_by(f64::total_cmp);
        ratios[ratios.len() / 2]
    }
}

/// Prints the times of one workload, and their ratios to the first method.
pub fn print(title: &str, methods: &[Method<'_>], times: &[Times]) {
    println!("\n{title}\n{:<18}{:>9}   x {}", "", "min ns", methods[0].0);
    for ((name, _), time) in methods.iter().zip(times) {
        println!("{name:<18}{:>9.2}{:>9.2}", time.min(), time.ratio(&times[0]));
    }
}

/// The random number `i` below `limit`, the same in every run.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "any part of it is random")]
pub fn random(i: usize, limit: usize) -> usize {
    let mut hasher = DefaultHasher::new();
    i.hash(&mut hasher);
    hasher.finish() as usize % limit
}
