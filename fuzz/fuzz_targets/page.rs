//! Any bytes as a page: the reader never panics, and what it reads is whole.
#![no_main]
#![allow(dead_code, reason = "the tool reads more of a page")]

#[path = "../../src/bin/vkyc-status/page/mod.rs"]
mod page;

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let last = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).count();
    let page = match page::read(bytes) {
        Ok(page) => page,
        Err(trouble) => {
            assert!(trouble.line.is_none_or(|line| (1..=last).contains(&line)), "{trouble:?}");
            return assert!(!trouble.what.contains('\n'), "{trouble:?}");
        }
    };
    assert!(!page.phases.is_empty());
    let mut seen = HashSet::new();
    for phase in &page.phases {
        assert!(seen.insert(("phase", &phase.status)) && !phase.codes.is_empty(), "{phase:?}");
        assert!(is_plain(&phase.title) && (1..=last).contains(&phase.line), "{phase:?}");
        for code in &phase.codes {
            assert!(seen.insert(("code", &code.code)) && (1..=last).contains(&code.line), "{code:?}");
            assert!(is_plain(&code.description) && is_plain(&code.recommended_action), "{code:?}");
        }
    }
});

/// Whether a text has something on it, and its white space is collapsed.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.split_whitespace().collect::<Vec<_>>().join(" ") == text
}
