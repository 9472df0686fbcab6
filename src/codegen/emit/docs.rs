//! Documentation: from Markdown to doc attributes, and from any text to Markdown that shows it as
//! it is.

use codegen_proc_macro2::TokenStream;
use codegen_quote::quote;

/// One doc attribute a line, which the printer writes as `///` comments.
pub(super) fn attributes(markdown: &str) -> TokenStream {
    let lines = markdown.lines();
    let lines = lines.map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// The documentation of an item and, where its users can import it, an example.
pub(super) fn documented(
    docs: &str,
    item: &str,
    module: Option<&str>,
    example: &str,
) -> TokenStream {
    match module {
        Some(module) => {
            attributes(&format!("{docs}\n\n```\nuse {module}::{item};\n\n{example}\n```"))
        }
        None => attributes(docs),
    }
}

/// `text` as Markdown that shows every character of it: no HTML, links, emphasis, smart quotes.
pub(super) fn plain(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let ends_word = chars.peek().is_none_or(|next| !next.is_ascii_punctuation());
        let harmless = matches!(c, ',' | ';' | '(' | ')' | '/' | '?' | '%')
            || matches!(c, '.' | ':' | '-') && ends_word;
        if c.is_ascii_punctuation() && !harmless {
            markdown.push('\\');
        }
        markdown.push(c);
    }
    markdown
}
