//! Whether a page that could be read can be the whole page: one that was cut short between two of
//! its lines must not pass for one from which codes were removed.

use std::collections::HashSet;

use vkyc_status_codegen::Table;

use crate::page::{Page, Trouble};

const REMEDY: &str = "fetch the page again; `--accept-removals` takes them for removed";

pub(crate) fn check(table: &Table, page: &Page) -> Result<(), Trouble> {
    let codes = page.phases.iter().flat_map(|phase| &phase.codes);
    let found: HashSet<&str> = codes.map(|code| code.code.as_str()).collect();
    let listed = || table.phases.iter().flat_map(|phase| &phase.codes);
    let total = listed().count();
    let missing = listed().filter(|row| !found.contains(row.code.as_str())).count();
    if missing * 2 > total {
        let what = format!(
            "{missing} of the table's {total} codes are missing; the page was probably cut short"
        );
        return Err(Trouble::page(what, REMEDY));
    }
    let listed: HashSet<&str> = table.phases.iter().map(|phase| phase.status.as_str()).collect();
    match page.bare_titles.iter().find(|title| listed.contains(title.status.as_str())) {
        Some(title) => {
            let what =
                format!("the phase {} has a title, but no table with its codes", title.status);
            Err(Trouble::at(title.line, what, REMEDY))
        }
        None => Ok(()),
    }
}
