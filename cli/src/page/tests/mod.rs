//! Tests the reader on pages of an invented product, a parcel locker, and on pages like the provider's.

mod advice;
mod forms;
mod mutations;
mod rules;
mod scale;

use vkyc_status_codegen::{Diagnostics, Table};

use super::{Page, read};
use forms::{Phase, locker};

/// The table that mirrors `phases`, with more TOML after it.
fn table(phases: &[Phase], more: &str) -> Table {
    let toml = forms::toml(phases) + more;
    Table::parse("lockers.toml", &toml).unwrap_or_else(|error| panic!("{error}\n{toml}"))
}

/// What the tool reads of a page, with the locker's table.
fn checked(page: &str) -> Result<Page, Diagnostics> {
    checked_with(page, "", false)
}

fn checked_with(page: &str, more: &str, accept_removals: bool) -> Result<Page, Diagnostics> {
    read("page", page, &table(&locker(), more), accept_removals)
}
