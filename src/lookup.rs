//! [`Index`]: from a text to the value of that name, by a perfect hash that is computed at compile time
//! (hash and displace); and [`search`], a binary search, for more names than rustc can hash quickly.
//!
//! Why not a `match`: for names in random order it mispredicts about one branch per lookup. For the
//! table's codes, a `match` takes 6 times as long, `phf` 12 times, `HashMap` 11 times (`cargo
//! bench -p vkyc-status-benches --bench lookup` measures all of them side by side).
//!
//! A text is read as a fixed number of words of eight bytes, whatever its length. A hash of the words
//! chooses a slot, and the words of the record in that slot are compared all together. The only branch
//! is on the result.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "this takes bits apart, and `From` and `TryFrom` are not `const`"
)]

use crate::documented::Generated;

/// The most names that an index can have.
const MAX_NAMES: usize = 512;
/// Up to so many names need no groups.
const FEW: usize = 40;
const NAMES_A_GROUP: usize = 4;
const MAX_GROUPS: usize = MAX_NAMES / NAMES_A_GROUP;
const MAX_SLOTS: usize = 2 * MAX_NAMES;
const TRIALS: u64 = 1 << 10;

/// How the names of an enum are hashed, each to a slot of its own.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many bytes of a text are compared, eight for each word: those of the longest name.
    pub bytes: usize,
    /// How many slots there are, a power of two.
    pub slots: usize,
    /// How many groups of names there are, a power of two. Each has a displacement, which moves its
    /// names to free slots.
    pub groups: usize,
    /// Whether all words of a text are hashed, or its first and its last.
    is_whole: bool,
    /// Whether there are names shorter than one word.
    has_short: bool,
    multiplier: u64,
    displacements: [u16; MAX_GROUPS],
}

impl Plan {
    /// The plan for these names. The same names give the same plan.
    ///
    /// # Panics
    ///
    /// If there are too many names, or two of them are the same; in a constant, at compile time.
    #[must_use]
    pub const fn of(names: &[&str]) -> Self {
        assert!(names.len() <= MAX_NAMES, "too many names for an index");
        let least = names.len().next_power_of_two();
        let (shortest, longest) = lengths(names);
        let mut plan = Self {
            bytes: 8 * if longest > 8 { longest.div_ceil(8) } else { 1 },
            slots: 2 * least,
            groups: 1,
            is_whole: false,
            has_short: shortest < 8,
            multiplier: 0,
            displacements: [0; MAX_GROUPS],
        };
        if names.len() <= FEW && plan.find_multiplier(names) {
            return plan;
        }
        plan.is_whole = true;
        plan.groups = if least > NAMES_A_GROUP { least / NAMES_A_GROUP } else { 1 };
        assert!(plan.find_multiplier(names), "two names are the same");
        plan
    }

    /// Whether a multiplier gives each name a slot of its own.
    const fn find_multiplier(&mut self, names: &[&str]) -> bool {
        let mut trial = 1;
        while trial <= TRIALS {
            self.multiplier = odd(trial);
            if self.displace(names) {
                return true;
            }
            trial += 1;
        }
        false
    }

    /// Whether displacements give each name a slot of its own: the largest groups choose first, while
    /// there is room.
    const fn displace(&mut self, names: &[&str]) -> bool {
        // The names of a group are linked: `first` of each group, and `next` of each name.
        let (mut first, mut sizes) = ([usize::MAX; MAX_GROUPS], [0; MAX_GROUPS]);
        let (mut next, mut slots) = ([usize::MAX; MAX_NAMES], [0; MAX_NAMES]);
        let mut largest = 0;
        let mut name = 0;
        while name < names.len() {
            let (group, slot) = self.place(names[name]);
            (next[name], first[group], slots[name]) = (first[group], name, slot);
            sizes[group] += 1;
            largest = if sizes[group] > largest { sizes[group] } else { largest };
            name += 1;
        }
        let mut taken = [false; MAX_SLOTS];
        while largest > 0 {
            let mut group = 0;
            while group < self.groups {
                if sizes[group] == largest {
                    let mut displacement = 0;
                    while !take(&mut taken, first[group], &next, &slots, displacement) {
                        displacement += 1;
                        if displacement == self.slots || self.groups == 1 {
                            return false;
                        }
                    }
                    self.displacements[group] = displacement as u16;
                }
                group += 1;
            }
            largest -= 1;
        }
        true
    }

