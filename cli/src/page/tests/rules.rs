//! Each rule, with the smallest page that shows it.

use super::forms::{FORMS, Form, Phase, locker, phases_of};
use super::{checked, checked_with};
use crate::page::decode;

/// The published page with `old` replaced once.
fn published(old: &str, new: &str) -> String {
    let page = Form::Published.page(&locker());
    assert!(page.contains(old), "{old}");
    page.replacen(old, new, 1)
}

/// The published page with this text at its end.
fn with(text: &str) -> String {
    format!("{}\n{text}\n", Form::Published.page(&locker()))
}

#[track_caller]
fn assert_in_sync(page: &str) {
    match checked(page) {
        Ok(read) => assert_eq!(phases_of(&read), locker(), "{page}"),
        Err(error) => panic!("{error}\n{page}"),
    }
}

/// The error, which says what to do.
#[track_caller]
fn refused(page: &str) -> String {
    const ADVICE: [&str; 6] = [
        "paste into the table",
        "fetch the page",
        "save the page",
        "name the page",
        "--accept-removals",
        "report it to this project",
    ];
    match checked(page) {
        Ok(read) => panic!("{read:?}\n{page}"),
        Err(error) => {
            let error = error.to_string();
            assert!(ADVICE.iter().any(|advice| error.contains(advice)), "{error}");
            error
        }
    }
}

#[track_caller]
fn assert_refused(page: &str, message: &str) {
    let refused = refused(page);
    assert!(refused.contains(message), "{refused}\n{page}");
}

#[test]
fn every_form_says_the_same() {
    for form in FORMS {
        let page = form.page(&locker());
        assert_in_sync(&page);
        assert_in_sync(&page.replace('\n', "\r\n"));
        assert_in_sync(&page.replace("| ", "|\u{a0}").replace(" – ", "\u{a0}–\u{a0}"));
        assert_in_sync(&format!("\u{feff}---\ntitle: Lockers\n---\n{}", page.trim_end()));
    }
}

#[test]
fn non_pages_are_refused() {
    let not_utf8 = decode("page", b"# Status\n\xff\xfe").unwrap_err().to_string();
    assert!(not_utf8.starts_with("page:2:1: byte 10 is not UTF-8"), "{not_utf8}");
    for (page, message) in [
        ("", "page: the page is empty"),
        (" \r\n\t", "page: the page is empty"),
        ("<!DOCTYPE html><html>", "page: the page is an HTML document"),
        ("a\nb\u{fffd}", "page:2:1: a character of this line is lost"),
        ("a\0", "page:1:1: a character of this line is lost"),
        ("[source]\n[[phase]]\n", "page: this is a table of statuses, not the page"),
        ("# Other statuses", "page: no heading and no line is \"Locker statuses\""),
        ("# Locker statuses", "page: no Markdown table has codes and the headers"),
    ] {
        assert_refused(page, message);
    }
}

#[test]
fn what_starts_must_end() {
    for open in ["```", "<!-- a", "{/* a", "<Note>", "<Card title=\"a>", "<Card"] {
        assert_refused(&with(open), "that starts here does not end");
    }
    assert_refused(&with("text <!-- a\nb --> text"), "the line that starts here does not end");
    assert_refused(&with("<Note>\n<Tab>\n</Note>\n</Tab>"), "<Note> that starts here");
    assert_refused(&with("<!-- a\n<!-- b -->"), "the comment that starts here");
    for whole in
        "<br> ¦ <https://a.b> ¦ your <TOKEN> here ¦ a <browser> b ¦ <p>a ¦ <!----> ¦ a < b ¦ \
        <Card\n  title=\"A\"\n  icon={<svg a=\"1\" b={{c: 'd'}} />}\n/> ¦ `<!--` and `{/*` ¦ \
        - ```\n  <Note>\n  ``` ¦ text <Tab> ¦ text</Note> ¦ </Note> ¦ {/* a\n*/} ¦ *** ¦ [a]: /b \"c\""
            .split(" ¦ ")
    {
        assert_in_sync(&with(whole));
    }
}

