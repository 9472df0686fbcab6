//! What the guards refuse, what `--accept-removals` and `[[accepted]]` lift, and that the advice
//! works as printed.

use vkyc_status_codegen::Table;

use super::forms::Form;
use super::{Phase, assert_in_sync, checked, checked_with, locker, refused, table, words_of};
use crate::compare::{Comparison, compare};
use crate::guards::check;
use crate::page::read;

fn page(edit: impl FnOnce(&mut Vec<Phase>)) -> String {
    let mut phases = locker();
    edit(&mut phases);
    Form::Headings.render(&phases).text()
}

const FOOTER: &str = "## More\n\nAnd a last line.\n";

#[test]
fn another_tables_page_is_not_advised_to_be_accepted() {
    let other = page(|phases| {
        for row in phases.iter_mut().flat_map(|phase| &mut phase.rows) {
            row[0] = format!("OTHER_{}", row[0]);
        }
    });
    for accept_removals in [false, true] {
        let message = checked_with(&other, "", accept_removals).unwrap_err().to_string();
        assert!(message.contains("another table's page"), "{message}");
        assert!(!message.contains("--accept-removals"), "{message}");
    }
}

#[test]
fn mass_removal_needs_to_be_accepted() {
    let half = page(|phases| phases[1].rows.truncate(1)) + FOOTER;
    assert_eq!(checked(&half).unwrap().len(), 5);
    let less = page(|phases| {
        phases[0].rows.remove(0);
        phases[1].rows.truncate(1);
        phases[2].rows.truncate(1);
    }) + FOOTER;
    let message = refused(&less);
    assert!(message.contains("5 of the table's 8 codes are missing"), "{message}");
    assert!(message.contains("`--accept-removals`"), "{message}");
    assert_eq!(checked_with(&less, "", true).unwrap().len(), 3);
}

#[test]
fn missing_tail_needs_to_be_accepted() {
    let cut = page(|phases| phases[2].rows.truncate(1));
    assert!(refused(&cut).contains("every code from PARCEL_RETURNED on is missing"));
    assert_eq!(checked_with(&cut, "", true).unwrap().len(), 7);
    assert_eq!(checked(&format!("{cut}{FOOTER}")).unwrap().len(), 7);
    // Neither a line right below the last row nor a title without a table shows that more was
    // there.
    let rows = cut.trim_end();
    let title = "### `closed` – Delivery closed\n\nWhat the scanner s";
    for end in ["\nNotes:", "\n> A quotation.", "\n\n</div>"] {
        assert!(refused(&format!("{rows}{end}")).contains("every code from PARCEL_RETURNED on"));
    }
    let cut = page(|phases| phases.truncate(2));
    assert!(refused(&(cut + title)).contains("every code from PARCEL_COLLECTED on"));
}

#[test]
fn mass_move_is_always_refused() {
    let moved = page(|phases| {
        let rows = std::mem::take(&mut phases[1].rows);
        phases[0].rows.extend(rows);
        let row = phases[2].rows.remove(0);
        phases[0].rows.push(row);
        phases.remove(1);
    });
    for accept_removals in [false, true] {
        let message = checked_with(&moved, "", accept_removals).unwrap_err().to_string();
        assert!(message.contains("5 of the table's 8 codes are under another phase"), "{message}");
    }
    let renamed = page(|phases| {
        phases[0].status = "TAKEN_IN".to_owned();
        phases[1].status = "ON_THE_WAY".to_owned();
    });
    assert_eq!(checked(&renamed).unwrap().len(), 8);
}

#[test]
fn retired_rows_are_not_missed() {
    let mut phases = locker();
    let retired = phases[2].rows.pop().unwrap();
    let page = Form::Headings.render(&phases).text() + FOOTER + "\nPARCEL_RETURNED was one.\n";
    let toml = "\n[[phase.code]]\ncode = 'PARCEL_RETURNED'\ndescription = 'x'\nrecommended_action = 'y'\n\
        actions = ['wait']\noutcome = 'pending'\nretired = 2026-12-01\n";
    let read = read("page", page.as_bytes()).unwrap();
    assert_eq!(retired[0], "PARCEL_RETURNED");
    assert_eq!(check("page", &table(&phases, toml), &read, false), Ok(()));
}

