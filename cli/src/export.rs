//! The table comes in, the same table as JSON, CSV or Markdown goes out.

use std::fmt::Write as _;

use serde::Serialize;
use vkyc_status_codegen::{CodeRow, Table};

use crate::args::ExportFormat;
use vkyc_status_codegen::text::escaped as escape;

pub(crate) fn write(table: &Table, format: ExportFormat) -> String {
    match format {
        ExportFormat::Json => json(table),
        ExportFormat::Csv => csv(table),
        ExportFormat::Markdown => markdown(table),
    }
}

#[derive(Serialize)]
struct Object<'a> {
    source: Source<'a>,
    actions: Vec<Action<'a>>,
    phases: Vec<Phase<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    title: &'a str,
    url: &'a str,
    retrieved: &'a str,
}

#[derive(Serialize)]
struct Action<'a> {
    id: &'a str,
    summary: &'a str,
}

#[derive(Serialize)]
struct Phase<'a> {
    status: &'a str,
    title: &'a str,
    codes: Vec<Code<'a>>,
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names, reason = "the keys of the table")]
struct Code<'a> {
    code: &'a str,
    description: &'a str,
    recommended_action: &'a str,
    actions: Vec<&'a str>,
}

fn json(table: &Table) -> String {
    let source = &table.source;
    let source = Source {
        title: source.title.as_str(),
        url: source.url.as_str(),
        retrieved: source.retrieved.as_str(),
    };
    let actions = table.actions.iter();
    let actions =
        actions.map(|row| Action { id: row.id.as_str(), summary: row.summary.as_str() }).collect();
    let phases = table.phases.iter().map(|row| Phase {
        status: row.status.as_str(),
        title: row.title.as_str(),
        codes: row.codes.iter().map(code).collect(),
    });
    let object = Object { source, actions, phases: phases.collect() };
    // Strings and lists always serialize.
    serde_json::to_string_pretty(&object).unwrap_or_default() + "\n"
}

fn code(row: &CodeRow) -> Code<'_> {
    Code {
        code: row.code.as_str(),
        description: row.description.as_str(),
        recommended_action: row.recommended_action.as_str(),
        actions: actions(row),
    }
}

fn actions(row: &CodeRow) -> Vec<&str> {
    row.actions.iter().map(vkyc_status_codegen::Text::as_str).collect()
}

/// A row a code; its actions stand in one field, with blanks between.
fn csv(table: &Table) -> String {
    let mut out = "status,title,code,description,recommended_action,actions\n".to_owned();
    for phase in &table.phases {
        for row in &phase.codes {
            let actions = actions(row).join(" ");
            let fields: [&str; 6] = [
                phase.status.as_str(),
                phase.title.as_str(),
                row.code.as_str(),
                row.description.as_str(),
                row.recommended_action.as_str(),
                &actions,
            ];
            let fields = fields.map(field);
            let _ = writeln!(out, "{}", fields.join(","));
        }
    }
    out
}

fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn markdown(table: &Table) -> String {
    let source = &table.source;
    let mut out = format!(
        "# {}\n\nRead on {} from <{}>.\n",
        escape(source.title.as_str()),
        source.retrieved.as_str(),
        source.url.as_str()
    );
    for phase in &table.phases {
        let _ =
            write!(out, "\n## `{}` – {}\n\n", phase.status.as_str(), escape(phase.title.as_str()));
        out.push_str("| Status code | Description | Recommended action |\n| --- | --- | --- |\n");
        for row in &phase.codes {
            let (description, action) =
                (escape(row.description.as_str()), escape(row.recommended_action.as_str()));
            let _ = writeln!(out, "| `{}` | {description} | {action} |", row.code.as_str());
        }
    }
    out
}
