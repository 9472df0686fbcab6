//! Rows and keys of a document: taken out, put back, set, with the comments around them.

use std::mem;

use toml_edit::{ArrayOfTables, DocumentMut, Item, Key, RawString, Table as Row, Value};

use crate::wording::literal;

/// Takes the rows out of a list.
pub(super) fn take(table: &mut Row, key: &str) -> Vec<Row> {
    let rows = table.get_mut(key).and_then(Item::as_array_of_tables_mut);
    rows.map(mem::take).into_iter().flatten().collect()
}

/// Adds rows at the end of a list.
pub(super) fn put(table: &mut Row, key: &str, rows: impl IntoIterator<Item = Row>) {
    let list = table.entry(key).or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    if let Some(list) = list.as_array_of_tables_mut() {
        list.extend(rows);
    }
}

/// Sets the value of a key, which comes after the key `previous` if it is new.
pub(super) fn set(row: &mut Row, key: &str, value: Value, previous: &str) {
    if let Some(old) = row.get_mut(key).and_then(Item::as_value_mut) {
        return replace(old, value);
    }
    let mut order: Vec<String> = row.iter().map(|(key, _)| key.to_owned()).collect();
    let at = order.iter().position(|key| key == previous).map_or(order.len(), |at| at + 1);
    order.insert(at, key.to_owned());
    row.insert(key, Item::Value(value));
    let place = |key: &Key| order.iter().position(|other| other == key.get());
    row.sort_values_by(|one, _, other, _| place(one).cmp(&place(other)));
}

/// Replaces a value, and keeps the white space and the comment around it.
pub(super) fn replace(old: &mut Value, new: Value) {
    let decor = old.decor().clone();
    *old = new;
    *old.decor_mut() = decor;
}

/// The value that is written like this, or else that text.
pub(super) fn value(toml: &str) -> Value {
    toml.parse().unwrap_or_else(|_| toml.into())
}

pub(super) fn string(text: &str) -> Value {
    value(&literal(text))
}

/// The comments around a key and its value.
pub(super) fn comments_of_key(key: &Key, value: &Item) -> Vec<String> {
    let value = value.as_value().and_then(|value| value.decor().suffix());
    [key.leaf_decor().prefix(), value].into_iter().flat_map(|space| comments(text(space))).collect()
}

/// The comments in a row, but for those above its header.
pub(super) fn comments_of_row(row: &Row) -> Vec<String> {
    let keys = row.iter().filter_map(|(key, value)| Some((row.key(key)?, value)));
    let keys = keys.flat_map(|(key, value)| comments_of_key(key, value));
    comments(text(row.decor().suffix())).into_iter().chain(keys).collect()
}

/// What is above the header of a row: the comments about a section, which a blank line separates from
/// the rest, and those about the row.
pub(super) fn comments_above(row: &Row) -> (&str, Vec<String>) {
    let above = text(row.decor().prefix());
    let (section, own) = above.rsplit_once("\n\n").unwrap_or(("", above));
    (section, comments(own))
}

/// Adds comments above the first row after `position`, or at the end.
pub(super) fn insert_above(document: &mut DocumentMut, position: Option<isize>, section: &str) {
    let rows = document.iter_mut().flat_map(|(_, item)| match item {
        Item::Table(table) => vec![table],
        Item::ArrayOfTables(rows) => rows.iter_mut().collect(),
        _ => Vec::new(),
    });
    let next = rows.filter(|row| row.position() > position).min_by_key(|row| row.position());
    if let Some(row) = next {
        let above = text(row.decor().prefix());
        let above = format!("{section}\n\n{}", above.strip_prefix('\n').unwrap_or(above));
        row.decor_mut().set_prefix(above);
    } else {
        let end = format!("{section}\n{}", document.trailing().as_str().unwrap_or_default());
        document.set_trailing(end);
    }
}

fn text(space: Option<&RawString>) -> &str {
    space.and_then(RawString::as_str).unwrap_or_default()
}

fn comments(space: &str) -> Vec<String> {
    let lines = space.lines().map(str::trim).filter(|line| line.starts_with('#'));
    lines.map(str::to_owned).collect()
}
