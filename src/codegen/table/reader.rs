//! From a file's text to its [`Table`], with the faults of syntax, keys and types.

use std::fmt::Display;
use std::ops::Range;

use codegen_toml::Spanned;
use codegen_toml::de::{DeTable, DeValue};

use super::super::fault::{Fault, FaultKind, Lines, Place};
use super::{ActionRow, CodeRow, PhaseRow, Source, Table, Text};

/// The table, unless the text is not TOML, and every fault on the way.
pub(in crate::codegen) fn parse(text: &str) -> (Option<Table>, Vec<Fault>) {
    let lines = Lines::new(text);
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return (None, errors.iter().map(|error| syntax(error, &lines)).collect());
    }
    let mut reader = Reader { lines, faults: Vec::new() };
    (Some(reader.table(root)), reader.faults)
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
        let mut root =
            Row { header: "the file", start: Some(root.span().start), keys: root.into_inner() };
        let source = self.source(&mut root);
        let actions = self.rows(&mut root, "action", "[[action]]");
        let actions = actions.into_iter().map(|row| self.action(row)).collect();
        let phases = self.rows(&mut root, "phase", "[[phase]]");
        let phases = phases.into_iter().map(|row| self.phase(row)).collect();
        self.finish(root, "[source], [[action]] and [[phase]]");
        Table { source, actions, phases }
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
        let action =
            ActionRow { id: self.text(&mut row, "id"), summary: self.text(&mut row, "summary") };
        self.finish(row, "id and summary");
        action
    }

    fn phase(&mut self, mut row: Row<'a>) -> PhaseRow {
        let status = self.text(&mut row, "status");
        let title = self.text(&mut row, "title");
        let codes = self.rows(&mut row, "code", "[[phase.code]]");
        let codes = codes.into_iter().map(|row| self.code(row)).collect();
        self.finish(row, "status and title, and [[phase.code]] under it");
        PhaseRow { status, title, codes }
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
            return Some(Row { header, start: Some(span.start), keys });
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
            self.mistyped(&span, "not an array of strings", format!("write {key} = [\"…\"]"));
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
                self.report(FaultKind::Text, place, "blank text", what, "fill it in, or remove it");
                Text::already_reported()
            }
            DeValue::String(text) => Text { value: text.into_owned(), place },
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
        Text { value: date.to_string(), place: self.lines.place(span.start) }
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
        self.faults.push(Fault::new(kind, place, problem, value, remedy));
    }
}

impl Row<'_> {
    /// Stands in for a table that is not there: asking it for keys reports nothing more.
    fn already_reported(header: &'static str) -> Self {
        Row { header, start: None, keys: DeTable::new() }
    }
}

impl Text {
    /// Stands in for a text that is not there; see [`Reader`].
    fn already_reported() -> Self {
        Text { value: String::new(), place: Place::START }
    }
}
