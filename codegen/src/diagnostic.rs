//! What is wrong with a file, and where: [`Diagnostic`], and the list of all that one run found.

use std::error::Error;
use std::fmt;

use crate::text::shown;

/// A position in a text file, as editors count: the first character of a file is at 1:1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The position with this line and column, both from 1.
    #[must_use]
    pub fn new(line: usize, column: usize) -> Self {
        Self { line, column }
    }
}

impl Default for Position {
    /// The start of a file, 1:1.
    fn default() -> Self {
        Self::new(1, 1)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One problem of a file.
///
/// Its `Display` is one line, `path:line:column: message; help`, in which characters that cannot be
/// seen are escaped, and perhaps lines to paste below it. `Debug` is the same, so that a `main` that
/// returns it prints it readably.
///
/// ```
/// use vkyc_status_codegen::{Diagnostic, Position};
///
/// let diagnostic = Diagnostic::new("table.toml", Position::new(3, 1), "unknown key `cod`")
///     .help("did you mean `code`?");
/// assert_eq!(diagnostic.to_string(), "table.toml:3:1: unknown key `cod`; did you mean `code`?");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnostic {
    path: String,
    position: Option<Position>,
    message: String,
    help: Option<String>,
    lines: Option<String>,
}

impl Diagnostic {
    /// A problem of the file at `path`; without a position, one of the file as a whole.
    pub fn new(
        path: impl Into<String>,
        position: impl Into<Option<Position>>,
        message: impl Into<String>,
    ) -> Self {
        let (path, position, message) = (path.into(), position.into(), message.into());
        Self { path, position, message, help: None, lines: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Adds lines that the help says to paste.
    #[must_use]
    pub fn paste(self, lines: impl Into<String>) -> Self {
        Self { lines: Some(lines.into()), ..self }
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The position; `None` for a problem of the file as a whole.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.position
    }

    /// What is wrong, without the position, the help and the lines to paste.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", shown(&self.path))?;
        if let Some(position) = self.position {
            write!(f, "{position}:")?;
        }
        write!(f, " {}", shown(&self.message))?;
        if let Some(help) = &self.help {
            write!(f, "; {}", shown(help))?;
        }
        for line in self.lines.iter().flat_map(|lines| lines.lines()) {
            write!(f, "\n{}", shown(line))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Diagnostic {}

/// All problems that one run found, in the order of the file; never empty.
///
/// Its `Display` and `Debug` are those of each, without a line break at the end.
///
/// ```
/// use vkyc_status_codegen::Table;
///
/// let diagnostics = Table::parse("statuses.toml", "[source]\nurl =\n").unwrap_err();
/// for diagnostic in &diagnostics {
///     assert_eq!(diagnostic.position().unwrap().line, 2);
/// }
/// assert!(diagnostics.to_string().starts_with("statuses.toml:2:"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Sorts by position; the problems of a file as a whole come last.
    pub(crate) fn new(mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by_key(|diagnostic| (diagnostic.position.is_none(), diagnostic.position));
        Self(diagnostics)
    }

    /// The problems, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.iter().map(Diagnostic::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Diagnostics {}
