//! Any bytes as a page: the reader never panics, and every name and text that it reads is whole.
#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use vkyc_status_cli::page;

fuzz_target!(|bytes: &[u8]| {
    let last = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).count();
    let page = match page::read("page.md", bytes) {
        Ok(page) => page,
        Err(diagnostic) => {
            let position = diagnostic.position();
            assert!(position.is_none_or(|at| (1..=last).contains(&at.line)), "{diagnostic}");
            return assert!(!diagnostic.to_string().contains('\n'), "{diagnostic}");
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

/// Whether a text is not empty, and its white space is collapsed.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.split_whitespace().collect::<Vec<_>>().join(" ") == text
}
