//! What holds for every text and every table.
#![cfg(all(feature = "serde", feature = "alloc", feature = "codegen"))]

use std::collections::BTreeSet;
use std::fmt::Write;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use vkyc_status::codegen::{Table, generate};
use vkyc_status::{Action, Documented, Open, Phase, StatusCode, VkycStatus};

const TABLE: &str = include_str!("../data/statuses.toml");

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
    }

    #[test]
    fn any_pair_survives_every_format(status in texts(), code in proptest::option::of(texts())) {
        // An empty code is none.
        let code = code.filter(|code| !code.is_empty());
        let pair = VkycStatus { status: status.into(), status_code: code.map(Open::from) };
        let json = serde_json::to_string(&pair).unwrap();
        prop_assert_eq!(&serde_json::from_str::<VkycStatus>(&json).unwrap(), &pair);
        let bytes = postcard::to_allocvec(&pair).unwrap();
        prop_assert_eq!(&postcard::from_bytes::<VkycStatus>(&bytes).unwrap(), &pair);
        let documented = StatusCode::ALL.iter().find(|code| VkycStatus::from(**code) == pair);
        prop_assert_eq!(pair.documented().ok(), documented.copied());
    }

    #[test]
    fn a_valid_table_gives_the_same_readable_source_twice((toml, rows) in tables()) {
        let source = generate("statuses.toml", &toml, Some("a_crate")).unwrap();
        prop_assert_eq!(&generate("statuses.toml", &toml, Some("a_crate")).unwrap(), &source);
        prop_assert!(codegen_syn::parse_file(&source).is_ok());

        let table = Table::parse("statuses.toml", &toml).unwrap();
        let read = table.phases.iter().flat_map(|phase| {
            phase.codes.iter().map(|row| [&row.code, &row.description, &row.recommended_action])
        });
        let read: Vec<_> = read.map(|row| row.map(|text| text.to_string())).collect();
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn no_text_makes_the_generator_panic(text in any::<String>()) {
        drop(generate("statuses.toml", &text, None));
    }

    #[test]
    fn no_edit_of_a_table_makes_the_generator_panic(
        at in any::<Index>(),
        length in 0..40_usize,
        inserted in prop_oneof![any::<String>(), "[\\[\\]\"'=.#\\n a-zA-Z0-9_]{0,12}"],
    ) {
        let start = at.index(TABLE.len());
        let end = TABLE.len().min(start + length);
        prop_assume!(TABLE.is_char_boundary(start) && TABLE.is_char_boundary(end));
        let text = format!("{}{inserted}{}", &TABLE[..start], &TABLE[end..]);
        if let Err(faults) = generate("statuses.toml", &text, None) {
            let lines = faults.to_string();
            prop_assert!(lines.lines().all(|line| line.starts_with("statuses.toml:")));
            prop_assert_eq!(lines.lines().count(), faults.iter().count());
        }
    }
}

/// Valid tables as TOML, with the code, description and recommended action of every row.
fn tables() -> impl Strategy<Value = (String, Vec<[String; 3]>)> {
    let ids = || btree_set("[A-Z]{1,3}(_[A-Z]{1,6}){0,4}", 1..12);
    let text = || "[^\\p{C}\\p{Z}]([^\\p{C}\\u{2028}\\u{2029}]{0,30}[^\\p{C}\\p{Z}])?";
    (ids(), ids(), vec((text(), text()), 12)).prop_map(|(phases, codes, texts)| {
        let (phases, codes) = (distinct(phases), distinct(codes));
        let mut toml = String::from(
            "[source]\ntitle = \"T\"\nurl = \"https://example.com\"\nretrieved = 2026-01-01\n\
             [[action]]\nid = \"go\"\nsummary = \"Go.\"\n",
        );
        let mut rows = Vec::new();
        let phases: Vec<_> = phases.into_iter().take(codes.len()).collect();
        let mut codes = codes.into_iter().zip(texts).peekable();
        for (i, phase) in phases.iter().enumerate() {
            writeln!(toml, "[[phase]]\nstatus = {phase:?}\ntitle = {phase:?}").unwrap();
            let last = i + 1 == phases.len();
            let count = if last { usize::MAX } else { 1 };
            for (code, (description, action)) in codes.by_ref().take(count) {
                writeln!(
                    toml,
                    "[[phase.code]]\ncode = {code:?}\ndescription = {}\nrecommended_action = {}\nactions = [\"go\"]",
                    quoted(&description),
                    quoted(&action)
                )
                .unwrap();
                rows.push([code, description, action]);
            }
        }
        (toml, rows)
    })
}

/// The ids that give identifiers of their own: `A_B` and `AB` differ, `A_LL` and `A_Ll` could not.
fn distinct(ids: BTreeSet<String>) -> Vec<String> {
    let mut taken = BTreeSet::from(["self".to_owned()]);
    let letters = |id: &str| id.replace('_', "").to_lowercase();
    let fits = ids.into_iter().filter(|id| taken.insert(letters(id)) && id != "A_L_L");
    let fits: Vec<_> = fits.collect();
    if fits.is_empty() { vec!["ONLY".to_owned()] } else { fits }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
