//! Chooses the constants of the library's lookup, `Index`, for the names of a table, in time that grows
//! with their number. The same names give the same constants.
//!
//! [`words`], [`hash`] and [`split`] are those of the library's `lookup.rs`, which explains them. A
//! build in which the two disagree fails: the generated source looks a name up at compile time.

/// A displacement has sixteen bits, and half of the slots may stay free.
pub(crate) const MAX_NAMES: usize = 1 << 15;
/// Longer names would make records that are mostly padding.
const MAX_WORDS: usize = 16;
/// More names than this are hardly ever told apart by a multiplier alone.
const MAX_DIRECT: usize = 64;
const DIRECT_TRIALS: usize = 1 << 12;
/// Few groups make for a short list of displacements, which stays in the cache.
const NAMES_A_GROUP: usize = 8;
const DISPLACED_TRIALS: usize = 32;

/// Where each name of a table is in its `Index`, and the constants that lead there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// In the order of the table.
    pub(crate) names: Vec<Name>,
    pub(crate) slots: usize,
    /// Whether all of a name chooses its slot, or its first and its last word.
    pub(crate) whole: bool,
    /// Whether there are names shorter than one word.
    pub(crate) short: bool,
    pub(crate) multiplier: u64,
    /// One for each group of names.
    pub(crate) displacements: Vec<u16>,
}

/// A name as the lookup compares it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) slot: usize,
    pub(crate) len: usize,
    pub(crate) words: Vec<u64>,
}

/// The first plan that works: by two words of each name, or by all of it; with a multiplier alone,
/// or with a displacement for each group of names. `None` for names that are too long.
pub(crate) fn plan(names: &[&str]) -> Option<Plan> {
    let count = names.iter().map(|name| name.len().div_ceil(8)).max()?;
    if count > MAX_WORDS || names.len() > MAX_NAMES {
        return None;
    }
    let short = names.iter().any(|name| name.len() < 8);
    let mut names: Vec<_> = names
        .iter()
        .map(|name| Name { slot: 0, len: name.len(), words: words(name.as_bytes(), count) })
        .collect();
    let least = names.len().next_power_of_two().max(2);
    let groups = (least / NAMES_A_GROUP).max(2);
    let direct = if least > MAX_DIRECT { 0 } else { DIRECT_TRIALS };
    let schemes =
        [(false, 1, direct), (false, groups, DISPLACED_TRIALS), (true, groups, DISPLACED_TRIALS)];
    schemes.into_iter().find_map(|(whole, groups, trials)| {
        [least, least * 2, least * 4].into_iter().find_map(|slots| {
            multipliers().take(trials).find_map(|multiplier| {
                let hashes = names.iter().map(|name| hash(name, whole, multiplier));
                let choices: Vec<_> = hashes.map(|hash| split(hash, groups, slots)).collect();
                let displacements = displacements(&choices, groups, slots)?;
                for (name, (group, slot)) in names.iter_mut().zip(choices) {
                    name.slot = slot ^ usize::from(displacements[group]);
                }
                let names = std::mem::take(&mut names);
                Some(Plan { names, slots, whole, short, multiplier, displacements })
            })
        })
    })
}

/// A name as `count` words: eight bytes each from the front, as far as it reaches, and its last eight.
fn words(name: &[u8], count: usize) -> Vec<u64> {
    let wide = widen(name);
    let name = if name.len() < 8 { &wide } else { name };
    let ends = (1..count).map(|k| (8 * k).min(name.len())).chain([name.len()]);
    ends.filter_map(|end| name[..end].last_chunk())
        .map(|chunk| u64::from_le_bytes(*chunk))
        .collect()
}

/// A name of up to seven bytes as eight.
fn widen(name: &[u8]) -> [u8; 8] {
    let mut wide = [0; 8];
    match *name {
        [] => {}
        [only] => wide[0] = only,
        [first, .., last] if name.len() < 4 => {
            let len = u8::try_from(name.len()).unwrap_or(u8::MAX);
            wide[..4].copy_from_slice(&[first, name[name.len() / 2], last, len]);
        }
        _ => {
            wide[..4].copy_from_slice(&name[..4]);
            wide[4..].copy_from_slice(&name[name.len() - 4..]);
        }
    }
    wide
}

