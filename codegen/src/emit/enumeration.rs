//! One enum of the source: its definition, the rows of its table, and its methods.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use super::docs::{attributes, with_example};
use crate::ident::variant;
use crate::index::Plan;

/// To check the value of an enum in a table, rustc counts up its discriminants. It counts faster in
/// a `u16` than in the default, which takes no less space for more variants than this.
const MANY: usize = 1 << 12;

pub(super) struct Enumeration<'a> {
    pub(super) name: &'static str,
    /// What a value is called in a sentence.
    pub(super) kind: &'static str,
    pub(super) docs: String,
    /// The column that tells what a value means.
    pub(super) about: &'static str,
    pub(super) variants: Vec<Variant<'a>>,
    pub(super) columns: Vec<Column>,
    /// Whether the page has the values, and can stop listing one.
    pub(super) can_retire: bool,
    pub(super) plan: Option<Plan>,
    pub(super) module: Option<&'a str>,
}

pub(super) struct Variant<'a> {
    /// The wire text.
    pub(super) id: &'a str,
    /// Markdown.
    pub(super) docs: String,
    /// The day of a retired one.
    pub(super) retired: Option<&'a str>,
}

/// Why a variant is deprecated, in plain text and in Markdown.
pub(super) fn absent_since(day: &str) -> String {
    format!("the page was first seen without it on {day}")
}

/// A column of the table and the method that reads it, both called `name`.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) docs: &'static str,
    pub(super) ty: TokenStream,
    /// One for each variant.
    pub(super) values: Vec<TokenStream>,
    pub(super) example: String,
}

