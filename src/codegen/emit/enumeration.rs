//! One enum of the source: its definition, what every enum has, and a method for each column.

use codegen_proc_macro2::{Ident, Literal, Span, TokenStream};
use codegen_quote::{format_ident, quote};

use super::super::ident::variant;
use super::super::index::{Plan, plan};
use super::docs::{attributes, documented};

/// An index of more names holds their places: rustc would check each value against all the others.
const MAX_VALUES: usize = 1 << 12;

pub(super) struct Enumeration<'a> {
    name: Ident,
    kind: &'static str,
    about: &'static str,
    module: Option<&'a str>,
    ids: Vec<&'a str>,
}

/// The type of a column: as its method returns it, and as its table holds it.
pub(super) struct Type {
    returned: TokenStream,
    stored: TokenStream,
}

impl Type {
    pub(super) fn value(name: &TokenStream) -> Self {
        Self { returned: quote!(#name), stored: quote!(#name) }
    }

    pub(super) fn reference(to: &TokenStream) -> Self {
        Self { returned: quote!(&'static #to), stored: quote!(&#to) }
    }
}

impl<'a> Enumeration<'a> {
    /// `kind` is what one of its values is called in a sentence, `about` the column that tells its
    /// meaning; `ids` are the wire texts.
    pub(super) fn new(
        name: &str,
        kind: &'static str,
        about: &'static str,
        module: Option<&'a str>,
        ids: impl Iterator<Item = &'a str>,
    ) -> Self {
        Self { name: Ident::new(name, Span::call_site()), kind, about, module, ids: ids.collect() }
    }

    /// The value with the wire text `id`, as code.
    pub(super) fn path(&self, id: &str) -> TokenStream {
        let (name, variant) = (&self.name, identifier(id));
        quote!(#name::#variant)
    }

    /// The first value, as an example writes it.
    pub(super) fn first(&self) -> String {
        format!("{}::{}", self.name, variant(self.ids[0]))
    }

    /// The values with the wire texts `ids`, as links in the documentation.
    pub(super) fn links<'i>(&self, ids: impl Iterator<Item = &'i str>) -> String {
        let link = |id| format!("[`{id}`]({}::{})", self.name, variant(id));
        ids.map(link).collect::<Vec<_>>().join(", ")
    }

    /// A method that gives a column of the table, one of `values` for each of the enum's.
    pub(super) fn column(
        &self,
        name: &str,
        docs: &str,
        ty: &Type,
        values: impl Iterator<Item = TokenStream>,
        example: &str,
    ) -> TokenStream {
        self.table(name, docs, ty, &quote!([#(#values),*]), example)
    }

    /// [`column`](Self::column), from an expression for the array of all its values.
    pub(super) fn table(
        &self,
        name: &str,
        docs: &str,
        ty: &Type,
        values: &TokenStream,
        example: &str,
    ) -> TokenStream {
        let column = format_ident!("{}", name.to_ascii_uppercase());
        let count = self.count();
        let Type { returned, stored } = ty;
        let body = quote! {
            static #column: [#stored; #count] = #values;
            #column[self as usize]
        };
        self.getter(name, docs, returned, &body, example)
    }

    fn getter(
        &self,
        name: &str,
        docs: &str,
        returned: &TokenStream,
        body: &TokenStream,
        example: &str,
    ) -> TokenStream {
        let docs = self.documented(docs, example);
        let name = format_ident!("{name}");
        quote! {
            #docs
            #[inline]
            #[must_use]
            pub const fn #name(self) -> #returned {
                #body
            }
        }
    }

    /// The enum; `variants` are the variants' documentation in Markdown.
    pub(super) fn define(&self, docs: &str, variants: impl Iterator<Item = String>) -> TokenStream {
        let name = &self.name;
        let parsed = format!("assert_eq!({:?}.parse(), Ok({}));", self.ids[0], self.first());
        let docs = self.documented(docs, &parsed);
        let variants = variants.zip(&self.ids).map(|(docs, id)| {
            let docs = attributes(&docs);
            let variant = identifier(id);
            quote!(#docs #variant)
        });
        let allow = allow();
        quote! {
            #docs
            #[derive(
                ::core::clone::Clone,
                ::core::marker::Copy,
                ::core::cmp::PartialEq,
                ::core::cmp::Eq,
                ::core::cmp::PartialOrd,
                ::core::cmp::Ord,
                ::core::hash::Hash,
            )]
            #[non_exhaustive]
            #allow
            pub enum #name {
                #(#variants),*
            }
        }
    }

    /// What the enum's methods share: all of its values, and their wire texts.
    pub(super) fn statics(&self) -> TokenStream {
        let (name, all, texts, ids) = (&self.name, self.all(), self.texts(), &self.ids);
        let values = self.ids.iter().map(|id| self.path(id));
        let count = self.count();
        quote! {
            static #all: [#name; #count] = [#(#values),*];
            static #texts: [&str; #count] = [#(#ids),*];
        }
    }

    /// The enum's methods and traits.
    pub(super) fn implement(&self, columns: &TokenStream) -> TokenStream {
        let (name, kind, about) = (&self.name, self.kind, format_ident!("{}", self.about));
        let all_docs = self.documented(
            &format!("Every {kind}, in the table's order."),
            &format!("assert_eq!({name}::ALL[0], {});", self.first()),
        );
        let (all, parse, as_str) = (self.all(), self.parse(), self.as_str());
        quote! {
            impl #name {
                #all_docs
                pub const ALL: &'static [Self] = &#all;

                #parse
                #as_str
                #columns
            }

            ::vkyc_status::__documented!(#name, #kind, #about, #all);
        }
    }

    /// The static with every value; those of all the enums are visible together.
    pub(super) fn all(&self) -> Ident {
        format_ident!("ALL_{}S", self.kind_in_capitals())
    }

    fn texts(&self) -> Ident {
        format_ident!("{}_TEXTS", self.kind_in_capitals())
    }

    fn kind_in_capitals(&self) -> String {
        self.kind.replace(' ', "_").to_ascii_uppercase()
    }

    fn count(&self) -> Literal {
        Literal::usize_unsuffixed(self.ids.len())
    }

    fn parse(&self) -> TokenStream {
        let (name, id, first) = (&self.name, self.ids[0], self.first());
        let docs = self.documented(
            &format!("The {} with exactly this wire text; `None` for any other text.", self.kind),
            &format!("assert_eq!({name}::parse({id:?}), Some({first}));"),
        );
        let body = plan(&self.ids).map_or_else(|| self.matching(), |plan| self.indexed(&plan));
        quote! {
            #docs
            #[inline]
            #[must_use]
            pub const fn parse(text: &str) -> ::core::option::Option<Self> {
                #body
            }
        }
    }

    fn indexed(&self, plan: &Plan) -> TokenStream {
        let (name, whole, all, texts) = (&self.name, plan.whole, self.all(), self.texts());
        let find = format_ident!("{}", if plan.short { "find_short" } else { "find" });
        let groups = plan.displacements.len();
        let [words, slots, groups] =
            [plan.words, plan.slots, groups].map(Literal::usize_unsuffixed);
        let multiplier = hexadecimal(plan.multiplier);
        let chosen = plan.chosen.iter().copied().map(Literal::usize_unsuffixed);
        let displacements = plan.displacements.iter().copied().map(Literal::u16_unsuffixed);
        let (value, values, found) = if self.ids.len() <= MAX_VALUES {
            (quote!(#name), quote!(#all), quote!(INDEX.#find(text)))
        } else {
            let found = quote! {
                match INDEX.#find(text) {
                    ::core::option::Option::Some(place) => {
                        ::core::option::Option::Some(#all[place as usize])
                    }
                    ::core::option::Option::None => ::core::option::Option::None,
                }
            };
            let rows = self.count();
            (quote!(u16), quote!(::vkyc_status::__private::places::<#rows>()), found)
        };
        quote! {
            use ::vkyc_status::__private::Index;

            static INDEX: Index<#value, #words, #slots, #groups, #whole, #multiplier> =
                Index::new(&#texts, &#values, &[#(#chosen),*], [#(#displacements),*]);
            #found
        }
    }

    /// For a table that has no plan.
    fn matching(&self) -> TokenStream {
        let ids = self.ids.iter().map(|id| Literal::byte_string(id.as_bytes()));
        let values = self.ids.iter().map(|id| self.path(id));
        quote! {
            match text.as_bytes() {
                #(#ids => ::core::option::Option::Some(#values),)*
                _ => ::core::option::Option::None,
            }
        }
    }

    fn as_str(&self) -> TokenStream {
        let docs = format!("The wire text of the {}.", self.kind);
        let example = format!("assert_eq!({}.as_str(), {:?});", self.first(), self.ids[0]);
        let texts = self.texts();
        let body = quote!(#texts[self as usize]);
        self.getter("as_str", &docs, &quote!(&'static str), &body, &example)
    }

    fn documented(&self, docs: &str, example: &str) -> TokenStream {
        documented(docs, &self.name.to_string(), self.module, example)
    }
}

fn hexadecimal(number: u64) -> Literal {
    let part = |shift: u32| (number >> shift) & 0xffff;
    let digits = format!("0x{:04x}_{:04x}_{:04x}_{:04x}", part(48), part(32), part(16), part(0));
    digits.parse().expect("these are digits")
}

fn identifier(id: &str) -> Ident {
    Ident::new(&variant(id), Span::call_site())
}

/// Lifts the lints whose verdict hangs on what the table says, and on what the including crate uses.
pub(super) fn allow() -> TokenStream {
    quote! {
        #[allow(
            clippy::doc_markdown,
            clippy::enum_variant_names,
            clippy::too_many_lines,
            clippy::upper_case_acronyms,
            dead_code,
            long_running_const_eval,
            unreachable_pub,
            reason = "the table decides the names, texts and sizes, the including crate what it uses"
        )]
    }
}
