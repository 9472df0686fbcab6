//! Parses the text of a file to a [`Table`], or reports every problem of it.
//!
//! What is missing or wrong is reported where it is read, and becomes an empty text or `None`; in the end,
//! a table with a problem is dropped. A problem that follows from another is not reported: a misspelt key
//! is not also a missing one.

mod accepted;
mod checks;
mod keys;
mod names;
mod syntax;
mod values;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::iter;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::file::File;
use crate::ident;
use crate::table::{CodeRow, ColumnRow, LabelRow, PairRow, PhaseRow, Source, Table, Text};
use crate::text::{header_key, nearest, quoted, title};
use crate::{Diagnostic, Diagnostics, Position};
use keys::Keys;
use names::Names;

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
        parse(path, text, false)
    }

    /// Like [`parse`](Self::parse), for a table that a person is still working on: a code may have
    /// `actions = []`, `outcome = ""`, or an empty text or none in a column without `header`.
    ///
    /// ```
    /// use vkyc_status_codegen::Table;
    ///
    /// let toml = r#"
    /// source = { title = "Statuses", url = "https://example.com", retrieved = 2026-11-22 }
    ///
    /// [[column]]
    /// name = "code"
    /// header = "Status code"
    ///
    /// [[column]]
    /// name = "user_message"
    /// doc = "What the user reads."
    ///
    /// [[phase]]
    /// status = "QUEUED"
    /// title = "In the queue"
    ///
    /// [[phase.code]]
    /// code = "FIRST_IN_LINE"
    /// user_message = ""
    /// "#;
    /// let diagnostics = Table::parse("statuses.toml", toml).unwrap_err();
    /// assert_eq!(
    ///     diagnostics.to_string(),
    ///     r#"statuses.toml:18:16: blank text: user_message = ""; fill it in"#,
    /// );
    /// assert!(Table::parse_draft("statuses.toml", toml).is_ok());
    /// ```
    ///
    /// # Errors
    ///
    /// Every problem that [`parse`](Self::parse) reports, except what is left open.
    pub fn parse_draft(path: &str, text: &str) -> Result<Self, Diagnostics> {
        parse(path, text, true)
    }
}

fn parse(path: &str, text: &str, is_draft: bool) -> Result<Table, Diagnostics> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Otherwise a string of several lines would keep its carriage returns.
    let text = &*text.replace("\r\n", "\n");
    let mut parser = Parser::new(File::new(path, text), is_draft);
    if text.starts_with('\u{feff}') {
        parser.report(Position::new(1, 1), "a second byte-order mark", "remove it");
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    let table = if errors.is_empty() {
        parser.table(root.into_inner())
    } else {
        parser.syntax(&errors);
        None
    };
    parser.report_missing();
    match table {
        Some(table) if parser.diagnostics.is_empty() => Ok(table),
        _ => Err(Diagnostics::new(parser.diagnostics)),
    }
}

struct Parser<'a> {
    file: File<'a>,
    /// Whether a code may leave its labels and the table's own texts open.
    is_draft: bool,
    /// The rows that lack a key, by the header of their kind and the key.
    missing: BTreeMap<(&'static str, String), Vec<Lack>>,
    /// The headers of the kinds of labels that codes have though none is declared.
    undeclared: BTreeSet<&'static str>,
    /// How many suggestions are still made. One takes time that grows with the table.
    suggestions: usize,
    diagnostics: Vec<Diagnostic>,
}

/// A row that lacks a key.
struct Lack {
    position: Option<Position>,
    name: String,
}

/// What the rows of codes can have.
struct Declared {
    columns: Vec<ColumnRow>,
    has_actions: bool,
    has_outcomes: bool,
}

impl<'a> Parser<'a> {
    fn new(file: File<'a>, is_draft: bool) -> Self {
        let (missing, undeclared) = (BTreeMap::new(), BTreeSet::new());
        Self { file, is_draft, missing, undeclared, suggestions: 8, diagnostics: Vec::new() }
    }

