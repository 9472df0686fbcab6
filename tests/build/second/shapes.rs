//! Tables of every shape that the library has a way to look up: each `parse` finds what a scan finds, and
//! nothing else.
#![deny(warnings)]

use std::fmt::Debug;

use kyc::Documented;

macro_rules! every_shape {
    ($($shape:ident)*) => {
        $(
            #[test]
            fn $shape() {
                agrees_with_a_scan::<crate::$shape::StatusCode>();
            }
        )*
    };
}

include!(concat!(env!("OUT_DIR"), "/shapes.rs"));

fn agrees_with_a_scan<T: Documented + Debug>() {
    let same = |text: &str| {
        let scan = T::ALL.iter().copied().find(|value| value.as_str() == text);
        assert_eq!(T::parse(text), scan, "{text:?}");
    };
    T::ALL.iter().for_each(|value| same(value.as_str()));

    let some = T::ALL.iter().step_by(T::ALL.len().div_ceil(50)).map(|value| value.as_str());
    for name in some {
        for at in 0..name.len() {
            let (before, after) = name.split_at(at);
            [before, after, &format!("{before}{}", &after[1..])].into_iter().for_each(same);
            for bit in 0..7 {
                let flipped = char::from(after.as_bytes()[0] ^ 1 << bit);
                same(&format!("{before}{flipped}{}", &after[1..]));
            }
        }
        same(&name.to_lowercase());
        for end in ["\0", "\0\0\0\0\0\0\0\0", "A", "_", " ", "ÿ", "\u{10ffff}", name] {
            same(&format!("{name}{end}"));
            same(&format!("{end}{name}"));
        }
    }
    for len in 0..300 {
        ["\0", "A", "_", "ÿ"].into_iter().for_each(|text| same(&text.repeat(len)));
    }
}
