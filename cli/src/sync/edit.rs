//! Edits the text of a table by the changes, and keeps the comments that had to be removed.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use jiff::civil::Date;
use vkyc_status_codegen::Column;
use vkyc_status_codegen::text::is_invisible;

use super::layout::{Block, Key, Layout, PhaseBlock};
use crate::change::{Change, Kind};
use crate::compare::Comparison;
use crate::order::{self, Row};
use crate::page::{Code, Page, Phase};

/// Replaces a range of the text.
struct Edit {
    range: Range<usize>,
    text: String,
}

pub(super) fn apply(
    layout: &Layout<'_>,
    page: &Page,
    comparison: &Comparison,
    day: Date,
) -> (String, Vec<String>) {
    let day = day.to_string();
    let mut changes: HashMap<&str, Vec<&Change>> = HashMap::new();
    for change in &comparison.changes {
        let name = change.code.as_ref().unwrap_or(&change.phase);
        changes.entry(name).or_default().push(change);
    }
    let codes = layout.phases.iter().flat_map(|phase| &phase.codes);
    let moved = codes.filter(|code| has(&changes, code.code, Kind::CodeMoved));
    let moved = moved.map(|code| (code.code, &code.block)).collect();
    let (edits, dropped_comments) = (Vec::new(), Vec::new());
    let mut editor = Editor { layout, page, day: &day, changes, moved, edits, dropped_comments };
    if let Some(retrieved) = &layout.retrieved {
        editor.edits.push(Edit { range: retrieved.clone(), text: day.clone() });
    }
    for at in &comparison.stale {
        editor.remove(&layout.accepted[*at]);
    }
    for phase in &layout.phases {
        editor.phase(phase);
    }
    editor.new_phases();
    (spliced(layout.text, 0..layout.text.len(), editor.edits), editor.dropped_comments)
}

struct Editor<'a> {
    layout: &'a Layout<'a>,
    page: &'a Page,
    day: &'a str,
    /// The changes of each row, by its code or its phase's status.
    changes: HashMap<&'a str, Vec<&'a Change>>,
    /// The codes that leave their phase, with their lines.
    moved: HashMap<&'a str, &'a Block>,
    edits: Vec<Edit>,
    dropped_comments: Vec<String>,
}

impl<'a> Editor<'a> {
    /// Edits a phase of the table and its codes.
    fn phase(&mut self, phase: &PhaseBlock<'a>) {
        let listed = self.page.phases.iter().find(|listed| listed.status == phase.status);
        let edits = self.row(phase.status, &phase.block, listed.is_some());
        self.edits.extend(edits);
        let day = phase.block.keys.get("retired").filter(|_| listed.is_some());
        for code in &phase.codes {
            if self.moved.contains_key(code.code) {
                let range = self.layout.with_blank_line(&code.block);
                self.edits.push(Edit { range, text: String::new() });
                continue;
            }
            let returned = has(&self.changes, code.code, Kind::CodeReturned);
            let edits = self.row(code.code, &code.block, returned);
            self.edits.extend(edits);
            let keeps_day = returned || code.block.keys.contains_key("retired");
            if let (Some(day), false) = (day, keeps_day) {
                // The phase's day was the code's until now.
                let day = self.layout.text[day.value.clone()].to_owned();
                self.edits.push(self.retired(&code.block, &day));
            }
        }
        if let Some(listed) = listed {
            self.new_codes(phase, listed);
        }
    }

    /// The edits of a row's own keys; a row that is listed is not retired.
    fn row(&mut self, name: &str, block: &Block, is_listed: bool) -> Vec<Edit> {
        let mut edits = Vec::new();
        for change in self.changes.get(name).into_iter().flatten() {
            match (change.kind, &change.after) {
                (Kind::CodeRemoved | Kind::PhaseRemoved, _) => {
                    edits.push(self.retired(block, self.day));
                }
                (Kind::Reworded(column), Some(words)) => {
                    let key = block.keys.get(column.key());
                    let edit = |key: &Key| Edit { range: key.value.clone(), text: literal(words) };
                    edits.extend(key.map(edit));
                }
                _ => {}
            }
        }
        if let Some(retired) = block.keys.get("retired").filter(|_| is_listed) {
            let range = self.layout.lines(&(retired.name.start..retired.value.end));
            self.drop_comments(&range, &[retired.name.clone(), retired.value.clone()]);
            edits.push(Edit { range, text: String::new() });
        }
        edits
    }

    /// Inserts the codes that are new to a phase of the table.
    fn new_codes(&mut self, phase: &PhaseBlock<'a>, listed: &'a Phase) {
        let stay = phase.codes.iter().filter(|code| !self.moved.contains_key(code.code));
        let stay = stay.map(|code| (code.code, code.block.end));
        let listed = listed.codes.iter().map(|code| (code.code.as_str(), code));
        let mut end = phase.block.end;
        for row in order::merge(stay, listed) {
            match row {
                Row::Table(own) => end = own,
                Row::Page(code) => {
                    let text = self.new_code(code, self.newline(end));
                    self.insert(end, &text);
                }
            }
        }
    }

