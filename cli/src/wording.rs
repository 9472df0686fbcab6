//! Shows the difference of two wordings in one line.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use vkyc_status_codegen::text::{folded, shown};

/// Some words that follow each other.
pub(crate) enum Run {
    Same(String),
    Removed(String),
    Added(String),
}

/// Both wordings as one line, each run of words written by `write`; of each difference, first what
/// was removed.
pub(crate) fn diff(before: &str, after: &str, write: impl Fn(&Run) -> String) -> String {
    let before: Vec<_> = before.split_whitespace().collect();
    let after: Vec<_> = after.split_whitespace().collect();
    let folded = |words: &[&str]| words.iter().map(|word| folded(word)).collect::<Vec<_>>();
    let mut runs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &folded(&before), &folded(&after)) {
        let (removed, added) = (before[op.old_range()].join(" "), after[op.new_range()].join(" "));
        match op {
            DiffOp::Equal { .. } => runs.push(Run::Same(added)),
            DiffOp::Delete { .. } => runs.push(Run::Removed(removed)),
            DiffOp::Insert { .. } => runs.push(Run::Added(added)),
            DiffOp::Replace { .. } => runs.extend([Run::Removed(removed), Run::Added(added)]),
        }
    }
    runs.iter().map(write).collect::<Vec<_>>().join(" ")
}

/// A run as `git diff --word-diff` marks it, which can be read without colours.
pub(crate) fn marked(run: &Run) -> String {
    match run {
        Run::Same(text) => shown(text),
        Run::Removed(text) => format!("[-{}-]", shown(text)),
        Run::Added(text) => format!("{{+{}+}}", shown(text)),
    }
}
