//! `lookup`: what a name of the table means.

use std::fmt::Write as _;
use std::process::ExitCode;

use vkyc_status_codegen::text::{nearest, shown};
use vkyc_status_codegen::{CodeRow, PhaseRow, ReadingRow, Table, Text};

use crate::args::Lookup;
use crate::input::Input;
use crate::{Result, output, shell};

pub(crate) fn run(args: &Lookup) -> Result<ExitCode> {
    let input = Input::read(args.table.as_deref())?;
    let meanings = args.texts.iter().map(|text| (text, meanings(&input.table, text)));
    let (known, unknown): (Vec<_>, Vec<_>) = meanings.partition(|(_, found)| !found.is_empty());
    let known: Vec<String> = known.into_iter().flat_map(|(_, meanings)| meanings).collect();
    if !known.is_empty() {
        output::report(&format!("{}\n{}\n", known.join("\n"), origin(&input)))?;
    }
    for (text, _) in &unknown {
        output::notice(&problem(&input, text));
    }
    Ok(if unknown.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Everything that `text` means, each in lines.
fn meanings(table: &Table, text: &str) -> Vec<String> {
    let name = normal(text);
    let is_named = |text: &Text| normal(text.as_str()) == name;
    let mut meanings = Vec::new();
    for row in table.phases.iter().filter(|row| is_named(&row.status)) {
        meanings.push(phase(row));
    }
    for (phase, row) in table.rows().filter(|(_, row)| is_named(&row.code)) {
        meanings.push(code(phase, row));
    }
    for row in table.actions.iter().filter(|row| is_named(&row.id)) {
        let is_of = |code: &&CodeRow| code.actions.iter().any(|id| id == row.id.as_str());
        meanings.push(reading("an action", row, table.codes().filter(is_of)));
    }
    for row in table.outcomes.iter().filter(|row| is_named(&row.id)) {
        let is_of = |code: &&CodeRow| code.outcome.iter().any(|id| id == row.id.as_str());
        meanings.push(reading("an outcome", row, table.codes().filter(is_of)));
    }
    meanings
}

/// A name however a person types it: `user proxy-detected`.
fn normal(text: &str) -> String {
    text.trim().to_ascii_uppercase().replace([' ', '-'], "_")
}

fn phase(row: &PhaseRow) -> String {
    let mut out = format!("{}: a phase\n  {}\n", row.status, row.title);
    write_retired(&mut out, row.retired.as_ref());
    write_codes(&mut out, row.codes.iter());
    out
}

fn code(phase: &PhaseRow, row: &CodeRow) -> String {
    let [(_, about), words @ ..] = row.words();
    let mut out = format!("{}: a status code of {}\n  {about}\n", row.code, phase.status);
    write_retired(&mut out, row.retired.as_ref());
    for (column, text) in words {
        let _ = writeln!(out, "  {}: {text}", column.name());
    }
    let actions: Vec<_> = row.actions.iter().map(Text::as_str).collect();
    let actions = if actions.is_empty() { TO_FILL_IN.to_owned() } else { actions.join(", ") };
    let outcome = row.outcome.as_ref().map_or(TO_FILL_IN, Text::as_str);
    let _ = writeln!(out, "  Actions: {actions}\n  Outcome: {outcome}");
    out
}

const TO_FILL_IN: &str = "(to be filled in)";

fn reading<'a>(kind: &str, row: &ReadingRow, codes: impl Iterator<Item = &'a CodeRow>) -> String {
    let mut out = format!("{}: {kind}\n  {}\n", row.id, row.summary);
    write_codes(&mut out, codes);
    out
}

fn write_retired(out: &mut String, day: Option<&Text>) {
    if let Some(day) = day {
        let _ = writeln!(out, "  Retired: not on the page since {day}");
    }
}

fn write_codes<'a>(out: &mut String, codes: impl Iterator<Item = &'a CodeRow>) {
    out.push_str("  Status codes:\n");
    for row in codes {
        let retired = row.retired.as_ref().map(|day| format!(" (retired on {day})"));
        let _ = writeln!(out, "    {}{}", row.code, retired.unwrap_or_default());
    }
}

/// Which table was looked in.
fn origin(input: &Input) -> String {
    let table = match &input.file {
        Some(file) => shown(file),
        None => format!("the compiled-in table of vkyc-status {}", env!("CARGO_PKG_VERSION")),
    };
    format!("({table}, read from the page on {})", input.table.source.retrieved)
}

/// Why `text` means nothing, and what the person may have meant.
fn problem(input: &Input, text: &str) -> String {
    let table = &input.table;
    if normal(text) == "INITIATED" && table.source.url == vkyc_status::SOURCE_URL {
        return "\"INITIATED\" is not in the table: the response of the initiate call has it as its \
                status, with the status code LINK_GENERATED, but the page does not list it"
            .to_owned();
    }
    let phases = table.phases.iter().map(|row| &row.status);
    let readings = table.actions.iter().chain(&table.outcomes).map(|row| &row.id);
    let known: Vec<(String, &str)> = phases
        .chain(table.codes().map(|row| &row.code))
        .chain(readings)
        .map(|text| (normal(text.as_str()), text.as_str()))
        .collect();
    let near = nearest(&normal(text), known.iter().map(|(name, _)| name.as_str()));
    let near = near.and_then(|near| known.iter().find(|(name, _)| name == near));
    let hint = if let Some((_, name)) = near {
        format!("did you mean {name}?")
    } else {
        let table = input.file.iter().flat_map(|file| ["--table", file]);
        let arguments: Vec<&str> = ["export"].into_iter().chain(table).collect();
        format!("`{}` lists all names", shell::command(&arguments))
    };
    format!("{text:?} is not a phase, status code, action or outcome of the table; {hint}")
}