    /// Inserts the phases that are new to the table, with their codes.
    fn new_phases(&mut self) {
        let own = self.layout.phases.iter().map(|phase| (phase.status, self.end(phase)));
        let listed = self.page.phases.iter().map(|phase| (phase.status.as_str(), phase));
        let mut end = None;
        for row in order::merge(own, listed) {
            match row {
                Row::Table(own) => end = Some(own),
                Row::Page(phase) => self.new_phase(phase, end),
            }
        }
    }

    /// Inserts a phase behind `end`, or in front of all others.
    fn new_phase(&mut self, phase: &Phase, end: Option<usize>) {
        let first = self.layout.phases.first().map_or(self.layout.text.len(), |p| p.block.start);
        let at = end.unwrap_or(first);
        let newline = self.newline(at);
        let mut text = format!(
            "[[phase]]{newline}status = {}{newline}title = {}{newline}",
            literal(&phase.status),
            literal(&phase.title)
        );
        for code in &phase.codes {
            text = text + newline + &self.new_code(code, newline);
        }
        if end.is_some() {
            self.insert(at, &text);
        } else {
            self.edits.push(Edit { range: at..at, text: text + newline });
        }
    }

    /// A code that is new to its phase: one that moved, or one with readings to fill in.
    fn new_code(&mut self, code: &Code, newline: &str) -> String {
        if let Some(block) = self.moved.get(code.code.as_str()).copied() {
            let returned = has(&self.changes, &code.code, Kind::CodeReturned);
            let edits = self.row(&code.code, block, returned);
            return spliced(self.layout.text, block.start..block.end, edits);
        }
        let words = Column::OF_CODES.map(Column::key).into_iter().zip(&code.words);
        let words = [("code", &code.code)].into_iter().chain(words);
        let words = words.map(|(key, words)| format!("{key} = {}{newline}", literal(words)));
        format!(
            "[[phase.code]]{newline}{}actions = []{newline}outcome = \"\"{newline}",
            words.collect::<String>()
        )
    }

    /// Behind the last line of a phase that stays.
    fn end(&self, phase: &PhaseBlock<'_>) -> usize {
        let stay = phase.codes.iter().filter(|code| !self.moved.contains_key(code.code));
        stay.map(|code| code.block.end).max().unwrap_or_default().max(phase.block.end)
    }

    fn retired(&self, block: &Block, day: &str) -> Edit {
        let at = block.keys_end;
        Edit { range: at..at, text: format!("retired = {day}{}", self.newline(at)) }
    }

    /// Inserts lines behind a block, with a blank line in between.
    fn insert(&mut self, at: usize, lines: &str) {
        self.edits.push(Edit { range: at..at, text: format!("{}{lines}", self.newline(at)) });
    }

    /// The line end of the line before `at`.
    fn newline(&self, at: usize) -> &'static str {
        if self.layout.text[..at].ends_with("\r\n") { "\r\n" } else { "\n" }
    }

    fn remove(&mut self, block: &Block) {
        let keys = block.keys.values().flat_map(|key| [key.name.clone(), key.value.clone()]);
        self.drop_comments(&(block.start..block.end), &keys.collect::<Vec<_>>());
        self.edits.push(Edit { range: self.layout.with_blank_line(block), text: String::new() });
    }

    /// Notes the comments in `range`; `values` are the parts in which `#` starts none.
    fn drop_comments(&mut self, range: &Range<usize>, values: &[Range<usize>]) {
        let is_value = |at: usize| values.iter().any(|value| value.contains(&at));
        let mut start = range.start;
        for line in self.layout.text[range.clone()].split_inclusive('\n') {
            let mut marks = line.match_indices('#').map(|(at, _)| at);
            if let Some(at) = marks.find(|at| !is_value(start + at)) {
                self.dropped_comments.push(line[at..].trim_end().to_owned());
            }
            start += line.len();
        }
    }
}

fn has(changes: &HashMap<&str, Vec<&Change>>, code: &str, kind: Kind) -> bool {
    changes.get(code).is_some_and(|changes| changes.iter().any(|change| change.kind == kind))
}

/// The part of `text` at `range` with its edits. Of edits at one place, insertions come first.
fn spliced(text: &str, range: Range<usize>, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::with_capacity(range.len());
    let mut at = range.start;
    for Edit { range, text: new } in edits {
        if range.start > at {
            out.push_str(&text[at..range.start]);
        }
        out.push_str(&new);
        at = at.max(range.end);
    }
    out.push_str(&text[at..range.end]);
    out
}

/// A string of TOML.
#[must_use]
pub fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            c if is_invisible(c) => {
                let _ = write!(literal, "\\U{:08X}", u32::from(c));
            }
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}
