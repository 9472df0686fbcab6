//! Rows and keys of a document: taken out, put back, set.

use std::mem;

use toml_edit::{ArrayOfTables, Item, Key, Table as Row, Value};

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

/// Removes rows of a list with the comments above them.
pub(super) fn remove(table: &mut Row, list: &str, stale: &[usize]) {
    let rows = take(table, list).into_iter().enumerate();
    put(table, list, rows.filter(|(at, _)| !stale.contains(at)).map(|(_, row)| row));
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

pub(super) fn retire(row: &mut Row, day: &str) {
    row.insert("retired", value(day).into());
}

/// A row with these keys.
pub(super) fn row<'t>(keys: impl IntoIterator<Item = (&'t str, &'t str)>) -> Row {
    keys.into_iter().map(|(key, text)| (key, string(text))).collect()
}

pub(super) fn string(text: &str) -> Value {
    value(&literal(text))
}

/// The value that is written like this, or else that text.
pub(super) fn value(toml: &str) -> Value {
    toml.parse().unwrap_or_else(|_| toml.into())
}