#[test]
fn a_code_like_word_must_be_accounted_for_wherever_it_is() {
    let shapes =
        "- `X` ¦ 1. X: a sentence ¦ text X. ¦ **X** ¦ ~~X~~ ¦ _X_ ¦ <b>X</b> ¦ | X | a | ¦ \
        | Code | Means |\n|---|---|\n| X | a | ¦ | X | a |\n|---|---|\n| b | c | ¦ > X ¦ > | X | a | b | ¦ ```\nX\n``` ¦ \
        ~~~ X\n~~~ ¦ ```json\n{\"a\":\"https://b.c\",\"status\":\"X\"}\n``` ¦ [X](/a) ¦ [a](/b \"X\") ¦ \
        ![X](a.png) ¦ ![a](b.png 'X') ¦ [^1]: X ¦ {\"X\"} ¦ {`X`} ¦ <Card title=\"X\" /> ¦ \
        text <Tip a='X'>b</Tip> ¦ the <X> ¦ ## X ¦ #### About X ¦ \
        <details>\n<summary>X</summary>\n</details> ¦ \
        <table>\n<tr><td>X</td></tr>\n</table> ¦ X\tdescription ¦ XThe description ¦ theX ¦ \
        X<br/>Y ¦ :::note[X]\n::: ¦ ---\na: X\n--- ¦ &#78;EW_CODE ¦ NEW\\_CODE ¦ \
        NEW&#95;CODE ¦ NEW_<wbr/>CODE ¦ NEW_**CODE** ¦ NEW_{/* c */}CODE ¦ \
        NEW_<!-- c -->CODE ¦ `NEW_`CODE ¦ NEW_\u{ad}CODE ¦ \
        ![X](</A> \"no\") ¦ NEW&lowbar;CODE ¦ `X`s ¦ \
        see https://x.y/A_B and X ¦ a | X | b ¦ \
        | Status code | Description |\n|---|---|\n| X | a | ¦ \
        | Status code | Description | Recommended action |\n|---|---|---|\n| 1 | a | X |"
            .split(" ¦ ");
    let page = Form::Published.page(&locker());
    let places = [
        "# Lockers",
        "## Locker",
        "Organised",
        "<Accordion title=\"`IN",
        "</Accordion>\n\n<Accordion title=\"`C",
    ];
    for shape in shapes {
        let text = shape.replace('X', "NEW_CODE");
        let within = places.map(|place| page.replacen(place, &format!("\n{text}\n\n{place}"), 1));
        for page in within.into_iter().chain([with(&text)]) {
            assert_refused(&page, "NEW_CODE");
        }
        let known = shape.replace("&#78;EW", "HUB").replace("NEW", "HUB").replace("CODE", "LEFT");
        assert_in_sync(&with(&known.replace('X', "HUB_LEFT")));
    }
}

#[test]
fn what_is_not_shown_does_not_count() {
    for hidden in "{/* NEW_CODE */} ¦ <!-- NEW_CODE --> ¦ [a](/NEW_CODE) ¦ ![a](NEW_CODE.png) ¦ \
        https://a.b/NEW_CODE ¦ <https://a.b/NEW_CODE> ¦ [NEW_CODE]: /a ¦ \
        import a from \"NEW_CODE\" ¦ export const NEW_CODE = 1 ¦ \
        <Card href=\"/NEW_CODE\" /> ¦ <Frame id='NEW_CODE'></Frame> ¦ An OTP, a 2FA_FAILED ¦ ## OTP-based checks ¦ \
        a new_code"
        .split(" ¦ ")
    {
        assert_in_sync(&with(hidden));
    }
}

#[test]
fn any_name_counts_where_only_codes_stand() {
    for place in "| Status code | Description |\n|---|---|\n| TIMEOUT | a | ¦ ## TIMEOUT – a phase ¦ \
        | TIMEOUT | a | b | ¦ a TIMEOUT | b ¦ \
        > | Status code | Description | Recommended action |\n> |---|---|---|\n> | TIMEOUT | a | b | ¦ \
        ```\n| Status code | Description | Recommended action |\n|---|---|---|\n| TIMEOUT | a | b |\n``` ¦ \
        <table>\n<tr><td><code>TIMEOUT</code></td><td>a</td></tr>\n</table> ¦ \
        <Card title=\"TIMEOUT: a phase\" />".split(" ¦ ") {
        assert_refused(&with(place), "TIMEOUT");
    }
    assert_refused(&published("</Accordion>", "`TIMEOUT`\n</Accordion>"), "TIMEOUT");
    assert_refused(&published("`HUB_LEFT` |", "`HUB_LEFT`, `TIMEOUT` |"), "TIMEOUT");
}

