//! A timer that runs methods side by side, and random numbers that are the same in every run.

use std::hint::black_box;
use std::time::Instant;

/// A method under test: one pass over all items.
pub type Pass<'a> = Box<dyn Fn() -> usize + 'a>;

/// Nanoseconds an item, one for each round.
pub struct Times(Vec<f64>);

/// Times every method once a round, so that a slow moment of the machine hits them all.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
pub fn time(rounds: usize, items: usize, methods: &[(&str, Pass)]) -> Vec<Times> {
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
pub fn print(title: &str, methods: &[(&str, Pass)], times: &[Times]) {
    println!("\n{title}\n{:<18}{:>9}   x {}", "", "min ns", methods[0].0);
    for ((name, _), time) in methods.iter().zip(times) {
        println!("{name:<18}{:>9.2}{:>9.2}", time.min(), time.ratio(&times[0]));
    }
}

/// The generator `SplitMix64`, with its seed.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// A number from 0 to `limit`, exclusive.
    #[expect(clippy::cast_possible_truncation, reason = "the number is less than `limit`")]
    pub fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }
}
