//! From a parsed [`Table`] to the faults of what it says: texts, ids, duplicates, actions.
//!
//! An empty text has been reported by the parser and is passed over.

use std::collections::{HashMap, HashSet};

use super::fault::{Fault, FaultKind, Place, shorten};
use super::ident;
use super::table::{CodeRow, Table, Text};

pub(super) fn validate(table: &Table, faults: &mut Vec<Fault>) {
    check_url(&table.source.url, faults);
    check_texts(table, faults);
    check_presence(table, faults);

    let phases: Vec<_> = table.phases.iter().map(|phase| &phase.status).collect();
    let codes: Vec<_> = codes(table).map(|code| &code.code).collect();
    let actions: Vec<_> = table.actions.iter().map(|action| &action.id).collect();
    check_ids(&phases, &UPPER, faults);
    check_ids(&codes, &UPPER, faults);
    check_ids(&actions, &LOWER, faults);
    check_unique("phase listed twice", &phases, faults);
    check_unique("code listed twice", &codes, faults);
    check_unique("action declared twice", &actions, faults);
    check_actions(table, faults);
}

fn codes(table: &Table) -> impl Iterator<Item = &CodeRow> {
    table.phases.iter().flat_map(|phase| &phase.codes)
}

fn fault(kind: FaultKind, at: &Text, problem: &str, remedy: impl std::fmt::Display) -> Fault {
    let value = format!("{:?}", shorten(at));
    Fault::new(kind, at.place(), problem, value, remedy)
}

fn check_url(url: &Text, faults: &mut Vec<Fault>) {
    let allowed = |c: char| c.is_ascii_graphic() && !r#"<>"\^`{|}"#.contains(c);
    let host = url.strip_prefix("https://").unwrap_or_default();
    if !url.is_empty() && (host.is_empty() || !url.chars().all(allowed)) {
        let remedy = "copy the page's address, which starts with https://";
        faults.push(fault(FaultKind::Url, url, "not an https address", remedy));
    }
}

fn check_texts(table: &Table, faults: &mut Vec<Fault>) {
    let source = [&table.source.title, &table.source.url].into_iter();
    let actions = table.actions.iter().map(|action| &action.summary);
    let phases = table.phases.iter().map(|phase| &phase.title);
    let codes = codes(table).flat_map(|code| [&code.description, &code.recommended_action]);
    for text in source.chain(actions).chain(phases).chain(codes) {
        if text.trim().len() != text.len() {
            let remedy = "remove it";
            faults.push(fault(FaultKind::Text, text, "space at an end", remedy));
        }
        if let Some(c) = text.chars().find(|c| is_invisible(*c)) {
            let remedy = format!("remove the U+{:04X}", u32::from(c));
            faults.push(fault(FaultKind::Text, text, "control character", remedy));
        }
    }
}

/// Control characters, line breaks, and the marks that change the direction of text, which
/// compilers refuse in source code.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn check_presence(table: &Table, faults: &mut Vec<Fault>) {
    if table.phases.is_empty() {
        let (what, remedy) = ("the file has none", "add a [[phase]] with its codes");
        faults.push(Fault::new(FaultKind::Empty, Place::START, "no phases", what, remedy));
    }
    for phase in &table.phases {
        if phase.codes.is_empty() && !phase.status.is_empty() {
            let remedy = "add its codes under [[phase.code]], or remove the phase";
            faults.push(fault(FaultKind::Empty, &phase.status, "phase without codes", remedy));
        }
    }
}

/// How the ids of one kind are written.
struct Case {
    problem: &'static str,
    remedy: &'static str,
    /// What to do about an id that is well written and still has no Rust identifier of its own.
    instead: &'static str,
    letters: std::ops::RangeInclusive<char>,
}

const UPPER: Case = Case {
    problem: "not in upper snake case",
    remedy: "use A-Z, 0-9 and single underscores between them, a letter first",
    instead: "leave it out: it stays an unknown value, which `Open` keeps",
    letters: 'A'..='Z',
};

const LOWER: Case = Case {
    problem: "not in lower snake case",
    remedy: "use a-z, 0-9 and single underscores between them, a letter first",
    instead: "choose another id",
    letters: 'a'..='z',
};

impl Case {
    fn allows(&self, id: &str) -> bool {
        let word = |word: &str| {
            let mut chars = word.chars();
            !word.is_empty() && chars.all(|c| self.letters.contains(&c) || c.is_ascii_digit())
        };
        id.starts_with(|c| self.letters.contains(&c)) && id.split('_').all(word)
    }
}

fn check_ids(ids: &[&Text], case: &Case, faults: &mut Vec<Fault>) {
    let mut variants = HashMap::new();
    for id in ids.iter().filter(|id| !id.is_empty()) {
        if !case.allows(id) {
            faults.push(fault(FaultKind::Id, id, case.problem, case.remedy));
            continue;
        }
        let variant = ident::variant(id);
        if ident::RESERVED.contains(&&*variant) {
            let problem = format!("the Rust identifier `{variant}` is taken");
            faults.push(fault(FaultKind::Id, id, &problem, case.instead));
        }
        let first: &Text = variants.entry(variant.clone()).or_insert(id);
        if **first != ***id {
            let (other, place) = (&**first, first.place());
            let problem =
                format!("the Rust identifier `{variant}` is that of {other:?} at {place}");
            faults.push(fault(FaultKind::Id, id, &problem, case.instead));
        }
    }
}

fn check_unique(problem: &str, ids: &[&Text], faults: &mut Vec<Fault>) {
    let mut seen: HashMap<&str, &Text> = HashMap::new();
    for id in ids.iter().filter(|id| !id.is_empty()) {
        let first = *seen.entry(id).or_insert(id);
        if first.place() != id.place() {
            let remedy = format!("it stands first at {}; keep one", first.place());
            faults.push(fault(FaultKind::Duplicate, id, problem, remedy));
        }
    }
}

fn check_actions(table: &Table, faults: &mut Vec<Fault>) {
    let declared: HashSet<&str> = table.actions.iter().map(|action| &*action.id).collect();
    let mut used = HashSet::new();
    for code in codes(table) {
        let actions: Vec<_> = code.actions.iter().collect();
        check_unique("action listed twice for a code", &actions, faults);
        for action in actions.into_iter().filter(|action| !action.is_empty()) {
            used.insert(&**action);
            if !declared.contains(&**action) {
                let remedy = "declare it under [[action]], or use one that is";
                faults.push(fault(FaultKind::Action, action, "undeclared action", remedy));
            }
        }
    }
    // A code that has no actions yet may be the one that asks for them.
    if codes(table).any(|code| code.actions.is_empty()) {
        return;
    }
    for id in table.actions.iter().map(|action| &action.id) {
        if !id.is_empty() && !used.contains(&**id) {
            let remedy = "list it in the actions of a code, or remove it";
            faults.push(fault(FaultKind::Action, id, "unused action", remedy));
        }
    }
}