#[test]
fn a_title_names_the_phase_and_says_more() {
    for title in "`HELD`: Held at customs ¦ HELD – Held at customs ¦ HELD - Held at customs ¦ \
        `HELD`– Held at customs ¦ HELD → Held at customs ¦ HELD (Held at customs) ¦ \
        Held at customs (HELD) ¦ Held at customs – `HELD` ¦ 1. `HELD` – Held at customs ¦ 1. Held at customs – `HELD` ¦ \
        `HELD` Held at customs ¦ HELD` – Held at customs ¦ *HELD** – Held at customs ¦ [HELD](#x) – Held at customs"
        .split(" ¦ ")
    {
        assert_in_sync(&published("`HELD` – Held at customs", title));
        let page = Form::Headings.page(&locker());
        let title = format!("{title} {{#x}}");
        assert_in_sync(&page.replace("`HELD` – Held at customs", &title));
    }
    let read = checked(&published("Held at customs", "Held (at customs)")).unwrap();
    assert!(read.phases.iter().any(|phase| phase.title == "Held (at customs)"));
    for title in
        "`HELD` ¦ held – Held at customs ¦ Held at customs ¦  ¦ `HELD` – Held`HELD` – Held ¦ \
        `HELD` or `CLOSED`"
            .split(" ¦ ")
    {
        refused(&published("`HELD` – Held at customs", title));
    }
}

#[test]
fn a_title_is_nearest_before_or_around_its_table() {
    let open = "<Accordion title=\"`HELD` – Held at customs\">\n";
    let page = |new: &str, close: &str| {
        let new = new.replace("OPEN", open).replace("TITLE", "`HELD` – Held at customs");
        let page = published(open, &new);
        let (before, after) = page.split_at(page.find("DUTY").unwrap());
        [before, &after.replacen("</Accordion>", close, 1)].concat()
    };
    for shape in "OPEN## What `HUB_LEFT` means\n\n … </Accordion> ¦ OPEN<Wrap>\n … </Wrap>\n</Accordion> ¦ <Tab title={'TITLE'}>\n … </Tab> ¦ \
        OPEN\n#### Codes\n\n … </Accordion> ¦ OPENOTP – one time password\n\n … </Accordion> ¦ \
        ### TITLE\n\nMore words.\n\n …  ¦ **TITLE**\n\n …  ¦ \
        <details>\n<summary>TITLE</summary>\n\n … </details> ¦ TITLE\nTITLE\n … "
        .split(" ¦ ")
    {
        let (new, close) = shape.split_once(" … ").unwrap();
        assert_in_sync(&page(new, close));
    }
    let table =
        "| Status code | Description | Recommended action |\n|---|---|---|\n| X_Y | a | b |";
    for (new, close, message) in [
        ("### TITLE\n\n#### Codes\n\n", "", "no title names the phase"),
        ("### TITLE\n\n<Tab title=\"Codes\">\n", "</Tab>", "no title names the phase"),
        ("### TITLE\n\n#### `OTP`\n\n", "", "no text besides the name"),
        ("OPEN`OTP` – one time password\n", "</Accordion>", "two titles that differ"),
        ("OPEN`HELD` – is a phase\n", "</Accordion>", "two titles that differ"),
        ("OPEN### `OTP` – one time password\n", "</Accordion>", "HELD"),
        ("OPEN", &format!("\n{table}\n</Accordion>"), "has another table"),
    ] {
        assert_refused(&page(new, close), message);
    }
}

