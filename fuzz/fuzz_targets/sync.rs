//! Any page against the library's table: a table that sync writes has the page's rows and is in sync
//! with it, and a second sync changes nothing.
#![no_main]

use std::sync::LazyLock;

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use vkyc_status_cli::compare::compare;
use vkyc_status_cli::{page, sync};
use vkyc_status_codegen::Table;

const PATH: &str = "statuses.toml";
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::parse(PATH, vkyc_status::TABLE).unwrap());

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = page::decode("page.md", bytes) else { return };
    let Ok(page) = page::read("page.md", text, &TABLE, true) else { return };
    let day = date(2026, 12, 1);
    let comparison = compare(&TABLE, &page);
    let update = sync::update(PATH, vkyc_status::TABLE, &TABLE, &page, &comparison, day);
    let Ok(update) = update else { return };
    let is_current = comparison.changes.is_empty() && comparison.stale.is_empty();
    assert_eq!(update.text == vkyc_status::TABLE, is_current);

    let kept = update.table.rows().filter(|(_, code)| code.retired.is_none());
    let kept = kept.map(|(phase, code)| (&*phase.status, &*code.code));
    let listed = page.phases.iter();
    let listed = listed.flat_map(|phase| phase.codes.iter().map(|c| (&*phase.status, &*c.code)));
    assert_eq!(sorted(kept), sorted(listed));

    let page = page::read("page.md", text, &update.table, true).unwrap();
    let again = compare(&update.table, &page);
    assert_eq!((&again.changes[..], &again.stale[..]), (&[][..], &[][..]));
    // No row is deleted.
    assert!(TABLE.codes().all(|old| update.table.codes().any(|new| new.code == *old.code)));
});

fn sorted<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_unstable();
    pairs
}
