//! [`Index`]: from a text to the value of that name, by a perfect hash that is computed at compile time
//! (hash and displace); and [`search`], a binary search, for more names than rustc can hash quickly.
//!
//! Why not a `match`: for names in random order it mispredicts about one branch per lookup. For the
//! table's codes, a `match` takes 4 times as long, `phf` 9 times, `HashMap` 8 times (`cargo
//! bench -p vkyc-status-benches --bench lookup` measures all of them side by side).
//!
//! A text is read as a fixed number of words of eight bytes, whatever its length. A hash of the words
//! chooses a slot, and the words of the record in that slot are compared all together. The only branch
//! is on the result.
//!
//! rustc interprets what computes the index, and calls are what it is slow at. So that code uses operators
//! where it can, `u128` products in place of `wrapping_mul` among them.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::large_stack_arrays,
    reason = "this takes bits apart at compile time, and `From` and `TryFrom` are not `const`"
)]

use crate::documented::Generated;

/// The most names that an index can have, and the most words of a name.
const MAX_NAMES: usize = 512;
const MAX_WORDS: usize = 16;
/// Up to so many names need no groups.
const FEW: usize = 40;
const NAMES_A_GROUP: usize = 4;
const MAX_GROUPS: usize = MAX_NAMES / NAMES_A_GROUP;
const MAX_SLOTS: usize = 2 * MAX_NAMES;
/// How many multipliers are tried, and what leads from one to the next. All of them are odd.
const TRIALS: u32 = 1 << 10;
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
/// The end of a list of names.
const END: usize = usize::MAX;

/// How the names of an enum are hashed, each to a slot of its own.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many words of a text are compared: those of the longest name.
    pub words: usize,
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
    /// The slot of each name.
    slot_of: [usize; MAX_NAMES],
}

impl Plan {
    /// The plan for these names. The same names give the same plan.
    ///
    /// # Panics
    ///
    /// If there are too many names, they are too long, or two are the same; in a constant, at compile
    /// time.
    #[must_use]
    pub const fn of(names: &[&str]) -> Self {
        let (shortest, longest) = lengths(names);
        let least = names.len().next_power_of_two();
        let mut plan = Self {
            words: if longest > 8 { longest.div_ceil(8) } else { 1 },
            slots: 4 * least,
            groups: 1,
            is_whole: false,
            has_short: shortest < 8,
            multiplier: 1,
            displacements: [0; MAX_GROUPS],
            slot_of: [0; MAX_NAMES],
        };
        assert!(names.len() <= MAX_NAMES && plan.words <= MAX_WORDS, "too many or too long names");
        let mut words = [[0; MAX_WORDS]; MAX_NAMES];
        let mut name = 0;
        while name < names.len() {
            words[name] = words_of(names[name].as_bytes(), plan.words);
            name += 1;
        }
        if names.len() <= FEW && plan.multiply(&words, names.len()) {
            return plan;
        }
        plan.is_whole = true;
        plan.slots = 2 * least;
        plan.groups = if least > NAMES_A_GROUP { least / NAMES_A_GROUP } else { 1 };
        let mut trial = 0;
        while trial < TRIALS {
            plan.multiplier = product(plan.multiplier, STEP);
            if plan.displace(names, &words) {
                return plan;
            }
            trial += 1;
        }
        panic!("two names are the same")
    }

    /// Whether a multiplier alone gives each of a few names a slot of its own.
    const fn multiply(&mut self, words: &[[u64; MAX_WORDS]; MAX_NAMES], names: usize) -> bool {
        let (last, shift) = (self.words - 1, 64 - self.slots.trailing_zeros());
        let mut trial = 0;
        'trials: while trial < TRIALS {
            trial += 1;
            self.multiplier = product(self.multiplier, STEP);
            let (mut taken, mut name) = ([false; MAX_SLOTS], 0);
            while name < names {
                let sum = (words[name][0] as u128 + (words[name][last] as u128 * 2)) as u64;
                let slot = ((sum as u128 * self.multiplier as u128) as u64 >> shift) as usize;
                if taken[slot] {
                    continue 'trials;
                }
                taken[slot] = true;
                self.slot_of[name] = slot;
                name += 1;
            }
            return true;
        }
        false
    }

    /// Whether displacements give each name a slot of its own: the largest groups choose first, while
    /// there is room.
    const fn displace(&mut self, names: &[&str], words: &[[u64; MAX_WORDS]; MAX_NAMES]) -> bool {
        // The names of a group are a list: the first of each group, and the next after each name.
        let (mut first, mut next) = ([END; MAX_GROUPS], [END; MAX_NAMES]);
        let (mut sizes, mut largest) = ([0; MAX_GROUPS], 0);
        let (group_bits, slot_bits) = (self.groups.trailing_zeros(), self.slots.trailing_zeros());
        let mut name = 0;
        while name < names.len() {
            let (mut hash, mut i) = (names[name].len() as u64, 0);
            while i < self.words {
                hash = mix(hash, words[name][i], self.multiplier);
                i += 1;
            }
            let (group, slot) = split(hash, group_bits, slot_bits);
            let mut other = first[group];
            while other != END {
                if self.slot_of[other] == slot {
                    return false;
                }
                other = next[other];
            }
            (self.slot_of[name], next[name], first[group]) = (slot, first[group], name);
            sizes[group] += 1;
            if sizes[group] > largest {
                largest = sizes[group];
            }
            name += 1;
        }
        let mut taken = [false; MAX_SLOTS];
        while largest > 0 {
            let mut group = 0;
            while group < self.groups {
                if sizes[group] == largest && !self.place(group, first[group], &next, &mut taken) {
                    return false;
                }
                group += 1;
            }
            largest -= 1;
        }
        true
    }

    /// Whether a displacement moves all names of a group to free slots, which it then takes.
    const fn place(
        &mut self,
        group: usize,
        first: usize,
        next: &[usize; MAX_NAMES],
        taken: &mut [bool; MAX_SLOTS],
    ) -> bool {
        let mut displacement = 0;
        let mut name = first;
        while name != END {
            name = if !taken[self.slot_of[name] ^ displacement] {
                next[name]
            } else if displacement + 1 < self.slots {
                displacement += 1;
                first
            } else {
                return false;
            };
        }
        name = first;
        while name != END {
            self.slot_of[name] ^= displacement;
            taken[self.slot_of[name]] = true;
            name = next[name];
        }
        self.displacements[group] = displacement as u16;
        true
    }
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