#[test]
fn a_table_of_ours_is_whole() {
    let row = "| `HUB_LEFT` | The parcel left a hub. | Wait for one more scan |";
    for broken in "| `HUB_LEFT` | The parcel left a hub. | ¦ | `HUB_LEFT` | a | b | c | ¦ \
        | `HUB_LEFT` | a | b ¦ | `HUB_LEFT` | | b | ¦ | `HUB_LEFT` | &nbsp; | b | ¦ \
        |---|---|---| ¦ \n| `HUB_LEFT` | a | b | ¦ text ¦ > | `HUB_LEFT` | a | b | ¦ \
        | Status code | Description | Recommended action |\n|---|---|---| ¦ \
        | `HUB_<br/>LEFT` | a | b<!--\n--> | ¦ | HUB_ LEFT | a | b | ¦ \
        | ~~HUB_LEFT~~ | a | b | ¦ | <del>HUB_LEFT</del> | a | b | ¦ HUB_LEFT ¦ \
        `HELD` – Held at customs| a | b |"
        .split(" ¦ ")
    {
        refused(&published(row, broken));
    }
    for same in [
        "| HUB_LEFT | The parcel left a `hub`. | Wait for one more scan |",
        "|**HUB\\_LEFT**|The _parcel_ left a hub.|Wait for one more scan|",
        "| `HUB_LEFT` | The parcel left a [hub][1]. | Wait for one more scan |",
        "| HUB_<br/>LEFT | The parcel<br>left&nbsp;a hub. | [Wait](/x) for one more scan |",
        "{/* c */}| `HUB_LEFT` | The parcel left a h&shy;ub. | Wait for one more scan |",
        "| <a id=\"x\" />`HUB_LEFT` | The{' '}parcel left a <Tooltip tip=\"a|b\">hub</Tooltip>. | Wait for one more scan{/* c */} |",
    ] {
        assert_in_sync(&published(row, same));
    }
    for (new, old) in [
        ("Status codes", "Status code"),
        ("Description[^1]", "Description"),
        ("**recommended Action**", "Recommended action"),
    ] {
        assert_in_sync(&Form::Published.page(&locker()).replace(old, new));
    }
    assert_refused(&published("|---|:---:|---|\n", ""), "cannot read their form");
    refused(&published("| Description |", "| Status code |"));
    let struck = published("`PICKUP_BOOKED`", "~~PICKUP_BOOKED~~");
    assert_refused(&struck, "to leave such rows out (PICKUP_BOOKED then counts as removed), paste");
}

#[test]
fn what_a_cell_shows_besides_the_code_is_a_warning() {
    for more in ["*", "<sup>1</sup>", "[^1]", " (old)", "<Badge>new</Badge>", " \\| x"] {
        let page = checked(&published("`HUB_LEFT` |", &format!("`HUB_LEFT`{more} |"))).unwrap();
        assert_eq!(phases_of(&page), locker(), "{more}");
        let [warning] = &page.warnings[..] else { panic!("{:?}", page.warnings) };
        assert!(warning.to_string().contains("the cell of HUB_LEFT shows more"), "{warning}");
    }
}

#[test]
fn tables_of_something_else_are_not_ours() {
    for table in [
        "| Status code | Description | Recommended action |\n|---|---|---|\n| 400 | a | b |",
        "| Status code | Description |\n|---|---|\n| `HUB_LEFT` | a |",
        "| Code | Retry |\n|---|---|\n| HUB_LEFT | yes |",
        "| Event | Description |\n|---|---|\n| sent | a |",
        "<table>\n<tr><td>HUB_LEFT</td><td>a</td></tr>\n</table>",
    ] {
        assert_in_sync(&with(table));
    }
}

#[test]
fn a_code_that_is_gone_is_a_removal_unless_it_is_mentioned() {
    let page = without(locker(), |code| code != "HUB_LEFT");
    let read = checked(&page).unwrap();
    assert!(read.phases.iter().flat_map(|phase| &phase.codes).all(|row| row.code != "HUB_LEFT"));
    assert_refused(&format!("{page}\nHUB_LEFT was one."), "if the page withdrew HUB_LEFT");
    let retired = "\n[[phase.code]]\ncode = 'OLD_CODE'\nretired = 2026-12-01\n[[pair]]\n\
        status = 'STARTED_UP'\ncode = 'HUB_LEFT'\nreason = 'x'\n";
    let read = checked_with(&with("OLD_CODE and STARTED_UP."), retired, false).unwrap();
    assert_eq!(phases_of(&read), locker());
}

/// The page of the rows whose code `is_kept`.
fn without(mut phases: Vec<Phase>, is_kept: impl Fn(&str) -> bool) -> String {
    for Phase { rows, .. } in &mut phases {
        rows.retain(|[code, ..]| is_kept(code));
    }
    phases.retain(|phase| !phase.rows.is_empty());
    Form::Headings.page(&phases).replace("about `HUB_LEFT`", "")
}

