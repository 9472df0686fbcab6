//! A table's lines: rows split into cells, the row of dashes, and the header that the documented columns have.

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row<'a> {
    pub(super) cells: Vec<&'a str>,
    /// Whether a pipe stands after the last cell.
    pub(super) is_closed: bool,
}

/// The cells of a line with at least one unescaped pipe.
pub(super) fn split(line: &str) -> Option<Row<'_>> {
    let line = line.trim();
    let mut cells = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, c) in line.char_indices() {
        if c == '|' && !escaped {
            cells.push(line[start..at].trim());
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    if cells.is_empty() {
        return None;
    }
    if line.starts_with('|') {
        cells.remove(0);
    }
    let is_closed = start == line.len();
    if !is_closed {
        cells.push(line[start..].trim());
    }
    Some(Row { cells, is_closed })
}

/// How many columns a row of dashes has: `|---|:-:|`.
pub(super) fn dashes(line: &str) -> Option<usize> {
    let row = split(line)?;
    let is_ruled = |cell: &&str| {
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
    };
    (!row.cells.is_empty() && row.cells.iter().all(is_ruled)).then_some(row.cells.len())
}

/// Where a header has each of the three columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) code: Option<usize>,
    pub(super) description: Option<usize>,
    pub(super) action: Option<usize>,
}

impl Columns {
    pub(super) fn of(header: &Row<'_>) -> Self {
        let names: Vec<String> = header.cells.iter().map(|cell| squeeze(cell)).collect();
        let find = |any: &[&str]| names.iter().position(|name| any.contains(&name.as_str()));
        Self {
            code: find(&CODE),
            description: find(&["description"]),
            action: find(&["recommendedaction", "recommendedactions"]),
        }
    }

    pub(super) fn all(self) -> Option<[usize; 3]> {
        Some([self.code?, self.description?, self.action?])
    }

    /// The missing column of a header that has the two others.
    pub(super) fn missing(self) -> Option<&'static str> {
        match (self.code, self.description, self.action) {
            (None, Some(_), Some(_)) => Some("Status code"),
            (Some(_), None, Some(_)) => Some("Description"),
            (Some(_), Some(_), None) => Some("Recommended action"),
            _ => None,
        }
    }
}

const CODE: [&str; 2] = ["statuscode", "substatus"];

/// Whether the header's names stand in a line with nothing that separates them.
pub(super) fn is_glued_header(line: &str) -> bool {
    let words = squeeze(line);
    CODE.iter().any(|code| words.contains(&format!("{code}description")))
}

/// A column's name however it is written: `Sub-status`, `**Sub status**`, `sub\_status`.
fn squeeze(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
