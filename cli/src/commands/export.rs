//! `export`: the table in another format.

use std::fmt::Write as _;

use serde::{Serialize, Serializer};
use vkyc_status_codegen::text::escaped;
use vkyc_status_codegen::{CodeRow, Column, PhaseRow, ReadingRow, Table, Text};

use crate::args::{Export, ExportFormat};
use crate::input::Input;
use crate::page::headers;
use crate::{Exit, Result, output};

pub(crate) fn run(args: &Export) -> Result<Exit> {
    let input = Input::read(args.table.as_deref())?;
    output::print(&match args.format {
        ExportFormat::Json => output::json(&Object::new(&input.table)),
        ExportFormat::Csv => csv(&input.table)?,
        ExportFormat::Markdown => markdown(&input.table),
        ExportFormat::Toml => input.text,
    })?;
    Ok(Exit::Success)
}

#[derive(Serialize)]
struct Object<'a> {
    source: Source<'a>,
    actions: Vec<Reading<'a>>,
    outcomes: Vec<Reading<'a>>,
    phases: Vec<Phase<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    title: &'a str,
    url: &'a str,
    retrieved: &'a str,
}

#[derive(Serialize)]
struct Reading<'a> {
    id: &'a str,
    summary: &'a str,
}

#[derive(Serialize)]
struct Phase<'a> {
    status: &'a str,
    title: &'a str,
    retired: Option<&'a str>,
    codes: Vec<Code<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    #[serde(rename = "code")]
    name: &'a str,
    #[serde(flatten)]
    words: Words<'a>,
    actions: Vec<&'a str>,
    outcome: Option<&'a str>,
    retired: Option<&'a str>,
}

/// The page's words, a key for each column.
struct Words<'a>(&'a CodeRow);

impl Serialize for Words<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.words().map(|(column, text)| (column.key(), text.as_str())))
    }
}

impl<'a> Object<'a> {
    fn new(table: &'a Table) -> Self {
        let source = &table.source;
        Self {
            source: Source {
                title: source.title.as_str(),
                url: source.url.as_str(),
                retrieved: source.retrieved.as_str(),
            },
            actions: table.actions.iter().map(Reading::new).collect(),
            outcomes: table.outcomes.iter().map(Reading::new).collect(),
            phases: table.phases.iter().map(Phase::new).collect(),
        }
    }
}

impl<'a> Reading<'a> {
    fn new(row: &'a ReadingRow) -> Self {
        Self { id: row.id.as_str(), summary: row.summary.as_str() }
    }
}

impl<'a> Phase<'a> {
    fn new(row: &'a PhaseRow) -> Self {
        Self {
            status: row.status.as_str(),
            title: row.title.as_str(),
            retired: row.retired.as_ref().map(Text::as_str),
            codes: row.codes.iter().map(Code::new).collect(),
        }
    }
}

impl<'a> Code<'a> {
    fn new(row: &'a CodeRow) -> Self {
        Self {
            name: row.code.as_str(),
            words: Words(row),
            actions: row.actions.iter().map(Text::as_str).collect(),
            outcome: row.outcome.as_ref().map(Text::as_str),
            retired: row.retired.as_ref().map(Text::as_str),
        }
    }
}

/// A row for each code; its actions are in one cell, with blanks between.
fn csv(table: &Table) -> Result<String> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let columns = ["status", "title", "code"].into_iter().chain(Column::OF_CODES.map(Column::key));
    csv.write_record(columns.chain(["actions", "outcome", "retired"]))?;
    for (phase, row) in table.rows() {
        let code = Code::new(row);
        let actions = code.actions.join(" ");
        let names = [phase.status.as_str(), phase.title.as_str(), code.name];
        let words = row.words().map(|(_, text)| text.as_str());
        let readings =
            [&actions, code.outcome.unwrap_or_default(), code.retired.unwrap_or_default()];
        let cells = names.into_iter().chain(words).chain(readings);
        csv.write_record(cells.map(no_formula))?;
    }
    Ok(String::from_utf8(csv.into_inner()?)?)
}

/// A cell that no spreadsheet takes for a formula.
fn no_formula(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

/// What the page says, in its own columns.
fn markdown(table: &Table) -> String {
    let source = &table.source;
    let title = escaped(source.title.as_str());
    let mut out = format!("# {title}\n\nRead on {} from <{}>.\n", source.retrieved, source.url);
    for phase in table.phases.iter().filter(|phase| phase.retired.is_none()) {
        let _ = write!(out, "\n## `{}` – {}\n\n", phase.status, escaped(phase.title.as_str()));
        let headers = headers();
        let dashes = headers.map(|_| "---").join(" | ");
        let _ = writeln!(out, "| {} |\n| {dashes} |", headers.join(" | "));
        for row in phase.codes.iter().filter(|row| row.retired.is_none()) {
            let words = row.words().map(|(_, text)| escaped(text.as_str())).join(" | ");
            let _ = writeln!(out, "| `{}` | {words} |", row.code);
        }
    }
    out
}
