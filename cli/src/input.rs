//! What the commands read: the table, and the page.

use std::error::Error;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use vkyc_status_codegen::Table;

use crate::{guards, page};

pub(crate) struct Toml {
    /// How reports call it.
    pub(crate) file: String,
    pub(crate) text: String,
}

impl Toml {
    /// The file at `path`, or the table compiled in.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        let Some(path) = path else {
            return Ok(Self {
                file: "data/statuses.toml".to_owned(),
                text: vkyc_status::TABLE.to_owned(),
            });
        };
        Ok(Self { file: path.display().to_string(), text: vkyc_status_codegen::read(path)? })
    }

    /// The table it holds; a code may still lack its actions.
    pub(crate) fn table(&self) -> Result<Table, Box<dyn Error>> {
        Ok(Table::parse_draft(&self.file, &self.text)?)
    }
}

/// The page at `path`, or on standard input for `-`, as far as it can be the whole page that
/// `table` mirrors.
pub(crate) fn page(
    path: &Path,
    table: &Table,
    accept_removals: bool,
) -> Result<page::Page, Box<dyn Error>> {
    let is_stdin = path == Path::new("-");
    let name = if is_stdin { "standard input".to_owned() } else { path.display().to_string() };
    let bytes = if is_stdin { stdin() } else { fs::read(path) }
        .map_err(|e| format!("{name}: cannot be read: {e}; check the path and its permissions"))?;
    let page = page::read(&name, &bytes)?;
    guards::check(&name, table, &page, accept_removals)?;
    Ok(page)
}

fn stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}
