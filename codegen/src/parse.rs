//! Parses the text of a file to a [`Table`], or reports every problem of it.
//!
//! What is missing or wrong is reported where it is read and becomes `None`; a row without one of
//! its values is dropped, and so is, in the end, a table with a problem. A problem that follows from
//! another is not reported: a misspelt key is not also a missing one.

mod checks;
mod file;
mod names;
mod row;
mod syntax;

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::table::{
    Accepted, AcceptedRow, CodeRow, Column, PhaseRow, ReadingRow, Source, Table, Text,
};
use crate::text::{is_blank, is_invisible, nearest, quoted, shortened};
use crate::{Diagnostic, Diagnostics, Position};
pub(crate) use file::File;
use names::Names;
use row::Row;

impl Table {
    /// Parses and checks the text of a file; messages name it `path`.
    ///
    /// A byte-order mark and CRLF line ends are read as if they were not there. [`Table`] has an example.
    ///
    /// # Errors
    ///
    /// Every problem of the text that is not the consequence of another. A text that is not TOML is
    /// reported with its syntax errors only.
    pub fn parse(path: &str, text: &str) -> Result<Self, Diagnostics> {
        read(path, text, Readings::Required)
    }

    /// Like [`parse`](Self::parse), for a table that a person is still working on: a code may have
    /// `actions = []` or `outcome = ""`.
    ///
    /// ```
    /// use vkyc_status_codegen::Table;
    ///
    /// let toml = r#"
    /// # source = { title = "Statuses", url = "https://example.com", retrieved = 2026-11-22 }
    /// [[phase]]
    /// status = "QUEUED"
    /// title = "In the queue"
    ///
    /// [[phase.code]]
    /// code = "FIRST_IN_LINE"
    /// description = "Nobody is ahead of the user."
    /// recommended_action = "Wait a moment"
    /// actions = []
    /// outcome = ""
    /// "#;
    /// assert_eq!(Table::parse("statuses.toml", toml).unwrap_err().iter().count(), 2);
    /// assert!(Table::parse_draft("statuses.toml", toml).is_ok());
    /// ```
    ///
    /// # Errors
    ///
    /// Every problem that [`parse`](Self::parse) reports, but for empty `actions` and `outcome`.
    pub fn parse_draft(path: &str, text: &str) -> Result<Self, Diagnostics> {
        read(path, text, Readings::Optional)
    }
}

/// Whether every code must have actions and an outcome.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readings {
    Required,
    Optional,
}

fn read(path: &str, text: &str, readings: Readings) -> Result<Table, Diagnostics> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::new(File::new(path, text), readings);
    if text.starts_with('\u{feff}') {
        reader.report(Position::new(1, 1), "a second byte-order mark", "remove it");
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    let table = if errors.is_empty() {
        reader.table(root)
    } else {
        reader.syntax(root.get_ref(), &errors);
        None
    };
    match table {
        Some(table) if reader.diagnostics.is_empty() => Ok(table),
        _ => Err(Diagnostics::new(reader.diagnostics)),
    }
}

