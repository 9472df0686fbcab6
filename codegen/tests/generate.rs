//! The generator as a function: the shipped source is its output, which depends on the table and the
//! options alone.

use std::fmt::Write;
use std::path::Path;

use vkyc_status_codegen::{Accepted, Builder, Position, Table, Text};

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

    let table = TABLE.replace("\"What happened.\"", "\"\"\"What\n\nhappened.\"\"\"");
    assert_ne!(table, TABLE);
    let source = builder().text(&table).source().unwrap();
    assert_eq!(builder().text(table.replace('\n', "\r\n")).source().unwrap(), source);
}

#[test]
fn a_text_that_reads_like_the_source_stays_as_it_is() {
    let text = "mod __alloc {";
    let table = TABLE.replace("Customs ask for papers.", text);
    let source = builder().text(table).source().unwrap();
    assert!(source.contains(&format!("description: {text:?},")), "{source}");
}

/// The smallest table of the README, and what it says of two mistakes in it.
#[test]
fn the_table_of_the_readme() {
    let readme = include_str!("../README.md").replace("\r\n", "\n");
    let (_, rest) = readme.split_once("```toml\n[source]").unwrap();
    let (table, rest) = rest.split_once("```").unwrap();
    let table = format!("[source]{table}");
    assert!(Table::parse("statuses.toml", &table).is_ok());
    let broken = table.replace("code = \"FIRST", "cod = \"FIRST").replacen(
        "[[phase]]",
        "[[column]]\nname = \"user_message\"\ndoc = \"What the user reads.\"\n\n[[phase]]",
        1,
    );
    let said = Table::parse("statuses.toml", &broken).unwrap_err();
    for line in &said {
        assert!(rest.contains(&format!("error: my-crate@0.1.0: {line}\n")), "{line}");
    }
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
    for path in ["", "a b", "kyc;", "a<b>", "Self", "crate::a", "a::", "_"] {
        for (option, builder) in
            [("runtime", builder().runtime(path)), ("examples", builder().examples(path))]
        {
            let said = builder.source().unwrap_err().to_string();
            let expected = format!(
                "table.toml: the option `{option}` is not the path of a module: {path:?}; write names \
                 with `::` between them"
            );
            assert_eq!(said, expected);
        }
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
    for column in &table.columns {
        let texts = [&column.name].into_iter().chain(&column.header).chain(&column.doc);
        values.extend(texts.map(|text| (text, true)));
    }
    for row in table.codes() {
        let texts = row.texts.iter().flatten().chain([&row.code]).chain(&row.actions);
        values.extend(texts.chain(&row.outcome).map(|text| (text, true)));
        values.extend(row.retired.iter().map(|day| (day, false)));
    }
    for row in &table.pairs {
        values.extend([&row.status, &row.code, &row.reason].map(|text| (text, true)));
    }
    for row in &table.accepted {
        values.push((&row.reason, true));
        match &row.difference {
            Accepted::Wording { row, column, page } => {
                values.extend([row, column, page].map(|text| (text, true)));
            }
            Accepted::Words(words) => values.extend(words.iter().map(|word| (word, true))),
            Accepted::Cell { cell, status } => {
                values.extend([cell].into_iter().chain(status).map(|text| (text, true)));
            }
            Accepted::Header(header) => values.push((header, true)),
        }
    }
    for (value, is_string) in &values {
        let literal = if *is_string { format!("{:?}", &***value) } else { value.to_string() };
        assert_eq!(at(&text, value.position(), &literal), literal);
    }
    // A code has two actions, and an accepted row two words.
    assert_eq!(values.len(), TABLE.lines().filter(|line| line.contains('=')).count() + 2);
}

#[test]
fn the_texts_of_a_row_are_in_the_order_of_the_columns() {
    let table = Table::parse("t.toml", TABLE).unwrap();
    for row in table.codes() {
        assert_eq!(row.texts.len(), table.texts().len());
        for (column, text) in table.texts().iter().zip(&row.texts) {
            let Some(text) = text else {
                assert!(row.retired.is_some());
                continue;
            };
            let line = TABLE.lines().nth(text.position().line - 1).unwrap();
            assert_eq!(line, format!("{} = {:?}", column.name, &**text));
        }
    }
}

#[test]
fn a_draft_may_leave_labels_and_own_texts_open() {
    let draft = TABLE
        .replace("[\"call\", \"wait\"]", "[]")
        .replace("\"closed\"\nretired", "\"\"\nretired")
        .replace("\"We will call you.\"", "\"\"");
    let table = Table::parse_draft("t.toml", &draft).unwrap();
    let rows: Vec<_> = table.codes().collect();
    assert!(rows[1].actions.is_empty());
    assert_eq!(rows[1].texts[2], None);
    assert_eq!(rows[2].outcome, None);
    assert_eq!(Table::parse("t.toml", &draft).unwrap_err().iter().count(), 3);
    // A text of the page is never open.
    let draft = TABLE.replace("\"Wait a moment\"", "\"\"");
    assert!(Table::parse_draft("t.toml", &draft).is_err());
}

/// A pair that the page lists by now is not an error, so that a change of the page breaks no build.
#[test]
fn pairs_that_the_table_lists_itself_are_warnings() {
    let table = |text: &str| Table::parse("t.toml", text).unwrap();
    assert!(table(TABLE).warnings("t.toml").is_empty());
    let listed = table(&TABLE.replace("\"IMPORTED\"", "\"SHIPPED\"")).warnings("t.toml");
    let said: Vec<_> = listed.iter().map(ToString::to_string).collect();
    let line = TABLE.lines().position(|line| line.contains("IMPORTED")).unwrap() + 1;
    let expected = format!(
        "t.toml:{line}:10: the table lists AT_CUSTOMS under SHIPPED itself; remove the [[pair]]"
    );
    assert_eq!(said, [expected]);
}

#[test]
fn no_column_can_have_the_name_of_a_method_or_a_keyword() {
    for name in
        ["parse", "as_str", "actions", "outcome", "phase", "fmt", "to_string", "type", "gen"]
    {
        let table = TABLE.replace("name = \"customer_text\"", &format!("name = {name:?}"));
        let said = Table::parse("t.toml", &table).unwrap_err().to_string();
        let expected = format!("not a name for a method of `StatusCode`: {name:?}; choose another");
        assert!(said.contains(&expected), "{said}");
    }
    for name in ["text", "all", "rows", "index", "summary", "union", "r2d2"] {
        let source = Builder::new("t.toml").text(TABLE.replace("customer_text", name)).source();
        assert!(source.unwrap().contains(&format!("pub const fn {name}(self)")));
    }
}

/// More names than an index has room for are looked up by a binary search.
#[test]
fn many_codes_are_generated() {
    for (count, is_indexed) in [(512, true), (513, false)] {
        let source = Builder::new("t.toml").text(long_table(count)).source().unwrap();
        assert_eq!(source.contains("__index!(STATUS_CODE_INDEX"), is_indexed);
        let rows = source.lines().filter(|line| line.trim_start().starts_with("code: \"C_"));
        assert_eq!(rows.count(), count);
    }
}

fn long_table(count: usize) -> String {
    let (head, _) = TABLE.split_once("[[phase]]").unwrap();
    let mut table = head.to_owned();
    table.push_str("[[phase]]\nstatus = \"P\"\ntitle = \"P\"\n");
    for i in 0..count {
        write!(
            table,
            "[[phase.code]]\ncode = \"C_{i}\"\ndescription = \"D{i}\"\nrecommended_action = \"R{i}\"\n\
             customer_text = \"T\"\nactions = [\"wait\"]\noutcome = \"open\"\n"
        )
        .unwrap();
    }
    table
}
