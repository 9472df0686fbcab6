//! Any text as a table: the generator never panics, generates the same source twice, and gives each
//! problem a position in the text, if it is not one of the whole file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vkyc_status_codegen::{Builder, Table};

fuzz_target!(|toml: &str| {
    let builder = Builder::new("t.toml").text(toml).examples("a_crate");
    let source = builder.source();
    assert_eq!(builder.source(), source);
    let table = Table::parse("t.toml", toml);
    assert_eq!(table.as_ref().err(), source.as_ref().err());
    // A draft may leave labels and own texts open, and has no other problems.
    assert!(table.is_err() || Table::parse_draft("t.toml", toml) == table);
    let Err(diagnostics) = source else { return };
    let lines: Vec<_> = toml.split('\n').collect();
    for diagnostic in &diagnostics {
        assert!(diagnostic.to_string().starts_with("t.toml:"), "{diagnostic}");
        let Some(position) = diagnostic.position() else { continue };
        let line = position.line.checked_sub(1).and_then(|line| lines.get(line));
        let width = line.unwrap_or_else(|| panic!("{diagnostic}")).chars().count();
        assert!((1..=width + 1).contains(&position.column), "{diagnostic}");
    }
});
