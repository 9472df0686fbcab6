//! Follows the advice of refusals, as printed, where an edit of the table helps.

use std::fmt::Write as _;

use super::checked_with;
use super::forms::{Form, locker, phases_of, toml};
use crate::page::{Page, read};
use vkyc_status_codegen::Table;

/// What is read of the page once all rows are pasted that its errors print, at most three times; or the
/// last error, if that prints none.
fn followed(toml: &str, page: &str) -> Result<Page, String> {
    let mut toml = toml.to_owned();
    for _ in 0..3 {
        let table =
            Table::parse("lockers.toml", &toml).unwrap_or_else(|error| panic!("{error}\n{toml}"));
        let error = match read("page", page, &table, false) {
            Ok(page) => return Ok(page),
            Err(error) => error.to_string(),
        };
        let Some((_, rows)) = error.split_once('\n') else { return Err(error) };
        let _ = write!(toml, "\n{rows}\n");
    }
    panic!("the advice does not help\n{toml}")
}

fn published(old: &str, new: &str) -> String {
    Form::Published.page(&locker()).replacen(old, new, 1)
}

#[test]
fn words_that_are_no_codes_are_accepted_in_one_go() {
    let page =
        published("Organised", "X_CLIENT_ID, then ERROR_SINK.\n\n## OTP – a word\n\nOrganised");
    let read = followed(&toml(&locker()), &page).unwrap();
    assert_eq!((phases_of(&read), read.used.len()), (locker(), 1));
    let page = published(
        "Organised",
        "| Status code | Description |\n|---|---|\n| `HUB_LEFT` | a |\n| `OTHER_CODE` | a |\n\nOrganised",
    );
    assert_eq!(phases_of(&followed(&toml(&locker()), &page).unwrap()), locker());
}

#[test]
fn rows_without_a_code_are_left_out_whatever_they_show() {
    let row = "| `HUB_LEFT` |";
    for cell in
        "insufficient-funds ¦ payment.failed ¦ N/A ¦ - ¦ E-101 ¦ ~~OLD_CODE~~ ¦ 2FA_FAILED ¦ \
        a \"b\" \\\\ c ¦ HUB_ LEFT"
            .split(" ¦ ")
    {
        let page = published(row, &format!("| {cell} | x | y |\n{row}"));
        let read = followed(&toml(&locker()), &page).unwrap();
        assert_eq!((phases_of(&read), read.used.len()), (locker(), 1), "{cell}");
    }
    let left_out = toml(&locker())
        + "\n[[accepted]]\ncell = 'SELF'\nreason = 'x'\n\
        [[accepted]]\ncell = 'N/A'\nstatus = 'IN_TRANSIT'\nreason = 'x'\n";
    let page = published(row, &format!("| `SELF` | A_B | y |\n| N/A | x | y |\n{row}"));
    assert_eq!(phases_of(&followed(&left_out, &page).unwrap()), locker());
}

#[test]
fn a_code_in_two_phases_is_left_out_of_one_while_the_other_is_read() {
    let row = "| `DUTY_UNPAID` |";
    let page = published(row, &format!("| `HUB_LEFT` | x | y |\n{row}"));
    assert_eq!(phases_of(&followed(&toml(&locker()), &page).unwrap()), locker());
    let printed = |more: &str, page: &str| {
        let error = checked_with(page, more, false).unwrap_err().to_string();
        error.split_once('\n').unwrap().1.replace("reason = \"…\"", "").replace('\n', " ")
    };
    let accepted = "[[accepted]] cell = \"HUB_LEFT\" status = \"HELD\" ";
    assert_eq!(
        printed("", &page),
        format!("{accepted}  [[pair]] status = \"HELD\" code = \"HUB_LEFT\" ")
    );
    let pair = "\n[[pair]]\nstatus = 'HELD'\ncode = 'HUB_LEFT'\nreason = 'x'\n";
    assert_eq!(printed(pair, &page), accepted);
    let other = pair.replace("HUB_LEFT", "LOCKER_FULL");
    assert_eq!(printed(&other, &page), printed("", &page));
    let new = page.replace("| `HUB_LEFT` |", "| `HUB_NEW` |").replace("about `HUB_LEFT`", "");
    assert_eq!(printed("", &new), "[[accepted]] cell = \"HUB_NEW\" status = \"HELD\" ");
    let table =
        toml(&locker()) + "\n[[accepted]]\ncell = 'HUB_LEFT'\nstatus = 'HELD'\nreason = 'x'\n";
    let moved =
        page.replace("| `HUB_LEFT` | The parcel left a hub. | Wait for one more scan |\n", "");
    let read = followed(&table, &moved).unwrap();
    let held = read.phases.iter().find(|phase| phase.status == "HELD").unwrap();
    assert!(held.codes.iter().any(|row| row.code == "HUB_LEFT") && read.used.is_empty());
}

#[test]
fn both_ways_on_work_where_a_header_was_renamed() {
    let page = Form::Published.page(&locker()).replace("Recommended action", "Action");
    let error = followed(&toml(&locker()), &page).unwrap_err();
    assert!(error.contains("not have exactly one column \"Recommended action\", so"), "{error}");
    assert!(
        error.contains("set `header = \"Action\"` in the [[column]] recommended_action"),
        "{error}"
    );
    let renamed = toml(&locker()).replace("header = 'Recommended action'", "header = \"Action\"");
    assert_eq!(phases_of(&followed(&renamed, &page).unwrap()), locker());
    assert!(error.contains("remove `header` from the [[column]] recommended_action"), "{error}");
    let removed = toml(&locker()).replace("header = 'Recommended action'\n", "");
    assert_eq!(followed(&removed, &page).unwrap().added_columns, ["Action"]);
    let page = Form::Published.page(&locker()).replace("Status code", "Sub-status");
    let error = followed(&toml(&locker()), &page).unwrap_err();
    assert!(
        error.contains("`header = \"Sub-status\"`")
            && !error.contains("remove `header` from")
            && !error.contains("withdrew"),
        "{error}"
    );
    let renamed = toml(&locker()).replace("header = 'Status code'", "header = \"Sub-status\"");
    assert_eq!(phases_of(&followed(&renamed, &page).unwrap()), locker());
}

#[test]
fn a_withdrawn_code_is_retired() {
    let row = "| `HUB_LEFT` | The parcel left a hub. | Wait for one more scan |\n";
    let page = published(row, "");
    let error = followed(&toml(&locker()), &page).unwrap_err();
    assert!(error.contains("add `retired = YYYY-MM-DD` to the rows"), "{error}");
    let retired =
        toml(&locker()).replace("code = \"HUB_LEFT\"", "code = \"HUB_LEFT\"\nretired = 2026-11-22");
    assert!(followed(&retired, &page).is_ok());
    let page = published("| `DUTY_UNPAID` | A duty is due. | Ask for the duty |\n", "");
    let page = page
        .replace("| Status code | Description | Recommended action |\n|---|:---:|---|\n</A", "</A");
    let error = followed(&toml(&locker()), &page).unwrap_err();
    assert!(error.contains("if the page withdrew HELD"), "{error}");
    let page = published("| `HUB_LEFT` |", "\n| `HUB_LEFT` |");
    let error = followed(&toml(&locker()), &page).unwrap_err();
    assert!(error.contains("cannot read their form") && !error.contains("retired ="), "{error}");
    let page = published("## Locker statuses", "## Codes");
    assert!(followed(&toml(&locker()), &page).unwrap_err().contains("change `title` in [source]"));
    assert!(followed(&toml(&locker()).replace("'Locker statuses'", "'Codes'"), &page).is_ok());
}
