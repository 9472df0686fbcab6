//! A text and the table come in; what the phase, code or action of that name means goes out, or the
//! names that are nearest to it.

use std::fmt::Write as _;

use vkyc_status_codegen::text;
use vkyc_status_codegen::{CodeRow, PhaseRow, ReadingRow, Table};

/// What `text` means, in lines, or that it means nothing.
pub(crate) fn find(table: &Table, text: &str) -> Result<String, String> {
    let name = normal(text);
    let mut out = String::new();
    for phase in &table.phases {
        if normal(phase.status.as_str()) == name {
            write_phase(&mut out, phase);
        }
        for code in phase.codes.iter().filter(|code| normal(code.code.as_str()) == name) {
            write_code(&mut out, phase, code);
        }
    }
    for action in table.actions.iter().filter(|action| normal(action.id.as_str()) == name) {
        write_action(&mut out, table, action);
    }
    if out.is_empty() { Err(unknown(table, text)) } else { Ok(out) }
}

/// A name however a person types it: `user proxy-detected`.
fn normal(text: &str) -> String {
    text.trim().to_ascii_uppercase().replace([' ', '-'], "_")
}

fn write_phase(out: &mut String, phase: &PhaseRow) {
    let _ = writeln!(out, "{}: a phase\n  {}", phase.status.as_str(), phase.title.as_str());
    write_codes(out, phase.codes.iter());
}

fn write_code(out: &mut String, phase: &PhaseRow, code: &CodeRow) {
    let actions: Vec<&str> = code.actions.iter().map(vkyc_status_codegen::Text::as_str).collect();
    let _ = writeln!(out, "{}: a status code of {}", code.code.as_str(), phase.status.as_str());
    let _ = writeln!(out, "  {}", code.description.as_str());
    let _ = writeln!(out, "  Recommended action: {}", code.recommended_action.as_str());
    let _ = writeln!(out, "  Actions: {}", actions.join(", "));
}

fn write_action(out: &mut String, table: &Table, action: &ReadingRow) {
    let codes = table.phases.iter().flat_map(|phase| &phase.codes);
    let _ = writeln!(out, "{}: an action\n  {}", action.id.as_str(), action.summary.as_str());
    write_codes(out, codes.filter(|code| code.actions.iter().any(|id| *id == action.id)));
}

fn write_codes<'a>(out: &mut String, codes: impl Iterator<Item = &'a CodeRow>) {
    out.push_str("  Status codes:\n");
    for code in codes {
        let _ = writeln!(out, "    {}", code.code.as_str());
    }
}

fn unknown(table: &Table, text: &str) -> String {
    let nearest = nearest(table, &normal(text));
    let hint = match nearest.as_slice() {
        [] => "no name is like it; `vkyc-status export` lists them all".to_owned(),
        names => format!("did you mean {}?", names.join(" or ")),
    };
    format!("{text:?} is no phase, status code or action of the table; {hint}")
}

/// The names most like `name`, at most three, the nearest first.
fn nearest<'a>(table: &'a Table, name: &str) -> Vec<&'a str> {
    let phases = table.phases.iter().map(|phase| phase.status.as_str());
    let codes = table.phases.iter().flat_map(|phase| &phase.codes).map(|code| code.code.as_str());
    let names = phases.chain(codes).chain(table.actions.iter().map(|action| action.id.as_str()));
    text::nearest(name, names).into_iter().collect()
}
