//! Checks that every code on the page is accounted for, and that the page is whole.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use vkyc_status_codegen::text::quoted;
use vkyc_status_codegen::{CodeRow, Diagnostic, PhaseRow, Table};

use super::names::Names;
use super::problem::{FETCH_AGAIN, FETCH_MARKDOWN, REPORT, problem, toml};
use super::reader::{Found, OtherTable};
use super::rendered::{Links, rendered};
use super::rows::Rows;

/// What the guards look at.
pub(super) struct Guards<'g, 'p> {
    /// What messages call the page.
    pub(super) page: &'g str,
    pub(super) table: &'g Table,
    pub(super) names: &'g Names<'g>,
    pub(super) links: &'g Links,
    /// What the page has besides the rows.
    pub(super) found: Found<'p>,
    /// The names that the page has in rows and titles that were read.
    pub(super) read: HashSet<String>,
}

type Checked = Result<(), Diagnostic>;

impl Guards<'_, '_> {
    /// Checks everything that is outside of the rows.
    pub(super) fn check(mut self, rows: &mut Rows<'_>) -> Checked {
        if !self.found.has_title {
            let title = quoted(&self.table.source.title);
            let message = format!("no heading and no line of the page is {title}: it is another page");
            let help = "fetch the page that the table mirrors; if it renamed that heading, change \
                `title` in `[source]`";
            return Err(problem(self.page, None, message, help));
        }
        self.headers()?;
        self.other_page(rows)?;
        if let Some(line) = self.found.html {
            let message = "an HTML table lists codes here";
            return Err(problem(self.page, line, message, REPORT));
        }
        self.unaccounted(&mut rows.used)
    }

    fn is_accounted(&self, name: &str) -> bool {
        self.read.contains(name) || self.names.is_excused(name)
    }

