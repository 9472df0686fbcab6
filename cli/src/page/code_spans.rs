//! Finds where the code spans of a line end.

use std::collections::HashMap;

/// The runs of backticks of one line.
#[derive(Debug, Default)]
pub(super) struct CodeSpans {
    /// Where the runs of each length start, in the line's order.
    runs: HashMap<usize, Vec<usize>>,
}

impl CodeSpans {
    pub(super) fn of(line: &str) -> Self {
        let mut runs: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut at = 0;
        while let Some(start) = line[at..].find('`').map(|found| at + found) {
            let len = run(&line[start..]);
            runs.entry(len).or_default().push(start);
            at = start + len;
        }
        Self { runs }
    }

    /// The end of the span or, if no run of this length closes it, of the run that starts at `at`.
    pub(super) fn end(&self, line: &str, at: usize) -> usize {
        let len = run(&line[at..]);
        let same = self.runs.get(&len).map_or(&[][..], Vec::as_slice);
        let next = same.partition_point(|start| *start <= at);
        same.get(next).unwrap_or(&at) + len
    }
}

/// The length of the run of backticks that `text` starts with.
fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}
