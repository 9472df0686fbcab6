//! How reports word things: counts, lists, strings of TOML, and the difference of two wordings in one
//! line.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use vkyc_status_codegen::text::{folded, shown};

use crate::change::{Change, Level};

/// "3 changes: 1 major, 2 patch"
pub(crate) fn counts(changes: &[Change]) -> String {
    let of = |level| changes.iter().filter(|change| change.kind.level() == level).count();
    let levels = [Level::Major, Level::Minor, Level::Patch].into_iter();
    let levels = levels.filter(|level| of(*level) > 0);
    let counts: Vec<_> = levels.map(|level| format!("{} {}", of(level), level.name())).collect();
    format!("{}: {}", count(changes.len(), "change"), counts.join(", "))
}

/// "1 change", "2 changes"
pub(crate) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// "`actions`, `outcome` and `user_message`"
pub(crate) fn joined(keys: &[&str]) -> String {
    let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
    match &keys[..] {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => keys.concat(),
    }
}

/// A string of TOML that has the words of a page, in which every character can be seen.
#[must_use]
pub fn literal(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', r"\\").replace('"', "\\\""))
}

/// Rows of a table to paste, each with a reason to fill in.
pub(crate) fn with_reasons(rows: &[String]) -> String {
    let rows: Vec<_> = rows.iter().map(|row| format!("{row}\nreason = \"…\"")).collect();
    rows.join("\n\n")
}

/// Some words that follow each other.
pub(crate) enum Run {
    Same(String),
    Removed(String),
    Added(String),
}

/// Both wordings as one line, each run of words written by `write`; of each difference, first what was
/// removed.
pub(crate) fn diff(before: &str, after: &str, write: fn(&Run) -> String) -> String {
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
