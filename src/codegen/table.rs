//! From a file's text to the [`Table`] it holds: keys and types are checked here, what the values
//! say in `validate`. Every text keeps the place where it stands.

use std::fmt::Display;
use std::fs;
use std::ops::{Deref, Range};
use std::path::Path;

use codegen_toml::Spanned;
use codegen_toml::de::{DeTable, DeValue};

use super::fault::{Fault, FaultKind, Faults, Lines, Place};
use super::validate::validate;

/// The documented table: a valid `statuses.toml` in memory.
///
/// ```
/// use vkyc_status::codegen::Table;
///
/// let table = Table::parse("statuses.toml", r#"
/// [source]
/// title = "Statuses"
/// url = "https://example.com/statuses"
/// retrieved = 2026-11-22
///
/// [[action]]
/// id = "wait"
/// summary = "Wait for the next webhook."
///
/// [[phase]]
/// status = "QUEUED"
/// title = "In the queue"
///
/// [[phase.code]]
/// code = "FIRST_IN_LINE"
/// description = "Nobody is ahead of the user."
/// recommended_action = "Wait a moment"
/// actions = ["wait"]
/// "#)?;
/// assert_eq!(&*table.phases[0].codes[0].code, "FIRST_IN_LINE");
/// assert_eq!(table.phases[0].codes[0].code.place().line, 16);
/// # Ok::<(), vkyc_status::codegen::Faults>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Table {
    /// Where the table comes from.
    pub source: Source,
    /// The declared actions.
    pub actions: Vec<ActionRow>,
    /// The phases, in the page's order.
    pub phases: Vec<PhaseRow>,
}

/// `[source]`: the page that the table mirrors.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The page's title.
    pub title: Text,
    /// The page's address.
    pub url: Text,
    /// The day on which the page was read, `YYYY-MM-DD`.
    pub retrieved: Text,
}

/// An `[[action]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActionRow {
    /// Its name, in lower snake case.
    pub id: Text,
    /// What it asks for.
    pub summary: Text,
}

/// A `[[phase]]` with its codes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PhaseRow {
    /// Its wire text.
    pub status: Text,
    /// Its title on the page.
    pub title: Text,
    /// Its codes, in the page's order.
    pub codes: Vec<CodeRow>,
}

/// A `[[phase.code]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeRow {
    /// Its wire text.
    pub code: Text,
    /// The page's description.
    pub description: Text,
    /// The page's recommended action.
    pub recommended_action: Text,
    /// The ids of the actions it asks for, in the order of its wording.
    pub actions: Vec<Text>,
}

/// A value of the file, with its place. Dereferences to the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    value: String,
    place: Place,
}

impl Text {
    /// Where the value stands in the file.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.value
    }
}

impl Table {
    /// Reads the file at `path`; messages name it by that path.
    ///
    /// # Errors
    ///
    /// Every fault of the file: it cannot be read, is not UTF-8, or is no valid table.
    pub fn read(path: &Path) -> Result<Self, Faults> {
        let file = path.display().to_string();
        Self::parse(&file, &read(path)?)
    }

    /// Parses and validates the text of a file; messages name it `file`.
    ///
    /// A byte-order mark and CRLF line ends are read as if they were not there.
    ///
    /// # Errors
    ///
    /// Every fault of the text. A text that is not TOML is reported with all its syntax errors;
    /// what it says is judged once it can be read.
    pub fn parse(file: &str, text: &str) -> Result<Self, Faults> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader {
            lines: Lines::new(text),
            faults: Vec::new(),
        };
        let (root, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            let faults = errors.iter().map(|error| syntax(error, &reader.lines));
            return Err(Faults::new(file, faults.collect()));
        }
        let table = reader.table(root);
        validate(&table, &mut reader.faults);
        if reader.faults.is_empty() {
            Ok(table)
        } else {
            Err(Faults::new(file, reader.faults))
        }
    }
}

