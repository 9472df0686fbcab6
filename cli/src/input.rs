//! What the commands read: the table, and the page.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use vkyc_status_codegen::text::shown;
use vkyc_status_codegen::{Diagnostic, Diagnostics, Table};

use crate::Result;
use crate::guards;
use crate::page::{self, Page};

/// The table that a command works on.
pub(crate) struct Input {
    /// The path of the file; `None` for the table compiled in.
    pub(crate) file: Option<String>,
    pub(crate) text: String,
    pub(crate) table: Table,
}

impl Input {
    /// The table in the file at `path`, or the one compiled in; a draft is fine.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Diagnostics> {
        let (file, text) = match path {
            Some(path) => (Some(path.display().to_string()), vkyc_status_codegen::read(path)?),
            None => (None, vkyc_status::TABLE.to_owned()),
        };
        let table = Table::parse_draft(file.as_deref().unwrap_or(COMPILED_IN), &text)?;
        Ok(Self { file, text, table })
    }

    /// What reports call the table.
    pub(crate) fn name(&self) -> String {
        match &self.file {
            Some(file) => shown(file),
            None => format!("{COMPILED_IN} (read on {})", self.table.source.retrieved),
        }
    }
}

const COMPILED_IN: &str =
    concat!("The compiled-in table of vkyc-status ", env!("CARGO_PKG_VERSION"));

/// The page at `path`, or on standard input for `-`, if it can be the whole page that `table`
/// mirrors.
pub(crate) fn page(path: &Path, table: &Table, accept_removals: bool) -> Result<Page, Diagnostic> {
    let (name, bytes) = if is_standard_input(path) {
        ("standard input".to_owned(), standard_input())
    } else {
        (path.display().to_string(), fs::read(path))
    };
    let bytes = bytes.map_err(|error| {
        let diagnostic = Diagnostic::new(&*name, None, format!("cannot be read: {error}"));
        diagnostic.help("check the path and its permissions")
    })?;
    let page = page::read(&name, &bytes)?;
    guards::check(&name, table, &page, accept_removals)?;
    Ok(page)
}

pub(crate) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

fn standard_input() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}
