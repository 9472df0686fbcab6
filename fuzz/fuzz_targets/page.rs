//! Any bytes as a page: the reader never panics, and what it reads is whole.
#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use vkyc_status_cli::page;

fuzz_target!(|bytes: &[u8]| {
    let last = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).count();
    let page = match page::read("page", bytes) {
        Ok(page) => page,
        Err(diagnostic) => {
            let line = diagnostic.position().map_or(1, |position| position.line);
            assert!((1..=last).contains(&line), "{diagnostic}");
            return assert!(!diagnostic.to_string().contains('\n'), "{diagnostic}");
        }
    };
    assert!(!page.phases.is_empty() && (1..=last).contains(&page.evidence.end.line));
    let mut seen = HashSet::new();
    for phase in &page.phases {
        assert!(seen.insert(("phase", &phase.status)), "{phase:?}");
        assert!(is_plain(&phase.title) && (1..=last).contains(&phase.line), "{phase:?}");
        for code in &phase.codes {
            assert!(seen.insert(("code", &code.code)) && (1..=last).contains(&code.line), "{code:?}");
            assert!(code.words.iter().all(|text| is_plain(text)), "{code:?}");
        }
    }
    for mention in &page.evidence.mentions {
        assert!((1..=last).contains(&mention.line), "{mention:?}");
    }
});

/// Whether a text has something on it, and its white space is collapsed.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.split_whitespace().collect::<Vec<_>>().join(" ") == text
}
