//! The texts that are looked up, in five orders, and a method's pass over them.

use std::hint::black_box;

use crate::timer::{Pass, Random};

/// How many texts a pass looks up.
pub const TEXTS: usize = 1 << 15;
/// What a method returns for a text that it does not find.
pub const NONE: usize = 99_999;

/// A text to look up.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// The text.
    pub text: &'a str,
    /// The position of the name, or of one that the text is similar to.
    pub index: usize,
}

/// How the lookups of a pass follow each other.
#[derive(Clone, Copy)]
pub enum Order {
    /// None needs the result of another.
    Independent,
    /// Each needs the result of the one before.
    Dependent,
}

/// A method that looks up each text; the loop is compiled into it.
pub fn method<'a>(
    name: &'static str,
    order: Order,
    items: &'a [Item],
    lookup: impl Fn(Item) -> usize + 'a,
) -> (&'static str, Pass<'a>) {
    match order {
        Order::Independent => (
            name,
            Box::new(move || items.iter().fold(0, |sum, item| sum.wrapping_add(lookup(*item)))),
        ),
        Order::Dependent => (
            name,
            Box::new(move || {
                let zero = black_box(0);
                (0..TEXTS).fold(0, |at, _| at + 1 + (lookup(items[at & (TEXTS - 1)]) & zero))
            }),
        ),
    }
}

/// Texts that are no names, each with the position of a name that it is similar to.
pub fn near_misses(names: &[&'static str], random: &mut Random) -> Vec<(String, usize)> {
    let miss = |random: &mut Random| {
        let index = random.below(names.len());
        let (name, other) = (names[index], names[random.below(names.len())]);
        let at = random.below(name.len());
        let text = match random.below(5) {
            0 => {
                let changed = char::from(name.as_bytes()[at] ^ 1);
                format!("{}{changed}{}", &name[..at], &name[at + 1..])
            }
            1 => name[..name.len() - 1].into(),
            2 => format!("{name}S"),
            3 => format!("{}{other}", &name[..at]),
            _ => name.chars().rev().collect(),
        };
        (text, index)
    };
    let texts = std::iter::repeat_with(|| miss(random));
    texts
        .filter(|(text, _)| !names.contains(&text.as_str()))
        .take(8 * names.len().min(2000))
        .collect()
}

/// The texts of each workload.
#[must_use]
pub fn workloads<'a>(
    names: &'a [&'static str],
    misses: &'a [(String, usize)],
) -> [(&'static str, Order, Vec<Item<'a>>); 5] {
    let mut random = Random(5);
    let name = |index: usize| Item { text: names[index], index };
    let hits: Vec<_> = (0..TEXTS).map(|_| name(random.below(names.len()))).collect();
    let absent: Vec<_> = (0..TEXTS)
        .map(|_| &misses[random.below(misses.len())])
        .map(|(text, index)| Item { text, index: *index })
        .collect();
    let mixed = hits.iter().zip(&absent);
    let mixed = mixed.map(|(hit, miss)| *if random.below(10) == 0 { miss } else { hit }).collect();
    // Six in ten are the first name, six in ten of the rest the second, and so on.
    let mut skewed = || (0..names.len() - 1).find(|_| random.below(10) < 6).unwrap_or(0);
    let skewed = (0..TEXTS).map(|_| name(skewed())).collect();
    [
        ("random", Order::Independent, hits.clone()),
        ("latency", Order::Dependent, hits),
        ("misses", Order::Independent, absent),
        ("skewed", Order::Independent, skewed),
        ("one miss in ten", Order::Independent, mixed),
    ]
}
