//! [`Builder`]: what a build script calls.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::file::File;
use crate::{Diagnostic, Diagnostics, Table, emit};

/// Generates the Rust source of a table, for a build script or a tool.
///
/// In a build script, one line is enough; see the [crate documentation](crate).
///
/// ```
/// use vkyc_status_codegen::Builder;
///
/// let diagnostics = Builder::new("no/such/statuses.toml").source().unwrap_err();
/// assert!(diagnostics.to_string().starts_with("no/such/statuses.toml: cannot be read: "));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    path: PathBuf,
    text: Option<String>,
    examples: Option<String>,
    runtime: String,
    output: String,
}

impl Builder {
    /// A generator for the table at `path`. In a build script, a relative path is relative to the
    /// folder of the package's `Cargo.toml`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            text: None,
            examples: None,
            runtime: "::vkyc_status".to_owned(),
            output: "statuses.rs".to_owned(),
        }
    }

    /// Takes `text` for the content of the file, which is then not read.
    pub fn text(self, text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..self }
    }

    /// Adds examples to the generated documentation, which import from `module`: the path at which
    /// users find the enums, such as `my_crate::statuses`. Without it, there are no examples.
    pub fn examples(self, module: impl Into<String>) -> Self {
        Self { examples: Some(module.into()), ..self }
    }

    /// Sets the path at which the including crate finds the crate `vkyc-status`, for a dependency
    /// with another name: `::other_name`. The default is `::vkyc_status`.
    pub fn runtime(self, path: impl Into<String>) -> Self {
        Self { runtime: path.into(), ..self }
    }

    /// Sets the name of the file that [`build`](Self::build) writes. The default is `statuses.rs`.
    pub fn output(self, name: impl Into<String>) -> Self {
        Self { output: name.into(), ..self }
    }

    /// The generated source. The same table and options give the same source.
    ///
    /// ```
    /// use vkyc_status_codegen::Builder;
    ///
    /// let diagnostics = Builder::new("statuses.toml").text("[source]\n").source().unwrap_err();
    /// assert!(diagnostics.to_string().starts_with("statuses.toml:1:1: missing key `"));
    /// ```
    ///
    /// # Errors
    ///
    /// The path of the runtime crate or of the module is not the path of a module, the file cannot be
    /// read or is not UTF-8, or the table has problems, each with its position; see [`Table::parse`].
    pub fn source(&self) -> Result<String, Diagnostics> {
        Ok(self.source_of(&self.table()?))
    }

    /// The table, after the options are checked.
    fn table(&self) -> Result<Table, Diagnostics> {
        let path = self.path.display().to_string();
        let runtime = self.runtime.strip_prefix("::").unwrap_or(&self.runtime);
        for (option, value) in [("runtime", Some(runtime)), ("examples", self.examples.as_deref())]
        {
            if let Some(value) = value.filter(|value| !is_module_path(value)) {
                let option = format!("the option `{option}`");
                let message = format!("not the path of a module: {value:?}");
                let help = "write names with `::` between them";
                return Err(Diagnostic::new(option, None, message).help(help).into());
            }
        }
        let toml = match &self.text {
            Some(text) => text.clone(),
            None => read(&self.path)?,
        };
        Table::parse(&path, &toml)
    }

    fn source_of(&self, table: &Table) -> String {
        emit::source(table, &self.runtime, self.examples.as_deref())
    }

    /// Writes the generated source to a file in Cargo's `OUT_DIR`, which the crate includes by
    /// `include!(concat!(env!("OUT_DIR"), "/statuses.rs"));`.
    ///
    /// Prints the lines that make Cargo run the build script again when the table changes. Cargo compares
    /// modification times: after restoring an older file, run `touch` on it.
    ///
    /// # Errors
    ///
    /// Prints each problem as a `cargo::error` line, which fails a build by Cargo, and removes the file of
    /// an earlier run, so that the `include!` fails where another build tool does not read these lines.
    pub fn build(&self) {
        println!("cargo::rustc-check-cfg=cfg(vkyc_status_exhaustive)");
        if let Err(diagnostics) = self.write() {
            for line in diagnostics.to_string().lines() {
                println!("cargo::error={line}");
            }
        }
    }

    fn write(&self) -> Result<(), Diagnostics> {
        let folder = env::var_os("OUT_DIR").ok_or_else(|| {
            Diagnostic::new("OUT_DIR", None, "is not set").help("call `build` in a build script")
        })?;
        let output = Path::new(&folder).join(&self.output);
        // If it is not there, there is nothing to remove.
        fs::remove_file(&output).ok();
        let path = self.path.display().to_string();
        // A line break would start another instruction to Cargo, which also trims each.
        let is_odd = |c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER;
        if path.contains(is_odd) || path.trim() != path {
            let message = "not a path that Cargo can watch: it is not UTF-8, or has control \
                           characters or white space at its ends";
            return Err(Diagnostic::new(path, None, message).help("rename the file").into());
        }
        println!("cargo::rerun-if-changed={path}");
        let table = self.table()?;
        for warning in table.warnings(&path) {
            println!("cargo::warning={warning}");
        }
        fs::write(&output, self.source_of(&table)).map_err(|error| {
            let message = format!("cannot be written: {error}");
            let diagnostic = Diagnostic::new(output.display().to_string(), None, message);
            diagnostic.help("check the folder and the disk").into()
        })
    }
}

fn is_module_path(path: &str) -> bool {
    path.split("::").all(|name| syn::parse_str::<syn::Ident>(name).is_ok())
}

/// Reads a table's file as text.
///
/// # Errors
///
/// The file cannot be read, is not a regular file, or is not UTF-8.
#[doc(hidden)]
pub fn read(path: &Path) -> Result<String, Diagnostics> {
    let name = path.display().to_string();
    let unreadable = |error: std::io::Error| {
        let help = "check the path and its permissions";
        Diagnostic::new(&*name, None, format!("cannot be read: {error}")).help(help)
    };
    // Reading a FIFO would wait for a writer that may never come.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        let diagnostic = Diagnostic::new(&*name, None, "cannot be read: not a regular file");
        return Err(diagnostic.help("give the path of a TOML file").into());
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|error| {
        let (before, rest) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
        let before = String::from_utf8_lossy(before);
        let file = File::new(&name, &before);
        let message = format!("not UTF-8: byte {:#04x}", rest.first().copied().unwrap_or_default());
        file.problem(file.position(before.len()), message, "save the file as UTF-8").into()
    })
}
