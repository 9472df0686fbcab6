//! Declares the columns that the page has and the table does not.

use std::collections::BTreeSet;

use toml_edit::Table as Row;
use vkyc_status_codegen::text::escaped;
use vkyc_status_codegen::{Table, is_method};

use super::rows::string;
use crate::page::Page;

/// A column of texts.
pub(super) struct Column {
    pub(super) name: String,
    /// The header of a column that is to be declared.
    pub(super) new: Option<String>,
}

/// The columns of texts that the table will have, and the page with a text for each of them.
pub(super) fn declare(table: &Table, page: &Page) -> (Vec<Column>, Page) {
    let own = table.texts().iter();
    let mut columns: Vec<_> =
        own.map(|column| Column { name: column.name.to_string(), new: None }).collect();
    for header in &page.added_columns {
        let name = free_name(header, columns.iter().map(|column| &*column.name).collect());
        columns.push(Column { name, new: Some(header.clone()) });
    }
    let mut phases = page.phases.clone();
    for code in phases.iter_mut().flat_map(|phase| &mut phase.codes) {
        code.texts.extend(code.added.drain(..).map(Some));
    }
    let page = Page { phases, used: page.used.clone(), ..Page::default() };
    (columns, page)
}

/// A name in snake case for a column with this header, which no other has.
fn free_name(header: &str, taken: BTreeSet<&str>) -> String {
    let words = header.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = words.collect::<Vec<_>>().join("_").to_ascii_lowercase();
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name = format!("column_{name}").trim_end_matches('_').to_owned();
    }
    while taken.contains(&*name) || !is_method(&name) {
        name += "_text";
    }
    name
}

/// The `[[column]]` row.
pub(super) fn row(name: &str, header: &str) -> Row {
    let mut row = Row::new();
    row.insert("name", string(name).into());
    row.insert("header", string(header).into());
    let doc = format!("What the page says under “{}”.", escaped(header));
    row.insert("doc", string(&doc).into());
    row
}
