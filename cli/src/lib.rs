//! The tool `vkyc-status`: compares a table of statuses with the provider's page, and brings the
//! table up to date.
//!
//! ```text
//! table ─┐
//!        ├─► compare ─► report
//! page ──┘      └─────► sync ─► table
//! ```
//!
//! The binary calls [`main`]. What else is public is for the tool's own tests and fuzz targets.

mod args;
#[doc(hidden)]
pub mod change;
mod commands;
#[doc(hidden)]
pub mod compare;
mod file;
mod input;
mod order;
mod output;
#[doc(hidden)]
pub mod page;
mod renames;
mod report;
mod shell;
#[doc(hidden)]
pub mod sync;
#[doc(hidden)]
pub mod wording;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser as _;
use vkyc_status_codegen::Diagnostics;

/// A result whose error is ready to be shown.
#[doc(hidden)]
pub type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// Runs the tool with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    commands::run(args::Cli::parse().command).unwrap_or_else(|error| {
        match error.downcast_ref::<Diagnostics>() {
            Some(faults) => faults.iter().for_each(|fault| output::error(&fault.to_string())),
            None => output::error(&error.to_string()),
        }
        ExitCode::from(2)
    })
}
