//! Cashfree's Video KYC statuses for prepaid payment instruments (PPI) as typed, documented enums that
//! never lose a value.
//!
//! The API reports the state of a verification as a phase, `status`, and a code, `status_code`, which
//! every sample response calls `sub_status`. The [provider's page] lists both. This crate is that page,
//! as read on [`SOURCE_RETRIEVED`]:
//!
//! - [`Phase`] and [`StatusCode`] are its values. A code has the columns of its row,
//!   [`description`](StatusCode::description) and
//!   [`recommended_action`](StatusCode::recommended_action).
//! - [`Outcome`] and [`Action`] are this project's labels of a row: where the verification stands
//!   after it, and what it asks your software to do.
//! - [`Open`] holds a value as it was received, documented or not, and [`VkycStatus`] both fields of
//!   a response or webhook. Use these for what the API sends.
//!
//! Cashfree has a second product, Video KYC of Secure ID (Verification Suite). At least 18 of its pairs of
//! texts are pairs of this table, too, so a text does not tell you which product sent it. If you use both,
//! separate them by the address of the webhook or by the verification's id, and use
//! [`vkyc-status-codegen`] with a table of your own for the second.
//!
//! ```
//! # #[cfg(feature = "alloc")] {
//! use vkyc_status::{Open, Outcome, Phase, VkycStatus};
//!
//! let received = VkycStatus {
//!     status: Open::from("VIDEO_CALL"),
//!     status_code: Some(Open::from("USER_DROPPED_OFF")),
//! };
//! let code = received.documented().expect("the page lists this pair");
//! assert_eq!(code.phase(), Phase::VideoCall);
//! assert_eq!(code.outcome(), Outcome::Interrupted);
//! assert!(code.actions().iter().all(|action| action.codes().contains(&code)));
//!
//! // A value that the page does not list is kept.
//! let unlisted = Open::<Phase>::from("not on the page");
//! assert_eq!(unlisted.known(), None);
//! assert_eq!(unlisted.as_str(), "not on the page");
//! # }
//! ```
//!
//! A response or webhook, with the feature `serde`:
//!
//! ```
//! # #[cfg(all(feature = "alloc", feature = "serde"))] {
//! // Renamed, so that it does not clash with `http::StatusCode`.
//! use vkyc_status::{StatusCode as VkycCode, VkycStatus};
//!
//! // The response of the call that initiates a verification.
//! let json = r#"{"status": "INITIATED", "sub_status": "LINK_GENERATED", "agent_name": null}"#;
//! let received: VkycStatus = serde_json::from_str(json)?;
//! assert_eq!(received.documented(), Ok(VkycCode::LinkGenerated));
//! assert_eq!(received.to_string(), "INITIATED/LINK_GENERATED");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! - `alloc` (default): `Open`, `VkycStatus`, and the conversions from and to `String`.
//! - `generate` (default): the build generates the enums from `data/statuses.toml`, or from the file
//!   whose absolute path the environment variable `VKYC_STATUSES_TOML` holds. Without it, the build
//!   uses prebuilt source of the same table.
//! - `serde`: `Serialize` and `Deserialize`. The enums accept documented texts only, `Open` and
//!   `VkycStatus` any text.
//! - `schemars`: JSON Schemas of the same types, for schemars 1.
//!
//! [provider's page]: https://www.cashfree.com/docs/api-reference/prepaid-payment-instruments/kyc-verification/vkyc-status-descriptions
//! [`vkyc-status-codegen`]: https://docs.rs/vkyc-status-codegen

#![no_std]
// The documentation links to what only some features have.
#![cfg_attr(not(feature = "alloc"), allow(rustdoc::broken_intra_doc_links))]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
// The generated code names this crate by an absolute path, here as in any other crate.
extern crate self as vkyc_status;

mod documented;
mod error;
#[cfg(feature = "schemars")]
mod json_schema;
mod lookup;
#[cfg(feature = "alloc")]
mod open;
mod pair;
#[cfg(feature = "serde")]
mod serde_impls;

pub use documented::Documented;
pub use error::ParseError;
#[cfg(feature = "alloc")]
pub use open::{Open, Unknown};

#[cfg(feature = "generate")]
include!(concat!(env!("OUT_DIR"), "/statuses.rs"));
#[cfg(not(feature = "generate"))]
include!("../data/statuses.rs");

/// The text of the table from which the enums were generated, for tools.
#[doc(hidden)]
#[cfg(feature = "generate")]
pub const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/statuses.toml"));
#[doc(hidden)]
#[cfg(not(feature = "generate"))]
pub const TABLE: &str = include_str!("../data/statuses.toml");

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

    pub use crate::documented::{Generated, debug};
    pub use crate::error::parse_error;
    #[cfg(feature = "schemars")]
    pub use crate::json_schema::{closed, pair};
    pub use crate::lookup::{Index, search};
    #[cfg(feature = "alloc")]
    pub use crate::pair::write_pair;
    #[cfg(feature = "serde")]
    pub use crate::serde_impls::deserialize;
    #[cfg(all(feature = "serde", feature = "alloc"))]
    pub use crate::serde_impls::{deserialize_pair, serialize_pair};
}

#[cfg(all(doctest, feature = "serde", feature = "alloc"))]
#[doc = include_str!("../README.md")]
mod readme {}