    /// The group of a text, and its slot before the displacement.
    const fn place(&self, text: &str) -> (usize, usize) {
        let (text, wide) = (text.as_bytes(), widen(text.as_bytes()));
        let long: &[u8] = if text.len() < 8 { &wide } else { text };
        let hash = hash(text.len(), long, self.bytes, self.is_whole, self.multiplier);
        split(hash, self.groups, self.slots)
    }
}

/// Takes the slots of a group's names, if all of them are free.
const fn take(
    taken: &mut [bool; MAX_SLOTS],
    first: usize,
    next: &[usize; MAX_NAMES],
    slots: &[usize; MAX_NAMES],
    displacement: usize,
) -> bool {
    let mut name = first;
    while name < MAX_NAMES && !taken[slots[name] ^ displacement] {
        taken[slots[name] ^ displacement] = true;
        name = next[name];
    }
    let (all, end) = (name >= MAX_NAMES, name);
    name = first;
    while !all && name != end {
        taken[slots[name] ^ displacement] = false;
        name = next[name];
    }
    all
}

const fn lengths(names: &[&str]) -> (usize, usize) {
    let (mut shortest, mut longest, mut i) = (usize::MAX, 0, 0);
    while i < names.len() {
        let len = names[i].len();
        shortest = if len < shortest { len } else { shortest };
        longest = if len > longest { len } else { longest };
        i += 1;
    }
    (shortest, longest)
}

/// Odd multipliers without a pattern (`SplitMix64`).
const fn odd(n: u64) -> u64 {
    let mut x = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) | 1
}

/// The values of an enum by their names, as its [`Plan`] says.
#[derive(Debug)]
#[repr(C, align(64))] // so that a record of 64 bytes is one cache line
pub struct Index<T, const BYTES: usize, const SLOTS: usize, const GROUPS: usize> {
    records: [Record<T, BYTES>; SLOTS],
    displacements: [u16; GROUPS],
}

#[derive(Debug, Clone, Copy)]
#[repr(C, align(32))]
struct Record<T, const BYTES: usize> {
    words: [u8; BYTES],
    minus_len: i32,
    value: T,
}

impl<T: Generated, const BYTES: usize, const SLOTS: usize, const GROUPS: usize>
    Index<T, BYTES, SLOTS, GROUPS>
{
    /// The index of these values, whose names are [`Generated::TEXTS`].
    #[must_use]
    pub const fn new(values: &[T]) -> Self {
        // No text has the length of an unused record, minus one.
        let unused = Record { words: [0; BYTES], minus_len: 1, value: values[0] };
        let mut records = [unused; SLOTS];
        let mut i = 0;
        while i < values.len() {
            let (name, plan) = (T::TEXTS[i], &T::PLAN);
            let (group, slot) = plan.place(name);
            let slot = slot ^ plan.displacements[group] as usize;
            let minus_len = -(name.len() as i32);
            records[slot] = Record { words: words(name), minus_len, value: values[i] };
            i += 1;
        }
        let mut displacements = [0; GROUPS];
        i = 0;
        while i < GROUPS {
            displacements[i] = T::PLAN.displacements[i];
            i += 1;
        }
        Self { records, displacements }
    }

    /// The value that `text` names.
    #[must_use]
    #[inline]
    pub const fn find(&self, text: &str) -> Option<T> {
        let text = text.as_bytes();
        if T::PLAN.has_short {
            // Every text is widened, and there is only a pointer left to choose, without a branch.
            let wide = widen(text);
            self.at(text.len(), if text.len() < 8 { &wide } else { text })
        } else if text.len() < 8 {
            self.find_widened(text)
        } else {
            self.at(text.len(), text)
        }
    }

    /// Out of line, so that [`find`](Self::find) does not have to jump around it.
    #[cold]
    #[inline(never)]
    const fn find_widened(&self, text: &[u8]) -> Option<T> {
        self.at(text.len(), &widen(text))
    }

    /// The value that `text` names, which had `len` bytes before it was widened.
    #[inline]
    const fn at(&self, len: usize, text: &[u8]) -> Option<T> {
        let hash = hash(len, text, BYTES, T::PLAN.is_whole, T::PLAN.multiplier);
        let (group, slot) = split(hash, GROUPS, SLOTS);
        // A single group needs no displacement.
        let displacement = if GROUPS > 1 { self.displacements[group] as usize } else { 0 };
        // The mask does not change the value; it lets the compiler omit the bounds check.
        let record = &self.records[(slot ^ displacement) & (SLOTS - 1)];
        // Zero if the lengths agree. An addition among the XORs keeps LLVM from taking them apart
        // again, into one early exit for each word.
        let mut difference = (len as u64).wrapping_add(record.minus_len as u64);
        let mut end = 8;
        while end <= BYTES {
            difference |= word(text, end, BYTES) ^ word(&record.words, end, BYTES);
            end += 8;
        }
        if difference == 0 { Some(record.value) } else { None }
    }
}

