//! Generates the enums of [`vkyc-status`] from a table of statuses in TOML.
//!
//! `vkyc-status`, which is about Cashfree's Video KYC for prepaid payment instruments (PPI), is built
//! with it. A crate with a table of its own, of another product or provider, gets the same enums:
//! `Phase`, `StatusCode`, `Action` and `Outcome`.
//!
//! ```toml
//! [dependencies]
//! vkyc-status = "0.1"
//!
//! [build-dependencies]
//! vkyc-status-codegen = "0.1"
//! ```
//!
//! The build script:
//!
//! ```ignore
//! fn main() {
//!     vkyc_status_codegen::Builder::new("statuses.toml").build();
//! }
//! ```
//!
//! The crate, in a module of its own choice:
//!
//! ```ignore
//! include!(concat!(env!("OUT_DIR"), "/statuses.rs"));
//! ```
//!
//! Both packages must have the same version.
//!
//! # The table
//!
//! [`Table`] shows a small one. It needs a `[source]`, at least one `[[action]]` and `[[outcome]]`,
//! and at least one `[[phase]]` with a `[[phase.code]]`. Wire texts of phases and codes are in upper
//! snake case, ids of actions and outcomes in lower snake case. Each code is in one phase.
//!
//! What does not fit: codes that are numbers or in another case, a code in two phases, and a table
//! without actions or outcomes. Leave out the row, or use another tool.
//!
//! A table is meant to have up to 10,000 codes, which take rustc about 3 seconds. More than 32,768
//! are refused.
//!
//! # The generated source
//!
//! It compiles without warnings under `#![deny(warnings)]` and Clippy's pedantic and nursery groups.
//! It defines the four enums, `SOURCE_URL`, `SOURCE_RETRIEVED` and the private module
//! `vkyc_status_table`; nothing else in it can collide with what the including crate defines. If a row is retired, the source has one
//! `#[allow(deprecated)]`, so the including crate may deny that lint, but not forbid it.
//!
//! # Features
//!
//! - `serde`: `Serialize` for [`Table`] and what it holds. Not needed in a build script.
//!
//! [`vkyc-status`]: https://docs.rs/vkyc-status

mod builder;
mod diagnostic;
mod emit;
mod file;
mod ident;
mod parse;
mod table;
#[doc(hidden)]
pub mod text;

pub use builder::Builder;
#[doc(hidden)]
pub use builder::read;
pub use diagnostic::{Diagnostic, Diagnostics, Position};
#[doc(hidden)]
pub use ident::is_method;
pub use table::{
    Accepted, AcceptedRow, CodeRow, ColumnRow, LabelRow, PairRow, PhaseRow, Source, Table, Text,
};
