//! [`Index`]: from a text to the value of that name, without a branch on the text.
//!
//! Why not a `match`: for names in random order it mispredicts about one branch per lookup. Of the
//! table's codes, a `match` takes 4 times as long, `phf` 9 times, `HashMap` 8 times (`cargo
//! bench -p vkyc-status-benches --bench lookup` measures all of them side by side).
//!
//! A text is read as a fixed number of words, whatever its length. A hash of the words chooses a slot,
//! and the words of the record in that slot are compared all together. The only branch is on the
//! result. The generator chooses the constants (`codegen/src/index.rs`); [`Index::new`] checks at
//! compile time that each name has a slot of its own.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    reason = "this takes bits apart, and `From` and `TryFrom` are not `const`"
)]

/// The names of an enum, each with its value `V`.
///
/// - `WORDS`: how many words of a text are compared, of eight bytes each: those of the longest name.
/// - `SLOTS`: how many slots there are, a power of two from 2 up.
/// - `GROUPS`: how many groups of names have a displacement of their own, a power of two.
/// - `WHOLE`: whether all of a text chooses its slot, or its first and its last word.
/// - `MULTIPLIER`: what makes a hash of that.
#[derive(Debug)]
#[repr(C, align(64))] // so that a record of 64 bytes is one cache line
pub struct Index<
    V,
    const WORDS: usize,
    const SLOTS: usize,
    const GROUPS: usize,
    const WHOLE: bool,
    const MULTIPLIER: u64,
> {
    records: [Record<V, WORDS>; SLOTS],
    displacements: [u16; GROUPS],
}

#[derive(Debug, Clone, Copy)]
#[repr(C, align(32))]
struct Record<V, const WORDS: usize> {
    words: [u64; WORDS],
    minus_len: i32,
    value: V,
}

impl<
    V: Copy,
    const WORDS: usize,
    const SLOTS: usize,
    const GROUPS: usize,
    const WHOLE: bool,
    const MULTIPLIER: u64,
> Index<V, WORDS, SLOTS, GROUPS, WHOLE, MULTIPLIER>
{
    /// Lays out the records of `names`, each with the value at the same place of `values`.
    ///
    /// The compiler interprets this function, and spends most of that time on calls, so there are few.
    ///
    /// # Panics
    ///
    /// If two names share a slot, so that one of them would not be found; in a `static`, at compile
    /// time.
    #[must_use]
    pub const fn new<const NAMES: usize>(
        names: &[&str; NAMES],
        values: &[V; NAMES],
        displacements: [u16; GROUPS],
    ) -> Self {
        // A slot that no name chooses holds the first name once more: never wrong, if never used.
        let mut records = [Record::new(names[0], values[0]); SLOTS];
        let mut taken = [false; SLOTS];
        let mut i = 0;
        while i < NAMES {
            let record = Record::new(names[i], values[i]);
            let len = -record.minus_len as usize;
            let slot = Self::slot(&displacements, hash(len, &record.words, WHOLE, MULTIPLIER));
            assert!(
                !taken[slot],
                "two names share a slot: use the same version of vkyc-status and vkyc-status-codegen"
            );
            taken[slot] = true;
            records[slot] = record;
            i += 1;
        }
        Self { records, displacements }
    }

    /// The value that `text` names. A text shorter than one word costs a branch.
    #[must_use]
    #[inline]
    pub const fn find(&self, text: &str) -> Option<V> {
        self.at(text.len(), &words(text.as_bytes()))
    }

    /// [`find`](Self::find) for tables with names shorter than one word. It widens every text, and
    /// has only a pointer left to choose, without a branch.
    #[must_use]
    #[inline]
    pub const fn find_short(&self, text: &str) -> Option<V> {
        let text = text.as_bytes();
        let wide = widen(text);
        self.at(text.len(), &read(if text.len() < 8 { &wide } else { text }))
    }

    #[inline]
    const fn at(&self, len: usize, words: &[u64; WORDS]) -> Option<V> {
        let record =
            &self.records[Self::slot(&self.displacements, hash(len, words, WHOLE, MULTIPLIER))];
        // Zero if the lengths agree. An addition among the XORs keeps LLVM from taking them apart
        // again, into one early exit for each word.
        let mut difference = (len as u64).wrapping_add(record.minus_len as u64);
        let mut k = 0;
        while k < WORDS {
            difference |= words[k] ^ record.words[k];
            k += 1;
        }
        if difference == 0 { Some(record.value) } else { None }
    }

    /// The slot of a hash: its highest bits choose a group, the next ones a slot, and the displacement
    /// of the group another. Each is shifted twice, as one group has no bits, and a shift by 64 is none.
    #[inline]
    const fn slot(displacements: &[u16; GROUPS], hash: u64) -> usize {
        let slot = (hash << Self::GROUP_BITS >> 1 >> (63 - Self::SLOT_BITS)) as usize;
        // One group has no need of a displacement.
        let displacement = if GROUPS > 1 {
            displacements[(hash >> 1 >> (63 - Self::GROUP_BITS)) as usize]
        } else {
            0
        };
        // The mask changes nothing; it is there instead of a bounds check.
        (slot ^ displacement as usize) & (SLOTS - 1)
    }

    const GROUP_BITS: u32 = GROUPS.trailing_zeros();
    const SLOT_BITS: u32 = SLOTS.trailing_zeros();
}

