//! Whether a page that could be read can be the whole page: one that was cut short between two of
//! its lines must not pass for one from which codes were removed.

use std::collections::HashSet;

use vkyc_status_codegen::{Diagnostic, Position, Table};

use crate::page::Page;

const HELP: &str = "fetch the page again; `--accept-removals` takes them for removed";

/// Whether `page`, which messages call `name`, can be the whole page that `table` mirrors.
///
/// # Errors
///
/// What speaks against it.
pub fn check(
    name: &str,
    table: &Table,
    page: &Page,
    accept_removals: bool,
) -> Result<(), Diagnostic> {
    if accept_removals {
        return Ok(());
    }
    let codes = page.phases.iter().flat_map(|phase| &phase.codes);
    let found: HashSet<&str> = codes.map(|code| code.code.as_str()).collect();
    let total = table.codes().count();
    let missing = table.codes().filter(|row| !found.contains(row.code.as_str())).count();
    if missing * 2 > total {
        let message = format!(
            "{missing} of the table's {total} codes are missing; the page was probably cut short"
        );
        return Err(Diagnostic::new(name, None, message).help(HELP));
    }
    let listed: HashSet<&str> = table.phases.iter().map(|phase| phase.status.as_str()).collect();
    match page.bare_titles.iter().find(|title| listed.contains(title.status.as_str())) {
        Some(title) => {
            let message =
                format!("the phase {} has a title, but no table with its codes", title.status);
            Err(Diagnostic::new(name, Position::new(title.line, 1), message).help(HELP))
        }
        None => Ok(()),
    }
}
