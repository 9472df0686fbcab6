//! One enum of the source: its definition, what every enum has, and a method for each column.

use codegen_proc_macro2::{Ident, Literal, Span, TokenStream};
use codegen_quote::{format_ident, quote};

use super::super::ident::variant;
use super::super::index::{Plan, plan};
use super::docs::{attributes, documented};

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

    /// Every value, as code among the enum's own methods.
    fn values(&self) -> impl Iterator<Item = TokenStream> {
        let variants = self.ids.iter().map(|id| identifier(id));
        variants.map(|variant| quote!(Self::#variant))
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
        let docs = self.documented(docs, example);
        let method = format_ident!("{name}");
        let column = format_ident!("{}", name.to_ascii_uppercase());
        let count = Literal::usize_unsuffixed(self.ids.len());
        let Type { returned, stored } = ty;
        quote! {
            #docs
            #[inline]
            #[must_use]
            pub const fn #method(self) -> #returned {
                static #column: [#stored; #count] = [#(#values),*];
                #column[self as usize]
            }
        }
    }

    /// The enum and its methods; `variants` are the variants' documentation in Markdown.
    pub(super) fn define(
        &self,
        docs: &str,
        variants: impl Iterator<Item = String>,
        columns: &TokenStream,
    ) -> TokenStream {
        let (name, kind, about) = (&self.name, self.kind, format_ident!("{}", self.about));
        let parsed = format!("assert_eq!({:?}.parse(), Ok({}));", self.ids[0], self.first());
        let docs = self.documented(docs, &parsed);
        let variants = variants.zip(&self.ids).map(|(docs, id)| {
            let docs = attributes(&docs);
            let variant = identifier(id);
            quote!(#docs #variant)
        });
        let allow = allow();
        let (all, parse, as_str) = (self.all(), self.parse(), self.as_str());
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

            #allow
            impl #name {
                #all
                #parse
                #as_str
                #columns
            }

            ::vkyc_status::__documented!(#name, #kind, #about);
        }
    }

    fn all(&self) -> TokenStream {
        let docs = self.documented(
            &format!("Every {}, in the table's order.", self.kind),
            &format!("assert_eq!({}::ALL[0], {});", self.name, self.first()),
        );
        let values = array(self.values());
        quote! {
            #docs
            pub const ALL: &'static [Self] = #values;
        }
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
        let (name, ids, whole) = (&self.name, &self.ids, plan.whole);
        let find = format_ident!("{}", if plan.short { "find_short" } else { "find" });
        let groups = plan.displacements.len();
        let [words, slots, groups] =
            [plan.words, plan.slots, groups].map(Literal::usize_unsuffixed);
        let multiplier = hexadecimal(plan.multiplier);
        let displacements = plan.displacements.iter().copied().map(Literal::u16_unsuffixed);
        quote! {
            use ::vkyc_status::__private::Index;

            static INDEX: Index<#name, #words, #slots, #groups, #whole, #multiplier> =
                Index::new(&[#(#ids),*], #name::ALL, [#(#displacements),*]);
            INDEX.#find(text)
        }
    }

    /// For a table that has no plan.
    fn matching(&self) -> TokenStream {
        let ids = self.ids.iter().map(|id| Literal::byte_string(id.as_bytes()));
        let values = self.values();
        quote! {
            match text.as_bytes() {
                #(#ids => ::core::option::Option::Some(#values),)*
                _ => ::core::option::Option::None,
            }
        }
    }

    fn as_str(&self) -> TokenStream {
        let docs = format!("The wire text of the {}.", self.kind);
        let texts = self.ids.iter().map(|id| quote!(#id));
        let example = format!("assert_eq!({}.as_str(), {:?});", self.first(), self.ids[0]);
        self.column("as_str", &docs, &Type::reference(&quote!(str)), texts, &example)
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

/// A borrowed array of `values`.
pub(super) fn array(values: impl Iterator<Item = TokenStream>) -> TokenStream {
    quote!(&[#(#values),*])
}
