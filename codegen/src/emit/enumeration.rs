//! One enum of the source: its definition, the rows of its table, and its methods.

use super::{Emitter, concat, doc_comments, indented, slice, value};
use crate::ident::variant;

/// More names than this, or longer ones, are looked up by a binary search.
const MAX_INDEXED: usize = 100;
const MAX_INDEXED_LEN: usize = 128;

pub(super) struct Enumeration<'a> {
    pub(super) name: &'static str,
    /// What a value is called in a sentence.
    pub(super) kind: &'static str,
    /// What its wire text is called in the table.
    pub(super) wire: &'static str,
    pub(super) docs: String,
    /// The method that tells what a value means.
    pub(super) about: &'a str,
    pub(super) variants: Vec<Variant<'a>>,
    /// The columns of the rows, each with the method that reads it.
    pub(super) methods: Vec<Method<'a>>,
}

pub(super) struct Variant<'a> {
    /// The wire text.
    pub(super) id: &'a str,
    /// Markdown.
    pub(super) docs: String,
    /// Why it is deprecated, if it is.
    pub(super) deprecated: Option<String>,
}

pub(super) struct Method<'a> {
    pub(super) name: &'a str,
    pub(super) docs: &'a str,
    /// The type of the column.
    pub(super) ty: &'static str,
    /// One for each variant.
    pub(super) values: Vec<String>,
    pub(super) example: String,
}

impl Enumeration<'_> {
    /// The enum itself.
    pub(super) fn definition(&self, emitter: &Emitter<'_>) -> String {
        let (name, id) = (self.name, self.variants[0].id);
        let parsed = format!("assert_eq!({id:?}.parse(), Ok({}));", self.first());
        let docs = emitter.documentation(&self.docs, name, &parsed);
        let variants = concat(self.variants.iter().map(|row| {
            let note = row.deprecated.iter().map(|why| format!("#[deprecated = {why:?}]\n"));
            format!("{}{}{},\n", doc_comments(&row.docs), concat(note), variant(row.id))
        }));
        format!(
            "{docs}#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n\
             #[cfg_attr(not(vkyc_status_exhaustive), non_exhaustive)]\n\
             pub enum {name} {{\n{}}}\n",
            indented(&variants)
        )
    }

    /// The rows: a struct with a field for each column, and a value of it for each variant.
    pub(super) fn rows(&self) -> String {
        let (name, wire, count) = (self.name, self.wire, self.variants.len());
        let columns = self.methods.iter();
        let types = concat(columns.map(|column| format!("    {}: {},\n", column.name, column.ty)));
        let row = |(i, variant): (usize, &Variant<'_>)| {
            let columns = self.methods.iter();
            let values =
                concat(columns.map(|column| format!("{}: {},\n", column.name, column.values[i])));
            format!("{name}Row {{\n    {wire}: {:?},\n{}}},\n", variant.id, indented(&values))
        };
        let rows = concat(self.variants.iter().enumerate().map(row));
        format!(
            "struct {name}Row {{\n    {wire}: &'static str,\n{types}}}\n\n\
             static {}: [{name}Row; {count}] = [\n{}];\n",
            self.static_name("S"),
            indented(&rows)
        )
    }

    /// The methods and traits.
    pub(super) fn implementation(&self, emitter: &Emitter<'_>) -> String {
        let Self { name, kind, wire, about, .. } = self;
        let (first, id) = (self.first(), self.variants[0].id);
        let can_retire = self.methods.iter().any(|method| method.name == "retired");
        let retired = if can_retire { ", retired ones included" } else { "" };
        let all_docs = emitter.documentation(
            &format!("Every {kind}, in the table's order{retired}."),
            name,
            &format!("assert_eq!({name}::ALL[0], {first});"),
        );
        let all = self.variants.iter().map(|row| value("Self", row.id));
        let all = slice(&all.collect::<Vec<_>>());
        let parse_docs = emitter.documentation(
            &format!("The {kind} with exactly this wire text; `None` for any other text."),
            name,
            &format!("assert_eq!({name}::parse({id:?}), Some({first}));"),
        );
        let (lookup, find) = self.lookup(emitter.runtime);
        let mut items = vec![
            format!("{all_docs}pub const ALL: &'static [Self] = {all};\n"),
            format!(
                "{parse_docs}#[inline]\n#[must_use]\n\
                 pub const fn parse(text: &str) -> Option<Self> {{\n    {find}\n}}\n"
            ),
        ];
        let as_str = Method {
            name: "as_str",
            docs: &format!("The wire text of the {kind}."),
            ty: "&'static str",
            values: Vec::new(),
            example: format!("assert_eq!({first}.as_str(), {id:?});"),
        };
        items.push(self.method(emitter, &as_str, wire));
        items.extend(self.methods.iter().map(|method| self.method(emitter, method, method.name)));
        let columns: Vec<_> = self.methods.iter().map(|method| method.name).collect();
        let (items, columns, runtime) = (items.join("\n"), columns.join(" "), emitter.runtime);
        format!(
            "impl {name} {{\n{}}}\n\n\
             {runtime}::__documented!(format 2; {name}, {kind:?}, {about}, [{columns}]);\n{lookup}",
            indented(&items)
        )
    }

    /// A method that reads a column.
    fn method(&self, emitter: &Emitter<'_>, method: &Method<'_>, column: &str) -> String {
        let Method { name, docs, ty, example, .. } = method;
        let docs = emitter.documentation(docs, self.name, example);
        let rows = self.static_name("S");
        format!(
            "{docs}#[inline]\n#[must_use]\n\
             pub const fn {name}(self) -> {ty} {{\n    {rows}[self as usize].{column}\n}}\n"
        )
    }

    /// What finds a value by its wire text, and the expression that uses it.
    fn lookup(&self, runtime: &str) -> (String, String) {
        let name = self.name;
        let mut ids: Vec<&str> = self.variants.iter().map(|variant| variant.id).collect();
        if ids.len() <= MAX_INDEXED && ids.iter().all(|id| id.len() <= MAX_INDEXED_LEN) {
            let index = self.static_name("_INDEX");
            return (
                format!("{runtime}::__index!({index}: {name});\n"),
                format!("{index}.find(text)"),
            );
        }
        let (sorted, count) = (self.static_name("S_BY_TEXT"), ids.len());
        ids.sort_unstable();
        let values = ids.iter().map(|id| format!("    ({id:?}, {}),\n", value(name, id)));
        let values = concat(values);
        (
            format!("static {sorted}: [(&str, {name}); {count}] = [\n{values}];\n"),
            format!("{runtime}::__private::search(&{sorted}, text)"),
        )
    }

    /// The first value, as an example writes it.
    fn first(&self) -> String {
        value(self.name, self.variants[0].id)
    }

    /// The name of a static: that of the enum and an ending.
    fn static_name(&self, ending: &str) -> String {
        self.kind.replace(' ', "_").to_ascii_uppercase() + ending
    }
}
