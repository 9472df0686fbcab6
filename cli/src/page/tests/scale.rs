//! Large and hostile pages are read or refused, and quickly.

use super::{locker, refused, table};
use crate::guards::check;
use crate::page::{MAX_BYTES, read};

#[test]
fn deep_nesting_and_large_pages_are_refused() {
    let deep = "<Tab title=\"x\">\n".repeat(40_000);
    assert!(refused(&deep).contains("more than 100 elements are open"));
    let large = vec![b'|'; MAX_BYTES + 1];
    let message = read("page", &large).unwrap_err().to_string();
    assert!(message.contains("more than 16777216"), "{message}");
}

/// If the time grew with the square of the page, none of these would end.
#[test]
fn millions_on_one_line_are_no_problem() {
    let page = super::forms::Form::Published.render(&locker()).text();
    let table = table(&locker(), "");
    for piece in [
        "<!-- -->",
        "{/* */}",
        "<b>",
        "<a b={",
        "<a b=\"",
        "<Tab>x</Tab>",
        "<Tab/>`",
        "`x` ",
        "`",
        "``` `",
        "|",
        "| a ",
        "[",
        "![",
        "](",
        "*",
        "_",
        "**a",
        "&",
        "&amp;",
        "{' '}",
        "{",
        "<",
        "\\",
        "A_B ",
        "> ",
        "- ",
        "# ",
        "<h1>",
        "<table>",
        "~~~",
        "OTP – ",
        "\u{200b}",
        "é",
    ] {
        for line in [
            piece.repeat(200_000 / piece.len()),
            format!("| {} | a | b |", piece.repeat(50_000 / piece.len())),
        ] {
            for page in [format!("{line}\n\n{page}"), page.replacen("`HUB_LEFT`", &line, 1)] {
                if let Ok(page) = read("page", page.as_bytes()) {
                    let _ = check("page", &table, &page, false);
                }
            }
        }
    }
}
