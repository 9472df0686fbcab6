//! Two wordings come in, the runs of words that they share or not go out.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use vkyc_status_codegen::text::folded as fold;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Run {
    Same(String),
    Removed(String),
    Added(String),
}

/// In the order of the wordings; of each change, first what was removed.
pub(crate) fn diff(before: &str, after: &str) -> Vec<Run> {
    let (before, after): (Vec<_>, Vec<_>) =
        (before.split_whitespace().collect(), after.split_whitespace().collect());
    let folded = |words: &[&str]| words.iter().map(|word| fold(word)).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &folded(&before), &folded(&after));
    let mut runs = Vec::new();
    for op in ops {
        let (removed, added) = (before[op.old_range()].join(" "), after[op.new_range()].join(" "));
        match op {
            DiffOp::Equal { .. } => runs.push(Run::Same(added)),
            DiffOp::Delete { .. } => runs.push(Run::Removed(removed)),
            DiffOp::Insert { .. } => runs.push(Run::Added(added)),
            DiffOp::Replace { .. } => runs.extend([Run::Removed(removed), Run::Added(added)]),
        }
    }
    runs
}

/// The runs as one line, each written by `write`.
pub(crate) fn line(before: &str, after: &str, write: impl Fn(&Run) -> String) -> String {
    diff(before, after).iter().map(write).collect::<Vec<_>>().join(" ")
}

/// A run as `git diff --word-diff` marks it, which can be read without colours.
pub(crate) fn marked(run: &Run) -> String {
    match run {
        Run::Same(text) => text.clone(),
        Run::Removed(text) => format!("[-{text}-]"),
        Run::Added(text) => format!("{{+{text}+}}"),
    }
}
