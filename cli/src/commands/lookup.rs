//! `lookup`: what a name of the table means, or which names and texts have some words in them.

use std::fmt::Write as _;
use std::process::ExitCode;

use vkyc_status_codegen::text::{nearest, shown};
use vkyc_status_codegen::{CodeRow, LabelRow, PairRow, PhaseRow, Table, Text};

use crate::args::Lookup;
use crate::input::Input;
use crate::{Result, output, shell};

pub(crate) fn run(args: &Lookup) -> Result<ExitCode> {
    let input = Input::read(args.table.as_deref())?;
    if args.texts.is_empty() {
        output::report(&format!("{}\n{}\n", overview(&input.table), origin(&input)))?;
        return Ok(ExitCode::SUCCESS);
    }
    let entries = entries(&input.table);
    let (mut known, mut unknown) = (String::new(), Vec::new());
    for text in &args.texts {
        let found = find(&entries, text);
        if found.is_empty() {
            unknown.push(problem(&input, &entries, text));
        }
        known.extend(found.iter().map(|entry| format!("{}\n", entry.meaning)));
    }
    if !known.is_empty() {
        output::report(&format!("{known}{}\n", origin(&input)))?;
    }
    for problem in &unknown {
        output::notice(problem);
    }
    Ok(if unknown.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Something that can be found by its names or its texts.
struct Entry<'t> {
    names: Vec<&'t str>,
    texts: Vec<&'t str>,
    /// What it means, in lines.
    meaning: String,
}

/// The entries with this name, or else those that contain the text.
fn find<'e, 't>(entries: &'e [Entry<'t>], text: &str) -> Vec<&'e Entry<'t>> {
    let (name, words) = (normal(text), text.trim().to_lowercase());
    let is_named = |entry: &&Entry<'_>| entry.names.iter().any(|other| normal(other) == name);
    let named: Vec<_> = entries.iter().filter(is_named).collect();
    if !named.is_empty() || words.is_empty() {
        return named;
    }
    let contains = |entry: &&Entry<'_>| {
        entry.names.iter().any(|other| normal(other).contains(&name))
            || entry.texts.iter().any(|text| text.to_lowercase().contains(&words))
    };
    entries.iter().filter(contains).collect()
}

/// A name however a person types it: `user proxy-detected`.
fn normal(text: &str) -> String {
    text.trim().to_ascii_uppercase().replace([' ', '-'], "_")
}

fn entries(table: &Table) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    entries.extend(table.phases.iter().map(of_phase));
    entries.extend(table.rows().map(|(phase, row)| of_code(table, phase, row)));
    for row in &table.actions {
        let is_of = |code: &&CodeRow| code.actions.iter().any(|id| *id == *row.id);
        entries.push(of_label("an action", row, table.codes().filter(is_of)));
    }
    for row in &table.outcomes {
        let is_of = |code: &&CodeRow| code.outcome.iter().any(|id| *id == *row.id);
        entries.push(of_label("an outcome", row, table.codes().filter(is_of)));
    }
    entries.extend(table.pairs.iter().map(of_pair));
    entries
}

fn of_phase(row: &PhaseRow) -> Entry<'_> {
    let mut meaning = format!("{}: a phase\n  {}\n", row.status, row.title);
    write_retired(&mut meaning, row.retired.as_ref());
    write_codes(&mut meaning, row.codes.iter());
    Entry { names: vec![&row.status], texts: vec![&row.title], meaning }
}

fn of_code<'t>(table: &Table, phase: &PhaseRow, row: &'t CodeRow) -> Entry<'t> {
    let mut meaning = format!("{}: a status code of {}\n", row.code, phase.status);
    write_retired(&mut meaning, row.retired.as_ref());
    let mut add = |name: &str, text: &str| {
        let text = if text.is_empty() { "(to be filled in)" } else { text };
        let name = name[..1].to_ascii_uppercase() + &name[1..].replace('_', " ");
        let _ = writeln!(meaning, "  {name}: {text}");
    };
    for (column, text) in table.texts().iter().zip(&row.texts) {
        if text.is_some() || row.retired.is_none() {
            add(&column.name, text.as_deref().unwrap_or_default());
        }
    }
    if !table.actions.is_empty() {
        let actions: Vec<_> = row.actions.iter().map(|id| &**id).collect();
        add("actions", &actions.join(", "));
    }
    if !table.outcomes.is_empty() {
        add("outcome", row.outcome.as_deref().unwrap_or_default());
    }
    let texts = row.texts.iter().flatten().map(|text| &**text).collect();
    Entry { names: vec![&row.code], texts, meaning }
}