fn hash(Name { len, words, .. }: &Name, whole: bool, multiplier: u64) -> u64 {
    if !whole {
        return words[0].wrapping_add(words[words.len() - 1] << 1).wrapping_mul(multiplier);
    }
    words.iter().fold(multiplier.wrapping_mul(*len as u64), |hash, word| {
        let (low, high) = wide_product(hash ^ word, multiplier);
        low ^ high
    })
}

/// The low and the high half of a product.
fn wide_product(a: u64, b: u64) -> (u64, u64) {
    let bytes = (u128::from(a) * u128::from(b)).to_le_bytes();
    let half = |at: usize| bytes[at..].first_chunk().map_or(0, |half| u64::from_le_bytes(*half));
    (half(0), half(8))
}

/// The group and the slot of a hash.
fn split(hash: u64, groups: usize, slots: usize) -> (usize, usize) {
    let bits = |from: u32, count: u32| (hash << from >> 1 >> (63 - count)) as usize;
    let (group_bits, slot_bits) = (groups.trailing_zeros(), slots.trailing_zeros());
    (bits(0, group_bits), bits(group_bits, slot_bits))
}

/// The displacement of each group that moves all of its names to free slots: the largest groups
/// choose first, while there is room.
///
/// `choices` are the group and the slot of each name.
fn displacements(choices: &[(usize, usize)], groups: usize, slots: usize) -> Option<Vec<u16>> {
    let mut members = vec![Vec::new(); groups];
    for &(group, slot) in choices {
        if members[group].contains(&slot) {
            return None;
        }
        members[group].push(slot);
    }
    let mut order: Vec<usize> = (0..groups).collect();
    order.sort_by_key(|&group| std::cmp::Reverse(members[group].len()));

    let mut taken = vec![false; slots];
    let mut displacements = vec![0; groups];
    let mut first_free = 0;
    for group in order {
        let Some(first) = members[group].first() else { break };
        first_free = (first_free..slots).find(|&slot| !taken[slot])?;
        // Zero, if it works; otherwise a displacement that moves the first of them to a free slot.
        let displacement =
            std::iter::once(0).chain((first_free..slots).map(|slot| slot ^ first)).find(
                |displacement| members[group].iter().all(|slot| !taken[slot ^ displacement]),
            )?;
        for slot in &members[group] {
            taken[slot ^ displacement] = true;
        }
        displacements[group] = u16::try_from(displacement).ok()?;
    }
    Some(displacements)
}

/// Odd multipliers without a pattern (`SplitMix64`).
fn multipliers() -> impl Iterator<Item = u64> {
    (1u64..).map(|n| {
        let mut x = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) | 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` names of `len` letters, which differ in few places of few words.
    fn alike(count: usize, len: usize) -> Vec<String> {
        let letter = |i: usize, k: usize| if k < 20 && i >> k & 1 == 1 { 'B' } else { 'A' };
        (0..count).map(|i| (0..len).map(|k| letter(i, k * 20 / len)).collect()).collect()
    }

    fn plan_of(names: &[String]) -> Option<Plan> {
        plan(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn every_name_has_a_slot_of_its_own() {
        let counts = [1, 2, 3, 7, 8, 9, 33, 64, 65, 256, 257, 1000, 1024, 10_000];
        for (count, len) in counts.into_iter().flat_map(|n| [20, 24, 40, 56, 128].map(|l| (n, l))) {
            let names = alike(count, len);
            let plan = plan_of(&names).unwrap();
            let mut slots: Vec<_> = plan.names.iter().map(|name| name.slot).collect();
            assert!(slots.iter().all(|slot| *slot < plan.slots), "{count} names of {len}");
            slots.sort_unstable();
            slots.dedup();
            assert_eq!(slots.len(), count, "{count} names of {len}");
        }
    }

    #[test]
    fn the_simplest_scheme_that_tells_the_names_apart_is_taken() {
        let scheme = |names: &[String]| {
            plan_of(names).map(|plan| (plan.displacements.len() > 1, plan.whole))
        };
        let ends_agree = |count| -> Vec<_> {
            alike(count, 20).iter().map(|name| format!("PREFIXES{name}SUFFIXES")).collect()
        };
        assert_eq!(scheme(&alike(33, 20)), Some((false, false)));
        assert_eq!(
            scheme(&(0..300).map(|i| format!("CODE_{i}")).collect::<Vec<_>>()),
            Some((true, false))
        );
        assert_eq!(scheme(&ends_agree(300)), Some((true, true)));
        assert_eq!(scheme(&alike(33, 129)), None);
        assert_eq!(scheme(&alike(MAX_NAMES + 1, 20)), None);
    }
}