    fn table(&mut self, root: DeTable<'a>) -> Option<Table> {
        const TABLES: [&str; 7] =
            ["source", "column", "action", "outcome", "phase", "pair", "accepted"];
        let mut root = Keys::new("the file", None, root);
        let [source, columns, actions, outcomes, phases, pairs, accepted] =
            TABLES.map(|key| root.take(key));
        if source.is_none() {
            root.missing.push("source");
        }
        // An unknown table may hold whatever seems to be missing elsewhere.
        let has_unknown = !root.left.is_empty();
        self.finish(root);
        let source = source.and_then(|value| self.keys(value, "[source]"));
        let source = source.map(|row| self.source(row));
        if columns.is_none() && !has_unknown {
            self.no_columns(phases.as_ref().map(Spanned::get_ref));
        }
        // Without the columns, what the codes must have is not known.
        let columns = self.columns(columns?)?;
        let (actions, action_ids) = self.labels(actions, "[[action]]", "action");
        let (outcomes, outcome_ids) = self.labels(outcomes, "[[outcome]]", "outcome");
        let declared = Declared {
            columns,
            has_actions: action_ids.is_declared() || has_unknown,
            has_outcomes: outcome_ids.is_declared() || has_unknown,
        };
        let mut statuses = Names::of_the_provider("phase");
        let mut codes = Names::of_the_provider("code");
        let phases = self.phases(phases, &declared, &mut statuses, &mut codes);
        let pairs = self.rows(pairs, "[[pair]]").into_iter().flatten();
        let pairs = pairs.map(|row| self.pair(row)).collect();
        let accepted = self.rows(accepted, "[[accepted]]").into_iter().flatten();
        let accepted = accepted.filter_map(|row| self.accepted(row, &declared.columns)).collect();
        let columns = declared.columns;
        let table = Table { source: source?, columns, actions, outcomes, phases, pairs, accepted };
        if !has_unknown {
            self.check_presence(&table, &statuses, &codes);
            self.check_labels(&action_ids, table.codes().flat_map(|row| &row.actions));
            self.check_labels(&outcome_ids, table.codes().flat_map(|row| &row.outcome));
            self.check_pairs(&table, &codes);
            self.check_accepted(&table, &statuses, &codes);
        }
        Some(table)
    }

    fn source(&mut self, mut row: Keys<'a, '_>) -> Source {
        let title = self.required_text(&mut row, "title");
        let url = self.required_text(&mut row, "url");
        self.check_url(&url);
        let retrieved = row.require("retrieved").and_then(|value| self.day(&value));
        self.finish(row);
        Source { title, url, retrieved: retrieved.unwrap_or_default() }
    }

    /// Reports that no column is declared, with the declarations that fit the first code of the phases.
    fn no_columns(&mut self, phases: Option<&DeValue<'a>>) {
        const OTHER_KEYS: [&str; 4] = ["code", "actions", "outcome", "retired"];
        let mut keys: Vec<_> = phases.and_then(first_code).into_iter().flatten().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        let names = keys.into_iter().map(|(key, _)| key.get_ref().as_ref());
        let others = names.filter(|name| !OTHER_KEYS.contains(name)).map(|name| {
            let title = title(name);
            format!(
                "\n[[column]]\nname = {name:?}\nheader = {title:?}\ndoc = \"{title}, in the page's words.\"\n"
            )
        });
        let code = "[[column]]\nname = \"code\"\nheader = \"Status code\"\n".to_owned();
        let block: String = iter::once(code).chain(others).collect();
        let help = "declare the columns of the page, each with its header there:";
        self.diagnostics.push(self.file.problem(None, "no [[column]]", help).paste(block));
    }

