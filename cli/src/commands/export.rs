//! `export`: the table in another format.

use std::fmt::Write as _;

use vkyc_status_codegen::text::escaped;
use vkyc_status_codegen::{Column, Table, Text};

use crate::args::{Export, ExportFormat};
use crate::input::Input;
use crate::page::headers;
use crate::{Result, output};

pub(crate) fn run(args: &Export) -> Result<()> {
    let input = Input::read(args.table.as_deref())?;
    output::print(&match args.format {
        ExportFormat::Json => output::json(&input.table),
        ExportFormat::Csv => csv(&input.table)?,
        ExportFormat::Markdown => markdown(&input.table),
        ExportFormat::Toml => input.text,
    })?;
    Ok(())
}

/// A row for each code; its actions are in one cell, with blanks between.
fn csv(table: &Table) -> Result<String> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let columns = ["status", "title", "code"].into_iter().chain(Column::OF_CODES.map(Column::key));
    csv.write_record(columns.chain(["actions", "outcome", "retired"]))?;
    for (phase, row) in table.rows() {
        let names = [&phase.status, &phase.title, &row.code];
        let words = row.words().map(|(_, text)| text);
        let actions = row.actions.iter().map(Text::as_str).collect::<Vec<_>>().join(" ");
        let [outcome, retired] =
            [&row.outcome, &row.retired].map(|text| text.as_ref().map_or("", Text::as_str));
        let texts = names.into_iter().chain(words).map(Text::as_str);
        let cells = texts.chain([&*actions, outcome, retired]);
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
