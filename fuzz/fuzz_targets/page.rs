//! Any bytes as a page: the reader never panics, and what it reads is whole.
#![no_main]

use std::collections::HashSet;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vkyc_status_cli::page;
use vkyc_status_codegen::Table;

static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::parse("statuses.toml", vkyc_status::TABLE).unwrap());

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = page::decode("page", bytes) else { return };
    let last = text.split(['\n', '\r']).count();
    let page = match page::read("page", text, &TABLE, true) {
        Ok(page) => page,
        Err(diagnostics) => {
            for diagnostic in &diagnostics {
                let line = diagnostic.position().map_or(1, |position| position.line);
                assert!((1..=last).contains(&line), "{diagnostic}");
            }
            return;
        }
    };
    assert!(!page.phases.is_empty());
    let mut seen = HashSet::new();
    for phase in &page.phases {
        assert!(seen.insert(("phase", &phase.status)), "{phase:?}");
        assert!(is_plain(&phase.title) && (1..=last).contains(&phase.line), "{phase:?}");
        for code in &phase.codes {
            assert!(
                seen.insert(("code", &code.code)) && (1..=last).contains(&code.line),
                "{code:?}"
            );
            let texts = code.texts.iter().flatten().chain(&code.added);
            assert!(texts.into_iter().all(|text| is_plain(text)), "{code:?}");
        }
    }
});

/// Whether a text has something on it, and its white space is collapsed.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.split_whitespace().collect::<Vec<_>>().join(" ") == text
}
