//! The generator as a function: the shipped source is its output, which depends on the table and the
//! options alone.

use std::fmt::Write;
use std::path::Path;

use vkyc_status_codegen::{Accepted, Builder, Column, Position, Table, Text};

const TABLE: &str = include_str!("table.toml");

fn builder() -> Builder {
    Builder::new("table.toml").text(TABLE)
}

#[test]
fn the_shipped_source_is_that_of_the_shipped_table() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    let shipped = std::fs::read_to_string(data.join("statuses.rs")).unwrap();
    let source = Builder::new(data.join("statuses.toml")).examples("vkyc_status").source().unwrap();
    assert!(
        source == shipped.replace("\r\n", "\n"),
        "data/statuses.rs is stale; generate it again: \
         cargo run -p vkyc-status-cli -- generate data/statuses.toml --examples vkyc_status --output data/statuses.rs"
    );
}

#[test]
fn the_same_table_gives_the_same_source_however_its_lines_end() {
    let source = builder().source().unwrap();
    assert_eq!(builder().source().unwrap(), source);
    assert_eq!(Builder::new("other.toml").text(TABLE).source().unwrap(), source);
    let windows = format!("\u{feff}{}", TABLE.replace('\n', "\r\n"));
    assert_eq!(builder().text(windows).source().unwrap(), source);
}

#[test]
fn only_a_module_has_examples() {
    assert!(!builder().source().unwrap().contains("```"));
    let source = builder().examples("parcels::statuses").source().unwrap();
    assert!(source.contains("/// use parcels::statuses::StatusCode;"));
    let examples = source.lines().filter(|line| line.trim() == "/// ```").count();
    assert_eq!(examples % 2, 0);
    assert!(examples >= 2 * 20, "{examples}");
}

#[test]
fn the_source_names_the_library_by_the_path_that_was_given() {
    let source = builder().runtime("::other::name").source().unwrap();
    assert!(source.contains("::other::name::__documented!"));
    assert!(!source.contains("::vkyc_status::"), "{source}");
    for (path, shown) in [("", "\"\""), ("a b", "\"a b\""), ("::kyc;", "\"::kyc;\"")] {
        let said = |builder: Builder| builder.source().unwrap_err().to_string();
        let runtime = said(builder().runtime(path));
        assert_eq!(
            runtime,
            format!("table.toml: the option `runtime` is not a Rust path: {shown}")
        );
        let examples = said(builder().examples(path));
        assert_eq!(
            examples,
            format!("table.toml: the option `examples` is not a Rust path: {shown}")
        );
    }
}

/// What is at a position of the text, as far as `value` is long.
fn at<'a>(text: &'a str, position: Position, value: &str) -> &'a str {
    let line = text.lines().nth(position.line - 1).unwrap();
    let start = line.char_indices().nth(position.column - 1).unwrap().0;
    line[start..].get(..value.len()).unwrap_or_default()
}

#[test]
fn every_value_has_its_position() {
    let text = TABLE.replace("A header", "Ein übles 🎉, \\\"a header\\\"");
    let table = Table::parse("t.toml", &text).unwrap();
    let mut values: Vec<(&Text, bool)> = vec![
        (&table.source.title, true),
        (&table.source.url, true),
        (&table.source.retrieved, false),
    ];
    for row in table.actions.iter().chain(&table.outcomes) {
        values.extend([(&row.id, true), (&row.summary, true)]);
    }
    for phase in &table.phases {
        values.extend([(&phase.status, true), (&phase.title, true)]);
        values.extend(phase.retired.iter().map(|day| (day, false)));
    }
    for row in table.codes() {
        let words = row.words().map(|(_, text)| text);
        let texts = words.into_iter().chain([&row.code]).chain(&row.actions).chain(&row.outcome);
        values.extend(texts.map(|text| (text, true)));
        values.extend(row.retired.iter().map(|day| (day, false)));
    }
    for row in &table.accepted {
        match &row.difference {
            Accepted::Wording { row, page, .. } => values.extend([(row, true), (page, true)]),
            Accepted::Word(text) => values.push((text, true)),
            other => panic!("{other:?}"),
        }
        values.push((&row.reason, true));
    }
    for (value, is_string) in &values {
        let literal = if *is_string { format!("{:?}", value.as_str()) } else { value.to_string() };
        assert_eq!(at(&text, value.position(), &literal), literal);
    }
    // One code has two actions, and a column's name is no text.
    assert_eq!(values.len(), TABLE.lines().filter(|line| line.contains('=')).count());
}

#[test]
fn the_words_of_a_row_are_those_of_its_columns_in_the_order_of_the_columns() {
    let table = Table::parse("t.toml", TABLE).unwrap();
    for row in table.codes() {
        assert_eq!(row.words().map(|(column, _)| column), Column::OF_CODES);
        for (column, text) in row.words() {
            let line = TABLE.lines().nth(text.position().line - 1).unwrap();
            assert_eq!(line, format!("{} = {:?}", column.key(), text.as_str()));
        }
    }
}

#[test]
fn a_draft_may_leave_readings_open() {
    let draft =
        TABLE.replace("[\"call\", \"wait\"]", "[]").replace("\"closed\"\nretired", "\"\"\nretired");
    let table = Table::parse_draft("t.toml", &draft).unwrap();
    let rows: Vec<_> = table.codes().collect();
    assert!(rows[1].actions.is_empty());
    assert_eq!(rows[2].outcome, None);
    assert_eq!(Table::parse("t.toml", &draft).unwrap_err().iter().count(), 2);
}

#[test]
fn ten_thousand_codes_are_generated() {
    let count = 10_000;
    let source = Builder::new("t.toml").text(long_table(count)).source().unwrap();
    for i in [0, 1, count - 1] {
        assert!(source.contains(&format!("text: \"C_{i}\"")), "no code C_{i}");
    }
    let rows = source.lines().filter(|line| line.trim_start().starts_with("text: \"C_")).count();
    assert_eq!(rows, count);
}

#[test]
fn more_codes_than_an_index_has_room_for_are_refused() {
    let said = Builder::new("t.toml").text(long_table(32_769)).source().unwrap_err().to_string();
    let line = "t.toml: 32769 codes: more than 32768; split the table";
    assert!(said.lines().any(|said| said == line), "{said}");
}

fn long_table(count: usize) -> String {
    let (head, _) = TABLE.split_once("[[phase]]").unwrap();
    let mut table = head.to_owned();
    table.push_str("[[phase]]\nstatus = \"P\"\ntitle = \"P\"\n");
    for i in 0..count {
        write!(
            table,
            "[[phase.code]]\ncode = \"C_{i}\"\ndescription = \"D{i}\"\nrecommended_action = \"R{i}\"\n\
             actions = [\"wait\"]\noutcome = \"open\"\n"
        )
        .unwrap();
    }
    table
}
