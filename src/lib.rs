//! Cashfree's Video KYC statuses as typed, documented Rust enums that never lose a value.

// The generator runs in build scripts, which have `std`.
#![cfg_attr(not(feature = "codegen"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
// The generated code names this crate by an absolute path, here as in any other crate.
extern crate self as vkyc_status;

#[cfg(feature = "codegen")]
pub mod codegen;
mod documented;
mod error;
#[cfg(feature = "alloc")]
mod open;
#[cfg(feature = "serde")]
mod serde;
#[cfg(feature = "alloc")]
mod status;

pub use documented::Documented;
pub use error::ParseError;
#[cfg(feature = "alloc")]
pub use open::{Open, Unknown};
#[cfg(feature = "alloc")]
pub use status::{Undocumented, VkycStatus};

include!(concat!(env!("OUT_DIR"), "/statuses.rs"));

/// What the generated code needs of this crate; not for use by hand, and not covered by semantic
/// versioning.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "alloc")]
    pub use alloc::string::String;
    #[cfg(feature = "serde")]
    pub use serde_core;

    pub use crate::documented::debug;
    #[cfg(feature = "serde")]
    pub use crate::serde::deserialize;
}
