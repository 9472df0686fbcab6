//! One enum of the source: its definition, the rows of its table, and its methods.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use super::docs::{attributes, with_example};
use crate::ident::variant;
use crate::index::{Plan, plan};

/// The values of an index over more names are positions, since rustc checks each value of an enum in
/// a table against all the others.
const MAX_VALUES: usize = 1 << 12;

pub(super) struct Enumeration<'a> {
    pub(super) name: &'static str,
    /// What a value is called in a sentence.
    pub(super) kind: &'static str,
    pub(super) docs: String,
    /// The column that tells what a value means.
    pub(super) about: &'static str,
    pub(super) variants: Vec<Variant<'a>>,
    pub(super) columns: Vec<Column>,
    pub(super) module: Option<&'a str>,
}

pub(super) struct Variant<'a> {
    /// The wire text.
    pub(super) id: &'a str,
    /// Markdown.
    pub(super) docs: String,
    /// The note of a retired one.
    pub(super) deprecated: Option<String>,
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
        let variants = self.variants.iter().map(|variant| {
            let (docs, name) = (attributes(&variant.docs), identifier(variant.id));
            let deprecated = variant.deprecated.iter();
            quote!(#docs #(#[deprecated = #deprecated])* #name)
        });
        quote! {
            #docs
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[cfg_attr(not(vkyc_status_exhaustive), non_exhaustive)]
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
        let all_docs = self.documented(
            &format!("Every {kind}, in the table's order, retired ones included."),
            &format!("assert_eq!({}::ALL[0], {first});", self.name),
        );
        let parse_docs = self.documented(
            &format!("The {kind} with exactly this wire text; `None` for any other text."),
            &format!("assert_eq!({}::parse({id:?}), Some({first}));", self.name),
        );
        let as_str_docs = self.documented(
            &format!("The wire text of the {kind}."),
            &format!("assert_eq!({first}.as_str(), {id:?});"),
        );
        let ids: Vec<_> = self.variants.iter().map(|variant| variant.id).collect();
        let parse = plan(&ids).map_or_else(|| self.matching(), |plan| self.indexed(runtime, &plan));
        let getters = self.columns.iter().map(|column| self.getter(column));
        let about = format_ident!("{}", self.about);
        let columns = self.columns.iter().map(|column| format_ident!("{}", column.name));
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

                #as_str_docs
                #[inline]
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    #rows[self as usize].text
                }

                #(#getters)*
            }

            impl #runtime::__private::Generated for #name {
                const TABLE_DIGEST: u64 = {
                    // Columns that the including crate does not read are no dead code.
                    let _ = (#(Self::#columns),*);
                    TABLE_DIGEST
                };
            }

            #runtime::__documented!(format 1; #name, #kind, #about, #all);
        }
    }

    fn getter(&self, column: &Column) -> TokenStream {
        let docs = self.documented(column.docs, &column.example);
        let (rows, name, ty) = (self.rows(), format_ident!("{}", column.name), &column.ty);
        quote! {
            #docs
            #[inline]
            #[must_use]
            pub const fn #name(self) -> #ty {
                #rows[self as usize].#name
            }
        }
    }

    fn indexed(&self, runtime: &TokenStream, plan: &Plan) -> TokenStream {
        let (name, rows, all) = (self.ident(), self.rows(), self.all());
        let (whole, find) =
            (plan.whole, format_ident!("{}", if plan.short { "find_short" } else { "find" }));
        let groups = plan.displacements.len();
        let [words, slots, groups] =
            [plan.words, plan.slots, groups].map(Literal::usize_unsuffixed);
        let multiplier = hexadecimal(plan.multiplier);
        let displacements = plan.displacements.iter().copied().map(Literal::u16_unsuffixed);
        let (value, values, found) = if self.variants.len() <= MAX_VALUES {
            (quote!(#name), quote!(&#all), quote!(INDEX.#find(text)))
        } else {
            let found = quote! {
                match INDEX.#find(text) {
                    Some(position) => Some(#all[position as usize]),
                    None => None,
                }
            };
            (quote!(u16), quote!(&#runtime::__private::positions::<{ #rows.len() }>()), found)
        };
        quote! {
            static INDEX: Index<#value, #words, #slots, #groups, #whole, #multiplier> =
                Index::new(&#runtime::__column!(#rows, text), #values, [#(#displacements),*]);
            #found
        }
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
        format_ident!("{}_ROWS", self.kind.replace(' ', "_").to_ascii_uppercase())
    }

    fn all(&self) -> Ident {
        format_ident!("ALL_{}S", self.kind.replace(' ', "_").to_ascii_uppercase())
    }
}

pub(super) fn hexadecimal(number: u64) -> Literal {
    let part = |shift: u32| (number >> shift) & 0xffff;
    let digits = format!("0x{:04x}_{:04x}_{:04x}_{:04x}", part(48), part(32), part(16), part(0));
    digits.parse().expect("these are digits")
}
