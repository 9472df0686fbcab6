//! One enum of the source: its definition, the rows of its table, and its methods.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs::{attributes, with_example};
use super::{path, value, variant};

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
    pub(super) module: Option<&'a str>,
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
    pub(super) ty: TokenStream,
    /// One for each variant.
    pub(super) values: Vec<TokenStream>,
    pub(super) example: String,
}

impl Enumeration<'_> {
    pub(super) fn ident(&self) -> Ident {
        format_ident!("{}", self.name)
    }

    /// The enum itself.
    pub(super) fn definition(&self) -> TokenStream {
        let name = self.ident();
        let parsed =
            format!("assert_eq!({:?}.parse(), Ok({}));", self.variants[0].id, self.first());
        let docs = self.documented(&self.docs, &parsed);
        let variants = self.variants.iter().map(|row| {
            let (docs, name) = (attributes(&row.docs), variant(row.id));
            let deprecated = row.deprecated.iter();
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

    /// The rows: a struct with a field for each column, and a value of it for each variant.
    pub(super) fn rows(&self) -> TokenStream {
        let (row, rows, wire) = (self.row(), self.static_name("S"), format_ident!("{}", self.wire));
        let count = Literal::usize_unsuffixed(self.variants.len());
        let columns: Vec<_> =
            self.methods.iter().map(|method| format_ident!("{}", method.name)).collect();
        let types = self.methods.iter().map(|method| &method.ty);
        let values = self.variants.iter().enumerate().map(|(i, variant)| {
            let id = variant.id;
            let values = self.methods.iter().map(|method| &method.values[i]);
            quote!(#row { #wire: #id, #(#columns: #values),* })
        });
        quote! {
            struct #row {
                #wire: &'static str,
                #(#columns: #types),*
            }
            static #rows: [#row; #count] = [#(#values),*];
        }
    }

    /// The methods and traits.
    pub(super) fn implementation(&self, runtime: &TokenStream) -> TokenStream {
        let (name, kind, id) = (self.ident(), self.kind, self.variants[0].id);
        let (first, wire) = (self.first(), format_ident!("{}", self.wire));
        let can_retire = self.methods.iter().any(|method| method.name == "retired");
        let retired = if can_retire { ", retired ones included" } else { "" };
        let all = self.variants.iter().map(|row| variant(row.id));
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
            &wire,
        );
        let methods = self.methods.iter().map(|method| {
            let Method { name, docs, ty, example, .. } = method;
            self.method(name, docs, example, ty, &format_ident!("{name}"))
        });
        let columns = self.methods.iter().map(|method| format_ident!("{}", method.name));
        let about = format_ident!("{}", self.about);
        let (lookup, find) = self.lookup(runtime);
        quote! {
            impl #name {
                #all_docs
                pub const ALL: &'static [Self] = &[#(Self::#all),*];

                #parse_docs
                #[inline]
                #[must_use]
                pub const fn parse(text: &str) -> Option<Self> {
                    #find
                }

                #as_str
                #(#methods)*
            }

            #runtime::__documented!(format 2; #name, #kind, #about, [#(#columns)*]);
            #lookup
        }
    }

    /// A method that reads a column.
    fn method(
        &self,
        name: &str,
        docs: &str,
        example: &str,
        ty: &TokenStream,
        column: &Ident,
    ) -> TokenStream {
        let (docs, name) = (self.documented(docs, example), format_ident!("{name}"));
        let rows = self.static_name("S");
        quote! {
            #docs
            #[inline]
            #[must_use]
            pub const fn #name(self) -> #ty {
                #rows[self as usize].#column
            }
        }
    }

    /// What finds a value by its wire text, and the expression that uses it.
    fn lookup(&self, runtime: &TokenStream) -> (TokenStream, TokenStream) {
        let name = self.ident();
        let mut ids: Vec<&str> = self.variants.iter().map(|variant| variant.id).collect();
        if ids.len() <= MAX_INDEXED && ids.iter().all(|id| id.len() <= MAX_INDEXED_LEN) {
            let index = self.static_name("_INDEX");
            return (quote!(#runtime::__index!(#index: #name);), quote!(#index.find(text)));
        }
        let sorted = self.static_name("S_BY_TEXT");
        ids.sort_unstable();
        let count = Literal::usize_unsuffixed(ids.len());
        let values = ids.iter().map(|id| path(self.name, id));
        (
            quote!(static #sorted: [(&str, #name); #count] = [#((#ids, #values)),*];),
            quote!(#runtime::__private::search(&#sorted, text)),
        )
    }

    fn documented(&self, docs: &str, example: &str) -> TokenStream {
        with_example(docs, self.module, self.name, example)
    }

    /// The first value, as an example writes it.
    fn first(&self) -> String {
        value(self.name, self.variants[0].id)
    }

    fn row(&self) -> Ident {
        format_ident!("{}Row", self.name)
    }

    /// The name of a static: that of the enum and an ending.
    fn static_name(&self, ending: &str) -> Ident {
        format_ident!("{}{ending}", self.kind.replace(' ', "_").to_ascii_uppercase())
    }
}
