//! The generator as a function: the shipped source is its output, which depends on the table and the
//! options alone.

use std::path::Path;

use vkyc_status_codegen::{Builder, Table};

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
    let table = TABLE.replace("\"What happened.\"", "\"\"\"What\n\nhappened.\"\"\"");
    assert_ne!(table, TABLE);
    let source = builder().text(&table).source().unwrap();
    assert_eq!(Builder::new("other.toml").text(&table).source().unwrap(), source);
    let windows = format!("\u{feff}{}", table.replace('\n', "\r\n"));
    assert_eq!(builder().text(windows).source().unwrap(), source);
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
    let without = builder().source().unwrap();
    assert!(!without.contains("```") && !without.contains("//>"));
    let with = builder().examples("parcels::statuses").source().unwrap();
    // One for each enum, constant, pair and method.
    let items =
        ["pub enum", "pub const", "pub struct", "pub fn"].map(|item| with.matches(item).count());
    assert_eq!(with.matches("/// use parcels::statuses::").count(), items.iter().sum());
    assert_eq!(with.matches("/// ```\n").count(), 2 * items.iter().sum::<usize>());
    let is_example = |line: &&str| without.lines().all(|other| other != *line);
    assert!(with.lines().filter(is_example).all(|line| line.trim_start().starts_with("///")));
}

#[test]
fn the_source_names_the_library_by_the_path_that_was_given() {
    let source = builder().runtime("::other::name").source().unwrap();
    assert!(source.contains("::other::name::__documented!"));
    assert!(!source.contains("::vkyc_status::"), "{source}");
    for path in ["", "a b", "kyc;", "a<b>", "Self", "crate::a", "a::", "_", "2a", "a-b"] {
        for (option, builder) in
            [("runtime", builder().runtime(path)), ("examples", builder().examples(path))]
        {
            let said = builder.source().unwrap_err().to_string();
            let expected = format!(
                "the option `{option}`: not the path of a module: {path:?}; write names with `::` \
                 between them"
            );
            assert_eq!(said, expected);
        }
    }
}

#[test]
fn no_column_can_have_the_name_of_a_method_or_a_keyword() {
    let said = |name: &str| {
        let rows = TABLE.lines().filter(|line| !line.starts_with("customer_text"));
        let table = rows.collect::<Vec<_>>().join("\n");
        let table = table.replace("\"customer_text\"", &format!("{name:?}"));
        Table::parse("t.toml", &table).unwrap_err().to_string()
    };
    let refused = "not a name for a method of `StatusCode`";
    for name in
        ["parse", "as_str", "actions", "outcome", "phase", "fmt", "to_string", "type", "gen"]
    {
        let expected = format!("{refused}: {name:?}; choose another, such as `{name}_text`");
        assert!(said(name).ends_with(&expected), "{}", said(name));
    }
    for name in ["text", "all", "rows", "index", "summary", "union", "r2d2"] {
        assert!(said(name).contains(&format!("missing key `{name}`")), "{}", said(name));
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
    assert_eq!((rows[1].texts[2].as_deref(), rows[2].outcome.as_deref()), (None, None));
    assert_eq!(Table::parse("t.toml", &draft).unwrap_err().iter().count(), 3);
    // A column that was only just declared has no texts at all.
    let draft = TABLE.lines().filter(|line| !line.starts_with("customer_text ="));
    let draft = draft.collect::<Vec<_>>().join("\n");
    assert!(Table::parse_draft("t.toml", &draft).is_ok());
    assert!(Table::parse("t.toml", &draft).is_err());
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
