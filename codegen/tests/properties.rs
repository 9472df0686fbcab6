//! What holds for every text and every valid table.

use std::collections::BTreeSet;
use std::fmt::Write;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::Index;
use vkyc_status_codegen::{Builder, Diagnostic, Diagnostics, Table};

const TABLE: &str = include_str!("table.toml");

fn source(text: &str) -> Result<String, Diagnostics> {
    Builder::new("t.toml").text(text).examples("a_crate").source()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_valid_table_is_read_as_it_is_written((toml, rows) in tables()) {
        let table = Table::parse("t.toml", &toml).unwrap();
        let read = table.rows().map(|(phase, row)| {
            let [description, action, _] = &*row.texts else { panic!("three columns") };
            let texts = [description, action, &row.outcome].map(|text| text.as_ref().unwrap());
            let [description, action, outcome] = texts;
            [&phase.title, &row.code, description, action, outcome].map(ToString::to_string)
        });
        prop_assert_eq!(read.collect::<Vec<_>>(), rows);
    }

    #[test]
    fn a_valid_table_gives_the_same_rust_twice((toml, rows) in tables()) {
        let first = source(&toml).unwrap();
        prop_assert_eq!(&source(&toml).unwrap(), &first);
        let file = syn::parse_file(&first).unwrap();
        prop_assert!(!file.items.is_empty());
        for [_, code, ..] in rows {
            let text = format!("code: {code:?}");
            prop_assert!(first.contains(&text), "{}", text);
        }
    }

    #[test]
    fn no_text_makes_the_generator_panic(text in any::<String>()) {
        drop(source(&text));
    }

    #[test]
    fn an_edit_of_a_table_is_built_or_reported_on_lines_of_their_own(
        at in any::<Index>(),
        length in 0..40_usize,
        inserted in prop_oneof![any::<String>(), "[\\[\\]\"'=.#\\n a-zA-Z0-9_]{0,12}"],
    ) {
        let start = at.index(TABLE.len());
        let end = TABLE.len().min(start + length);
        let text = format!("{}{inserted}{}", &TABLE[..start], &TABLE[end..]);
        if let Err(diagnostics) = source(&text) {
            let lines = diagnostics.to_string();
            prop_assert!(lines.lines().all(|line| line.starts_with("t.toml:")));
            prop_assert_eq!(lines.lines().count(), diagnostics.iter().count());
            let lines = text.lines().count().max(1) + 1;
            for position in diagnostics.iter().filter_map(Diagnostic::position) {
                prop_assert!((1..=lines).contains(&position.line) && position.column >= 1);
            }
        }
    }
}

/// Valid tables as TOML, with the title of the phase, the code, the description, the recommended
/// action and the outcome of every row.
fn tables() -> impl Strategy<Value = (String, Vec<[String; 5]>)> {
    let ids = || btree_set("[A-Z]{1,3}(_[A-Z]{1,6}){0,4}", 1..12);
    let text = || "[^\\p{C}\\p{Z}]([^\\p{C}\\u{2028}\\u{2029}]{0,30}[^\\p{C}\\p{Z}])?";
    let text =
        || text().prop_filter("can be seen", |text| !vkyc_status_codegen::text::is_blank(text));
    (ids(), ids(), vec((text(), text(), any::<bool>()), 12)).prop_map(|(phases, codes, texts)| {
        let (phases, codes) = (distinct(phases), distinct(codes));
        let mut toml = TABLE.split_once("[[phase]]").unwrap().0.to_owned();
        let mut rows = Vec::new();
        let phases: Vec<_> = phases.into_iter().take(codes.len()).collect();
        let mut codes = codes.into_iter().zip(texts).peekable();
        for (i, phase) in phases.iter().enumerate() {
            writeln!(toml, "[[phase]]\nstatus = {phase:?}\ntitle = {phase:?}").unwrap();
            let count = if i + 1 == phases.len() { usize::MAX } else { 1 };
            for (code, (description, action, is_open)) in codes.by_ref().take(count) {
                let outcome = if is_open { "open" } else { "closed" };
                writeln!(
                    toml,
                    "[[phase.code]]\ncode = {code:?}\ndescription = {}\nrecommended_action = {}\n\
                     customer_text = \"C\"\nactions = [\"wait\"]\noutcome = {outcome:?}",
                    quoted(&description),
                    quoted(&action)
                )
                .unwrap();
                rows.push([phase.clone(), code, description, action, outcome.to_owned()]);
            }
        }
        (toml, rows)
    })
}

/// The ids that give identifiers of their own: `A_B` and `AB` differ, `A_LL` and `A_Ll` could not.
fn distinct(ids: BTreeSet<String>) -> Vec<String> {
    let mut taken = BTreeSet::from(["self".to_owned(), "all".to_owned()]);
    let letters = |id: &str| id.replace('_', "").to_lowercase();
    let fits: Vec<_> = ids.into_iter().filter(|id| taken.insert(letters(id))).collect();
    if fits.is_empty() { vec!["ONLY".to_owned()] } else { fits }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
