//! The lookup of names, for lists of names of every shape: it finds what a scan finds, and nothing else.

use std::collections::HashMap;

use vkyc_status::__private::{Generated, Index, search};

const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// `N` names: a beginning, letters that differ, as many more letters as make the lengths from `shortest` to
/// `longest`, and an end.
struct Names<const N: usize> {
    bytes: [[u8; 128]; N],
    lengths: [usize; N],
}

impl<const N: usize> Names<N> {
    const fn new(begin: &str, shortest: usize, longest: usize, end: &str) -> Self {
        let mut names = Self { bytes: [[b'X'; 128]; N], lengths: [0; N] };
        let mut i = 0;
        while i < N {
            let name = &mut names.bytes[i];
            copy(begin.as_bytes(), name, 0);
            let mut at = begin.len();
            name[at] = LETTERS[i % 26];
            if i >= 26 {
                at += 1;
                name[at] = LETTERS[i / 26];
            }
            let length = shortest + i * 7 % (longest - shortest + 1);
            at = if at + 1 > length { at + 1 } else { length };
            copy(end.as_bytes(), name, at);
            names.lengths[i] = at + end.len();
            i += 1;
        }
        names
    }

    const fn texts(&self) -> [&str; N] {
        let (mut texts, mut i) = ([""; N], 0);
        while i < N {
            let (text, _) = self.bytes[i].split_at(self.lengths[i]);
            texts[i] = match std::str::from_utf8(text) {
                Ok(text) => text,
                Err(_) => panic!("letters"),
            };
            i += 1;
        }
        texts
    }
}

const fn copy(from: &[u8], to: &mut [u8], at: usize) {
    let mut i = 0;
    while i < from.len() {
        to[at + i] = from[i];
        i += 1;
    }
}

fn agrees_with_a_scan(names: &[&'static str], find: impl Fn(&str) -> Option<usize>) {
    let positions: HashMap<&str, usize> = names.iter().copied().zip(0..).collect();
    assert_eq!(positions.len(), names.len(), "two names are the same");
    let same = |text: &str| assert_eq!(find(text), positions.get(text).copied(), "{text:?}");
    for name in names {
        same(name);
        same(&name.to_lowercase());
        for at in 0..name.len() {
            let (before, after) = name.split_at(at);
            [before, after, &format!("{before}{}", &after[1..])].into_iter().for_each(same);
            for bit in 0..7 {
                let flipped = char::from(after.as_bytes()[0] ^ 1 << bit);
                same(&format!("{before}{flipped}{}", &after[1..]));
            }
        }
        for end in ["\0", "\0\0\0\0\0\0\0\0", "A", "_", "ÿ", "\u{10ffff}", name] {
            same(&format!("{name}{end}"));
            same(&format!("{end}{name}"));
        }
    }
    for len in 0..300 {
        for text in ["\0", "A", "_", "ÿ"] {
            same(&text.repeat(len));
        }
    }
}

macro_rules! shapes {
    ($($shape:ident: $count:literal, $begin:literal, $shortest:literal, $longest:literal, $end:literal;)*) => {$(
        #[test]
        fn $shape() {
            #[derive(Clone, Copy)]
            struct At(usize);

            static NAMES: Names<$count> = Names::new($begin, $shortest, $longest, $end);

            impl Generated for At {
                const TEXTS: &'static [&'static str] = &NAMES.texts();
            }

            static INDEX: Index<At, { At::PLAN.words }, { At::PLAN.slots }> = {
                let (mut values, mut i) = ([At(0); $count], 0);
                while i < $count {
                    values[i] = At(i);
                    i += 1;
                }
                Index::new(&values)
            };

            agrees_with_a_scan(At::TEXTS, |text| INDEX.find(text).map(|At(position)| position));
            let mut sorted: Vec<_> = NAMES.texts().into_iter().zip(0..).collect();
            sorted.sort_unstable();
            agrees_with_a_scan(At::TEXTS, |text| search(&sorted, text));
        }
    )*};
}

shapes! {
    one: 1, "", 1, 1, "";
    one_of_a_word: 1, "", 8, 8, "";
    two: 2, "", 1, 2, "";
    shorter_than_a_word: 90, "", 1, 7, "";
    of_one_word: 90, "", 8, 8, "";
    of_every_length: 100, "", 1, 100, "";
    of_all_lengths_from_a_word_on: 33, "", 8, 40, "";
    alike_at_both_ends: 100, "ALIKE_AT_", 11, 30, "_BOTH_ENDS";
    of_the_greatest_length: 50, "", 128, 128, "";
}
