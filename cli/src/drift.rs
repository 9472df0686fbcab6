//! The table and the page come in, what changed goes out: a [`Change`] for each difference, with
//! the level of release that it asks of this crate and the line of the TOML that it concerns.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use vkyc_status_codegen::text::folded as fold;
use vkyc_status_codegen::{CodeRow, PhaseRow, Table};

use crate::page::{Code, Page, Phase};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) kind: Kind,
    /// Where the page has it; for a removal, where the table has it.
    pub(crate) phase: String,
    pub(crate) code: Option<String>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    /// What an addition was probably called before.
    pub(crate) renamed_from: Option<String>,
    /// The code's line in the TOML, or the end of the phase that an addition comes to.
    pub(crate) line: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    CodeAdded,
    PhaseAdded,
    CodeRemoved,
    PhaseRemoved,
    CodeMoved,
    DescriptionChanged,
    ActionChanged,
    TitleChanged,
}

/// The level of release that a change asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum Level {
    Patch,
    Minor,
    Major,
}

impl Kind {
    pub(crate) fn level(self) -> Level {
        match self {
            Self::CodeRemoved | Self::PhaseRemoved | Self::CodeMoved => Level::Major,
            Self::CodeAdded | Self::PhaseAdded => Level::Minor,
            Self::DescriptionChanged | Self::ActionChanged | Self::TitleChanged => Level::Patch,
        }
    }

    /// Its name in the JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CodeAdded => "code_added",
            Self::PhaseAdded => "phase_added",
            Self::CodeRemoved => "code_removed",
            Self::PhaseRemoved => "phase_removed",
            Self::CodeMoved => "code_moved",
            Self::DescriptionChanged => "description_changed",
            Self::ActionChanged => "action_changed",
            Self::TitleChanged => "title_changed",
        }
    }
}

impl Level {
    pub(crate) const ALL: [Self; 3] = [Self::Major, Self::Minor, Self::Patch];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Change {
    /// Whether a person has to read the code's `actions` again.
    pub(crate) fn asks_for_review(&self) -> bool {
        self.kind == Kind::ActionChanged
    }
}

/// The highest level among the changes.
pub(crate) fn level(changes: &[Change]) -> Option<Level> {
    changes.iter().map(|change| change.kind.level()).max()
}

/// Every change from the table to the page: by phase, the most severe first.
pub(crate) fn changes(table: &Table, page: &Page) -> Vec<Change> {
    let sides = Sides::new(table, page);
    let mut changes = sides.removals();
    let lines = sides.phases(&mut changes);
    for (phase, line) in page.phases.iter().zip(lines) {
        for code in &phase.codes {
            sides.code(phase, code, line, &mut changes);
        }
    }
    sort(&mut changes, &phases_in_order(table, page));
    changes
}

/// Both sides, by what their rows are called.
struct Sides<'a> {
    table: &'a Table,
    page: &'a Page,
    table_phases: HashMap<&'a str, &'a PhaseRow>,
    table_codes: HashMap<&'a str, (&'a PhaseRow, &'a CodeRow)>,
    page_phases: HashSet<&'a str>,
    page_codes: HashMap<&'a str, &'a Phase>,
    /// The codes that only the table has, by their description.
    removed: HashMap<String, &'a CodeRow>,
}

impl<'a> Sides<'a> {
    fn new(table: &'a Table, page: &'a Page) -> Self {
        let rows = || table.phases.iter().flat_map(|p| p.codes.iter().map(move |c| (p, c)));
        let page_codes: HashMap<_, _> = page
            .phases
            .iter()
            .flat_map(|p| p.codes.iter().map(move |c| (c.code.as_str(), p)))
            .collect();
        let removed = rows().filter(|(_, row)| !page_codes.contains_key(row.code.as_str()));
        Self {
            table,
            page,
            table_phases: table.phases.iter().map(|p| (p.status.as_str(), p)).collect(),
            table_codes: rows().map(|(p, c)| (c.code.as_str(), (p, c))).collect(),
            page_phases: page.phases.iter().map(|p| p.status.as_str()).collect(),
            removed: removed.map(|(_, row)| (fold(row.description.as_str()), row)).collect(),
            page_codes,
        }
    }

    fn removals(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        for row in &self.table.phases {
            if !self.page_phases.contains(row.status.as_str()) {
                let line = row.status.position().line;
                let change = Change::phase(Kind::PhaseRemoved, row.status.as_str(), line);
                changes.push(change.words(Some(row.title.as_str()), None));
            }
            for code in row.codes.iter().filter(|c| !self.page_codes.contains_key(c.code.as_str()))
            {
                let line = code.code.position().line;
                let change =
                    Change::code(Kind::CodeRemoved, row.status.as_str(), code.code.as_str(), line);
                changes.push(change.words(Some(code.description.as_str()), None));
            }
        }
        changes
    }

