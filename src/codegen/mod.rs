//! The generator: from the text of a `statuses.toml` to the Rust source of its enums.
//!
//! A crate with a table of its own calls it in its build script, with `vkyc-status` and its
//! feature `codegen` among the build dependencies and `vkyc-status` among the dependencies, and
//! includes what it wrote:
//!
//! ```no_run
//! use std::{env, error::Error, fs, path::Path};
//! use vkyc_status::codegen;
//!
//! fn main() -> Result<(), Box<dyn Error>> {
//!     let table = Path::new("statuses.toml");
//!     println!("cargo::rerun-if-changed={}", table.display());
//!     let source = codegen::generate("statuses.toml", &codegen::read(table)?, None)?;
//!     fs::write(Path::new(&env::var("OUT_DIR")?).join("statuses.rs"), source)?;
//!     Ok(())
//! }
//! ```
//!
//! ```ignore
//! // In the crate: `Phase`, `StatusCode`, `Action`, `SOURCE_URL` and `SOURCE_RETRIEVED`.
//! include!(concat!(env!("OUT_DIR"), "/statuses.rs"));
//! ```
//!
//! It is a pure function in three steps: parse (keys, types and places), validate (what the
//! values say), emit. Nothing is generated from a table with a fault, and every fault is reported.

mod digest;
mod emit;
mod fault;
mod ident;
mod table;
mod validate;

pub use fault::{Fault, FaultKind, Faults, Place};
pub use table::{ActionRow, CodeRow, PhaseRow, Source, Table, Text, read};

/// Generates the Rust source of the table in `toml`, formatted, with a line that says where it
/// comes from.
///
/// `file` is the table's name in messages. `module` is the path at which users of the generated
/// code find it, `my_crate::statuses`, for the examples in its documentation; `None` leaves the
/// examples out. The source refers to the crate `vkyc_status`, so the including crate depends on
/// it. The same arguments give the same source.
///
/// # Errors
///
/// Every fault of the table; see [`Table::parse`].
pub fn generate(file: &str, toml: &str, module: Option<&str>) -> Result<String, Faults> {
    let table = Table::parse(file, toml)?;
    Ok(emit::source(&table, &digest::line(toml), module))
}
