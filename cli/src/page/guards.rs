//! Checks that every code on the page is accounted for, and that the page is whole.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use vkyc_status_codegen::text::quoted;
use vkyc_status_codegen::{CodeRow, Diagnostic, PhaseRow, Table};

use super::names::{Mentions, Names};
use super::problem::{
    FETCH_AGAIN, FETCH_MARKDOWN, REPORT, UNREADABLE, problem, toml, with_reasons,
};
use super::reader::{Found, OtherTable, OurRow, OurTable};
use super::rendered::rendered;
use super::rows::all;

/// What the guards look at.
pub(super) struct Guards<'g> {
    /// What messages call the page.
    page: &'g str,
    table: &'g Table,
    names: &'g Names<'g>,
    tables: &'g [OurTable<'g>],
    /// The names that the page has in titles and rows that were read.
    read: HashSet<&'g str>,
    /// The codes that the page should have, each with its phase, in the table's order.
    listed: Vec<(&'g PhaseRow, &'g CodeRow)>,
}

type Checked = Result<(), Diagnostic>;

impl<'g> Guards<'g> {
    pub(super) fn new(
        page: &'g str,
        table: &'g Table,
        names: &'g Names<'g>,
        tables: &'g [OurTable<'g>],
    ) -> Self {
        let statuses = tables.iter().map(OurTable::status);
        let read = statuses.chain(all(tables).map(|(_, row)| row.code())).collect();
        let is_listed =
            |(phase, row): &(&PhaseRow, &CodeRow)| phase.retired.is_none() && row.retired.is_none();
        let listed = table.rows().filter(is_listed).collect();
        Self { page, table, names, tables, read, listed }
    }

    fn refused(
        &self,
        line: impl Into<Option<usize>>,
        message: impl Into<String>,
        help: &str,
    ) -> Checked {
        Err(problem(self.page, line, message, help))
    }

    fn is_accounted(&self, name: &str) -> bool {
        self.read.contains(name) || self.names.is_excused(name)
    }

    /// Refuses another page.
    pub(super) fn other_page(&self, found: &Found<'_>) -> Checked {
        if !found.has_title {
            let title = quoted(&self.table.source.title);
            let message = format!("no heading and no line is {title}: this is another page");
            let help = "fetch the page that the table mirrors; if that heading was renamed, change \
                `title` in [source]";
            return self.refused(None, message, help);
        }
        self.headers(found)?;
        if self.tables.is_empty() {
            let headers = self.table.columns.iter().filter_map(|column| column.header.as_deref());
            let headers = headers.map(quoted).collect::<Vec<_>>().join(", ");
            let message = format!("no Markdown table has codes and the headers {headers}");
            return self.refused(None, message, FETCH_MARKDOWN);
        }
        let has_any = self.listed.iter().any(|(_, row)| self.read.contains(&*row.code));
        if !has_any && !self.listed.is_empty() {
            let message = "the page has none of the table's codes: it is another page";
            let help = format!("fetch the page that the table mirrors: {}", self.table.source.url);
            return self.refused(None, message, &help);
        }
        Ok(())
    }

    /// Refuses a table without a declared header whose codes are not accounted for.
    fn headers(&self, found: &Found<'_>) -> Checked {
        let is_only = self.tables.is_empty();
        let is_suspect = |other: &&OtherTable<'_>| {
            let has_column = other.columns.declared[0].is_some();
            let lacks_one = is_only || other.columns.missing.len() == 1;
            let mut open = other.names.iter().filter(|name| !self.is_accounted(name));
            open.any(|name| has_column || lacks_one && self.names.is_current(name))
        };
        let Some(other) = found.others.iter().find(is_suspect) else { return Ok(()) };
        let header =
            |at: &usize| format!("`header = {}`", toml(&rendered(other.header.cells[*at])));
        let further: Vec<_> = other.columns.further.iter().map(header).collect();
        let (mut missing, mut ways) = (Vec::new(), Vec::new());
        for at in &other.columns.missing {
            let column = &self.table.columns[*at];
            missing.push(quoted(column.header.as_deref().unwrap_or_default()));
            if is_only && !further.is_empty() {
                let further = further.join(" or ");
                ways.push(format!(
                    "if it was renamed, set {further} in the [[column]] {}",
                    column.name
                ));
            }
            if *at > 0 {
                ways.push(format!(
                    "if it is gone, remove `header` from the [[column]] {}",
                    column.name
                ));
            }
        }
        ways.push(REPORT.to_owned());
        let names = other.names.iter().filter(|name| !self.is_accounted(name));
        let names: BTreeSet<_> = names.map(String::as_str).collect();
        let is_new = names.iter().all(|name| !self.names.is_current(name));
        let names: Vec<_> = names.into_iter().collect();
        let message = format!(
            "a table with codes, {}, does not have the column {} once",
            names.join(", "),
            missing.join(", ")
        );
        let line = other.header.line;
        if is_only || !is_new {
            return self.refused(line, message, &ways.join("; "));
        }
        ways.push("if these are no codes of this API, paste into the table".to_owned());
        let names: Vec<_> = names.into_iter().map(toml).collect();
        let rows = [format!("[[accepted]]\ntext = [{}]", names.join(", "))];
        Err(problem(self.page, line, message, ways.join("; ")).paste(with_reasons(&rows)))
    }

    /// Refuses code-like words that nothing accounts for; adds the rows of `[[accepted]]` that account
    /// for others to `used`.
    pub(super) fn unaccounted(
        &self,
        mut mentions: Mentions,
        used: &mut BTreeSet<usize>,
    ) -> Checked {
        mentions.0.sort_by_key(|mention| mention.line);
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        for mention in &mentions.0 {
            let readings = mention.readings(self.names);
            used.extend(readings.iter().filter_map(|name| self.names.accepted(name)));
            if readings.iter().any(|name| self.is_accounted(name)) {
                continue;
            }
            let current = readings.iter().find(|name| self.names.is_current(name));
            if let Some(name) = current.or(readings.first()).filter(|name| seen.insert(**name)) {
                let words = if current.is_some() { &mut gone } else { &mut new };
                words.push((mention.line, *name));
            }
        }
        let Some(first) = gone.iter().chain(&new).map(|(line, _)| *line).min() else {
            return Ok(());
        };
        let list = |words: &[(usize, &str)]| {
            let words = words.iter().map(|(line, name)| format!("{name} (line {line})"));
            words.collect::<Vec<_>>().join(", ")
        };
        let mut help = Vec::new();
        if !gone.is_empty() {
            help.push(format!(
                "if the page withdrew {}, add `retired = {}` to the rows, with the day of today",
                list(&gone),
                self.table.source.retrieved
            ));
        }
        help.push(format!("if the page documents them as codes, {UNREADABLE}"));
        if !new.is_empty() {
            help.push(format!("if {} are no codes of this API, paste into the table", list(&new)));
        }
        let words = new.iter().map(|(_, name)| toml(name)).collect::<Vec<_>>().join(", ");
        let words = if new.len() == 1 { words } else { format!("[{words}]") };
        let message = format!(
            "words that look like codes are in no row and no title that could be read: {}",
            list(&[gone, new.clone()].concat())
        );
        let error = problem(self.page, first, message, help.join("; "));
        let rows = [format!("[[accepted]]\ntext = {words}")];
        Err(if new.is_empty() { error } else { error.paste(with_reasons(&rows)) })
    }

    /// Refuses a phase or a code that is on the page twice.
    pub(super) fn twice(&self) -> Checked {
        let mut lines: HashMap<(&str, &str), usize> = HashMap::new();
        let mut phases: BTreeMap<&str, Vec<(&str, &OurRow<'_>)>> = BTreeMap::new();
        for table in self.tables.iter().filter(|table| !table.rows.is_empty()) {
            let status = table.status();
            let rows = table.rows.iter().map(|row| (row.code(), row.line));
            for (code, line) in [("", table.title.line)].into_iter().chain(rows) {
                if let Some(first) = lines.insert((status, code), line) {
                    let message =
                        format!("{status} {code} is on the page twice, first on line {first}");
                    return self.refused(line, message, REPORT);
                }
            }
            table
                .rows
                .iter()
                .for_each(|row| phases.entry(row.code()).or_default().push((status, row)));
        }
        phases.retain(|_, phases| phases.len() > 1);
        let Some(first) = phases.values().flatten().map(|(_, row)| row.line).min() else {
            return Ok(());
        };
        let (mut listed, mut paste) = (Vec::new(), Vec::new());
        for (code, phases) in phases {
            let own = self
                .table
                .rows()
                .find(|(_, row)| row.code == code)
                .map(|(phase, _)| &*phase.status);
            let kept =
                phases.iter().position(|(status, _)| Some(*status) == own).unwrap_or_default();
            for (at, (status, row)) in phases.iter().enumerate() {
                listed.push(format!("{code} in {status} (line {})", row.line));
                let has_pair =
                    self.table.pairs.iter().any(|p| p.status == *status && p.code == code);
                let (status, cell) = (toml(status), toml(&row.cell));
                if at != kept {
                    paste.push(format!("[[accepted]]\ncell = {cell}\nstatus = {status}"));
                }
                if at != kept && own.is_some() && !has_pair {
                    paste.push(format!("[[pair]]\nstatus = {status}\ncode = {}", toml(code)));
                }
            }
        }
        let message = format!("the page has a code in two phases: {}", listed.join(", "));
        let help = "to leave it out of one, and to document that as a pair, paste into the table";
        Err(problem(self.page, first, message, help).paste(with_reasons(&paste)))
    }

    /// Refuses a page that lacks more than a provider withdraws at once, since it may be cut.
    pub(super) fn removals(&self) -> Checked {
        let is_missing = |row: &&(&PhaseRow, &CodeRow)| !self.read.contains(&*row.1.code);
        let phases = self.table.phases.iter().filter(|phase| phase.retired.is_none());
        let phases: Vec<_> = phases.map(|phase| &*phase.status).collect();
        let without_phase = phases.iter().filter(|status| !self.read.contains(**status)).count();
        let missing = self.listed.iter().filter(is_missing).count();
        let message = if let Some((_, row)) = self.listed.first().filter(is_missing) {
            format!("the first code of the table, {}, is missing", row.code)
        } else if let Some((_, row)) = self.listed.last().filter(is_missing) {
            format!("the last code of the table, {}, is missing", row.code)
        } else if missing * 2 > self.listed.len() {
            format!("{missing} of the table's {} codes are missing", self.listed.len())
        } else if without_phase * 2 > phases.len() {
            format!("{without_phase} of the table's {} phases are missing", phases.len())
        } else {
            return Ok(());
        };
        let help = format!(
            "{FETCH_AGAIN}; if it is whole, `--accept-removals` takes what is missing as removed"
        );
        self.refused(None, message, &help)
    }

    /// Refuses a page with more than half of the codes under another phase that the table has.
    pub(super) fn moves(&self) -> Checked {
        let phases: HashSet<_> = self.table.phases.iter().map(|phase| &*phase.status).collect();
        let page: HashMap<_, _> =
            all(self.tables).map(|(phase, row)| (row.code(), phase)).collect();
        let is_moved = |(phase, row): &&(&PhaseRow, &CodeRow)| {
            page.get(&*row.code).is_some_and(|to| phase.status != *to && phases.contains(to))
        };
        let (moved, total) = (self.listed.iter().filter(is_moved).count(), self.listed.len());
        if moved * 2 <= total {
            return Ok(());
        }
        let message = format!("{moved} of the table's {total} codes are under another phase");
        self.refused(
            None,
            message,
            "check the page: if it is right, move the rows of the table by hand",
        )
    }
}
