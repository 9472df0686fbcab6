//! What a build says about a table that cannot be used: `codegen/tests/diagnostics.rs` has every
//! message, these are the ways to Cargo.

use std::path::PathBuf;
use std::process::Command;

use crate::workspace::{Crate, TABLE, edited, fail, succeed};

fn consumer(name: &str) -> Crate {
    let consumer = Crate::new(name, "[dependencies]\nvkyc-status = { @library }");
    consumer.write("src/lib.rs", "pub use vkyc_status::StatusCode;");
    consumer
}

/// The lines that Cargo writes for the library's build script.
fn errors(stderr: &str) -> Vec<String> {
    let lines = stderr.lines().filter(|line| line.starts_with("error: vkyc-status@"));
    lines
        .map(|line| line.split_once(": ").unwrap().1.split_once(": ").unwrap().1.to_owned())
        .collect()
}

#[test]
fn every_fault_is_an_error_of_cargo() {
    let consumer = consumer("faults");
    let table =
        edited("outcome = \"closed\"", "outcome = \"lost\"").replace("[source]", "[sources]");
    consumer.write("statuses.toml", &table);
    let path = consumer.path("statuses.toml");
    let said = fail(&mut consumer.with_table(&["build"], "statuses.toml"));
    assert_eq!(
        errors(&said),
        [format!("{}:3:2: unknown table `sources`; did you mean `source`?", path.display())]
    );

    consumer
        .write("statuses.toml", &table.replace("[sources]", "[source]").replace("https:", "http:"));
    let said = fail(&mut consumer.with_table(&["build"], "statuses.toml"));
    assert_eq!(
        errors(&said),
        [
            "5:7: not an https address: \"http://example.com/parcels\"; copy the page's address, \
             which starts with https:// and a host",
            "72:11: undeclared outcome: \"lost\"; declare it under [[outcome]], or use a declared outcome",
        ]
        .map(|line| format!("{}:{line}", path.display()))
    );

    // A column of the table's own that no code has yet.
    let table: Vec<_> = TABLE.lines().filter(|line| !line.starts_with("customer_text")).collect();
    consumer.write("statuses.toml", &table.join("\n"));
    let said = fail(&mut consumer.with_table(&["build"], "statuses.toml"));
    let missing = "46:1: missing key `customer_text` in IN_TRANSIT, AT_CUSTOMS; add it to each [[phase.code]]";
    assert_eq!(errors(&said), [format!("{}:{missing}", path.display())]);
}

#[test]
fn a_variable_that_names_no_table_is_an_error() {
    let consumer = consumer("variables");
    consumer.write("statuses.toml", TABLE);
    let absolute = |file: &str| consumer.path(file).display().to_string();
    let help = "; set the absolute path of a table, or unset it";
    let not_absolute =
        |path: &str| format!("VKYC_STATUSES_TOML: not an absolute path: {path:?}{help}");
    let unwatched = |path: &str| {
        format!(
            "{}: not a path that Cargo can watch: it is not UTF-8, or has control characters or white \
             space at its ends; rename the file",
            path.escape_debug()
        )
    };
    let unreadable = |path: &str| {
        format!("{path}: cannot be read: not a regular file; give the path of a TOML file")
    };
    let mut cases = vec![
        ("statuses.toml".to_owned(), not_absolute("statuses.toml")),
        (absolute("statuses.toml "), unwatched(&absolute("statuses.toml "))),
        (
            absolute("statuses.toml\ncargo::warning=injected"),
            unwatched(&absolute("statuses.toml\ncargo::warning=injected")),
        ),
        (absolute("src"), unreadable(&absolute("src"))),
    ];
    if cfg!(unix) {
        let made = Command::new("mkfifo").arg(consumer.path("fifo")).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo is needed");
        cases.push((absolute("fifo"), unreadable(&absolute("fifo"))));
    }
    for (value, expected) in cases {
        let said =
            fail(consumer.cargo(&["build"]).env("VKYC_STATUSES_TOML", PathBuf::from(&value)));
        assert_eq!(errors(&said), [expected], "{said}");
        assert!(!said.contains("warning: "), "{said}");
    }
    // Empty is not set.
    succeed(consumer.cargo(&["build"]).env("VKYC_STATUSES_TOML", ""));
    let said = fail(&mut consumer.with_table(&["build"], "absent.toml"));
    let errors = errors(&said);
    assert_eq!(errors.len(), 1, "{said}");
    assert!(
        errors[0].starts_with(&format!("{}: cannot be read: ", absolute("absent.toml"))),
        "{said}"
    );
    assert!(errors[0].ends_with("; check the path and its permissions"), "{said}");
}
