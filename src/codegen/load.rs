//! From a file to its valid [`Table`], or to every fault on the way: read, parse, validate.

use std::fs;
use std::path::Path;

use super::fault::{Fault, FaultKind, Faults, Lines, Place};
use super::table::{self, Table};
use super::validate::validate;

impl Table {
    /// Parses and validates the text of a file; messages name it `file`.
    ///
    /// A byte-order mark and CRLF line ends are read as if they were not there.
    ///
    /// # Errors
    ///
    /// Every fault of the text. A text that is not TOML is reported with all its syntax errors;
    /// what it says is judged once it can be read.
    pub fn parse(file: &str, text: &str) -> Result<Self, Faults> {
        Self::parse_but_for(&[], file, text)
    }

    /// Like [`parse`](Self::parse), for a table that a person is still at work on: a code may have
    /// no actions yet.
    ///
    /// ```
    /// use vkyc_status::codegen::Table;
    ///
    /// let toml = std::fs::read_to_string("data/statuses.toml")?;
    /// let toml = toml.replace(r#"["offer_reconnection"]"#, "[]");
    /// assert!(Table::parse("statuses.toml", &toml).is_err());
    /// assert!(Table::parse_draft("statuses.toml", &toml).is_ok());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every other fault of the text.
    pub fn parse_draft(file: &str, text: &str) -> Result<Self, Faults> {
        Self::parse_but_for(&[FaultKind::NoActions], file, text)
    }

    fn parse_but_for(tolerated: &[FaultKind], file: &str, text: &str) -> Result<Self, Faults> {
        let (table, mut faults) = table::parse(text.strip_prefix('\u{feff}').unwrap_or(text));
        if let Some(table) = &table {
            validate(table, &mut faults);
        }
        faults.retain(|fault| !tolerated.contains(&fault.kind()));
        match table {
            Some(table) if faults.is_empty() => Ok(table),
            _ => Err(Faults::new(file, faults)),
        }
    }
}

/// Reads a table's file as text, for [`generate`](super::generate) or [`Table::parse`].
///
/// ```
/// use std::path::Path;
/// use vkyc_status::codegen;
///
/// let faults = codegen::read(Path::new("no/such/statuses.toml")).unwrap_err();
/// assert!(faults.to_string().starts_with("no/such/statuses.toml: cannot be read: "));
/// ```
///
/// # Errors
///
/// One fault: the file cannot be read, or is not UTF-8.
pub fn read(path: &Path) -> Result<String, Faults> {
    let unreadable = |place: Option<Place>, problem, value: String, remedy| {
        let fault = Fault::new(FaultKind::Unreadable, place, problem, value, remedy);
        Faults::new(&path.display().to_string(), vec![fault])
    };
    let bytes = fs::read(path).map_err(|error| {
        let remedy = "check the path and its permissions";
        unreadable(None, "cannot be read", error.to_string(), remedy)
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let (valid, rest) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
        let valid = String::from_utf8_lossy(valid);
        let value = rest.first().map_or(String::new(), |byte| format!("byte {byte:#04x}"));
        let place = Lines::new(&valid).place(valid.len());
        unreadable(Some(place), "not UTF-8", value, "save the file as UTF-8")
    })
}
