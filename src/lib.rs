//! Cashfree's Video KYC statuses as typed, documented enums that never lose a value.
//!
//! The API says where a verification stands with a phase, `status`, and a code, `status_code` (in
//! some responses and webhooks `sub_status`). The provider's page, [`SOURCE_URL`], lists both. This
//! crate is that page, read on [`SOURCE_RETRIEVED`]:
//!
//! - [`Phase`], [`StatusCode`] and [`Action`] are its values; [`StatusCode`] has the columns of its
//!   table, [`description`](StatusCode::description) and
//!   [`recommended_action`](StatusCode::recommended_action), and
//!   [`actions`](StatusCode::actions), the latter read as data.
//! - [`Open`] holds a value as it was received, documented or not, and [`VkycStatus`] both fields of
//!   a response or webhook. Use these for what the API sends.
//!
//! ```
//! # #[cfg(feature = "alloc")] {
//! use vkyc_status::{Action, Open, Phase, VkycStatus};
//!
//! let received = VkycStatus {
//!     status: Open::from("VIDEO_CALL"),
//!     status_code: Some(Open::from("USER_DROPPED_OFF")),
//! };
//! let code = received.documented().expect("the page lists this pair");
//! assert_eq!(code.phase(), Phase::VideoCall);
//! assert_eq!(code.description(), "The user disconnected during verification.");
//! assert_eq!(code.recommended_action(), "Log the issue and offer reconnection");
//! assert_eq!(code.actions(), [Action::OfferReconnection]);
//!
//! // The initiate call answers a phase that the page does not list. It is kept.
//! let initiated = Open::<Phase>::from("INITIATED");
//! assert_eq!(initiated.known(), None);
//! assert_eq!(initiated.as_str(), "INITIATED");
//! # }
//! ```
//!
//! # Features
//!
//! - `alloc` (default): `Open`, `VkycStatus`, and the conversions from `String`.
//! - `generate` (default): the build generates the enums from `data/statuses.toml`, or from the file
//!   whose absolute path the environment variable `VKYC_STATUSES_TOML` holds. Without it, the build
//!   takes the source that the package ships, made from the same table.
//! - `serde`: strict on the three enums, lenient on `Open` and `VkycStatus`.
//! - `schemars`: JSON Schemas of the same five types.
//! - `codegen`: the generator, for the build script of a crate with a table of its own.
//! - `cli`: the tool that compares the table with the provider's page.

// The generator runs in build scripts, and `schemars` itself needs `std`.
#![cfg_attr(not(any(feature = "codegen", feature = "schemars")), no_std)]
// The documentation links to what only some features have.
#![cfg_attr(
    not(all(feature = "alloc", feature = "codegen")),
    allow(rustdoc::broken_intra_doc_links)
)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
// The generated code names this crate by an absolute path, here as in any other crate.
extern crate self as vkyc_status;

#[cfg(feature = "codegen")]
pub mod codegen;
mod documented;
mod error;
mod lookup;
#[cfg(feature = "alloc")]
mod open;
#[cfg(feature = "schemars")]
mod schemars;
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
    #[cfg(feature = "schemars")]
    pub use alloc::borrow::Cow;
    #[cfg(feature = "alloc")]
    pub use alloc::string::String;
    #[cfg(feature = "schemars")]
    pub use schemars;
    #[cfg(feature = "serde")]
    pub use serde_core;

    pub use crate::documented::debug;
    pub use crate::lookup::{Index, places};
    #[cfg(feature = "schemars")]
    pub use crate::schemars::closed;
    #[cfg(feature = "serde")]
    pub use crate::serde::deserialize;
}

#[cfg(all(doctest, feature = "serde", feature = "alloc"))]
#[doc = include_str!("../README.md")]
mod readme {}
