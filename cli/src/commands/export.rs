//! `export`: the table in another format.

use std::fmt::Write as _;

use serde_json::{Value, json};
use vkyc_status_codegen::text::escaped;
use vkyc_status_codegen::{CodeRow, LabelRow, Table, Text};

use crate::args::{Export, ExportFormat};
use crate::input::Input;
use crate::{Result, output};

pub(crate) fn run(args: &Export) -> Result<()> {
    let input = Input::read(args.table.as_deref())?;
    output::print(&match args.format {
        ExportFormat::Json => output::json(&object(&input.table)),
        ExportFormat::Csv => csv(&input.table)?,
        ExportFormat::Markdown => markdown(&input.table),
        ExportFormat::Toml => input.text,
    })?;
    Ok(())
}

/// Everything but `[[accepted]]`, in the order of the table.
fn object(table: &Table) -> Value {
    let source = &table.source;
    let columns = table.columns.iter().map(|row| {
        json!({ "name": *row.name, "header": row.header.as_deref(), "doc": row.doc.as_deref() })
    });
    let label = |row: &LabelRow| json!({ "id": *row.id, "summary": *row.summary });
    let phases = table.phases.iter().map(|row| {
        json!({
            "status": *row.status,
            "title": *row.title,
            "retired": row.retired.as_deref(),
            "codes": row.codes.iter().map(|row| code(table, row)).collect::<Value>(),
        })
    });
    let pairs = table
        .pairs
        .iter()
        .map(|row| json!({ "status": *row.status, "code": *row.code, "reason": *row.reason }));
    json!({
        "source": { "title": *source.title, "url": *source.url, "retrieved": *source.retrieved },
        "columns": columns.collect::<Value>(),
        "actions": table.actions.iter().map(label).collect::<Value>(),
        "outcomes": table.outcomes.iter().map(label).collect::<Value>(),
        "phases": phases.collect::<Value>(),
        "pairs": pairs.collect::<Value>(),
    })
}

fn code(table: &Table, row: &CodeRow) -> Value {
    let texts = row.texts.iter().map(|text| json!(text.as_deref()));
    let texts = table.texts().iter().map(|column| &*column.name).zip(texts);
    let actions = row.actions.iter().map(|id| &**id).collect::<Value>();
    let (outcome, retired) = (json!(row.outcome.as_deref()), json!(row.retired.as_deref()));
    let keys = [("code", json!(*row.code))].into_iter().chain(texts);
    keys.chain([("actions", actions), ("outcome", outcome), ("retired", retired)]).collect()
}

/// A row for each code; its actions are in one cell, with blanks between.
fn csv(table: &Table) -> Result<String> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let columns = table.columns.iter().map(|column| &*column.name);
    let header = ["status", "title"].into_iter().chain(columns);
    csv.write_record(header.chain(["actions", "outcome", "retired"]))?;
    for (phase, row) in table.rows() {
        let names = [&*phase.status, &*phase.title, &*row.code];
        let texts = row.texts.iter().map(|text| cell(text.as_ref()));
        let actions = row.actions.iter().map(|id| &**id).collect::<Vec<_>>().join(" ");
        let cells = names.into_iter().chain(texts);
        let cells =
            cells.chain([&*actions, cell(row.outcome.as_ref()), cell(row.retired.as_ref())]);
        csv.write_record(cells.map(no_formula))?;
    }
    Ok(String::from_utf8(csv.into_inner()?)?)
}

fn cell(text: Option<&Text>) -> &str {
    text.map(|text| &**text).unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula.
fn no_formula(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

/// What the page says, in its own columns.
fn markdown(table: &Table) -> String {
    let source = &table.source;
    let title = escaped(&source.title);
    let mut out = format!("# {title}\n\nRead on {} from <{}>.\n", source.retrieved, source.url);
    let headers = table.columns.iter().filter_map(|column| column.header.as_deref());
    let headers: Vec<_> = headers.map(escaped).collect();
    let dashes = vec!["---"; headers.len()];
    for phase in table.phases.iter().filter(|phase| phase.retired.is_none()) {
        let _ = write!(out, "\n## `{}` – {}\n\n", phase.status, escaped(&phase.title));
        let _ = writeln!(out, "| {} |\n| {} |", headers.join(" | "), dashes.join(" | "));
        for row in phase.codes.iter().filter(|row| row.retired.is_none()) {
            let _ = write!(out, "| `{}` |", row.code);
            let texts = table.texts().iter().zip(&row.texts);
            for (_, text) in texts.filter(|(column, _)| column.header.is_some()) {
                let _ = write!(out, " {} |", escaped(cell(text.as_ref())));
            }
            out.push('\n');
        }
    }
    out
}
