//! Decodes the page's bytes to text with one kind of line end and without invisible characters.

use vkyc_status_codegen::Diagnostic;
use vkyc_status_codegen::text::is_invisible;

use super::problem::{FETCH_AGAIN, FETCH_MARKDOWN, excerpt, problem};

/// The largest page that is read. The provider's has 7,000 bytes.
pub const MAX_BYTES: usize = 16 << 20;

pub(super) fn decode(page: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    if bytes.len() > MAX_BYTES {
        let message = format!("the page has more than {MAX_BYTES} bytes");
        return Err(problem(page, None, message, FETCH_MARKDOWN));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let before = bytes.split_at(e.valid_up_to()).0;
        problem(
            page,
            before.split(|b| *b == b'\n').count(),
            format!("byte {} is not UTF-8", e.valid_up_to() + 1),
            "save the page as UTF-8 text, uncompressed",
        )
    })?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = without_invisible(&text);
    let start = text.trim_start();
    if start.is_empty() {
        return Err(problem(page, None, "the page is empty", FETCH_AGAIN));
    }
    if is_html(start) {
        let first = excerpt(start.lines().next().unwrap_or_default());
        let message = format!(
            "the page is HTML (an error page, or the rendered page): it begins with {first}"
        );
        return Err(problem(page, None, message, FETCH_MARKDOWN));
    }
    Ok(text)
}

/// `text` without characters that cannot be seen. White space stays: it separates words.
pub(super) fn without_invisible(text: &str) -> String {
    text.replace(|c: char| is_invisible(c) && !c.is_whitespace(), "")
}

fn is_html(start: &str) -> bool {
    const OPENINGS: [&str; 5] = ["<!doctype", "<html", "<head", "<body", "<?xml"];
    OPENINGS.iter().any(|o| start.get(..o.len()).is_some_and(|s| s.eq_ignore_ascii_case(o)))
}
