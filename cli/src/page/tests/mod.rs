//! Tests the reader and the guards together, on pages of an invented product: every shape that is
//! read or refused, and shapes that were changed in every way.

mod cases;
mod edited;
mod edits;
mod faults;
mod forms;
mod guards;
mod mutations;
mod reshaped;
mod scale;
mod shapes;

use std::fmt::Write as _;

use vkyc_status_codegen::{Diagnostic, Table};

use super::{Page, read};
use crate::guards::check;

/// A row of a page: status, title, code, description, recommended action.
type Words = [String; 5];

/// A phase: status, title, and its rows of a code, a description and a recommended action.
#[derive(Debug, Clone)]
struct Phase {
    status: String,
    title: String,
    rows: Vec<[String; 3]>,
}

/// The phases of the product: a parcel locker.
fn locker() -> Vec<Phase> {
    let phase = |status: &str, title: &str, rows: &[[&str; 3]]| Phase {
        status: status.to_owned(),
        title: title.to_owned(),
        rows: rows.iter().map(|row| row.map(str::to_owned)).collect(),
    };
    vec![
        phase(
            "ACCEPTED",
            "Parcel accepted",
            &[
                ["LABEL_PRINTED", "The sender printed the label.", "Bring the parcel to a shop"],
                ["PICKUP_BOOKED", "A courier will come.", "Keep the parcel ready"],
            ],
        ),
        phase(
            "IN_TRANSIT",
            "On its way",
            &[
                ["HUB_REACHED", "The parcel reached a hub.", "Wait for the next scan"],
                ["HUB_LEFT", "The parcel left a hub.", "Wait for the next scan"],
                ["ADDRESS_UNKNOWN", "The address doesn't exist.", "Ask for the address"],
                ["LOCKER_FULL", "No locker is free now.", "Retry later or offer a shop"],
            ],
        ),
        phase(
            "CLOSED",
            "Delivery closed",
            &[
                ["PARCEL_COLLECTED", "The receiver has the parcel.", "Mark delivery as complete"],
                ["PARCEL_RETURNED", "The parcel went back.", "Mark delivery as failed"],
            ],
        ),
    ]
}

/// The table that mirrors `phases`, with more TOML behind it.
fn table(phases: &[Phase], more: &str) -> Table {
    let mut toml = "[source]\ntitle = 'Lockers'\nurl = 'https://example.com/lockers'\n\
        retrieved = 2026-11-22\n\n[[action]]\nid = 'wait'\nsummary = 'Wait.'\n\n\
        [[outcome]]\nid = 'pending'\nsummary = 'It goes on.'\n"
        .to_owned();
    for Phase { status, title, rows } in phases {
        let _ = write!(toml, "\n[[phase]]\nstatus = {status:?}\ntitle = {title:?}\n");
        for [code, description, action] in rows {
            let _ = write!(
                toml,
                "\n[[phase.code]]\ncode = {code:?}\ndescription = {description:?}\n\
                 recommended_action = {action:?}\nactions = ['wait']\noutcome = 'pending'\n"
            );
        }
    }
    toml.push_str(more);
    Table::parse("lockers.toml", &toml).unwrap()
}

fn words_of(phases: &[Phase]) -> Vec<Words> {
    let rows = |phase: &Phase| {
        let head = [phase.status.clone(), phase.title.clone()];
        let rows = phase.rows.iter().map(|[code, description, action]| {
            let [status, title] = head.clone();
            [status, title, code.clone(), description.clone(), action.clone()]
        });
        rows.collect::<Vec<_>>()
    };
    phases.iter().flat_map(rows).collect()
}

/// What the page says, without line numbers.
fn words(page: &Page) -> Vec<Words> {
    let phases = page.phases.iter().map(|phase| Phase {
        status: phase.status.clone(),
        title: phase.title.clone(),
        rows: phase
            .codes
            .iter()
            .map(|row| {
                let [description, action] = &row.words;
                [&row.code, description, action].map(String::clone)
            })
            .collect(),
    });
    words_of(&phases.collect::<Vec<_>>())
}

/// What the tool reads of the page, checked with the table of the locker.
fn checked(page: &str) -> Result<Vec<Words>, Diagnostic> {
    checked_with(page, "", false)
}

fn checked_with(page: &str, more: &str, accept_removals: bool) -> Result<Vec<Words>, Diagnostic> {
    let page = read("page", page.as_bytes())?;
    check("page", &table(&locker(), more), &page, accept_removals)?;
    Ok(words(&page))
}

/// The message about a page that is refused.
fn refused(page: &str) -> String {
    match checked(page) {
        Ok(words) => panic!("{words:?} was read from\n{page}"),
        Err(diagnostic) => diagnostic.to_string(),
    }
}

/// Asserts that the page is read, and says what the table says.
fn assert_in_sync(page: &str) {
    match checked(page) {
        Ok(words) => assert_eq!(words, words_of(&locker()), "{page}"),
        Err(diagnostic) => panic!("{diagnostic}\n{page}"),
    }
}