/// The low half of a product.
const fn product(a: u64, b: u64) -> u64 {
    (a as u128 * b as u128) as u64
}

/// The values of an enum by their names, as their plan says.
#[derive(Debug)]
#[repr(C, align(64))] // so that a record of 64 bytes is one cache line
pub struct Index<T, const WORDS: usize, const SLOTS: usize, const GROUPS: usize> {
    records: [Record<T, WORDS>; SLOTS],
    displacements: [u16; GROUPS],
}

#[derive(Debug, Clone, Copy)]
#[repr(C, align(32))]
struct Record<T, const WORDS: usize> {
    words: [u64; WORDS],
    minus_len: i32,
    value: T,
}

impl<T: Generated, const WORDS: usize, const SLOTS: usize, const GROUPS: usize>
    Index<T, WORDS, SLOTS, GROUPS>
{
    /// The index of these values, whose names are [`Generated::TEXTS`].
    #[must_use]
    pub const fn new(values: &[T]) -> Self {
        let plan = &T::PLAN;
        // No text has the length of an unused record, minus one.
        let unused = Record { words: [0; WORDS], minus_len: 1, value: values[0] };
        let mut records = [unused; SLOTS];
        let mut i = 0;
        while i < values.len() {
            let name = T::TEXTS[i].as_bytes();
            let (words, minus_len) = (words_of(name, WORDS), -(name.len() as i32));
            records[plan.slot_of[i]] = Record { words, minus_len, value: values[i] };
            i += 1;
        }
        let mut displacements = [0; GROUPS];
        i = 0;
        while i < GROUPS {
            displacements[i] = plan.displacements[i];
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
        let hash = hash::<WORDS>(len, text, T::PLAN.is_whole, T::PLAN.multiplier);
        let (group, slot) = split(hash, GROUPS.trailing_zeros(), SLOTS.trailing_zeros());
        // A single group needs no displacement.
        let displacement = if GROUPS > 1 { self.displacements[group] as usize } else { 0 };
        // The mask does not change the value; it lets the compiler omit the bounds check.
        let record = &self.records[(slot ^ displacement) & (SLOTS - 1)];
        // Zero if the lengths agree. An addition among the XORs keeps LLVM from taking them apart
        // again, into one early exit for each word.
        let mut difference = (len as u64).wrapping_add(record.minus_len as u64);
        let mut i = 0;
        while i < WORDS {
            difference |= word(text, i, WORDS) ^ record.words[i];
            i += 1;
        }
        if difference == 0 { Some(record.value) } else { None }
    }
}

/// The hash of the first and the last word of a text, or of them all.
#[inline]
const fn hash<const WORDS: usize>(len: usize, text: &[u8], is_whole: bool, multiplier: u64) -> u64 {
    if !is_whole {
        let (first, last) = (word(text, 0, WORDS), word(text, WORDS - 1, WORDS));
        return first.wrapping_add(last << 1).wrapping_mul(multiplier);
    }
    let (mut hash, mut i) = (len as u64, 0);
    while i < WORDS {
        hash = mix(hash, word(text, i, WORDS), multiplier);
        i += 1;
    }
    hash
}

/// A step of the hash of all words.
#[inline]
const fn mix(hash: u64, word: u64, multiplier: u64) -> u64 {
    let product = (hash ^ word) as u128 * multiplier as u128;
    product as u64 ^ (product >> 64) as u64
}

/// The group and the slot of a hash: its highest bits, and the next ones. Each shift is split in two,
/// since a single group would need a shift by 64 bits, which overflows.
#[inline]
const fn split(hash: u64, group_bits: u32, slot_bits: u32) -> (usize, usize) {
    let group = hash >> 1 >> (63 - group_bits);
    let slot = hash << group_bits >> 1 >> (63 - slot_bits);
    (group as usize, slot as usize)
}

/// Where the word `i` of `count` ends: they are eight bytes each from the front, as far as the text
/// reaches. The last one, and each beyond that reach, is the last eight bytes.
#[inline]
const fn end(i: usize, count: usize, len: usize) -> usize {
    let end = 8 * (i + 1);
    if i + 1 < count && end < len { end } else { len }
}

/// The word `i` of `count` of a text of at least eight bytes. The compiler sees that the length
/// suffices, so no check and no `None` remain in the machine code.
#[inline]
const fn word(text: &[u8], i: usize, count: usize) -> u64 {
    match text.split_at(end(i, count, text.len())).0.last_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => 0,
    }
}

/// The words of a name, `count` of them, without the calls that [`word`] makes.
const fn words_of<const N: usize>(name: &[u8], count: usize) -> [u64; N] {
    let wide = widen(name);
    let name = if name.len() < 8 { &wide } else { name };
    let (mut words, mut i) = ([0; N], 0);
    while i < count {
        let mut at = end(i, count, name.len());
        let start = at - 8;
        while at > start {
            at -= 1;
            words[i] = words[i] << 8 | name[at] as u64;
        }
        i += 1;
    }
    words
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