    /// Refuses a table that lacks a declared header and has codes that are not accounted for.
    fn headers(&self) -> Checked {
        let is_suspect = |other: &&OtherTable<'_>| {
            let mut open = other.names.iter().filter(|name| !self.is_accounted(name));
            let is_alone = self.found.tables.is_empty() || other.columns.missing.len() == 1;
            open.any(|name| other.columns.code().is_some() || is_alone && self.names.is_current(name))
        };
        let Some(other) = self.found.others.iter().find(is_suspect) else { return Ok(()) };
        let column = |at: &usize| &self.table.columns[*at];
        let header = |at: &usize| toml(column(at).header.as_deref().unwrap_or_default());
        let missing: Vec<_> = other.columns.missing.iter().map(header).collect();
        let further: Vec<_> =
            other.further.iter().map(|header| toml(&rendered(header, self.links))).collect();
        let message = format!(
            "the table has codes, but no column {}; its columns that the table of statuses does not \
             declare: {}",
            missing.join(", "),
            if further.is_empty() { "none".to_owned() } else { further.join(", ") }
        );
        let mut ways = Vec::new();
        for at in &other.columns.missing {
            let name = &column(at).name;
            if self.found.tables.is_empty() {
                let ways_on = further.iter().map(|header| format!("`header = {header}`"));
                let ways_on = ways_on.collect::<Vec<_>>().join(" or ");
                if !ways_on.is_empty() {
                    ways.push(format!("if the page renamed it, set {ways_on} in the [[column]] `{name}`"));
                }
            }
            if *at > 0 {
                ways.push(format!("if the page has it no more, remove `header` from the [[column]] `{name}`"));
            }
        }
        ways.push(REPORT.replacen("fetch", "or fetch", 1));
        Err(problem(self.page, other.line, message, ways.join("; ")))
    }

    /// Refuses a page that has none of the codes that it should have.
    fn other_page(&self, rows: &Rows<'_>) -> Checked {
        if rows.phases.is_empty() {
            let headers = self.table.columns.iter().filter_map(|column| column.header.as_deref());
            let headers = headers.map(quoted).collect::<Vec<_>>().join(", ");
            let message = format!("no Markdown table with the headers {headers} and codes in it");
            return Err(problem(self.page, None, message, FETCH_MARKDOWN));
        }
        let mut listed = listed(self.table).peekable();
        if listed.peek().is_some() && !listed.any(|(_, row)| self.read.contains(&*row.code)) {
            let message = "the page has none of the table's codes: it is another page";
            let help = format!("compare the table with the page it mirrors: {}", self.table.source.url);
            return Err(problem(self.page, None, message, help));
        }
        Ok(())
    }

    /// Refuses code-like words that nothing accounts for. Adds the `[[accepted]]` rows that do to
    /// `used`.
    fn unaccounted(&mut self, used: &mut BTreeSet<usize>) -> Checked {
        let mut mentions = std::mem::take(&mut self.found.mentions);
        let mut open: Vec<(&str, usize)> = Vec::new();
        for (readings, line) in mentions.readings(self.names) {
            used.extend(readings.iter().filter_map(|name| self.names.accepted(name)));
            if !readings.iter().any(|name| self.is_accounted(name)) {
                let current = readings.iter().find(|name| self.names.is_current(name));
                let name = current.or(readings.first()).copied().unwrap_or_default();
                if open.iter().all(|(other, _)| *other != name) {
                    open.push((name, line));
                }
            }
        }
        let Some((_, first)) = open.first().copied() else { return Ok(()) };
        let listed = |open: &[(&str, usize)]| {
            let words = open.iter().map(|(name, line)| format!("{name} (line {line})"));
            words.collect::<Vec<_>>().join(", ")
        };
        let (gone, new): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|(name, _)| self.names.is_current(name));
        let message = format!(
            "these words look like codes, but no row and no title that could be read has them: {}",
            listed(&[&gone[..], &new[..]].concat())
        );
        let mut help = Vec::new();
        if !gone.is_empty() {
            help.push(format!(
                "if the page withdrew {}, add `retired = {}`, with the day of today, to what the table \
                 has of it; if it still documents it, this version cannot read that: please report it \
                 to this project",
                listed(&gone),
                self.table.source.retrieved
            ));
        }
        if new.is_empty() {
            return Err(problem(self.page, first, message, help.join("; ")));
        }
        help.push("if they are no codes of this API, paste into the table".to_owned());
        let words: Vec<_> = new.iter().map(|(name, _)| toml(name)).collect();
        let words = match &words[..] {
            [word] => word.clone(),
            words => format!("[{}]", words.join(", ")),
        };
        let row = format!("[[accepted]]\ntext = {words}\nreason = \"…\"");
        Err(problem(self.page, first, message, help.join("; ")).paste(row))
    }
}

/// Checks that each code is on the page once, and each phase.
pub(super) fn once(page: &str, table: &Table, rows: &Rows<'_>) -> Checked {
    let mut phases = HashMap::new();
    for phase in rows.phases.iter().filter(|phase| !phase.rows.is_empty()) {
        let status = &*phase.title.status;
        if let Some(line) = phases.insert(status, phase.title.line) {
            let message = format!("the phase {status} is on the page twice, first on line {line}");
            return Err(problem(page, phase.title.line, message, REPORT));
        }
    }
    let mut places: BTreeMap<&str, Vec<(&str, usize, &str)>> = BTreeMap::new();
    for (phase, row) in rows.iter() {
        let status = &*phase.title.status;
        let places = places.entry(row.code()).or_default();
        if let Some((_, line, _)) = places.iter().find(|(other, ..)| *other == status) {
            let code = row.code();
            let message = format!("the code {code} is in {status} twice, first on line {line}");
            return Err(problem(page, row.line, message, REPORT));
        }
        places.push((status, row.line, &row.cell.shown));
    }
    let doubled: Vec<_> = places.into_iter().filter(|(_, places)| places.len() > 1).collect();
    if doubled.is_empty() { Ok(()) } else { Err(in_two_phases(page, table, doubled)) }
}

