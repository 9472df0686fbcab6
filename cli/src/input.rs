//! Reads the table and the page for the commands.

use std::error::Error;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use vkyc_status_codegen::text::shown;
use vkyc_status_codegen::{Diagnostic, Diagnostics, Table};

use crate::page::{self, Page};
use crate::{Result, output, shell};

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
        let name = file.as_deref().unwrap_or(COMPILED_IN);
        let table =
            Table::parse_draft(name, &text).map_err(|faults| refusal(name, &text, faults))?;
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

/// Why a text is no table: because it is a page, or else the faults that it has as a table.
pub(crate) fn refusal(name: &str, text: &str, faults: Diagnostics) -> Diagnostics {
    let has_line = |start| text.lines().any(|line| line.trim_start().starts_with(start));
    if !has_line("|") || has_line("[[") {
        return faults;
    }
    Diagnostic::new(name, None, "is a page, not a table").help("name the table's TOML").into()
}

/// What messages call the table that is compiled in.
pub(crate) const COMPILED_IN: &str =
    concat!("The compiled-in table of vkyc-status ", env!("CARGO_PKG_VERSION"));

/// The page, as it is read with the table of `input`; its warnings are printed.
pub(crate) fn page(path: &Path, accept_removals: bool, input: &Input) -> Result<Page> {
    let (name, bytes) = if is_standard_input(path) {
        ("standard input".to_owned(), bytes(io::stdin().lock()))
    } else {
        (path.display().to_string(), File::open(path).and_then(bytes))
    };
    let bytes = bytes.map_err(|error| {
        let diagnostic = Diagnostic::new(&*name, None, format!("cannot be read: {error}"));
        diagnostic.help("check the path and its permissions")
    })?;
    let text = page::decode(&name, &bytes)?;
    let read = page::read(&name, text, &input.table, accept_removals);
    let page = read.map_err(|faults| -> Box<dyn Error> {
        if Table::parse_draft(&name, text).is_ok() {
            let help = "PAGE is the page's Markdown, and --table FILE the table's TOML";
            return Diagnostic::new(&*name, None, "is a table, not a page").help(help).into();
        }
        let refusal = faults.to_string();
        let is_about_table = ["[[", "[source]", "`retired"].iter().any(|key| refusal.contains(key));
        if input.file.is_some() || !is_about_table {
            return faults.into();
        }
        format!("{refusal}\nThe table is compiled in. {}", shell::own_table()).into()
    })?;
    for warning in &page.warnings {
        output::warning(&warning.to_string());
    }
    Ok(page)
}

pub(crate) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// The bytes of a page, and of one that is too large, enough to show that.
fn bytes(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(page::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endless_input_is_refused() {
        let endless = bytes(io::repeat(b'|')).unwrap();
        let large = vec![b'|'; page::MAX_BYTES + 7];
        assert_eq!(page::decode("page", &endless), page::decode("page", &large));
        let message = page::decode("page", &endless).unwrap_err().to_string();
        assert!(message.contains("more than 16777216 bytes"), "{message}");
    }
}
