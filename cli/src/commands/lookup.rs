//! `lookup`: what a name of the table means, or which names and texts have some words in them.

use std::fmt::Write as _;
use std::process::ExitCode;

use vkyc_status_codegen::text::{nearest, shown, title};
use vkyc_status_codegen::{CodeRow, PairRow, PhaseRow, Table, Text};

use crate::args::Lookup;
use crate::compare::label_keys;
use crate::input::Input;
use crate::{Result, output, shell};

pub(crate) fn run(args: &Lookup) -> Result<ExitCode> {
    let input = Input::read(args.table.as_deref())?;
    let entries = entries(&input.table);
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for text in &args.texts {
        let mut found = find(&entries, text);
        if found.is_empty() {
            let (problem, related) = problem(&input, &entries, text);
            unknown.push(problem);
            found = related;
        }
        known.extend(found.iter().map(|entry| &*entry.meaning));
    }
    let overview = overview(&entries);
    if args.texts.is_empty() {
        known.push(&overview);
    }
    for problem in &unknown {
        output::notice(problem);
    }
    if !known.is_empty() {
        output::report(&format!("{}\n{}\n", known.join("\n"), origin(&input)))?;
    }
    Ok(if unknown.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Something of the table.
struct Entry<'t> {
    names: Vec<&'t str>,
    /// The phase and the code, if it is a documented pair.
    pair: Option<[&'t str; 2]>,
    texts: Vec<&'t str>,
    /// What it is listed under; a phase is a group itself.
    group: Option<String>,
    /// The day on which it was retired, if it was.
    retired: String,
    /// What it means, in lines.
    meaning: String,
}

/// The entries with this name, or that are this pair, or else those that contain the text.
fn find<'e, 't>(entries: &'e [Entry<'t>], text: &str) -> Vec<&'e Entry<'t>> {
    let (name, words) = (normal(text), text.trim().to_lowercase());
    let named = named(entries, text);
    if !named.is_empty() || words.is_empty() {
        return named;
    }
    let contains = |entry: &&Entry<'_>| {
        entry.names.iter().any(|other| normal(other).contains(&name))
            || entry.texts.iter().any(|text| text.to_lowercase().contains(&words))
    };
    entries.iter().filter(contains).collect()
}

/// The entries with this name; `PHASE/CODE`, as logs have it, is a pair.
fn named<'e, 't>(entries: &'e [Entry<'t>], text: &str) -> Vec<&'e Entry<'t>> {
    let is_named = |entry: &&Entry<'_>| match text.split_once('/') {
        Some((phase, code)) => {
            entry.pair.is_some_and(|pair| pair.map(normal) == [normal(phase), normal(code)])
        }
        None => entry.names.iter().any(|name| normal(name) == normal(text)),
    };
    entries.iter().filter(is_named).collect()
}

/// A name however a person types it: `user proxy-detected`.
fn normal(text: &str) -> String {
    text.trim().to_ascii_uppercase().replace([' ', '-'], "_")
}

/// Everything in the table, in its order.
fn entries(table: &Table) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    for phase in &table.phases {
        let names = [&phase.status, &phase.title];
        entries.push(of_group("a phase", None, names, phase.retired.as_ref(), phase.codes.iter()));
        entries.extend(phase.codes.iter().map(|row| of_code(table, phase, row)));
    }
    entries.extend(table.actions.iter().map(|row| {
        let codes = table.codes().filter(|code| code.actions.iter().any(|id| *id == *row.id));
        of_group("an action", Some("Actions"), [&row.id, &row.summary], None, codes)
    }));
    entries.extend(table.outcomes.iter().map(|row| {
        let codes = table.codes().filter(|code| code.outcome.iter().any(|id| *id == *row.id));
        of_group("an outcome", Some("Outcomes"), [&row.id, &row.summary], None, codes)
    }));
    entries.extend(table.pairs.iter().map(of_pair));
    entries
}

/// What codes belong to: a phase, or a label that is listed under `group`.
fn of_group<'t>(
    kind: &str,
    group: Option<&str>,
    [name, text]: [&'t Text; 2],
    day: Option<&Text>,
    codes: impl Iterator<Item = &'t CodeRow>,
) -> Entry<'t> {
    let day = retired(day);
    let mut meaning = format!("{name}: {kind}{day}\n  {text}\n  Status codes:\n");
    for row in codes {
        let _ = writeln!(meaning, "    {}{}", row.code, retired(row.retired.as_ref()));
    }
    let (names, texts, group) = (vec![&**name], vec![&**text], group.map(str::to_owned));
    Entry { names, pair: None, texts, group, retired: day, meaning }
}

