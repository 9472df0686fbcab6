//! What holds for every text and every valid table.

use proc_macro2::{TokenStream, TokenTree};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use vkyc_status_codegen::{Builder, Diagnostic, Diagnostics, Table};

const TABLE: &str = include_str!("table.toml");

fn source(text: &str) -> Result<String, Diagnostics> {
    Builder::new("t.toml").text(text).examples("a_crate").source()
}

/// Any text that a table may have.
fn texts() -> impl Strategy<Value = String> {
    let text = "[^\\p{C}\\p{Z}]([^\\p{C}\\u{2028}\\u{2029}]{0,30}[^\\p{C}\\p{Z}])?";
    text.prop_filter("can be seen", |text| !vkyc_status_codegen::text::is_blank(text))
}

/// The table with other texts in its first rows, as basic strings of TOML.
fn table(texts: &[String]) -> String {
    let own = [
        "On its way",
        "The parcel is between two depots.",
        "Wait a moment",
        "On its way to you.",
        "Wait for the next event.",
        "It goes on.",
    ];
    own.iter().zip(texts).fold(TABLE.to_owned(), |table, (own, text)| {
        let literal = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        table.replace(&format!("\"{own}\""), &literal)
    })
}

/// The tokens of the source, but for what its literals and comments say.
fn shape(tokens: TokenStream) -> Vec<String> {
    let token = |token| match token {
        TokenTree::Group(group) => shape(group.stream()),
        TokenTree::Literal(_) => vec!["…".to_owned()],
        other => vec![other.to_string()],
    };
    tokens.into_iter().flat_map(token).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_text_is_read_as_it_is_written_and_is_one_literal(texts in vec(texts(), 6)) {
        let toml = table(&texts);
        let table = Table::parse("t.toml", &toml).unwrap();
        let row = &table.phases[0].codes[0];
        let mut read = vec![table.phases[0].title.to_string()];
        read.extend(row.texts.iter().flatten().map(ToString::to_string));
        read.extend([table.actions[0].summary.to_string(), table.outcomes[0].summary.to_string()]);
        prop_assert_eq!(read, texts);

        let written = source(&toml).unwrap();
        prop_assert_eq!(&source(&toml).unwrap(), &written);
        let own = source(TABLE).unwrap();
        prop_assert_eq!(shape(written.parse().unwrap()), shape(own.parse().unwrap()));
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

/// Where each value of a table is, by its `Debug`: the value, and its line and column.
fn positions(table: &Table) -> Vec<(String, usize, usize)> {
    let shown = format!("{table:?}");
    let position = |text: &str| {
        let (value, position) = text.split_once(", position: Position { line: ").unwrap();
        let (line, column) = position.split_once(", column: ").unwrap();
        let (column, _) = column.split_once(' ').unwrap();
        (value.to_owned(), line.parse().unwrap(), column.parse().unwrap())
    };
    shown.split("Text { value: ").skip(1).map(position).collect()
}

#[test]
fn every_value_has_its_position() {
    let rows = (0..100)
        .map(|i| format!("{{ text = \"W{i}\", reason = \"Ü 🎉\" }}"))
        .collect::<Vec<_>>()
        .join(", ");
    // A line longer than the blocks in which characters are counted.
    let long = format!(
        "source = {{ title = \"T\", url = \"https://e.com\", retrieved = 2026-11-22 }}\n\
        column = [{{ name = \"code\", header = \"C\" }}]\n\
        phase = [{{ status = \"P\", title = \"T\", code = [{{ code = \"C\" }}] }}]\naccepted = [{rows}]\n"
    );
    for text in [TABLE, &long] {
        let table = Table::parse("t.toml", text).unwrap();
        let positions = positions(&table);
        for (value, line, column) in &positions {
            let line = text.lines().nth(line - 1).unwrap();
            let rest: String = line.chars().skip(column - 1).collect();
            // A day has no quotes in the file.
            let is_there = rest.starts_with(value) || rest.starts_with(value.trim_matches('"'));
            assert!(is_there, "{value} is not at {rest}");
        }
        // Every string of the file, and every day.
        let values = text.matches('"').count() / 2 + text.matches("2026-").count();
        assert_eq!(positions.len(), values);
    }
}