/// The error about codes in two phases: what leaves them out of all but one, and makes them pairs.
fn in_two_phases(
    page: &str,
    table: &Table,
    doubled: Vec<(&str, Vec<(&str, usize, &str)>)>,
) -> Diagnostic {
    let (mut codes, mut paste, mut first) = (Vec::new(), Vec::new(), usize::MAX);
    for (code, places) in doubled {
        let home = table.rows().find(|(_, row)| row.code == code).map(|(phase, _)| &*phase.status);
        let is_home = |status: &str| home.is_some_and(|home| home == status);
        let kept = places.iter().position(|(status, ..)| is_home(status)).unwrap_or_default();
        let shown = places.iter().map(|(status, line, _)| format!("{status} (line {line})"));
        codes.push(format!("{code} in {}", shown.collect::<Vec<_>>().join(" and ")));
        for (at, (status, line, cell)) in places.into_iter().enumerate() {
            first = first.min(line);
            if at == kept {
                continue;
            }
            let (cell, code, status) = (toml(cell), toml(code), toml(status));
            paste.push(format!(
                "[[accepted]]\ncell = {cell}\nstatus = {status}\nreason = \"…\""
            ));
            let has_pair = |pair: &vkyc_status_codegen::PairRow| toml(&pair.status) == status && toml(&pair.code) == code;
            if home.is_some() && !table.pairs.iter().any(has_pair) {
                paste.push(format!("[[pair]]\nstatus = {status}\ncode = {code}\nreason = \"…\""));
            }
        }
    }
    let message = format!("the page has a code in two phases: {}", codes.join("; "));
    let help = "a code has one phase here; to leave it out of the other one, and to document that pair, \
        paste into the table";
    problem(page, first, message, help).paste(paste.join("\n\n"))
}

/// The codes that the page should have, in the table's order.
fn listed(table: &Table) -> impl Iterator<Item = (&PhaseRow, &CodeRow)> {
    table.rows().filter(|(phase, row)| phase.retired.is_none() && row.retired.is_none())
}

/// Checks that the page is not cut short: that no more is missing than a provider withdraws at once.
pub(super) fn whole(page: &str, table: &Table, rows: &Rows<'_>) -> Checked {
    let codes: HashSet<&str> = rows.iter().map(|(_, row)| row.code()).collect();
    let phases: HashSet<&str> = rows.iter().map(|(phase, _)| &*phase.title.status).collect();
    let listed: Vec<&str> = listed(table).map(|(_, row)| &*row.code).collect();
    let statuses = table.phases.iter().filter(|phase| phase.retired.is_none());
    let statuses: Vec<&str> = statuses.map(|phase| &*phase.status).collect();
    let count = |all: &[&str], page: &HashSet<&str>| {
        all.iter().filter(|name| !page.contains(*name)).count()
    };
    let (codes_missing, phases_missing) = (count(&listed, &codes), count(&statuses, &phases));
    let is_missing = |code: &&&str| !codes.contains(**code);
    let message = if let Some(code) = listed.first().filter(is_missing) {
        format!("the first code of the table, {code}, is missing")
    } else if let Some(code) = listed.last().filter(is_missing) {
        format!("the last code of the table, {code}, is missing")
    } else if codes_missing * 2 > listed.len() {
        format!("{codes_missing} of the table's {} codes are missing", listed.len())
    } else if phases_missing * 2 > statuses.len() {
        format!("{phases_missing} of the table's {} phases are missing", statuses.len())
    } else {
        return Ok(());
    };
    let help =
        format!("{FETCH_AGAIN}; if it is whole, `--accept-removals` accepts what is missing as removed");
    Err(problem(page, None, message, help))
}

/// Refuses a page with more than half of the codes under another phase that the table has.
pub(super) fn mass_move(page: &str, table: &Table, rows: &Rows<'_>) -> Checked {
    let phases: HashSet<&str> = table.phases.iter().map(|phase| &*phase.status).collect();
    let page_phases: HashMap<&str, &str> =
        rows.iter().map(|(phase, row)| (row.code(), &*phase.title.status)).collect();
    let is_moved = |(phase, row): &(&PhaseRow, &CodeRow)| {
        let to = page_phases.get(&*row.code);
        to.is_some_and(|to| phase.status != *to && phases.contains(to))
    };
    let (moved, total) = (listed(table).filter(is_moved).count(), listed(table).count());
    if moved * 2 <= total {
        return Ok(());
    }
    let message = format!("{moved} of the table's {total} codes are under another phase");
    let help = "check the page: if it is right, move the rows of the table by hand";
    Err(problem(page, None, message, help))
}