fn of_label<'t>(
    kind: &str,
    row: &'t LabelRow,
    codes: impl Iterator<Item = &'t CodeRow>,
) -> Entry<'t> {
    let mut meaning = format!("{}: {kind}\n  {}\n", row.id, row.summary);
    write_codes(&mut meaning, codes);
    Entry { names: vec![&row.id], texts: vec![&row.summary], meaning }
}

fn of_pair(row: &PairRow) -> Entry<'_> {
    let PairRow { status, code, reason } = row;
    let meaning = format!("{status} with {code}: a pair that the page does not list\n  {reason}\n");
    Entry { names: vec![status, code], texts: vec![reason], meaning }
}

fn write_retired(out: &mut String, day: Option<&Text>) {
    if let Some(day) = day {
        let _ = writeln!(out, "  Retired: not on the page since {day}");
    }
}

fn write_codes<'a>(out: &mut String, codes: impl Iterator<Item = &'a CodeRow>) {
    out.push_str("  Status codes:\n");
    for row in codes {
        let _ = writeln!(out, "    {}{}", row.code, retired(row.retired.as_ref()));
    }
}

fn retired(day: Option<&Text>) -> String {
    day.map(|day| format!(" (retired on {day})")).unwrap_or_default()
}

/// Everything in the table, in a line each.
fn overview(table: &Table) -> String {
    let width = table.codes().map(|row| row.code.len()).max().unwrap_or_default();
    let mut out = String::new();
    for phase in &table.phases {
        let day = retired(phase.retired.as_ref());
        let _ = writeln!(out, "{}: {}{day}", phase.status, phase.title);
        for row in &phase.codes {
            let text = row.texts.iter().flatten().next().map_or("", |text| &**text);
            let line = format!("  {:width$}  {text}{}", row.code, retired(row.retired.as_ref()));
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
    for (heading, rows) in [("Actions", &table.actions), ("Outcomes", &table.outcomes)] {
        let ids: Vec<_> = rows.iter().map(|row| &*row.id).collect();
        if !ids.is_empty() {
            let _ = writeln!(out, "{heading}: {}", ids.join(", "));
        }
    }
    let pairs: Vec<_> =
        table.pairs.iter().map(|pair| format!("{} with {}", pair.status, pair.code)).collect();
    if !pairs.is_empty() {
        let _ = writeln!(out, "Pairs that the page does not list: {}", pairs.join(", "));
    }
    out
}

/// Which table was looked in.
fn origin(input: &Input) -> String {
    let table = match &input.file {
        Some(file) => shown(file),
        None => format!("the compiled-in table of vkyc-status {}", env!("CARGO_PKG_VERSION")),
    };
    format!("({table}, read from the page on {})", input.table.source.retrieved)
}

/// Why nothing was found, and what the person may have meant.
fn problem(input: &Input, entries: &[Entry<'_>], text: &str) -> String {
    let names = entries.iter().flat_map(|entry| &entry.names);
    let names: Vec<_> = names.map(|name| (normal(name), *name)).collect();
    let near = nearest(&normal(text), names.iter().map(|(name, _)| name.as_str()));
    let near = near.and_then(|near| names.iter().find(|(name, _)| name == near));
    let hint = if let Some((_, name)) = near {
        format!("did you mean {name}?")
    } else {
        let table = input.file.iter().flat_map(|file| ["--table", file]);
        let arguments: Vec<&str> = ["lookup"].into_iter().chain(table).collect();
        format!("`{}` lists everything", shell::command(&arguments))
    };
    format!("nothing in the table is named {text:?} or contains it; {hint}")
}