struct Reader<'a> {
    file: File<'a>,
    readings: Readings,
    phases: Names,
    codes: Names,
    /// The actions and outcomes that codes name.
    used_actions: Vec<Text>,
    used_outcomes: Vec<Text>,
    phases_without_codes: Vec<Text>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn new(file: File<'a>, readings: Readings) -> Self {
        Self {
            file,
            readings,
            phases: Names::of_the_provider("phase"),
            codes: Names::of_the_provider("code"),
            used_actions: Vec::new(),
            used_outcomes: Vec::new(),
            phases_without_codes: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    fn table(&mut self, root: Spanned<DeTable<'a>>) -> Option<Table> {
        let mut root = Row::new("the file", None, root.into_inner());
        let source = root.require("source").and_then(|value| self.row(value, "[source]"));
        let source = source.and_then(|row| self.source(row));
        let mut action_ids = Names::of_this_project("action");
        let actions = self.readings(root.take("action"), "[[action]]", &mut action_ids);
        let mut outcome_ids = Names::of_this_project("outcome");
        let outcomes = self.readings(root.take("outcome"), "[[outcome]]", &mut outcome_ids);
        let phases = self.rows(root.take("phase"), "[[phase]]");
        if phases.is_none() {
            self.phases.miss_some();
        }
        let phases =
            phases.into_iter().flatten().filter_map(|row| self.phase(row)).collect::<Vec<_>>();
        let accepted = self.rows(root.take("accepted"), "[[accepted]]").unwrap_or_default();
        let accepted: Vec<_> = accepted.into_iter().filter_map(|row| self.accepted(row)).collect();

        // An unknown table may hold whatever seems to be missing elsewhere.
        let has_unknown = !root.keys.is_empty();
        self.finish(root);
        if !has_unknown {
            self.check_presence(&action_ids, &outcome_ids);
            self.check_uses(&action_ids, &outcome_ids);
            self.check_accepted(&phases, &accepted);
        }
        Some(Table { source: source?, actions, outcomes, phases, accepted })
    }

    /// The rows of `[[action]]` or `[[outcome]]`.
    fn readings(
        &mut self,
        value: Option<Spanned<DeValue<'a>>>,
        header: &'static str,
        ids: &mut Names,
    ) -> Vec<ReadingRow> {
        let Some(rows) = self.rows(value, header) else {
            ids.miss_some();
            return Vec::new();
        };
        let read = |mut row| {
            let id = self.required_text(&mut row, "id");
            let summary = self.required_text(&mut row, "summary");
            self.finish(row);
            self.diagnostics.extend(ids.add(&self.file, id.as_ref()));
            Some(ReadingRow { id: id?, summary: summary? })
        };
        rows.into_iter().filter_map(read).collect()
    }

    fn source(&mut self, mut row: Row<'a>) -> Option<Source> {
        let title = self.required_text(&mut row, "title");
        let url = row.require("url").and_then(|value| self.url(value));
        let retrieved = row.require("retrieved").and_then(|value| self.day(&value));
        self.finish(row);
        Some(Source { title: title?, url: url?, retrieved: retrieved? })
    }

    fn phase(&mut self, mut row: Row<'a>) -> Option<PhaseRow> {
        let status = self.required_text(&mut row, "status");
        let title = self.required_text(&mut row, "title");
        let retired = row.take("retired").and_then(|value| self.day(&value));
        self.diagnostics.extend(self.phases.add(&self.file, status.as_ref()));
        let codes = self.rows(row.take("code"), "[[phase.code]]");
        let lacks_codes = row.keys.is_empty() && codes.as_ref().is_some_and(Vec::is_empty);
        let codes = codes.unwrap_or_default().into_iter();
        let codes = codes.filter_map(|row| self.code(row)).collect();
        self.finish(row);
        let status = status?;
        if lacks_codes && retired.is_none() {
            self.phases_without_codes.push(status.clone());
        }
        Some(PhaseRow { status, title: title?, retired, codes })
    }

    fn code(&mut self, mut row: Row<'a>) -> Option<CodeRow> {
        let code = self.required_text(&mut row, "code");
        let description = self.required_text(&mut row, "description");
        let recommended_action = self.required_text(&mut row, "recommended_action");
        let actions = row.require("actions").and_then(|value| self.actions(value));
        let outcome = row.require("outcome").and_then(|value| self.outcome(value));
        let retired = row.take("retired").and_then(|value| self.day(&value));
        self.finish(row);
        self.diagnostics.extend(self.codes.add(&self.file, code.as_ref()));
        Some(CodeRow {
            code: code?,
            description: description?,
            recommended_action: recommended_action?,
            actions: actions?,
            outcome: outcome?,
            retired,
        })
    }

    fn actions(&mut self, value: Spanned<DeValue<'a>>) -> Option<Vec<Text>> {
        let span = value.span();
        let DeValue::Array(values) = value.into_inner() else {
            self.wrong_type(&span, "not an array of strings", "write actions = [\"…\"]");
            return None;
        };
        if values.is_empty() && self.readings == Readings::Required {
            let help = "list the ids of the actions that its recommended action asks for";
            self.report(self.file.position(span.start), "no actions: []", help);
        }
        let mut actions: Vec<Text> = Vec::new();
        for value in values {
            let action = self.text("actions", value)?;
            if let Some(first) = actions.iter().find(|first| **first == action.as_str()) {
                let message =
                    format!("action listed twice for a code: {}", quoted(action.as_str()));
                let help = format!("it is first at {}; keep one", first.position());
                self.report(action.position(), message, help);
            }
            actions.push(action);
        }
        self.used_actions.extend(actions.iter().cloned());
        Some(actions)
    }

    /// The outcome, which is `None` in a draft.
    #[expect(clippy::option_option, reason = "a value that is wrong is not one that is left open")]
    fn outcome(&mut self, value: Spanned<DeValue<'a>>) -> Option<Option<Text>> {
        if matches!(value.get_ref(), DeValue::String(id) if id.is_empty()) {
            if self.readings == Readings::Required {
                let help = "write the id of the [[outcome]] after this code";
                self.report(self.file.position(value.span().start), "no outcome: \"\"", help);
            }
            return Some(None);
        }
        let outcome = self.text("outcome", value)?;
        self.used_outcomes.push(outcome.clone());
        Some(Some(outcome))
    }

    fn accepted(&mut self, mut row: Row<'a>) -> Option<AcceptedRow> {
        let difference = if let Some(value) = row.take("text") {
            self.text("text", value).and_then(|text| self.word(text))
        } else {
            self.wording(&mut row)
        };
        let reason = self.required_text(&mut row, "reason");
        self.finish(row);
        Some(AcceptedRow { difference: difference?, reason: reason? })
    }

    fn word(&mut self, text: Text) -> Option<Accepted> {
        if text.as_str().chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Some(Accepted::Word(text));
        }
        let message = format!("not one word: {}", quoted(text.as_str()));
        self.report(text.position(), message, "write a word that looks like a code");
        None
    }

    fn wording(&mut self, row: &mut Row<'a>) -> Option<Accepted> {
        let (name, columns): (_, &[Column]) = if row.keys.contains_key("status") {
            ("status", &[Column::Title])
        } else {
            ("code", &Column::OF_CODES)
        };
        let id = self.required_text(row, name);
        let column = self.required_text(row, "column");
        let page = self.required_text(row, "page");
        let column = column?;
        let Some(known) = columns.iter().find(|known| column == known.key()) else {
            let keys: Vec<_> = columns.iter().map(|known| known.key()).collect();
            let message = format!("not a column of a {name}: {}", quoted(column.as_str()));
            self.report(column.position(), message, format!("write {}", keys.join(" or ")));
            return None;
        };
        Some(Accepted::Wording { row: id?, column: *known, page: page? })
    }

    /// The tables under a key, which may be absent.
    fn rows(
        &mut self,
        value: Option<Spanned<DeValue<'a>>>,
        header: &'static str,
    ) -> Option<Vec<Row<'a>>> {
        let Some(value) = value else { return Some(Vec::new()) };
        let span = value.span();
        let DeValue::Array(values) = value.into_inner() else {
            self.wrong_type(&span, "not an array of tables", format!("write {header}"));
            return None;
        };
        values.into_iter().map(|value| self.row(value, header)).collect()
    }

    fn row(&mut self, value: Spanned<DeValue<'a>>, header: &'static str) -> Option<Row<'a>> {
        let span = value.span();
        if let DeValue::Table(keys) = value.into_inner() {
            return Some(Row::new(header, Some(span.start), keys));
        }
        self.wrong_type(&span, "not a table", format!("write it under {header}"));
        None
    }

    fn required_text(&mut self, row: &mut Row<'a>, key: &'static str) -> Option<Text> {
        row.require(key).and_then(|value| self.text(key, value))
    }

    /// A string that is not blank. Spaces at its ends and invisible characters in it are reported.
    fn text(&mut self, key: &str, value: Spanned<DeValue<'a>>) -> Option<Text> {
        let span = value.span();
        let DeValue::String(text) = value.into_inner() else {
            self.wrong_type(&span, "not a string", "put it in double quotes");
            return None;
        };
        let position = self.file.position(span.start);
        if is_blank(&text) {
            let message = format!("blank text: {key} = {}", quoted(&text));
            self.report(position, message, "fill it in");
            return None;
        }
        if text.trim().len() != text.len() {
            let message = format!("white space at the start or the end: {}", quoted(&text));
            self.report(position, message, "remove it");
        }
        if let Some(c) = text.chars().find(|c| is_invisible(*c)) {
            let position = self.file.position_of(&span, c);
            let message = format!("invisible character in {}", quoted(&text));
            self.report(position, message, format!("remove the U+{:04X}", u32::from(c)));
        }
        Some(Text::new(text.into_owned(), position))
    }

    fn url(&mut self, value: Spanned<DeValue<'a>>) -> Option<Text> {
        let url = self.text("url", value)?;
        let allowed = |c: char| c.is_ascii_graphic() && !r#"<>"\^`{|}"#.contains(c);
        let after = url.as_str().strip_prefix("https://").unwrap_or_default();
        let host = after.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        let has_host = host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
        if !has_host || !url.as_str().chars().all(allowed) {
            let message = format!("not an https address: {}", quoted(url.as_str()));
            let help = "copy the page's address, which starts with https:// and a host";
            self.report(url.position(), message, help);
        }
        Some(url)
    }

    fn day(&mut self, value: &Spanned<DeValue<'a>>) -> Option<Text> {
        let span = value.span();
        let date = match value.get_ref() {
            DeValue::Datetime(when) if when.time.is_none() && when.offset.is_none() => when.date,
            _ => None,
        };
        let Some(date) = date else {
            self.wrong_type(&span, "not a date", "write the day as YYYY-MM-DD, without quotes");
            return None;
        };
        Some(Text::new(date.to_string(), self.file.position(span.start)))
    }

    /// Reports the keys that are left in a row and the ones that it does not have. A key that is left
    /// is taken for a missing one that is spelt wrong, if there is one.
    fn finish(&mut self, row: Row<'a>) {
        let Row { header, start, keys, known, mut missing } = row;
        let is_only = keys.len() == 1 && missing.len() == 1;
        for (key, _) in keys {
            let name = shortened(key.get_ref());
            let meant = nearest(key.get_ref(), missing.iter().copied());
            let meant = meant.or_else(|| missing.first().copied().filter(|_| is_only));
            missing.retain(|missing| Some(*missing) != meant);
            let meant = meant.or_else(|| nearest(key.get_ref(), known.iter().copied()));
            let position = self.file.position(key.span().start);
            let is_header = self.file.line(key.span().start).starts_with('[');
            let what = if is_header { "table" } else { "key" };
            let keys = || format!("the keys of {header} are {}", known.join(", "));
            let help = meant.map_or_else(keys, did_you_mean);
            self.report(position, format!("unknown {what} `{name}`"), help);
        }
        for key in missing {
            let position = start.map(|start| self.file.position(start));
            self.report(position, format!("missing key `{key}`"), format!("add it to {header}"));
        }
    }

    fn wrong_type(&mut self, span: &Range<usize>, problem: &str, help: impl Into<String>) {
        let message = format!("{problem}: {}", self.file.excerpt(span));
        self.report(self.file.position(span.start), message, help);
    }

    fn report(
        &mut self,
        position: impl Into<Option<Position>>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics.push(self.file.problem(position, message, help));
    }
}

fn did_you_mean(meant: &str) -> String {
    format!("did you mean `{meant}`?")
}