    /// The declared columns; `None` if a name is wrong.
    fn columns(&mut self, value: Spanned<DeValue<'a>>) -> Option<Vec<ColumnRow>> {
        let mut names = Names::of_this_project("column");
        let mut headers: HashMap<String, Position> = HashMap::new();
        let rows = self.rows(Some(value), "[[column]]")?;
        let mut columns = Vec::new();
        for (i, mut row) in rows.into_iter().enumerate() {
            let name = self.required_text(&mut row, "name");
            row.name = name.to_string();
            let is_code = i == 0;
            let header = if is_code { row.require("header") } else { row.take("header") };
            let header = header.and_then(|value| self.text("header", value));
            let doc = (!is_code).then(|| self.required_text(&mut row, "doc"));
            self.finish(row);
            let problem = names.add(&self.file, &name);
            let is_name = problem.is_none() && !name.is_empty();
            self.diagnostics.extend(problem);
            if let Some(header) = &header {
                self.header(header, &mut headers);
            }
            if is_name && is_code != (name == "code") {
                self.report(name.position(), "the first [[column]] must be `code`", "move it up");
                names.is_complete = false;
            } else if is_name && !is_code && !ident::is_method(&name) {
                let message = format!("not a name for a method of `StatusCode`: {}", quoted(&name));
                let help = format!("choose another, such as `{name}_text`");
                self.report(name.position(), message, help);
                names.is_complete = false;
            }
            columns.push(ColumnRow { name, header, doc });
        }
        names.is_complete.then_some(columns)
    }

    /// Checks a header against the ones before it.
    fn header(&mut self, header: &Text, others: &mut HashMap<String, Position>) {
        let key = header_key(header);
        if key.is_empty() {
            let message = format!("a header without letters: {}", quoted(header));
            self.report(header.position(), message, "write the header as it is on the page");
        } else if let Some(first) = others.get(&key) {
            let message = format!("header listed twice: {}", quoted(header));
            self.report(header.position(), message, format!("it is first at {first}; keep one"));
        } else {
            others.insert(key, header.position());
        }
    }

    /// The rows of `[[action]]` or `[[outcome]]`.
    fn labels(
        &mut self,
        value: Option<Spanned<DeValue<'a>>>,
        header: &'static str,
        kind: &'static str,
    ) -> (Vec<LabelRow>, Names) {
        let mut ids = Names::of_this_project(kind);
        let Some(rows) = self.rows(value, header) else {
            ids.is_complete = false;
            return (Vec::new(), ids);
        };
        let mut labels = Vec::new();
        for mut row in rows {
            let id = self.required_text(&mut row, "id");
            row.name = id.to_string();
            let summary = self.required_text(&mut row, "summary");
            self.finish(row);
            self.diagnostics.extend(ids.add(&self.file, &id));
            labels.push(LabelRow { id, summary });
        }
        (labels, ids)
    }

    fn phases(
        &mut self,
        value: Option<Spanned<DeValue<'a>>>,
        declared: &Declared,
        statuses: &mut Names,
        codes: &mut Names,
    ) -> Vec<PhaseRow> {
        let Some(rows) = self.rows(value, "[[phase]]") else {
            statuses.is_complete = false;
            codes.is_complete = false;
            return Vec::new();
        };
        let mut phases = Vec::new();
        for mut row in rows {
            let status = self.required_text(&mut row, "status");
            let title = self.required_text(&mut row, "title");
            let retired = row.take("retired").and_then(|value| self.day(&value));
            self.diagnostics.extend(statuses.add(&self.file, &status));
            let rows = self.rows(row.take("code"), "[[phase.code]]");
            if rows.is_none() || !row.left.is_empty() {
                codes.is_complete = false;
            }
            let rows = rows.unwrap_or_default().into_iter();
            let is_retired = retired.is_some();
            let codes = rows.map(|row| self.code(row, declared, is_retired, codes)).collect();
            row.name = status.to_string();
            self.finish(row);
            phases.push(PhaseRow { status, title, retired, codes });
        }
        phases
    }