fn of_code<'t>(table: &Table, phase: &'t PhaseRow, row: &'t CodeRow) -> Entry<'t> {
    let actions = row.actions.iter().map(|id| &**id).collect::<Vec<_>>().join(", ");
    let outcome = row.outcome.as_deref().unwrap_or_default();
    let texts = row.texts.iter().map(|text| text.as_deref().unwrap_or_default());
    let keys = table.texts().iter().map(|column| &*column.name).zip(texts);
    let labels = [("actions", &*actions), ("outcome", outcome)].into_iter();
    let labels = labels.filter(|(key, _)| label_keys(table).contains(key));
    let retired = retired(row.retired.as_ref());
    let mut meaning = format!("{}: a status code of {}{retired}\n", row.code, phase.status);
    // A retired code may lack texts.
    let is_shown = |(_, text): &(&str, &str)| !text.is_empty() || row.retired.is_none();
    for (key, text) in keys.chain(labels).filter(is_shown) {
        let text = if text.is_empty() { "(to be filled in)" } else { text };
        let _ = writeln!(meaning, "  {}: {text}", title(key));
    }
    let texts = row.texts.iter().flatten().map(|text| &**text).collect();
    let group = Some(format!("{}: {}", phase.status, phase.title));
    let pair = Some([&*phase.status, &*row.code]);
    Entry { names: vec![&row.code], pair, texts, group, retired, meaning }
}

fn of_pair(row: &PairRow) -> Entry<'_> {
    let PairRow { status, code, reason } = row;
    let meaning = format!(
        "{status} with {code}: a pair that is documented elsewhere, not on the page\n  {reason}\n"
    );
    let (pair, texts) = ([&**status, &**code], vec![&**reason]);
    let group = Some("Pairs that are not on the page".to_owned());
    Entry { names: pair.to_vec(), pair: Some(pair), texts, group, retired: String::new(), meaning }
}

fn retired(day: Option<&Text>) -> String {
    day.map(|day| format!(" (retired on {day})")).unwrap_or_default()
}

/// Each entry in a line, with its first text.
fn overview(entries: &[Entry<'_>]) -> String {
    let (mut out, mut last) = (String::new(), None);
    let width = entries.iter().map(|entry| entry.names[0].len()).max().unwrap_or_default();
    for Entry { names, texts, group, retired, .. } in entries {
        let Some(group) = group else { continue };
        if last.replace(group) != Some(group) {
            let _ = writeln!(out, "{group}");
        }
        let text = texts.first().copied().unwrap_or_default();
        let _ = writeln!(out, "  {:width$}  {text}{retired}", names.join(" with "));
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

/// Why nothing was found, and the entries that may help.
fn problem<'e, 't>(
    input: &Input,
    entries: &'e [Entry<'t>],
    text: &str,
) -> (String, Vec<&'e Entry<'t>>) {
    let Some((phase, code)) = text.split_once('/') else {
        let names = entries.iter().flat_map(|entry| &entry.names).copied();
        let hint = hint(input, names, text);
        let problem = format!("nothing in the table is named {text:?} or contains it; {hint}");
        return (problem, Vec::new());
    };
    let related = named(entries, code);
    let mut pairs = related.iter().filter_map(|entry| entry.pair);
    let (why, related) =
        if let Some([home, name]) = pairs.find(|[_, name]| normal(name) == normal(code)) {
            (format!("the table lists {name} under {home}"), related)
        } else {
            let codes = entries.iter().filter_map(|entry| entry.pair).map(|[_, name]| name);
            let hint = hint(input, codes, code);
            (format!("no code of the table is named {code:?}; {hint}"), named(entries, phase))
        };
    (format!("{text} is not a documented pair: {why}"), related)
}

/// What the person may have meant by a name, or how to find out.
fn hint<'t>(input: &Input, names: impl Iterator<Item = &'t str>, text: &str) -> String {
    let names: Vec<_> = names.map(|name| (normal(name), name)).collect();
    let near = nearest(&normal(text), names.iter().map(|(name, _)| name.as_str()));
    let near = near.and_then(|near| names.iter().find(|(name, _)| name == near));
    if let Some((_, name)) = near {
        format!("did you mean {name}?")
    } else {
        let table = input.file.iter().flat_map(|file| ["--table", file]);
        let arguments: Vec<&str> = ["lookup"].into_iter().chain(table).collect();
        format!("`{}` lists everything", shell::command(&arguments))
    }
}
