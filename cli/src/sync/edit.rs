//! The text of the TOML and the page come in, the edited text goes out.

use std::collections::{HashMap, HashSet};

use toml_edit::{Array, ArrayOfTables, Date, Datetime, DocumentMut, Item, Table, Value, value};
use vkyc_status_codegen::text::folded as fold;

use crate::drift::merge;
use crate::page::{Code, Page, Phase};

type Result<T> = std::result::Result<T, String>;

pub(super) fn update(toml: &str, page: &Page, day: Date) -> Result<String> {
    let (mark, toml) = match toml.strip_prefix('\u{feff}') {
        Some(toml) => ("\u{feff}", toml),
        None => ("", toml),
    };
    let mut document: DocumentMut = toml.parse().map_err(|e| format!("is not TOML: {e}"))?;
    let source = document.get_mut("source").and_then(Item::as_table_like_mut);
    if let Some(retrieved) = source.and_then(|source| source.get_mut("retrieved")) {
        set(retrieved, Datetime { date: Some(day), time: None, offset: None }.into());
    }
    let phases = tables(document.get_mut("phase"), "[[phase]]")?;
    let mut detached = detach(phases, page)?;
    place_phases(phases, page);
    let on_page: HashMap<&str, &Phase> =
        page.phases.iter().map(|p| (p.status.as_str(), p)).collect();
    for table in phases.iter_mut() {
        if let Some(phase) = on_page.get(&*text(table, "status")) {
            take_over_phase(table, phase, &mut detached)?;
        }
    }
    drop_unused_actions(&mut document)?;
    let text = document.to_string();
    // The editor writes new lines, and those after values, without a carriage return.
    let is_windows =
        toml.contains("\r\n") && toml.matches('\n').count() == toml.matches("\r\n").count();
    let text = if is_windows { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text };
    Ok(format!("{mark}{text}"))
}

/// Takes out the phases that the page lacks, and the codes that it has elsewhere or nowhere.
fn detach(phases: &mut ArrayOfTables, page: &Page) -> Result<HashMap<String, Table>> {
    let codes = page
        .phases
        .iter()
        .flat_map(|p| p.codes.iter().map(|c| (c.code.as_str(), p.status.as_str())));
    let home: HashMap<&str, &str> = codes.collect();
    let mut detached = HashMap::new();
    for phase in phases.iter_mut() {
        let status = text(phase, "status");
        let codes = tables(phase.get_mut("code"), "[[phase.code]]")?;
        let is_home = |code: &Table| home.get(&*text(code, "code")).is_some_and(|p| *p == status);
        let (stay, leave): (Vec<_>, Vec<_>) = std::mem::take(codes).into_iter().partition(is_home);
        codes.extend(stay);
        detached.extend(leave.into_iter().map(|code| (text(&code, "code"), code)));
    }
    let statuses: HashSet<&str> = page.phases.iter().map(|phase| phase.status.as_str()).collect();
    phases.retain(|phase| statuses.contains(&*text(phase, "status")));
    Ok(detached)
}

/// Puts the phases that only the page has where it has them, still without codes.
fn place_phases(phases: &mut ArrayOfTables, page: &Page) {
    insert(phases, "status", page.phases.iter().map(|phase| phase.status.as_str()), |status| {
        let mut table = Table::new();
        table.insert("status", value(status));
        table.insert("title", value(""));
        table.insert("code", Item::ArrayOfTables(ArrayOfTables::new()));
        table
    });
}

fn take_over_phase(
    table: &mut Table,
    phase: &Phase,
    detached: &mut HashMap<String, Table>,
) -> Result<()> {
    reword(table, "title", &phase.title);
    let codes = tables(table.get_mut("code"), "[[phase.code]]")?;
    insert(codes, "code", phase.codes.iter().map(|code| code.code.as_str()), |code| match detached
        .remove(code)
    {
        Some(mut table) => {
            table.set_position(None);
            table
        }
        None => new_code(code),
    });
    let rows: HashMap<&str, &Code> =
        phase.codes.iter().map(|code| (code.code.as_str(), code)).collect();
    for table in codes.iter_mut() {
        if let Some(code) = rows.get(&*text(table, "code")) {
            reword(table, "description", &code.description);
            reword(table, "recommended_action", &code.recommended_action);
        }
    }
    Ok(())
}

fn new_code(code: &str) -> Table {
    let mut table = Table::new();
    table.insert("code", value(code));
    table.insert("description", value(""));
    table.insert("recommended_action", value(""));
    table.insert("actions", value(Array::new()));
    table
}

/// Inserts a table for each of `names` that no table has under `key`, behind the one that it
/// follows on the page. A table without a position of its own is written behind the one before it.
fn insert<'a>(
    tables: &mut ArrayOfTables,
    key: &str,
    names: impl Iterator<Item = &'a str>,
    mut new: impl FnMut(&str) -> Table,
) {
    let present: Vec<String> = tables.iter().map(|table| text(table, key)).collect();
    let present: Vec<&str> = present.iter().map(String::as_str).collect();
    let names: Vec<&str> = names.collect();
    let mut rest = std::mem::take(tables).into_iter().peekable();
    tables.extend(merge(&present, names.into_iter()).into_iter().map(|name| {
        // Those present keep their order.
        rest.next_if(|table| text(table, key) == name).unwrap_or_else(|| new(name))
    }));
}

/// Removes the actions that no code asks for any more, unless a code has its actions still to come.
fn drop_unused_actions(document: &mut DocumentMut) -> Result<()> {
    let mut used = HashSet::new();
    for phase in tables(document.get_mut("phase"), "[[phase]]")?.iter_mut() {
        for code in tables(phase.get_mut("code"), "[[phase.code]]")?.iter() {
            let actions = code.get("actions").and_then(Item::as_array);
            let Some(actions) = actions.filter(|actions| !actions.is_empty()) else {
                return Ok(());
            };
            used.extend(actions.iter().filter_map(Value::as_str).map(str::to_owned));
        }
    }
    tables(document.get_mut("action"), "[[action]]")?
        .retain(|action| used.contains(&text(action, "id")));
    Ok(())
}

fn tables<'a>(item: Option<&'a mut Item>, header: &str) -> Result<&'a mut ArrayOfTables> {
    item.and_then(Item::as_array_of_tables_mut).ok_or_else(|| {
        format!("not every table is written under a header of its own; write each as {header}")
    })
}

fn text(table: &Table, key: &str) -> String {
    table.get(key).and_then(Item::as_str).unwrap_or_default().to_owned()
}

/// Sets a text, unless it differs from the page's by nothing that is drift.
fn reword(table: &mut Table, key: &str, words: &str) {
    if let Some(item) =
        table.get_mut(key).filter(|item| item.as_str().map(fold) != Some(fold(words)))
    {
        set(item, words.into());
    }
}

/// Sets a value, and keeps the comment and the white space around it.
fn set(item: &mut Item, mut new: Value) {
    if let Some(old) = item.as_value_mut() {
        *new.decor_mut() = old.decor().clone();
        *old = new;
    }
}
