//! A crate with a table of its own, under lints as strict as they come.
#![no_implicit_prelude]
#![forbid(dead_code, unsafe_code)]
#![deny(
    warnings,
    deprecated,
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
    rustdoc::all,
    clippy::all,
    clippy::cargo,
    clippy::nursery,
    clippy::pedantic
)]
#![allow(
    clippy::blanket_clippy_restriction_lints,
    clippy::cargo_common_metadata,
    clippy::mod_module_files,
    reason = "a test's crate"
)]

/// The generated enums, public. Banks deny lints of the restriction group.
#[deny(clippy::restriction)]
pub mod statuses {
    ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/with_examples.rs"));
}

mod unused {
    ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/statuses.rs"));
}

mod all {
    ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/statuses.rs"));
}
pub use all::Action as OnlyThis;

mod retired {
    ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/retired.rs"));
}

/// A table without labels and texts.
#[deny(clippy::restriction)]
pub mod least {
    ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/least.rs"));
}

/// A table that is looked up by a binary search.
#[deny(clippy::restriction)]
pub mod many {
    ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/many.rs"));
}

/// What the generated code must not mistake for its own.
pub mod beside {
    #![allow(
        non_camel_case_types,
        unused_macros,
        clippy::exhaustive_structs,
        reason = "names that collide"
    )]

    macro_rules! write {
        () => {};
    }

    /// Not the primitive type.
    pub type str = ();
    /// Not the one of the prelude.
    #[derive(Clone, Copy, Debug)]
    pub struct Option;
    /// Not the library's.
    #[derive(Clone, Copy, Debug)]
    pub struct Index;
    /// Not a crate.
    pub mod core {}

    ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/statuses.rs"));
}
