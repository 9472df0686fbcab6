//! [`Index`]: from a text to the value of that name, without a branch on the text.
//!
//! Why not a `match`: for names in random order it mispredicts about one branch per lookup. For the
//! table's codes, a `match` takes 6 times as long, `phf` 12 times, `HashMap` 11 times (`cargo
//! bench -p vkyc-status-benches --bench lookup` measures all of them side by side).
//!
//! A text is read as a fixed number of words, whatever its length. A hash of the words chooses a slot,
//! and the words of the record in that slot are compared all together. The only branch is on the
//! result. The generator chooses the constants and the slots (`codegen/src/index.rs`). It also writes
//! the words of each name into the source, since rustc takes about six times as long to compute them.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "this takes bits apart, and `From` and `TryFrom` are not `const`"
)]

/// The names of an enum, each with its value `V`.
///
/// - `BYTES`: how many bytes of a text are compared, eight for each word: those of the longest name.
/// - `SLOTS`: how many slots there are, a power of two from 2 up.
/// - `GROUPS`: how many groups of names have a displacement of their own, a power of two.
/// - `WHOLE`: whether all of a text chooses its slot, or its first and its last word.
/// - `MULTIPLIER`: what makes a hash of that.
#[derive(Debug)]
#[repr(C, align(64))] // so that a record of 64 bytes is one cache line
pub struct Index<
    V,
    const BYTES: usize,
    const SLOTS: usize,
    const GROUPS: usize,
    const WHOLE: bool,
    const MULTIPLIER: u64,
> {
    records: [Record<V, BYTES>; SLOTS],
    displacements: [u16; GROUPS],
}

#[derive(Debug, Clone, Copy)]
#[repr(C, align(32))]
struct Record<V, const BYTES: usize> {
    words: [u8; BYTES],
    minus_len: i32,
    value: V,
}

impl<
    V: Copy,
    const BYTES: usize,
    const SLOTS: usize,
    const GROUPS: usize,
    const WHOLE: bool,
    const MULTIPLIER: u64,
> Index<V, BYTES, SLOTS, GROUPS, WHOLE, MULTIPLIER>
{
    /// Lays out the names, each with its slot, its length, its words, and its value at the same place of
    /// `values`. A word is eight bytes of the name from the front, as far as it reaches; the last word,
    /// and each behind that reach, is its last eight bytes.
    ///
    /// # Panics
    ///
    /// If two names share a slot; in a `static`, at compile time.
    #[must_use]
    pub const fn new<const NAMES: usize>(
        values: &[V; NAMES],
        names: &[(usize, i32, [u8; BYTES]); NAMES],
        displacements: [u16; GROUPS],
    ) -> Self {
        // No text has the length of an unused record, minus one.
        let unused = Record { words: [0; BYTES], minus_len: 1, value: values[0] };
        let mut records = [unused; SLOTS];
        let mut i = 0;
        while i < NAMES {
            let (slot, len, words) = names[i];
            assert!(records[slot].minus_len == unused.minus_len, "two names share a slot");
            records[slot] = Record { words, minus_len: -len, value: values[i] };
            i += 1;
        }
        Self { records, displacements }
    }

    /// The value that `text` names. A text shorter than one word costs a branch.
    #[must_use]
    #[inline]
    pub const fn find(&self, text: &str) -> Option<V> {
        let text = text.as_bytes();
        if text.len() < 8 { self.find_widened(text) } else { self.at(text.len(), text) }
    }

    /// Out of line, so that [`find`](Self::find) does not have to jump around it.
    #[cold]
    #[inline(never)]
    const fn find_widened(&self, text: &[u8]) -> Option<V> {
        self.at(text.len(), &widen(text))
    }

    /// [`find`](Self::find) for tables with names shorter than one word. It widens every text, and
    /// has only a pointer left to choose, without a branch.
    #[must_use]
    #[inline]
    pub const fn find_short(&self, text: &str) -> Option<V> {
        let text = text.as_bytes();
        let wide = widen(text);
        self.at(text.len(), if text.len() < 8 { &wide } else { text })
    }

    /// The value that `text` names, which had `len` bytes before it was widened.
    #[inline]
    const fn at(&self, len: usize, text: &[u8]) -> Option<V> {
        let record = &self.records[self.slot(hash::<BYTES>(len, text, WHOLE, MULTIPLIER))];
        // Zero if the lengths agree. An addition among the XORs keeps LLVM from taking them apart
        // again, into one early exit for each word.
        let mut difference = (len as u64).wrapping_add(record.minus_len as u64);
        let mut end = 8;
        while end <= BYTES {
            difference |= word::<BYTES>(text, end) ^ word::<BYTES>(&record.words, end);
            end += 8;
        }
        if difference == 0 { Some(record.value) } else { None }
    }

    /// The slot of a hash: its highest bits choose a group, the next ones a slot, and the displacement
    /// of the group another. Each shift is split in two, since a single group would need a shift by 64
    /// bits, which overflows.
    #[inline]
    const fn slot(&self, hash: u64) -> usize {
        let (group_bits, slot_bits) = (GROUPS.trailing_zeros(), SLOTS.trailing_zeros());
        let slot = (hash << group_bits >> 1 >> (63 - slot_bits)) as usize;
        // A single group needs no displacement.
        let displacement = if GROUPS > 1 {
            self.displacements[(hash >> 1 >> (63 - group_bits)) as usize] as usize
        } else {
            0
        };
        // The mask does not change the value; it lets the compiler omit the bounds check.
        (slot ^ displacement) & (SLOTS - 1)
    }
}

/// The hash of the first and the last word or, for names that these do not tell apart, of them all.
#[inline]
const fn hash<const BYTES: usize>(len: usize, text: &[u8], whole: bool, multiplier: u64) -> u64 {
    if !whole {
        let (first, last) = (word::<BYTES>(text, 8), word::<BYTES>(text, BYTES));
        return first.wrapping_add(last << 1).wrapping_mul(multiplier);
    }
    let mut hash = multiplier.wrapping_mul(len as u64);
    let mut end = 8;
    while end <= BYTES {
        let product = (hash ^ word::<BYTES>(text, end)) as u128 * multiplier as u128;
        hash = product as u64 ^ (product >> 64) as u64;
        end += 8;
    }
    hash
}

/// The eight bytes before `end`; the last eight of a text that ends earlier, or if `end` is `BYTES`.
/// Both `end` and the length are at least eight. The compiler sees that, so no check and no `None`
/// remain in the machine code.
#[inline]
const fn word<const BYTES: usize>(text: &[u8], end: usize) -> u64 {
    let end = if end < BYTES && end < text.len() { end } else { text.len() };
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