    /// What changed of the phases themselves; for each on the page, where in the TOML it ends.
    fn phases(&self, changes: &mut Vec<Change>) -> Vec<usize> {
        let mut line = self.table.phases.first().map_or(1, |row| row.status.position().line);
        let lines = self.page.phases.iter().map(|phase| {
            if let Some(row) = self.table_phases.get(phase.status.as_str()) {
                line = end(row);
                if fold(row.title.as_str()) != fold(&phase.title) {
                    let at = row.title.position().line;
                    let change = Change::phase(Kind::TitleChanged, &phase.status, at);
                    changes.push(change.words(Some(row.title.as_str()), Some(&phase.title)));
                }
            } else {
                let change = Change::phase(Kind::PhaseAdded, &phase.status, line);
                let renamed_from = self.former_phase(phase).map(|row| row.status.to_string());
                let change = change.words(None, Some(&phase.title));
                changes.push(Change { renamed_from, ..change });
            }
            line
        });
        lines.collect()
    }

    /// The removed phase that has the title of an added one, or most of whose codes it took over.
    fn former_phase(&self, added: &Phase) -> Option<&'a PhaseRow> {
        let took_over = |code: &CodeRow| {
            self.page_codes
                .get(code.code.as_str())
                .is_some_and(|phase| phase.status == added.status)
        };
        self.table.phases.iter().find(|row| {
            let common = row.codes.iter().filter(|code| took_over(code)).count();
            let is_alike =
                fold(row.title.as_str()) == fold(&added.title) || common * 2 > row.codes.len();
            is_alike && !self.page_phases.contains(row.status.as_str())
        })
    }

    /// What changed of a code on the page; `line` is where in the TOML its phase ends.
    fn code(&self, phase: &Phase, code: &Code, line: usize, changes: &mut Vec<Change>) {
        let change = |kind, line| Change::code(kind, &phase.status, &code.code, line);
        let Some((table_phase, row)) = self.table_codes.get(code.code.as_str()) else {
            let former = self.removed.get(&fold(&code.description));
            let renamed_from = former.map(|row| row.code.to_string());
            let added = change(Kind::CodeAdded, line).words(None, Some(&code.description));
            changes.push(Change { renamed_from, ..added });
            return;
        };
        let line = row.code.position().line;
        if table_phase.status != phase.status.as_str() {
            let moved = change(Kind::CodeMoved, line);
            changes.push(moved.words(Some(table_phase.status.as_str()), Some(&phase.status)));
        }
        let columns = [
            (Kind::DescriptionChanged, &row.description, &code.description),
            (Kind::ActionChanged, &row.recommended_action, &code.recommended_action),
        ];
        for (kind, before, after) in columns {
            if fold(before.as_str()) != fold(after) {
                changes.push(change(kind, line).words(Some(before.as_str()), Some(after)));
            }
        }
    }
}

impl Change {
    fn phase(kind: Kind, phase: &str, line: usize) -> Self {
        let phase = phase.to_owned();
        Self { kind, phase, code: None, before: None, after: None, renamed_from: None, line }
    }

    fn code(kind: Kind, phase: &str, code: &str, line: usize) -> Self {
        Self { code: Some(code.to_owned()), ..Self::phase(kind, phase, line) }
    }

    fn words(self, before: Option<&str>, after: Option<&str>) -> Self {
        Self { before: before.map(str::to_owned), after: after.map(str::to_owned), ..self }
    }
}

/// The last line of a phase in the TOML.
fn end(phase: &PhaseRow) -> usize {
    let texts = phase.codes.last().into_iter().flat_map(|code| {
        let own = [&code.code, &code.description, &code.recommended_action];
        own.into_iter().chain(&code.actions)
    });
    let lines = texts.chain([&phase.status, &phase.title]).map(|text| text.position().line);
    lines.max().unwrap_or_default()
}

/// The table's phases in its order, each added phase after the one that it follows on the page.
fn phases_in_order<'a>(table: &'a Table, page: &'a Page) -> HashMap<&'a str, usize> {
    let order: Vec<&str> = table.phases.iter().map(|row| row.status.as_str()).collect();
    let order = merge(&order, page.phases.iter().map(|phase| phase.status.as_str()));
    order.into_iter().enumerate().map(|(i, status)| (status, i)).collect()
}

/// `order` with each of `names` that it has not yet behind the name that it follows.
pub(crate) fn merge<'a>(order: &[&'a str], names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let known: HashSet<&str> = order.iter().copied().collect();
    let mut followers: HashMap<Option<&str>, Vec<&str>> = HashMap::new();
    let mut last = None;
    for name in names {
        if known.contains(name) {
            last = Some(name);
        } else {
            followers.entry(last).or_default().push(name);
        }
    }
    let places = [None].into_iter().chain(order.iter().copied().map(Some));
    let mut merged = Vec::new();
    for place in places {
        merged.extend(place);
        merged.extend(followers.remove(&place).unwrap_or_default());
    }
    merged
}

fn sort(changes: &mut [Change], order: &HashMap<&str, usize>) {
    let mut worst: HashMap<String, Level> = HashMap::new();
    for change in &*changes {
        let level = change.kind.level();
        let worst = worst.entry(change.phase.clone()).or_insert(level);
        *worst = level.max(*worst);
    }
    changes.sort_by_key(|change| {
        let phase = change.phase.as_str();
        let level = change.kind.level();
        (Reverse(worst.get(phase).copied()), order.get(phase), Reverse(level), change.line)
    });
}
