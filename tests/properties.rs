//! What holds for every text.
#![cfg(feature = "alloc")]

use proptest::prelude::*;
use proptest::sample::{Index, select};
use vkyc_status::{Action, Documented, Open, Outcome, Phase, StatusCode, VkycStatus};

/// Any text, and texts that are nearly documented.
fn texts() -> impl Strategy<Value = String> {
    let documented = select(StatusCode::ALL).prop_map(|code| code.as_str().to_owned());
    let edited = (documented.clone(), any::<Index>(), any::<char>()).prop_map(|(text, at, c)| {
        let at = at.index(text.len());
        format!("{}{c}{}", &text[..at], &text[at + 1..])
    });
    prop_oneof![any::<String>(), "[A-Z_]{0,40}", documented, edited]
}

fn agrees_with_a_scan<T: Documented>(text: &str) {
    let found = T::ALL.iter().find(|value| value.as_str() == text).copied();
    assert_eq!(T::parse(text), found);
    let open = Open::<T>::from(text);
    assert_eq!((open.known(), open.as_str()), (found, text));
    assert_eq!(Open::<T>::from(String::from(open.clone())), open);
}

proptest! {
    #[test]
    fn parse_agrees_with_a_scan_of_the_table(text in texts()) {
        agrees_with_a_scan::<Phase>(&text);
        agrees_with_a_scan::<StatusCode>(&text);
        agrees_with_a_scan::<Action>(&text);
        agrees_with_a_scan::<Outcome>(&text);
    }

    #[test]
    fn a_pair_is_documented_if_it_is_that_of_a_code(
        status in prop_oneof![texts(), select(Phase::ALL).prop_map(|phase| phase.as_str().to_owned())],
        code in proptest::option::of(texts()),
    ) {
        let known = code.as_deref().and_then(StatusCode::parse);
        let pair = VkycStatus { status: status.into(), status_code: code.map(Open::from) };
        let documented = StatusCode::ALL.iter().find(|code| VkycStatus::from(**code) == pair);
        prop_assert_eq!(pair.documented().ok(), documented.copied());
        prop_assert_eq!(pair.known_code(), known);
        prop_assert_eq!(pair.to_string().lines().count(), usize::from(!pair.to_string().is_empty()));
    }
}