#[test]
fn a_page_that_may_be_cut_is_refused_unless_removals_are_accepted() {
    let first = without(locker(), |code| code != "LABEL_PRINTED");
    let last = without(locker(), |code| code != "PARCEL_RETURNED");
    let few = without(locker(), |code| matches!(code, "LABEL_PRINTED" | "PARCEL_RETURNED"));
    let is_half = |code: &str| code.starts_with('P') || code == "LABEL_PRINTED";
    assert!(checked(&without(locker(), is_half)).is_ok());
    for (page, message) in [
        (first, "the first code of the table, LABEL_PRINTED, is missing"),
        (last, "the last code of the table, PARCEL_RETURNED, is missing"),
        (few, "6 of the table's 8 codes are missing"),
    ] {
        assert_refused(&page, message);
        assert_refused(&page, "--accept-removals");
        assert!(checked_with(&page, "", true).is_ok());
    }
    // Wherever the page is cut, the error says to fetch it again.
    let page = Form::Headings.page(&locker());
    let end = page.find("| `PARCEL_RETURNED`").unwrap();
    for at in (page.find("## ").unwrap()..end).filter(|at| page.is_char_boundary(*at)) {
        let error = refused(&page[..at]);
        assert!(error.contains("etch the page") || error.contains("another page"), "{at}: {error}");
    }
}

#[test]
fn other_pages_are_refused_whatever_is_accepted() {
    let page = Form::Headings.page(&locker());
    let moved = page.replace("`ACCEPTED`", "`X`").replace("`IN_TRANSIT`", "`ACCEPTED`");
    for (page, message) in [
        (moved.replace("`X`", "`IN_TRANSIT`"), "5 of the table's 8 codes are under another phase"),
        (page.replace("| `", "| `MY_"), "none of the table's codes"),
        (
            "# Locker statuses\n| Status code | Note |\n|---|---|\n| 400 | a |".to_owned(),
            "no Markdown table has codes and the headers",
        ),
    ] {
        let refused = checked_with(&page, "", true).unwrap_err();
        assert!(refused.to_string().contains(message), "{refused}");
    }
}

#[test]
fn what_is_twice_is_refused() {
    let row = "| `HUB_LEFT` | The parcel left a hub. | Wait for one more scan |\n";
    assert_refused(&published(row, &row.repeat(2)), "HUB_LEFT is on the page twice");
    let page = Form::Published.page(&locker());
    let phase =
        &page[page.find("<Accordion").unwrap()..page.find("<Accordion title=\"`IN").unwrap()];
    assert_refused(&format!("{page}\n{phase}"), "ACCEPTED is on the page twice");
    assert_refused(&with("### `HELD` – Held at customs"), "HELD is on the page twice");
    assert_in_sync(&with("### `HELD`: what it means"));
}

#[test]
fn a_column_that_all_tables_have_is_an_addition() {
    let page = Form::Published.page(&locker());
    let with_column = |page: &str, cell: &str| -> String {
        let page = page.replace("action |\n|---|", "action | Can retry |\n|---|---|");
        let lines = page
            .lines()
            .map(|line| if line.starts_with("| `") { [line, cell] } else { [line, ""] });
        lines.map(|line| line.concat() + "\n").collect()
    };
    let added = with_column(&page, " Yes |");
    let read = checked(&added).unwrap();
    assert!(read.added_columns == ["Can retry"] && read.warnings.is_empty(), "{read:?}");
    assert!(read.phases.iter().flat_map(|phase| &phase.codes).all(|row| row.added == ["Yes"]));
    let (first, rest) = page.split_at(page.find("<Accordion title=\"`IN").unwrap());
    for page in [with_column(&page, " |"), with_column(first, " Yes |") + rest] {
        let read = checked(&page).unwrap();
        assert!(read.added_columns.is_empty() && read.warnings.len() == 1, "{read:?}");
    }
    let declined = "\n[[accepted]]\nheader = 'Can retry'\nreason = 'x'\n";
    let read = checked_with(&added, declined, false).unwrap();
    assert_eq!((read.added_columns.len(), read.warnings.len(), read.used.len()), (0, 0, 1));
}