/// The words of a name: eight bytes each from the front, as far as it reaches; the last one, and each
/// behind that reach, is its last eight bytes.
const fn words<const BYTES: usize>(name: &str) -> [u8; BYTES] {
    let (name, wide) = (name.as_bytes(), widen(name.as_bytes()));
    let name: &[u8] = if name.len() < 8 { &wide } else { name };
    let mut words = [0; BYTES];
    let mut i = 0;
    while i < BYTES {
        words[i] = word(name, i / 8 * 8 + 8, BYTES).to_le_bytes()[i % 8];
        i += 1;
    }
    words
}

/// The hash of the first and the last word, or of them all.
#[inline]
const fn hash(len: usize, text: &[u8], bytes: usize, is_whole: bool, multiplier: u64) -> u64 {
    if !is_whole {
        let (first, last) = (word(text, 8, bytes), word(text, bytes, bytes));
        return first.wrapping_add(last << 1).wrapping_mul(multiplier);
    }
    let mut hash = multiplier.wrapping_mul(len as u64);
    let mut end = 8;
    while end <= bytes {
        let product = (hash ^ word(text, end, bytes)) as u128 * multiplier as u128;
        hash = product as u64 ^ (product >> 64) as u64;
        end += 8;
    }
    hash
}

/// The group and the slot of a hash: its highest bits, and the next ones. Each shift is split in two,
/// since a single group would need a shift by 64 bits, which overflows.
#[inline]
const fn split(hash: u64, groups: usize, slots: usize) -> (usize, usize) {
    let (group_bits, slot_bits) = (groups.trailing_zeros(), slots.trailing_zeros());
    let group = hash >> 1 >> (63 - group_bits);
    let slot = hash << group_bits >> 1 >> (63 - slot_bits);
    (group as usize, slot as usize)
}

/// The eight bytes before `end`; the last eight of a text that ends earlier, or if `end` is `bytes`.
/// Both `end` and the length are at least eight. The compiler sees that, so no check and no `None`
/// remain in the machine code.
#[inline]
const fn word(text: &[u8], end: usize, bytes: usize) -> u64 {
    let end = if end < bytes && end < text.len() { end } else { text.len() };
    match text.split_at(end).0.last_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => 0,
    }
}

/// A text shorter than eight bytes as eight bytes: no two of the same length come out the same.
#[inline]
const fn widen(text: &[u8]) -> [u8; 8] {
    let word = match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => {
            u32::from_le_bytes(*first) as u64 | (u32::from_le_bytes(*last) as u64) << 32
        }
        _ => match *text {
            [] => 0,
            [first, .., last] => {
                let middle = text[text.len() / 2];
                u32::from_le_bytes([first, middle, last, text.len() as u8]) as u64
            }
            [only] => only as u64,
        },
    };
    word.to_le_bytes()
}

/// The value that `text` names among these, which are sorted by their names.
#[must_use]
pub const fn search<T: Copy>(sorted: &[(&str, T)], text: &str) -> Option<T> {
    let mut rest = sorted;
    while let Some(middle) = rest.len().checked_sub(1) {
        let (before, after) = rest.split_at(middle / 2);
        let [(name, value), after @ ..] = after else { break };
        match order(text.as_bytes(), name.as_bytes()) {
            0 => return Some(*value),
            ..0 => rest = before,
            1.. => rest = after,
        }
    }
    None
}

/// Below zero if `a` is before `b`, zero if they are equal, else above zero.
const fn order(mut a: &[u8], mut b: &[u8]) -> i8 {
    loop {
        match (a, b) {
            ([], []) => return 0,
            ([], _) => return -1,
            (_, []) => return 1,
            ([x, rest_of_a @ ..], [y, rest_of_b @ ..]) => {
                if *x != *y {
                    return if *x < *y { -1 } else { 1 };
                }
                (a, b) = (rest_of_a, rest_of_b);
            }
        }
    }
}