#[test]
fn codes_of_a_retired_phase_are_not_missed() {
    let page = page(|phases| phases.truncate(2));
    let read = read("page", page.as_bytes()).unwrap();
    let toml = "\n[[phase]]\nstatus = 'CLOSED'\ntitle = 'x'\nretired = 2026-12-01\n\n\
        [[phase.code]]\ncode = 'PARCEL_COLLECTED'\ndescription = 'x'\nrecommended_action = 'y'\n\
        actions = ['wait']\noutcome = 'pending'\n";
    let table = table(&locker()[..2], toml);
    assert_eq!(compare(&table, &read), Comparison::default());
    assert_eq!(check("page", &table, &read, false), Ok(()));
    // Nor are they new to a page that only mentions them.
    let mention = page.replacen("### `IN_TRANSIT`", "PARCEL_COLLECTED\n\n### `IN_TRANSIT`", 1);
    let read = crate::page::read("page", mention.as_bytes()).unwrap();
    assert_eq!(check("page", &table, &read, false), Ok(()));
}

/// The lines that a message advises to add.
fn advice(message: &str) -> String {
    let after = message.split_once("to the table: ").unwrap().1;
    after.split('`').skip(1).step_by(2).flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn advice_is_toml_that_works() {
    let odd_row = "| `2FA_FAILED` | It failed. | Retry |\n| `HUB_LEFT`";
    let pages = [
        page(|_| ()).replacen("What the scanner said.", "Send `X_CLIENT_ID`.", 1),
        page(|_| ()).replacen("| `HUB_LEFT`", odd_row, 1),
        page(|phases| drop(phases[1].rows.remove(1))) + FOOTER + "\nHUB_LEFT came before.\n",
    ];
    for page in pages {
        let message = refused(&page);
        let advice = advice(&message);
        assert!(Table::parse("t", &advice).unwrap_err().to_string().contains("source"), "{advice}");
        let read = checked_with(&page, &format!("\n{advice}"), false);
        assert!(read.is_ok(), "{message}\n{read:?}");
    }
}

#[test]
fn accepted_word_is_a_whole_word_and_hides_no_row() {
    let page = page(|_| ()).replacen("What the scanner said.", "Send `X_CLIENT_ID`.", 1);
    let accept = |text: &str| format!("\n[[accepted]]\ntext = {text:?}\nreason = 'r'\n");
    for other in ["x_client_id", "X_CLIENT", "CLIENT_ID"] {
        assert!(checked_with(&page, &accept(other), false).is_err(), "{other}");
    }
    let mut phases = locker();
    phases[0].rows[0][0] = "X_CLIENT_ID".to_owned();
    let page = Form::Headings.render(&phases).text();
    let rows = checked_with(&page, &accept("X_CLIENT_ID"), false).unwrap();
    assert_eq!(rows, words_of(&phases));
}

#[test]
fn table_on_another_subject_is_passed_over() {
    let page = page(|_| ());
    for section in [
        "## Events\n\n| Event | Description |\n|---|---|\n| `LOCKER_OPENED` | It opened. |\n",
        "## Sample\n\n```json\n{\"status\": \"NEW_STATUS\"}\n| `NEW_CODE` | a | b |\n```\n",
        "## More\n\nAn OTP, or a word like SOME_HEADER.\n",
        "## Codes\n\n| Status code | Description |\n|---|---|\n| 200 | Fine. |\n",
    ] {
        assert_in_sync(&format!("{page}{section}"));
        assert_in_sync(&page.replacen("## Delivery", &format!("{section}\n## Delivery"), 1));
    }
}

#[test]
fn rows_that_cannot_be_read_do_not_vanish() {
    let page = page(|_| ());
    for (section, place) in [
        ("- `NEW_CODE`: words\n", "under a phase's title"),
        ("```\nNEW_CODE\n```\n", "under a phase's title"),
        ("## More\n\n<Card title=\"More\">NEW_CODE</Card>\n", "NEW_CODE"),
        ("## More\n\n| Code | Meaning |\n|---|---|\n| OPENED | x |\n", "in a column of codes"),
        (
            "## More\n\n<table><th>Status code</th><td>NEW_CODE</td></table>\n",
            "in a table of codes",
        ),
        ("#### More\n\nNEW_CODE\n", "in the section of a phase"),
    ] {
        let message = refused(&format!("{page}\n{section}\nWords.\n"));
        assert!(message.contains(place), "{message}");
    }
}
