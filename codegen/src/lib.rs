//! Generates the enums of [`vkyc-status`] from a table of statuses in TOML.
//!
//! `vkyc-status`, which is about Cashfree's Video KYC for prepaid payment instruments (PPI), is built
//! with it. A crate with a table of its own, of another product, gets the same enums.
//!
//! ```toml
//! [dependencies]
//! vkyc-status = "0.1"
//!
//! [build-dependencies]
//! vkyc-status-codegen = "0.1"
//! ```
//!
//! The build script, for a `statuses.toml` next to `Cargo.toml`:
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
//! [`Table`] shows a small one; the [README] describes every key. It is about a page that lists phases,
//! each with a table of codes: wire texts in upper snake case, each code in one phase. Tables of other
//! shapes, such as numeric codes or codes without phases, are out of scope.
//!
//! Up to 100 names of an enum are looked up by a perfect hash, more by a binary search. rustc takes 0.15 s
//! for 33 codes, 0.3 s for 100 or 1,000, and 4 s and 300 MB for 10,000.
//!
//! # The generated source
//!
//! It defines the enums `Phase` and `StatusCode`, and `Action` and `Outcome` if the table declares actions
//! and outcomes; `VkycStatus` and `Undocumented`, if `vkyc-status` has its feature `alloc`; the constants
//! `SOURCE_URL` and `SOURCE_RETRIEVED`; and the private module `vkyc_status_table`. Nothing else in it can
//! collide with what the including crate defines.
//!
//! It compiles without warnings under `#![deny(warnings)]`, all lints of rustc, and all of Clippy, its
//! group `restriction` included. For that it allows these lints, which an including crate can deny but not
//! forbid: `deprecated`, if a row is retired, `long_running_const_eval`, `rustdoc::private_intra_doc_links`,
//! `unknown_lints`, `unnameable_types`, `unreachable_pub`, `unused_imports`, and of Clippy
//! `absolute_paths`, `allow_attributes`, `arbitrary_source_item_ordering`, `as_conversions`,
//! `doc_lazy_continuation`, `doc_link_with_quotes`, `doc_markdown`, `doc_paragraphs_missing_punctuation`,
//! `enum_variant_names`, `exhaustive_enums`, `exhaustive_structs`, `implicit_return`, `indexing_slicing`,
//! `iter_not_returning_iterator`, `min_ident_chars`, `missing_docs_in_private_items`,
//! `missing_inline_in_public_items`, `new_ret_no_self`, `non_ascii_literal`, `pattern_type_mismatch`,
//! `pub_use`, `same_name_method`, `single_call_fn`, `struct_field_names`, `upper_case_acronyms` and
//! `wrong_self_convention`.
//!
//! [README]: https://docs.rs/crate/vkyc-status-codegen/latest
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