/// The positions 0, 1, 2… of a table's rows, as the values of an [`Index`].
#[must_use]
pub const fn positions<const ROWS: usize>() -> [u16; ROWS] {
    let mut positions = [0; ROWS];
    let mut i = 0;
    while i < ROWS {
        positions[i] = i as u16;
        i += 1;
    }
    positions
}

impl<V: Copy, const WORDS: usize> Record<V, WORDS> {
    /// Reads the same words as [`words`], with fewer calls.
    const fn new(name: &str, value: V) -> Self {
        macro_rules! word {
            ($a:expr, $($b:expr => $shift:literal),*) => { $a as u64 $(| ($b as u64) << $shift)* };
        }
        let name = name.as_bytes();
        let last = match *name {
            [.., a, b, c, d, e, f, g, h] => {
                word!(a, b => 8, c => 16, d => 24, e => 32, f => 40, g => 48, h => 56)
            }
            _ => u64::from_le_bytes(widen(name)),
        };
        let mut words = [last; WORDS];
        let (mut rest, mut k) = (name, 0);
        while let [a, b, c, d, e, f, g, h, after @ ..] = rest {
            if k + 1 < WORDS {
                words[k] =
                    word!(*a, *b => 8, *c => 16, *d => 24, *e => 32, *f => 40, *g => 48, *h => 56);
            }
            rest = after;
            k += 1;
        }
        Self { words, minus_len: -(name.len() as i32), value }
    }
}

/// The hash of the first and the last word or, for names that these do not tell apart, of them all.
#[inline]
const fn hash(len: usize, words: &[u64], whole: bool, multiplier: u64) -> u64 {
    if !whole {
        return words[0].wrapping_add(words[words.len() - 1] << 1).wrapping_mul(multiplier);
    }
    let mut hash = multiplier.wrapping_mul(len as u64);
    let mut k = 0;
    while k < words.len() {
        let product = (hash ^ words[k]) as u128 * multiplier as u128;
        hash = product as u64 ^ (product >> 64) as u64;
        k += 1;
    }
    hash
}

/// A text as words: eight bytes each from the front, as far as it reaches, and its last eight.
#[inline]
const fn words<const WORDS: usize>(text: &[u8]) -> [u64; WORDS] {
    if text.len() < 8 { short(text) } else { read(text) }
}

/// Out of line, so that nothing has to jump around it.
#[cold]
#[inline(never)]
const fn short<const WORDS: usize>(text: &[u8]) -> [u64; WORDS] {
    read(&widen(text))
}

#[inline]
const fn read<const WORDS: usize>(text: &[u8]) -> [u64; WORDS] {
    let mut words = [word(text, text.len()); WORDS];
    let mut k = 0;
    while k + 1 < WORDS {
        words[k] = word(text, 8 * (k + 1));
        k += 1;
    }
    words
}

/// The eight bytes before `end`, or the last eight of a text that ends earlier. Neither is less
/// than eight, which the compiler sees: it leaves no check, and no `None`, in the machine code.
#[inline]
const fn word(text: &[u8], end: usize) -> u64 {
    let end = if end < text.len() { end } else { text.len() };
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