/// Reads a table's file as text, for [`generate`](super::generate) or [`Table::parse`].
///
/// ```
/// use std::path::Path;
/// use vkyc_status::codegen;
///
/// let faults = codegen::read(Path::new("no/such/statuses.toml")).unwrap_err();
/// assert!(faults.to_string().starts_with("no/such/statuses.toml: cannot be read: "));
/// ```
///
/// # Errors
///
/// One fault: the file cannot be read, or is not UTF-8.
pub fn read(path: &Path) -> Result<String, Faults> {
    let unreadable = |place: Option<Place>, problem, value: String, remedy| {
        let fault = Fault::new(FaultKind::Unreadable, place, problem, value, remedy);
        Faults::new(&path.display().to_string(), vec![fault])
    };
    let bytes = fs::read(path).map_err(|error| {
        let remedy = "check the path and its permissions";
        unreadable(None, "cannot be read", error.to_string(), remedy)
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let (valid, rest) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
        let valid = String::from_utf8_lossy(valid);
        let value = rest
            .first()
            .map_or(String::new(), |byte| format!("byte {byte:#04x}"));
        let place = Lines::new(&valid).place(valid.len());
        unreadable(Some(place), "not UTF-8", value, "save the file as UTF-8")
    })
}

fn syntax(error: &codegen_toml::de::Error, lines: &Lines<'_>) -> Fault {
    let start = error.span().map_or(0, |span| span.start);
    Fault::new(
        FaultKind::Syntax,
        lines.place(start),
        error.message(),
        lines.line(start),
        "correct the TOML",
    )
}

/// Walks a parsed file and collects the faults of its keys and types.
///
/// A text that is missing, of another type or blank is reported here and read as empty, so that
/// the rest of its row is still checked; `validate` passes over empty texts.
struct Reader<'a> {
    lines: Lines<'a>,
    faults: Vec<Fault>,
}

/// One table of the file while its keys are taken out.
struct Row<'a> {
    header: &'static str,
    /// Where it stands; `None` for one that is not there.
    start: Option<usize>,
    keys: DeTable<'a>,
}

impl<'a> Reader<'a> {
    fn table(&mut self, root: Spanned<DeTable<'a>>) -> Table {
        let mut root = Row {
            header: "the file",
            start: Some(root.span().start),
            keys: root.into_inner(),
        };
        let source = self.source(&mut root);
        let actions = self.rows(&mut root, "action", "[[action]]");
        let actions = actions.into_iter().map(|row| self.action(row)).collect();
        let phases = self.rows(&mut root, "phase", "[[phase]]");
        let phases = phases.into_iter().map(|row| self.phase(row)).collect();
        self.finish(root, "[source], [[action]] and [[phase]]");
        Table {
            source,
            actions,
            phases,
        }
    }

    fn source(&mut self, root: &mut Row<'a>) -> Source {
        let header = "[source]";
        let row = self.take(root, "source");
        let row = row.and_then(|value| self.row(value, header));
        let mut row = row.unwrap_or_else(|| Row::already_reported(header));
        let source = Source {
            title: self.text(&mut row, "title"),
            url: self.text(&mut row, "url"),
            retrieved: self.date(&mut row, "retrieved"),
        };
        self.finish(row, "title, url and retrieved");
        source
    }

    fn action(&mut self, mut row: Row<'a>) -> ActionRow {
        let action = ActionRow {
            id: self.text(&mut row, "id"),
            summary: self.text(&mut row, "summary"),
        };
        self.finish(row, "id and summary");
        action
    }

    fn phase(&mut self, mut row: Row<'a>) -> PhaseRow {
        let status = self.text(&mut row, "status");
        let title = self.text(&mut row, "title");
        let codes = self.rows(&mut row, "code", "[[phase.code]]");
        let codes = codes.into_iter().map(|row| self.code(row)).collect();
        self.finish(row, "status and title, and [[phase.code]] under it");
        PhaseRow {
            status,
            title,
            codes,
        }
    }

    fn code(&mut self, mut row: Row<'a>) -> CodeRow {
        let code = CodeRow {
            code: self.text(&mut row, "code"),
            description: self.text(&mut row, "description"),
            recommended_action: self.text(&mut row, "recommended_action"),
            actions: self.texts(&mut row, "actions"),
        };
        self.finish(row, "code, description, recommended_action and actions");
        code
    }