/// The value with the wire text `id` of the enum `name`, as code.
pub(super) fn path(name: &str, id: &str) -> TokenStream {
    let (name, variant) = (format_ident!("{name}"), identifier(id));
    quote!(#name::#variant)
}

/// The same as a link in the documentation.
pub(super) fn link(name: &str, id: &str) -> String {
    format!("[`{id}`]({name}::{})", variant(id))
}

fn identifier(id: &str) -> Ident {
    Ident::new(&variant(id), Span::call_site())
}

impl Enumeration<'_> {
    /// The enum itself.
    pub(super) fn definition(&self) -> TokenStream {
        let name = self.ident();
        let parsed =
            format!("assert_eq!({:?}.parse(), Ok({}));", self.variants[0].id, self.first());
        let docs = self.documented(&self.docs, &parsed);
        let repr = (self.variants.len() > MANY).then(|| quote!(#[repr(u16)]));
        let variants = self.variants.iter().map(|variant| {
            let (docs, name) = (attributes(&variant.docs), identifier(variant.id));
            let deprecated = variant.retired.map(absent_since).into_iter();
            quote!(#docs #(#[deprecated = #deprecated])* #name)
        });
        quote! {
            #docs
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[cfg_attr(not(vkyc_status_exhaustive), non_exhaustive)]
            #repr
            pub enum #name {
                #(#variants),*
            }
        }
    }

    /// The table: a struct with a field for each column, and a row for each variant.
    pub(super) fn table(&self) -> TokenStream {
        let (name, row, rows, all) = (self.ident(), self.row(), self.rows(), self.all());
        let paths = self.variants.iter().map(|variant| path(self.name, variant.id));
        let count = Literal::usize_unsuffixed(self.variants.len());
        let columns: Vec<_> =
            self.columns.iter().map(|column| format_ident!("{}", column.name)).collect();
        let types = self.columns.iter().map(|column| &column.ty);
        let values = self.variants.iter().enumerate().map(|(i, variant)| {
            let id = variant.id;
            let values = self.columns.iter().map(|column| &column.values[i]);
            quote!(#row { text: #id, #(#columns: #values),* })
        });
        quote! {
            struct #row {
                text: &'static str,
                #(#columns: #types),*
            }
            static #rows: [#row; #count] = [#(#values),*];
            static #all: [#name; #count] = [#(#paths),*];
        }
    }

    /// The methods and traits.
    pub(super) fn implementation(&self, runtime: &TokenStream) -> TokenStream {
        let (name, rows, kind) = (self.ident(), self.rows(), self.kind);
        let first = self.first();
        let id = self.variants[0].id;
        let retired = if self.can_retire { ", retired ones included" } else { "" };
        let all_docs = self.documented(
            &format!("Every {kind}, in the table's order{retired}."),
            &format!("assert_eq!({}::ALL[0], {first});", self.name),
        );
        let parse_docs = self.documented(
            &format!("The {kind} with exactly this wire text; `None` for any other text."),
            &format!("assert_eq!({}::parse({id:?}), Some({first}));", self.name),
        );
        let as_str = self.method(
            "as_str",
            &format!("The wire text of the {kind}."),
            &format!("assert_eq!({first}.as_str(), {id:?});"),
            &quote!(&'static str),
            &quote!(#rows[self as usize].text),
        );
        let parse = match &self.plan {
            Some(plan) => {
                let (index, find) =
                    (self.index_ident(), if plan.short { "find_short" } else { "find" });
                let find = format_ident!("{find}");
                quote!(#index.#find(text))
            }
            None => self.matching(),
        };
        let getters = self.columns.iter().map(|column| self.getter(column));
        let retired = self.can_retire.then(|| self.retired());
        let about = format_ident!("{}", self.about);
        let columns = self.columns.iter().map(|column| column.name);
        let columns = columns.chain(self.can_retire.then_some("retired"));
        let columns = columns.map(|name| format_ident!("{name}"));
        let all = self.all();
        quote! {
            impl #name {
                #all_docs
                pub const ALL: &'static [Self] = &#all;

                #parse_docs
                #[inline]
                #[must_use]
                pub const fn parse(text: &str) -> Option<Self> {
                    #parse
                }

                #as_str
                #(#getters)*
                #retired
            }

            #runtime::__documented!(format 1; #name, #kind, #about, #all, TABLE_DIGEST, [#(#columns)*]);
        }
    }

    fn getter(&self, column: &Column) -> TokenStream {
        let (rows, name) = (self.rows(), format_ident!("{}", column.name));
        let body = quote!(#rows[self as usize].#name);
        self.method(column.name, column.docs, &column.example, &column.ty, &body)
    }

    /// The method that tells the day of a retired variant. Most have none, and no column for it.
    fn retired(&self) -> TokenStream {
        let docs = format!(
            "The day on which the page was first seen without the {}, as `YYYY-MM-DD`; `None` if the \
             page lists it.",
            self.kind
        );
        let day = self.variants[0].retired;
        let example = format!("assert_eq!({}.retired(), {day:?});", self.first());
        let mut days: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for variant in &self.variants {
            if let Some(day) = variant.retired {
                days.entry(day).or_default().push(path("Self", variant.id));
            }
        }
        let others = self.variants.iter().any(|variant| variant.retired.is_none());
        let others = others.then(|| quote!(_ => None,));
        let arms = days.iter().map(|(day, variants)| quote!(#(#variants)|* => Some(#day),));
        let body = if days.is_empty() {
            quote!(let _ = self; None)
        } else {
            quote!(match self { #(#arms)* #others })
        };
        self.method("retired", &docs, &example, &quote!(Option<&'static str>), &body)
    }

    fn method(
        &self,
        name: &str,
        docs: &str,
        example: &str,
        ty: &TokenStream,
        body: &TokenStream,
    ) -> TokenStream {
        let (docs, name) = (self.documented(docs, example), format_ident!("{name}"));
        quote! {
            #docs
            #[inline]
            #[must_use]
            pub const fn #name(self) -> #ty {
                #body
            }
        }
    }

    /// The index of the names, unless they are too long for one.
    pub(super) fn index(&self) -> Option<TokenStream> {
        let plan = self.plan.as_ref()?;
        let (name, all, index, whole) = (self.ident(), self.all(), self.index_ident(), plan.whole);
        let number = Literal::usize_unsuffixed;
        let bytes = 8 * plan.names[0].words.len();
        let [bytes, slots, groups] = [bytes, plan.slots, plan.displacements.len()].map(number);
        let multiplier = hexadecimal(plan.multiplier);
        let displacements = plan.displacements.iter().copied().map(Literal::u16_unsuffixed);
        let names = plan.names.iter().map(|name| {
            let words: Vec<u8> = name.words.iter().flat_map(|word| word.to_le_bytes()).collect();
            let (slot, len) = (number(name.slot), number(name.len));
            let words = Literal::byte_string(&words);
            quote!((#slot, #len, *#words))
        });
        let docs = format!(
            " For each {}: its slot, its length and its words; see `Index::new`.",
            self.kind
        );
        Some(quote! {
            #[doc = #docs]
            static #index: Index<#name, #bytes, #slots, #groups, #whole, #multiplier> =
                Index::new(&#all, &[#(#names),*], [#(#displacements),*]);
        })
    }

    /// For names that are too long for an index.
    fn matching(&self) -> TokenStream {
        let ids = self.variants.iter().map(|variant| Literal::byte_string(variant.id.as_bytes()));
        let values = self.variants.iter().map(|variant| path("Self", variant.id));
        quote! {
            match text.as_bytes() {
                #(#ids => Some(#values),)*
                _ => None,
            }
        }
    }

    fn documented(&self, docs: &str, example: &str) -> TokenStream {
        with_example(docs, self.name, self.module, example)
    }

    /// The first value, as an example writes it.
    pub(super) fn first(&self) -> String {
        format!("{}::{}", self.name, variant(self.variants[0].id))
    }

    fn ident(&self) -> Ident {
        format_ident!("{}", self.name)
    }

    fn row(&self) -> Ident {
        format_ident!("{}Row", self.name)
    }

    fn rows(&self) -> Ident {
        format_ident!("{}_ROWS", self.upper_case())
    }

    fn all(&self) -> Ident {
        format_ident!("ALL_{}S", self.upper_case())
    }

    fn index_ident(&self) -> Ident {
        format_ident!("{}_INDEX", self.upper_case())
    }

    fn upper_case(&self) -> String {
        self.kind.replace(' ', "_").to_ascii_uppercase()
    }
}

pub(super) fn hexadecimal(number: u64) -> Literal {
    let part = |shift: u32| (number >> shift) & 0xffff;
    let digits = format!("0x{:04x}_{:04x}_{:04x}_{:04x}", part(48), part(32), part(16), part(0));
    digits.parse().expect("these are digits")
}
