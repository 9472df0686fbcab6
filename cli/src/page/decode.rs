//! Turns the page's bytes into text with one kind of line end and without invisible characters, and
//! refuses what is no page at all.

use vkyc_status_codegen::Diagnostic;
use vkyc_status_codegen::text::{is_invisible, quoted};

use super::problem::{FETCH_AGAIN, FETCH_MARKDOWN, problem};

/// The largest page that is read. The provider's has 7,000 bytes.
pub const MAX_BYTES: usize = 16 << 20;

/// The text of the page that messages call `page`.
///
/// # Errors
///
/// There are more than [`MAX_BYTES`], or they are not UTF-8.
pub fn decode<'a>(page: &str, bytes: &'a [u8]) -> Result<&'a str, Diagnostic> {
    if bytes.len() > MAX_BYTES {
        let message = format!("the page has more than {MAX_BYTES} bytes");
        return Err(problem(page, None, message, FETCH_MARKDOWN));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let line = bytes[..at].split(|byte| *byte == b'\n').count();
        let message = format!("byte {} is not UTF-8", at + 1);
        problem(page, line, message, "save the page as UTF-8 text, uncompressed")
    })
}

/// `text` with plain line ends and without invisible characters, if it may be a page.
pub(super) fn normalized(page: &str, text: &str) -> Result<String, Diagnostic> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if let Some(at) = text.find(['\u{fffd}', '\0']) {
        let line = text[..at].split('\n').count();
        let message = "a character of this line is lost: there is U+FFFD or NUL in its place";
        return Err(problem(page, line, message, FETCH_AGAIN));
    }
    let text = text.replace(|c: char| is_invisible(c) && !c.is_whitespace(), "");
    // Spaces as MDX writes them where a line would lose them.
    let text = text.replace("{' '}", " ").replace("{\" \"}", " ");
    let start = text.trim_start();
    if start.is_empty() {
        return Err(problem(page, None, "the page is empty", FETCH_AGAIN));
    }
    if text.contains("\n[[phase]]") {
        let message = "this is a table of statuses, not the page";
        return Err(problem(page, None, message, "put it behind `--table`, and name the page"));
    }
    if is_html(start) {
        let first = quoted(start.lines().next().unwrap_or_default());
        let message = format!("the page is an HTML document: it begins with {first}");
        return Err(problem(page, None, message, FETCH_MARKDOWN));
    }
    Ok(text)
}

fn is_html(start: &str) -> bool {
    let start = start.chars().take(9).collect::<String>().to_ascii_lowercase();
    ["<!doctype", "<html", "<head>", "<body", "<?xml"].iter().any(|html| start.starts_with(html))
}