    /// The tables under `key`, which may be absent.
    fn rows(&mut self, row: &mut Row<'a>, key: &str, header: &'static str) -> Vec<Row<'a>> {
        let Some(value) = row.keys.remove(key) else {
            return Vec::new();
        };
        let span = value.span();
        let DeValue::Array(values) = value.into_inner() else {
            self.mistyped(&span, "not an array of tables", format!("write {header}"));
            return Vec::new();
        };
        let rows = values.into_iter();
        rows.filter_map(|value| self.row(value, header)).collect()
    }

    fn row(&mut self, value: Spanned<DeValue<'a>>, header: &'static str) -> Option<Row<'a>> {
        let span = value.span();
        if let DeValue::Table(keys) = value.into_inner() {
            return Some(Row {
                header,
                start: Some(span.start),
                keys,
            });
        }
        self.mistyped(&span, "not a table", format!("write it under {header}"));
        None
    }

    fn text(&mut self, row: &mut Row<'a>, key: &str) -> Text {
        let value = self.take(row, key);
        value.map_or_else(Text::already_reported, |value| self.string(key, value))
    }

    fn texts(&mut self, row: &mut Row<'a>, key: &str) -> Vec<Text> {
        let Some(value) = self.take(row, key) else {
            return Vec::new();
        };
        let span = value.span();
        let DeValue::Array(values) = value.into_inner() else {
            self.mistyped(
                &span,
                "not an array of strings",
                format!("write {key} = [\"…\"]"),
            );
            return Vec::new();
        };
        if values.is_empty() {
            let place = self.lines.place(span.start);
            let remedy = "list the ids of what its recommended action asks for";
            self.report(FaultKind::NoActions, place, "no actions", "[]", remedy);
        }
        let values = values.into_iter();
        values.map(|value| self.string(key, value)).collect()
    }

    fn string(&mut self, key: &str, value: Spanned<DeValue<'a>>) -> Text {
        let span = value.span();
        let place = self.lines.place(span.start);
        match value.into_inner() {
            DeValue::String(text) if text.trim().is_empty() => {
                let what = format!("{key} = {text:?}");
                self.report(
                    FaultKind::Text,
                    place,
                    "blank text",
                    what,
                    "fill it in, or remove it",
                );
                Text::already_reported()
            }
            DeValue::String(text) => Text {
                value: text.into_owned(),
                place,
            },
            _ => {
                self.mistyped(&span, "not a string", "put it in double quotes");
                Text::already_reported()
            }
        }
    }

    fn date(&mut self, row: &mut Row<'a>, key: &str) -> Text {
        let Some(value) = self.take(row, key) else {
            return Text::already_reported();
        };
        let span = value.span();
        let date = match value.get_ref() {
            DeValue::Datetime(when) if when.time.is_none() && when.offset.is_none() => when.date,
            _ => None,
        };
        let Some(date) = date else {
            let remedy = "write the day as YYYY-MM-DD, without quotes";
            self.mistyped(&span, "not a date", remedy);
            return Text::already_reported();
        };
        Text {
            value: date.to_string(),
            place: self.lines.place(span.start),
        }
    }

    /// The value of a key that must be there.
    fn take(&mut self, row: &mut Row<'a>, key: &str) -> Option<Spanned<DeValue<'a>>> {
        let value = row.keys.remove(key);
        if let (None, Some(start)) = (&value, row.start) {
            let place = self.lines.place(start);
            let remedy = format!("add it to {}", row.header);
            self.report(FaultKind::Key, place, "missing key", key, remedy);
        }
        value
    }

    /// Whatever is left in a row is no key of the format.
    fn finish(&mut self, row: Row<'a>, keys: &str) {
        for (key, _) in row.keys {
            let place = self.lines.place(key.span().start);
            let remedy = format!("the keys of {} are {keys}", row.header);
            self.report(FaultKind::Key, place, "unknown key", key.get_ref(), remedy);
        }
    }

    fn mistyped(&mut self, span: &Range<usize>, problem: &str, remedy: impl Display) {
        let value = self.lines.excerpt(span.start, span.end);
        let place = self.lines.place(span.start);
        self.report(FaultKind::Type, place, problem, value, remedy);
    }

    fn report(
        &mut self,
        kind: FaultKind,
        place: Place,
        problem: &str,
        value: impl Display,
        remedy: impl Display,
    ) {
        self.faults
            .push(Fault::new(kind, place, problem, value, remedy));
    }
}

impl Row<'_> {
    /// Stands in for a table that is not there: asking it for keys reports nothing more.
    fn already_reported(header: &'static str) -> Self {
        Row {
            header,
            start: None,
            keys: DeTable::new(),
        }
    }
}

impl Text {
    /// Stands in for a text that is not there; see [`Reader`].
    fn already_reported() -> Self {
        Text {
            value: String::new(),
            place: Place::START,
        }
    }
}
