//! Tests the reader on pages of an invented product, a parcel locker, and on pages like the provider's.

mod forms;
mod mutations;

use vkyc_status_codegen::{Diagnostics, Table};

use super::{Page, read};
use forms::{Phase, locker};

/// The table that mirrors `phases`, with more TOML behind it.
fn table(phases: &[Phase], more: &str) -> Table {
    let toml = forms::toml(phases) + more;
    Table::parse("lockers.toml", &toml).unwrap_or_else(|error| panic!("{error}\n{toml}"))
}

/// What the tool reads of a page, with the locker's table.
fn checked(page: &str) -> Result<Page, Diagnostics> {
    read("page", page, &table(&locker(), ""), false)
}
