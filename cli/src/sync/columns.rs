//! Declares the columns that the page has and the table does not.

use toml_edit::DocumentMut;
use vkyc_status_codegen::text::escaped;
use vkyc_status_codegen::{Table, is_method};

use super::rows;
use crate::page::Page;

/// Adds a `[[column]]` for each that the page adds. Returns the names of all columns of texts, and the
/// page with a text for each of them.
pub(super) fn declare(
    document: &mut DocumentMut,
    table: &Table,
    page: &Page,
) -> (Vec<String>, Page) {
    let mut names: Vec<_> = table.texts().iter().map(|column| column.name.to_string()).collect();
    for header in &page.added_columns {
        let name = free_name(header, &names);
        let doc = format!("What the page says under “{}”.", escaped(header));
        let row = rows::row([("name", &*name), ("header", header), ("doc", &doc)]);
        rows::put(document, "column", [row]);
        names.push(name);
    }
    let mut phases = page.phases.clone();
    for code in phases.iter_mut().flat_map(|phase| &mut phase.codes) {
        code.texts.extend(code.added.drain(..).map(Some));
    }
    (names, Page { phases, ..Page::default() })
}

/// A name in snake case for a column with this header, which no other has.
fn free_name(header: &str, taken: &[String]) -> String {
    let words = header.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_").to_ascii_lowercase();
    let has_letter = name.starts_with(|c: char| c.is_ascii_lowercase());
    let mut name = if has_letter { name } else { format!("column{name}") };
    while taken.contains(&name) || !is_method(&name) {
        name += "_text";
    }
    name
}
