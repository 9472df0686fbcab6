//! Checks that every code on the page is accounted for, and that the page is whole.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use vkyc_status_codegen::text::quoted;
use vkyc_status_codegen::{CodeRow, Diagnostic, PhaseRow, Table};

use super::names::{Mentions, Names};
use super::problem::{FETCH_AGAIN, FETCH_MARKDOWN, REPORT, UNREADABLE, problem};
use super::reader::{OtherTable, OurRow, OurTable};
use super::rendered::rendered;
use super::rows::all;
use super::title::Title;
use crate::wording::{literal, with_reasons};

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

/// The rows of each code, with their phases.
type Places<'g> = BTreeMap<&'g str, Vec<(&'g str, &'g OurRow<'g>)>>;

impl<'g> Guards<'g> {
    pub(super) fn new(
        page: &'g str,
        table: &'g Table,
        names: &'g Names<'g>,
        tables: &'g [OurTable<'g>],
    ) -> Self {
        let statuses = tables.iter().map(OurTable::status);
        let read = statuses.chain(all(tables).map(|(_, row)| row.code())).collect();
        let listed = table.listed().collect();
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

    /// The code-like words that nothing accounts for, each with the line on which it is first. Adds the
    /// rows of `[[accepted]]` that account for others to `used`.
    pub(super) fn open_words<'m>(
        &self,
        mentions: &'m Mentions,
        used: &mut BTreeSet<usize>,
    ) -> Vec<(usize, &'m str)> {
        let (mut words, mut seen) = (Vec::new(), HashSet::new());
        let mut mentions: Vec<_> = mentions.0.iter().collect();
        mentions.sort_by_key(|mention| mention.line);
        for mention in mentions {
            let names = mention.names(self.names);
            used.extend(names.iter().filter_map(|name| self.names.accepted(name)));
            if names.iter().any(|name| self.is_accounted(name)) {
                continue;
            }
            let word = names.first().filter(|name| seen.insert(**name));
            words.extend(word.map(|name| (mention.line, *name)));
        }
        words
    }

    /// Refuses another page, but for one that has an `other` table with codes that were not read.
    pub(super) fn other_page(&self, has_title: bool, other: Option<&OtherTable<'_>>) -> Checked {
        if !has_title {
            let title = quoted(&self.table.source.title);
            let message = format!("no heading and no line is {title}: this is another page");
            let help = "fetch the page that the table mirrors; if that heading was renamed, change \
                `title` in [source]";
            return self.refused(None, message, help);
        }
        if other.is_some() {
            return Ok(());
        }
        if self.tables.is_empty() {
            let headers = self.table.columns.iter().filter_map(|column| column.header.as_deref());
            let headers = headers.map(quoted).collect::<Vec<_>>().join(", ");
            let message = format!("no Markdown table has codes and the headers {headers}");
            let help = format!("{FETCH_MARKDOWN}; if they were renamed, change each `header`");
            return self.refused(None, message, &help);
        }
        let has_any = self.listed.iter().any(|(_, row)| self.read.contains(&*row.code));
        if !has_any && !self.listed.is_empty() {
            let message = "the page has none of the table's codes: it is another page";
            let help = format!("fetch the page that the table mirrors: {}", self.table.source.url);
            return self.refused(None, message, &help);
        }
        Ok(())
    }

    /// Refuses code-like words that nothing accounts for. `codes` are the names where only codes stand,
    /// and `other` is a table that has some of the words.
    pub(super) fn unaccounted(
        &self,
        words: &[(usize, &str)],
        other: Option<&OtherTable<'_>>,
        codes: &HashSet<&str>,
    ) -> Checked {
        if words.is_empty() {
            return Ok(());
        }
        let is_current = |(_, name): &(usize, &str)| self.names.is_current(name);
        let (known, new): (Vec<_>, Vec<_>) = words.iter().copied().partition(is_current);
        // A name in a row that could not be read is not withdrawn.
        let withdrawn =
            known.into_iter().filter(|(_, name)| other.is_none() && !codes.contains(name));
        let withdrawn: Vec<_> = withdrawn.collect();
        let mut help = Vec::new();
        if self.missing().is_some() {
            help.push("fetch the page again with `curl --fail`".to_owned());
        }
        help.extend(other.iter().flat_map(|other| self.ways_on(other)));
        if !withdrawn.is_empty() {
            let withdrawn = with_lines(&withdrawn);
            help.push(format!(
                "if the page withdrew {withdrawn}, add `retired = YYYY-MM-DD` to the rows in the table, \
                with the day of today"
            ));
        }
        let line = other.map_or(words[0].0, |other| other.header.line);
        let mut message: Vec<_> = other.iter().map(|other| self.missing_headers(other)).collect();
        // The table's own codes are those that the table on the page has.
        let unread = if other.is_some() { &*new } else { words };
        if !unread.is_empty() {
            let unread = with_lines(unread);
            message.push(format!(
                "words that look like codes are in no row and no title that could be read: {unread}"
            ));
            help.push(format!("if the page documents them as codes, {UNREADABLE}"));
        }
        let message = message.join("; ");
        if new.is_empty() {
            return self.refused(line, message, &help.join("; "));
        }
        help.push("for what is not a code of this API, paste into the table".to_owned());
        let error = problem(self.page, line, message, help.join("; "));
        Err(error.paste(with_reasons(&[accepted_words(&new)])))
    }

    /// The declared headers that a table lacks which may be one of ours.
    fn missing_headers(&self, other: &OtherTable<'_>) -> String {
        let columns = other.columns.missing.iter().map(|at| &self.table.columns[*at]);
        let headers = columns.filter_map(|column| column.header.as_deref()).map(quoted);
        let headers = headers.collect::<Vec<_>>().join(" or ");
        format!("this table does not have exactly one column {headers}, so it is not read")
    }

    /// What to do about its codes.
    fn ways_on(&self, other: &OtherTable<'_>) -> Vec<String> {
        let header =
            |at: &usize| format!("`header = {}`", literal(&rendered(other.header.cells[*at])));
        let further = other.columns.further.iter().map(header).collect::<Vec<_>>().join(" or ");
        let mut ways = Vec::new();
        for at in &other.columns.missing {
            let name = &self.table.columns[*at].name;
            if !further.is_empty() {
                ways.push(format!(
                    "if the page renamed it, set {further} in the [[column]] {name}"
                ));
            }
            if *at > 0 {
                ways.push(format!(
                    "if the page dropped it, remove `header` from the [[column]] {name}"
                ));
            }
        }
        ways
    }

    /// Refuses a phase or a code that the page has twice, and a phase's title among `titles`, which have
    /// no table. A code may be left out of one of two phases.
    pub(super) fn twice(&self, titles: &'g [Title]) -> Checked {
        let (mut phases, mut codes) = (HashMap::new(), Places::new());
        let words = |title: &'g Title| (title.status(), &*title.text);
        let without_table: HashMap<_, _> =
            titles.iter().map(|title| (words(title), title.line)).collect();
        let again = |what: &str, first: usize, line: usize| {
            let message = format!("{what} is on the page twice, also on line {first}");
            self.refused(line, message, REPORT)
        };
        for table in self.tables.iter().filter(|table| !table.rows.is_empty()) {
            let (status, line) = (table.status(), table.title.line);
            let same = without_table.get(&words(&table.title)).copied();
            if let Some(first) = phases.insert(status, line).or(same) {
                return again(status, first, line);
            }
            for row in &table.rows {
                let places = codes.entry(row.code()).or_default();
                if let Some((_, first)) = places.last().filter(|(last, _)| *last == status) {
                    return again(row.code(), first.line, row.line);
                }
                places.push((status, row));
            }
        }
        codes.retain(|_, places| places.len() > 1);
        self.in_two_phases(&codes)
    }

    /// Refuses the codes that the page has in two phases, each with its rows.
    fn in_two_phases(&self, codes: &Places<'_>) -> Checked {
        let Some(first) = codes.values().flatten().map(|(_, row)| row.line).min() else {
            return Ok(());
        };
        let (mut listed, mut paste) = (Vec::new(), Vec::new());
        for (&code, places) in codes {
            let own = self.table.rows().find(|(_, row)| row.code == code);
            let is_own = |status: &str| own.is_some_and(|(phase, _)| phase.status == status);
            let kept = places.iter().position(|(status, _)| is_own(status)).unwrap_or_default();
            for (at, (status, row)) in places.iter().enumerate() {
                listed.push(format!("{code} in {status} (line {})", row.line));
                if at == kept {
                    continue;
                }
                let has_pair =
                    self.table.pairs.iter().any(|pair| pair.status == *status && pair.code == code);
                let (status, cell) = (literal(status), literal(&row.cell));
                paste.push(format!("[[accepted]]\ncell = {cell}\nstatus = {status}"));
                if own.is_some() && !has_pair {
                    let code = literal(code);
                    paste.push(format!("[[pair]]\nstatus = {status}\ncode = {code}"));
                }
            }
        }
        let message = format!("the page has a code in two phases: {}", listed.join(", "));
        let help = "to leave it out of one, and to document that as a pair, paste into the table";
        Err(problem(self.page, first, message, help).paste(with_reasons(&paste)))
    }

    /// Refuses a page that lacks more than a provider withdraws at once, since it may be cut.
    pub(super) fn removals(&self) -> Checked {
        let Some(message) = self.missing() else { return Ok(()) };
        let help = format!(
            "{FETCH_AGAIN}; if it is whole, `--accept-removals` treats what is missing as removed"
        );
        self.refused(None, message, &help)
    }

    /// What the page lacks, if that is more than a provider withdraws at once.
    fn missing(&self) -> Option<String> {
        let is_missing = |row: &&(&PhaseRow, &CodeRow)| !self.read.contains(&*row.1.code);
        let phases = self.table.phases.iter().filter(|phase| phase.retired.is_none());
        let phases: Vec<_> = phases.map(|phase| &*phase.status).collect();
        let without_phase = phases.iter().filter(|status| !self.read.contains(**status)).count();
        let missing = self.listed.iter().filter(is_missing).count();
        if let Some((_, row)) = self.listed.first().filter(is_missing) {
            Some(format!("the first code of the table, {}, is missing", row.code))
        } else if let Some((_, row)) = self.listed.last().filter(is_missing) {
            Some(format!("the last code of the table, {}, is missing", row.code))
        } else if missing * 2 > self.listed.len() {
            Some(format!("{missing} of the table's {} codes are missing", self.listed.len()))
        } else if without_phase * 2 > phases.len() {
            Some(format!("{without_phase} of the table's {} phases are missing", phases.len()))
        } else {
            None
        }
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

/// `LINK_SENT (line 3), LINK_OPENED (line 5)`, at most ten of them.
fn with_lines(words: &[(usize, &str)]) -> String {
    let listed = words.iter().take(10).map(|(line, name)| format!("{name} (line {line})"));
    let more = words.len().checked_sub(11).map(|more| format!("and {} more", more + 1));
    listed.chain(more).collect::<Vec<_>>().join(", ")
}

/// The row of the table that says that these words are no codes.
fn accepted_words(words: &[(usize, &str)]) -> String {
    let words: Vec<_> = words.iter().map(|(_, name)| literal(name)).collect();
    match &words[..] {
        [word] => format!("[[accepted]]\ntext = {word}"),
        words => format!("[[accepted]]\ntext = [{}]", words.join(", ")),
    }
}
