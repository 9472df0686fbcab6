//! Any page against the crate's own table: what sync accepts is in sync then, and a second sync
//! changes nothing.
#![no_main]
#![allow(dead_code, reason = "the tool does more than sync")]

#[path = "../../src/bin/vkyc-status/complete.rs"]
mod complete;
#[path = "../../src/bin/vkyc-status/drift.rs"]
mod drift;
#[path = "../../src/bin/vkyc-status/input.rs"]
mod input;
#[path = "../../src/bin/vkyc-status/markdown.rs"]
mod markdown;
#[path = "../../src/bin/vkyc-status/page/mod.rs"]
mod page;
#[path = "../../src/bin/vkyc-status/report/mod.rs"]
mod report;
#[path = "../../src/bin/vkyc-status/sync/mod.rs"]
mod sync;
#[path = "../../src/bin/vkyc-status/words.rs"]
mod words;

use std::path::Path;
use std::sync::LazyLock;

use input::Toml;
use libfuzzer_sys::fuzz_target;
use sync::Update;
use toml_edit::Date;
use vkyc_status::codegen::Table;

static OWN: LazyLock<(Toml, Table)> = LazyLock::new(|| {
    let toml = Toml::read(None).unwrap();
    let table = toml.table().unwrap();
    (toml, table)
});

fuzz_target!(|bytes: &[u8]| {
    let (toml, table) = &*OWN;
    let day = Date { year: 2026, month: 12, day: 1 };
    let Ok(page) = page::read(bytes) else { return };
    let changes = drift::changes(table, &page);
    let Ok(update) = Update::new(toml, &page, &changes, day) else { return };
    update.report(Path::new(&toml.file), table, &changes);
    assert_eq!(update.diff(toml).is_empty(), changes.is_empty());

    let synced = Toml { file: toml.file.clone(), text: update.text };
    let table = synced.table().unwrap();
    let pairs = table.phases.iter().flat_map(|p| p.codes.iter().map(|c| (&*p.status, &*c.code)));
    let on_page = page.phases.iter().flat_map(|p| p.codes.iter().map(|c| (&*p.status, &*c.code)));
    assert_eq!(sorted(pairs), sorted(on_page));
    assert_eq!(drift::changes(&table, &page), []);
    assert_eq!(Update::new(&synced, &page, &[], day).unwrap().text, synced.text);
});

fn sorted<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_unstable();
    pairs
}
