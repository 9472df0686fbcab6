//! Any text as a table: the generator never panics, gives the same source twice, and every fault
//! has its line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vkyc_status::codegen::{Table, generate};

fuzz_target!(|toml: &str| {
    let generated = generate("t.toml", toml, Some("a_crate"));
    assert_eq!(generate("t.toml", toml, Some("a_crate")), generated);
    assert_eq!(Table::parse("t.toml", toml).err(), generated.as_ref().err().cloned());
    let Err(faults) = generated else { return };
    let last = toml.split('\n').count();
    for fault in faults.iter() {
        assert!(fault.place().is_some_and(|place| (1..=last).contains(&place.line)), "{fault}");
    }
    let said = faults.to_string();
    assert_eq!(said.lines().count(), faults.iter().count(), "{said}");
    assert!(said.lines().all(|line| line.starts_with("t.toml:")), "{said}");
});
