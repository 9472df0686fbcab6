//! Turns Markdown into doc attributes.

use proc_macro2::TokenStream;
use quote::quote;

/// One doc attribute a line, which the printer writes as `///` comments.
pub(super) fn attributes(markdown: &str) -> TokenStream {
    let lines = markdown.lines();
    let lines = lines.map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// The documentation of an item and, where its users can import it, an example.
pub(super) fn with_example(
    docs: &str,
    module: Option<&str>,
    imported: &str,
    example: &str,
) -> TokenStream {
    match module {
        Some(module) => {
            attributes(&format!("{docs}\n\n```\nuse {module}::{imported};\n\n{example}\n```"))
        }
        None => attributes(docs),
    }
}
