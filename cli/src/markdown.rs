//! Plain text comes in, Markdown that shows exactly that text goes out.

/// Every mark that could mean something to Markdown gets a backslash.
pub(crate) fn escape(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`'
                | '*'
                | '_'
                | '~'
                | '|'
                | '<'
                | '>'
                | '['
                | ']'
                | '{'
                | '}'
                | '&'
                | '#'
                | '!'
                | '$'
        ) {
            markdown.push('\\');
        }
        markdown.push(c);
    }
    markdown
}
