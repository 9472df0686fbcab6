//! The generator as a function: the shipped source is its output, which depends on the table alone.
#![cfg(feature = "codegen")]

use std::fmt::Write;
use std::path::Path;

use vkyc_status::codegen::{Fault, FaultKind, Table, generate, read};

fn own_table() -> String {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/statuses.toml")).unwrap()
}

#[test]
fn the_shipped_source_is_that_of_the_shipped_table() {
    let source = generate("data/statuses.toml", &own_table(), Some("vkyc_status")).unwrap();
    assert!(
        source == include_str!("../data/statuses.rs"),
        "data/statuses.rs is stale; make it again: cargo run --features cli -- \
         generate data/statuses.toml --output data/statuses.rs"
    );
}

#[test]
fn the_same_table_gives_the_same_source_however_its_lines_end() {
    let table = own_table();
    let source = generate("a.toml", &table, None).unwrap();
    assert_eq!(generate("b.toml", &table, None).unwrap(), source);
    let windows = format!("\u{feff}{}", table.replace('\n', "\r\n"));
    assert_eq!(generate("a.toml", &windows, None).unwrap(), source);
    assert!(!source.contains("```"));
}

#[test]
fn a_table_keeps_the_place_of_every_value() {
    let text = own_table();
    let table = Table::parse("data/statuses.toml", &text).unwrap();
    let lines: Vec<_> = text.lines().collect();
    for row in table.phases.iter().flat_map(|phase| &phase.codes) {
        for (key, value) in [
            ("code", &row.code),
            ("description", &row.description),
            ("recommended_action", &row.recommended_action),
        ] {
            let place = value.place();
            assert_eq!(lines[place.line - 1], format!("{key} = \"{}\"", &**value));
            assert_eq!(place.column, key.len() + 4);
        }
    }
}

#[test]
fn faults_come_with_their_kind_in_the_order_of_the_file() {
    let text = own_table().replace("https:", "http:").replacen("[\"proceed\"]", "[]", 1);
    let faults = Table::parse("statuses.toml", &text).unwrap_err();
    let kinds: Vec<_> = faults.iter().map(Fault::kind).collect();
    assert_eq!(kinds, [FaultKind::Url, FaultKind::NoActions]);
    let places: Vec<_> = faults.iter().map(Fault::place).collect();
    assert!(places.is_sorted());
}

#[test]
fn ten_thousand_codes_and_as_many_actions_are_no_limit() {
    let mut table = String::from(
        "[source]\ntitle = \"T\"\nurl = \"https://example.com\"\nretrieved = 2026-01-01\n",
    );
    let count = 10_000;
    for i in 0..count {
        write!(table, "[[action]]\nid = \"a_{i}\"\nsummary = \"Do {i}.\"\n").unwrap();
    }
    table.push_str("[[phase]]\nstatus = \"P\"\ntitle = \"P\"\n");
    for i in 0..count {
        write!(
            table,
            "[[phase.code]]\ncode = \"C_{i}\"\ndescription = \"D{i}\"\nrecommended_action = \"R{i}\"\n\
             actions = [\"a_{i}\"]\n"
        )
        .unwrap();
    }
    let source = generate("statuses.toml", &table, None).unwrap();
    assert_eq!(source.matches("&[Action::A").count(), count);
}
