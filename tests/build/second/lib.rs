//! A crate with a table of its own, under lints as strict as they come.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    missing_copy_implementations,
    future_incompatible,
    let_underscore,
    nonstandard_style,
    rust_2018_idioms,
    rust_2024_compatibility,
    unreachable_pub,
    unused,
    unused_qualifications,
    clippy::all,
    clippy::cargo,
    clippy::nursery,
    clippy::pedantic
)]
#![allow(clippy::cargo_common_metadata, reason = "a test's crate")]

/// The generated enums, public.
pub mod statuses {
    ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/statuses.rs"));
}

mod unused {
    ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/statuses.rs"));
}
