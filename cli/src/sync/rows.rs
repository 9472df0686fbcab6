//! Rows and keys of a document: taken out, put back, set, and the comments around them.

use std::mem;

use toml_edit::{ArrayOfTables, Item, Key, RawString, Table as Row, Value};

use crate::wording::literal;

/// Takes the rows out of a list; those that are written in line get headers of their own.
pub(super) fn take(table: &mut Row, list: &str) -> Vec<Row> {
    let rows = table.get_mut(list).map(mem::take);
    rows.and_then(|rows| rows.into_array_of_tables().ok()).into_iter().flatten().collect()
}

/// Puts rows at the end of a list.
pub(super) fn put(table: &mut Row, list: &str, rows: impl IntoIterator<Item = Row>) {
    let mut all = take(table, list);
    all.extend(rows);
    if !all.is_empty() {
        table.insert(list, Item::ArrayOfTables(ArrayOfTables::from_iter(all)));
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

/// A row with these keys.
pub(super) fn row<'t>(keys: impl IntoIterator<Item = (&'t str, &'t str)>) -> Row {
    keys.into_iter().map(|(key, text)| (key, string(text))).collect()
}

pub(super) fn retire(row: &mut Row, day: &str) {
    row.insert("retired", value(day).into());
}

pub(super) fn string(text: &str) -> Value {
    value(&literal(text))
}

/// The value that is written like this, or else that text.
pub(super) fn value(toml: &str) -> Value {
    toml.parse().unwrap_or_else(|_| toml.into())
}

/// What is above a key and after its value.
pub(super) fn spaces<'r>(key: &'r Key, value: &'r Item) -> [&'r str; 2] {
    let after = value.as_value().and_then(|value| value.decor().suffix());
    [text(key.leaf_decor().prefix()), text(after)]
}

pub(super) fn text(space: Option<&RawString>) -> &str {
    space.and_then(RawString::as_str).unwrap_or_default()
}

pub(super) fn comments<'r>(spaces: impl IntoIterator<Item = &'r str>) -> Vec<String> {
    let lines = spaces.into_iter().flat_map(str::lines).map(str::trim);
    lines.filter(|line| line.starts_with('#')).map(str::to_owned).collect()
}