    fn code<'d>(
        &mut self,
        mut row: Keys<'a, 'd>,
        declared: &'d Declared,
        is_retired: bool,
        codes: &mut Names,
    ) -> CodeRow {
        let code = self.required_text(&mut row, "code");
        row.name = code.to_string();
        let is_retired = is_retired || row.has("retired");
        let if_blank = if is_retired {
            "fill it in, or remove the key, since the code is retired"
        } else {
            "fill it in"
        };
        let columns = declared.columns.get(1..).unwrap_or_default();
        let texts = columns.iter().map(|column| {
            let is_own = self.is_draft && column.header.is_none();
            let may_lack = is_retired || is_own;
            let value = if may_lack { row.take(&column.name) } else { row.require(&column.name) };
            let is_open =
                |value: &Spanned<DeValue<'_>>| is_own && value.get_ref().as_str() == Some("");
            let value = value.filter(|value| !is_open(value));
            value.and_then(|value| self.text_or(&column.name, value, if_blank))
        });
        let texts = texts.collect();
        let actions = self.label(&mut row, "actions", "[[action]]", declared.has_actions);
        let actions = actions.map_or(Vec::new(), |value| self.actions(value));
        let outcome = self.label(&mut row, "outcome", "[[outcome]]", declared.has_outcomes);
        let outcome = outcome.and_then(|value| self.outcome(value));
        let retired = row.take("retired").and_then(|value| self.day(&value));
        self.finish(row);
        self.diagnostics.extend(codes.add(&self.file, &code));
        CodeRow { code, texts, actions, outcome, retired }
    }

    /// The value of `key`, which a code has if the table has a `header`, and only then.
    fn label<'k>(
        &mut self,
        row: &mut Keys<'a, 'k>,
        key: &'k str,
        header: &'static str,
        is_declared: bool,
    ) -> Option<Spanned<DeValue<'a>>> {
        if is_declared {
            return row.require(key);
        }
        let (key, _) = row.left.remove_entry(key)?;
        if self.undeclared.insert(header) {
            let message = format!("the codes have labels of a kind without {header}");
            let help = format!("declare each under {header}, or remove the key from all codes");
            self.report(self.file.position(key.span().start), message, help);
        }
        None
    }

    fn actions(&mut self, value: Spanned<DeValue<'a>>) -> Vec<Text> {
        let span = value.span();
        let DeValue::Array(values) = value.into_inner() else {
            self.wrong_type(&span, "not an array of strings", "write actions = [\"…\"]");
            return Vec::new();
        };
        if values.is_empty() && !self.is_draft {
            let help = "list the ids of the actions that the row's recommended action asks for";
            self.report(self.file.position(span.start), "`actions` is empty", help);
        }
        let mut first: HashMap<String, Position> = HashMap::new();
        let mut actions = Vec::new();
        for value in values {
            let Some(action) = self.text("actions", value) else { continue };
            if let Some(first) = first.insert(action.to_string(), action.position()) {
                let message = format!("action listed twice for a code: {}", quoted(&action));
                let help = format!("it is first at {first}; keep one");
                self.report(action.position(), message, help);
            }
            actions.push(action);
        }
        actions
    }

    /// The outcome, which a draft may leave open.
    fn outcome(&mut self, value: Spanned<DeValue<'a>>) -> Option<Text> {
        if value.get_ref().as_str() != Some("") {
            return self.text("outcome", value);
        }
        if !self.is_draft {
            let help = "write the id of the [[outcome]] that applies after this code";
            self.report(self.file.position(value.span().start), "`outcome` is empty", help);
        }
        None
    }

    fn pair(&mut self, mut row: Keys<'a, '_>) -> PairRow {
        let status = self.required_text(&mut row, "status");
        let code = self.required_text(&mut row, "code");
        let reason = self.required_text(&mut row, "reason");
        self.finish(row);
        PairRow { status, code, reason }
    }

    /// The one of `known` that `text` was probably meant to be, for the first problems.
    fn suggestion<'k>(
        &mut self,
        text: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Option<&'k str> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        nearest(text, known)
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

/// The first code of the phases.
fn first_code<'v, 'a>(phases: &'v DeValue<'a>) -> Option<&'v DeTable<'a>> {
    let mut phases = phases.as_array()?.iter();
    let codes = phases.find_map(|phase| phase.get_ref().as_table()?.get("code"))?;
    codes.get_ref().as_array()?.first()?.get_ref().as_table()
}

fn did_you_mean(meant: &str) -> String {
    format!("did you mean `{meant}`?")
}
