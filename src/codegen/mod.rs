//! The generator: from the text of a `statuses.toml` to the Rust source of its enums.
//!
//! A crate with a table of its own depends on `vkyc-status`, which the generated code refers to;
//! has it among its build dependencies too, there with the feature `codegen`; calls the generator in
//! its build script; and includes what that wrote, by
//! `include!(concat!(env!("OUT_DIR"), "/statuses.rs"));`, for a `Phase`, `StatusCode` and `Action` of
//! its own.
//!
//! ```no_run
//! use std::{env, error::Error, fs, path::Path};
//! use vkyc_status::codegen;
//!
//! fn main() -> Result<(), Box<dyn Error>> {
//!     println!("cargo::rerun-if-changed=statuses.toml");
//!     let toml = codegen::read(Path::new("statuses.toml"))?;
//!     let source = codegen::generate("statuses.toml", &toml, None)?;
//!     fs::write(Path::new(&env::var("OUT_DIR")?).join("statuses.rs"), source)?;
//!     Ok(())
//! }
//! ```
//!
//! It is a pure function in three steps: parse (keys, types and places), validate (what the
//! values say), emit. Nothing is generated from a table with a fault, and every fault is reported.

mod digest;
mod emit;
mod fault;
mod ident;
mod index;
mod load;
mod table;
mod validate;

pub use fault::{Fault, FaultKind, Faults, Place};
pub use load::read;
pub use table::{ActionRow, CodeRow, PhaseRow, Source, Table, Text};

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
