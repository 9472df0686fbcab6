//! [`Index`]: from a text to the value of that name, by a perfect hash that is computed at compile time;
//! and [`search`], a binary search, for more names than such a hash is easily found for.
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
const MAX_NAMES: usize = 100;
const MAX_WORDS: usize = 16;
const MAX_SLOTS: usize = slots_for(MAX_NAMES);
/// How many multipliers are tried, the first of them for a hash of the first and the last word, and what
/// leads from one to the next. All of them are odd.
const TRIALS: u32 = 1 << 12;
const TRIALS_OF_ENDS: u32 = 1 << 6;
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// How the names of an enum are hashed, each to a slot of its own.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many words of a text are compared: those of the longest name.
    pub words: usize,
    /// How many slots there are, a power of two.
    pub slots: usize,
    /// Whether all words of a text are hashed, or its first and its last.
    is_whole: bool,
    /// Whether there are names shorter than one word.
    has_short: bool,
    multiplier: u64,
    /// The highest bits of the hash are the slot.
    shift: u32,
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
        let slots = slots_for(names.len());
        let mut plan = Self {
            words: longest.div_ceil(8),
            slots,
            is_whole: false,
            has_short: shortest < 8,
            multiplier: 1,
            shift: 64 - slots.trailing_zeros(),
        };
        assert!(names.len() <= MAX_NAMES && plan.words <= MAX_WORDS, "too many or too long names");
        let mut words = [[0; MAX_WORDS]; MAX_NAMES];
        let mut i = 0;
        while i < names.len() {
            words[i] = words_of(names[i].as_bytes(), plan.words);
            i += 1;
        }
        let mut trial = 0;
        while trial < TRIALS {
            // Names that begin and end alike differ in between.
            plan.is_whole = trial >= TRIALS_OF_ENDS;
            plan.multiplier = plan.multiplier.wrapping_mul(STEP);
            if plan.separates(names, &words) {
                return plan;
            }
            trial += 1;
        }
        panic!("two names are the same")
    }

    /// Whether each name has a slot of its own.
    const fn separates(&self, names: &[&str], words: &[[u64; MAX_WORDS]; MAX_NAMES]) -> bool {
        let (mut taken, mut i) = ([false; MAX_SLOTS], 0);
        while i < names.len() {
            let slot = self.slot(names[i].len(), &words[i]);
            if taken[slot] {
                return false;
            }
            taken[slot] = true;
            i += 1;
        }
        true
    }

    /// The slot of a name with this length and these words.
    const fn slot(&self, len: usize, words: &[u64]) -> usize {
        if self.is_whole {
            self.slot_of_all(len, words)
        } else {
            self.slot_of_ends(words[0], words[self.words - 1])
        }
    }

    #[inline]
    const fn slot_of_ends(&self, first: u64, last: u64) -> usize {
        let sum = (first as u128 + last as u128 * 2) as u64;
        ((sum as u128 * self.multiplier as u128) as u64 >> self.shift) as usize
    }

    #[inline]
    const fn slot_of_all(&self, len: usize, words: &[u64]) -> usize {
        let (mut hash, mut i) = (len as u64, 0);
        while i < self.words {
            let product = (hash ^ words[i]) as u128 * self.multiplier as u128;
            hash = product as u64 ^ (product >> 64) as u64;
            i += 1;
        }
        (hash >> self.shift) as usize
    }
}

/// How many slots this many names need, so that about one multiplier in ten gives each a slot of its own.
const fn slots_for(names: usize) -> usize {
    (names * names / 5 + 3).next_power_of_two()
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

/// The values of an enum by their names, as their plan says.
#[derive(Debug)]
#[repr(C, align(64))] // so that a record of 64 bytes is one cache line
pub struct Index<T, const WORDS: usize, const SLOTS: usize>([Record<T, WORDS>; SLOTS]);

#[derive(Debug, Clone, Copy)]
#[repr(C, align(32))]
struct Record<T, const WORDS: usize> {
    words: [u64; WORDS],
    minus_len: i32,
    value: T,
}

impl<T: Generated, const WORDS: usize, const SLOTS: usize> Index<T, WORDS, SLOTS> {
    /// The index of these values, whose names are [`Generated::TEXTS`].
    #[must_use]
    pub const fn new(values: &[T]) -> Self {
        // No text has the length of an unused record, minus one.
        let unused = Record { words: [0; WORDS], minus_len: 1, value: values[0] };
        let (mut records, mut i) = ([unused; SLOTS], 0);
        while i < values.len() {
            let name = T::TEXTS[i].as_bytes();
            let words: [u64; WORDS] = words_of(name, WORDS);
            let slot = T::PLAN.slot(name.len(), &words);
            records[slot] = Record { words, minus_len: -(name.len() as i32), value: values[i] };
            i += 1;
        }
        Self(records)
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
        let slot = if T::PLAN.is_whole {
            let (mut words, mut i) = ([0; WORDS], 0);
            while i < WORDS {
                words[i] = word(text, i, WORDS);
                i += 1;
            }
            T::PLAN.slot_of_all(len, &words)
        } else {
            T::PLAN.slot_of_ends(word(text, 0, WORDS), word(text, WORDS - 1, WORDS))
        };
        // The mask does not change the value; it lets the compiler omit the bounds check.
        let record = &self.0[slot & (SLOTS - 1)];
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
