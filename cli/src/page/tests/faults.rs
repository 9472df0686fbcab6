//! Pages that cannot be read, each with what its message says.

use proptest::prelude::*;

use super::forms::FORMS;
use super::{locker, refused};
use crate::page::read;

#[test]
fn what_is_no_page_is_refused() {
    let not_utf8 = read("page", b"# Status\n\xff\xfe").unwrap_err().to_string();
    assert!(not_utf8.starts_with("page:2:1: byte 10 is not UTF-8"), "{not_utf8}");
    for empty in ["", " \r\n\t\n", "\u{feff}"] {
        assert!(refused(empty).starts_with("page: the page is empty"));
    }
    for html in ["<!DOCTYPE html><html>", "\u{feff}\n<HTML lang=en>", "<?xml version='1.0'?>"] {
        let message = refused(html);
        assert!(message.starts_with("page: the page is HTML"), "{message}");
        assert!(message.contains("`.md`"), "{message}");
    }
    assert!(refused("{\"message\": \"No\"}").contains("the page begins with \"{\\\"message"));
    assert!(
        refused("# T\n\n| Event | Description |\n|---|---|\n| `A_B` | x |\n")
            .starts_with("page:3:1: no Markdown table with the header")
    );
}

const HEAD: &str = "| Status code | Description | Recommended action |\n|---|---|---|\n";
const ROW: &str = "| `A_CODE` | The words. | The action |";

/// The message about a page of one phase whose table is `table`.
fn refused_in_phase(table: &str) -> String {
    refused(&format!("# Page\n\n<Accordion title=\"`SENT` – Sent off\">\n{table}\n</Accordion>\n"))
}

#[test]
fn broken_tables_are_refused() {
    let cases = [
        (
            "| Status code | Recommended action |\n|---|---|\n| `A_CODE` | The action |".to_owned(),
            "page:4:1: the Markdown table's header has no column \"Description\"",
        ),
        (
            "| Status code | Description |\n|---|---|\n| `A_CODE` | The action |".to_owned(),
            "page:4:1: the Markdown table's header has no column \"Recommended action\"",
        ),
        (
            "| Code | Description | Recommended action |\n|---|---|---|\n| `A_CODE` | x | y |"
                .to_owned(),
            "page:4:1: the Markdown table's header has no column \"Status code\"",
        ),
        (
            HEAD.replace("Recommended action", "Recommended action | Description") + ROW,
            "page:4:1: the Markdown table's header has a column twice",
        ),
        (
            format!("{HEAD}| `A_CODE` | The words. |"),
            "page:6:1: the row has too few cells, 2 where",
        ),
        (format!("{HEAD}| `A_CODE` | a | b | c |"), "page:6:1: the row has too many cells"),
        (format!("{HEAD}{ROW}\n`B_CODE`"), "page:7:1: the row has too few cells"),
        (format!("{HEAD}{ROW}\nB_CODEThe words."), "page:7:1: the row has too few cells"),
        (format!("{HEAD}{ROW}\n|---|---|---|"), "page:7:1: a second row of dashes"),
        (
            format!("{HEAD}{ROW}\n\n| `B_CODE` | x | y |"),
            "page:8:1: a row stands outside of any Markdown table",
        ),
        (
            format!("{HEAD}{ROW}\n{ROW}"),
            "page:7:1: the code A_CODE stands twice on the page, first on line 6",
        ),
        (
            format!("{HEAD}| `A_CODE` | | The action |"),
            "page:6:1: A_CODE has nothing under \"Description\"",
        ),
        (format!("{HEAD}| A code | a | b |"), "page:6:1: \"A code\" is not a status code"),
        (HEAD.to_owned(), "page:4:1: the Markdown table has no rows"),
        (HEAD.replace("|---|---|---|", ""), "page:4:1: no row of dashes"),
        (HEAD.replace("|---|---|---|", "|---|--"), "page:5:1: the row of dashes has 2 columns"),
        (
            "Status codeDescriptionRecommended action".to_owned(),
            "page:4:1: the Markdown table's cells are glued",
        ),
        (
            "Status code\tDescription\tRecommended action".to_owned(),
            "page:4:1: the Markdown table's cells are glued",
        ),
        (
            format!("{HEAD}{ROW}\n```\ncode"),
            "page:7:1: the code fence that starts here does not end",
        ),
        (format!("{HEAD}{ROW}\n<!-- note"), "page:7:1: the comment that starts here does not end"),
        (
            format!("{HEAD}{ROW}\n</Tab>"),
            "page:7:1: </Tab> closes the <Accordion> that starts on line 3",
        ),
        (
            format!("{HEAD}{ROW}\n<Tab>"),
            "page:8:1: </Accordion> closes the <Tab> that starts on line 7",
        ),
        (
            format!("{HEAD}{ROW}\n\n{HEAD}{ROW}"),
            "page:8:1: the Markdown table's codes have no phase: SENT on line 3",
        ),
    ];
    for (table, expected) in cases {
        let message = refused_in_phase(&table);
        assert!(message.starts_with(expected), "{table}\n{message}");
    }
}

#[test]
fn table_without_a_phase_is_refused() {
    for before in
        ["# Page\n\n", "## `SENT` – Sent off\n\n#### Other\n\n", "Glued.`SENT` – Sent off\n"]
    {
        let message = refused(&format!("{before}{HEAD}{ROW}\n"));
        assert!(message.contains("the Markdown table's codes have no phase"), "{message}");
    }
}

#[test]
fn phase_twice_is_refused() {
    for form in FORMS {
        let mut phases = locker();
        phases[2].status = "ACCEPTED".to_owned();
        let message = refused(&form.render(&phases).text());
        assert!(message.contains("the phase ACCEPTED stands twice"), "{message}");
    }
}

proptest! {
    /// Tags that are about as long as the longest that is read, with characters of several bytes at
    /// that length.
    #[test]
    fn reading_a_long_tag_never_panics(
        len in 3_980..4_020_usize,
        shift in 0..4_usize,
        filler in prop::sample::select(vec!["a", "é", "–", "🔒"]),
        end in prop::sample::select(vec![">", "/>", " x='y'>", "\">", "'>", ""]),
    ) {
        let name = "a".repeat(len);
        let filler = "a".repeat(shift) + &filler.repeat(len / filler.len());
        for start in ["<", "</", "<b ", "<b c=", "<b c='", "<Tab title=\"", "<Tab ", "<Tab {"] {
            for text in [&name, &filler] {
                let line = format!("{start}{text}{end}");
                for page in [line.clone(), format!("{HEAD}| {line} | a | b |\n"), format!("> {line}")] {
                    prop_assert!(read("page", page.as_bytes()).is_err());
                }
            }
        }
    }

    #[test]
    fn reading_never_panics(
        text in "([`|<>{}\"'=#\\-\n *_~!\\[\\]()&;:/A-z–\u{a0}]|<Accordion |title=|</Tab>|<!--|/\\*|\\|---|Status code|Description|Recommended action){0,80}",
        bytes in prop::collection::vec(any::<u8>(), 0..100),
    ) {
        for page in [text.as_bytes(), &bytes] {
            match read("page", page) {
                Ok(page) => prop_assert!(page.phases.iter().all(|p| !p.codes.is_empty() && !p.title.is_empty())),
                Err(fault) => prop_assert!(!fault.to_string().contains('\n')),
            }
        }
    }
}
