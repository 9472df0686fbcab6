//! The pair of fields in which responses and webhooks say where a verification stands.

use alloc::format;
use alloc::string::ToString;
use core::error::Error;
use core::fmt;

use crate::{Open, Phase, StatusCode, Unknown};

/// Where a verification stands: the fields `status` and `status_code` of a response or webhook.
///
/// Its `Display`, for logs, is `PHASE/STATUS_CODE`, or the phase alone if there is no code.
/// Characters that would break a line are escaped.
///
/// # With the feature `serde`
///
/// The code is read from `status_code` or `sub_status`; an absent, `null` or empty code is `None`.
/// It is written as `status_code`; `rename_all` on an outer struct does not change that.
/// `#[serde(flatten)]` reads both fields among those of a larger struct. In CSV, a flattened
/// `VkycStatus` can be read but not written, and a text that looks like a number or a boolean is an
/// error.
///
/// These are errors: `status` is absent or not a string, a code is neither a string nor `null`, a
/// field is there twice, or `status_code` and `sub_status` have different codes. Keep the raw body for
/// that case. Do not flatten an `Option<VkycStatus>`: serde turns each of these errors into `None`.
///
/// # Examples
///
/// ```
/// use vkyc_status::{Open, Phase, StatusCode, VkycStatus};
///
/// let code = StatusCode::ALL[0];
/// let status = VkycStatus {
///     status: Open::from(code.phase().as_str()),
///     status_code: Some(Open::from(code.as_str())),
/// };
/// assert_eq!(status.documented(), Ok(code));
/// assert_eq!(status.to_string(), format!("{}/{code}", code.phase()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VkycStatus {
    /// The phase, `status`.
    pub status: Open<Phase>,
    /// What happened in the phase, `status_code` or `sub_status`.
    pub status_code: Option<Open<StatusCode>>,
}

impl VkycStatus {
    /// The code, if the pair is one that the table documents.
    ///
    /// # Errors
    ///
    /// Says which part is not documented; an empty code counts as missing. The values themselves are
    /// still in `self`: keep them, and keep the verification in the state it was in.
    ///
    /// ```
    /// use vkyc_status::{Open, Phase, Undocumented, VkycStatus};
    ///
    /// let phase = Phase::ALL[0];
    /// let status = VkycStatus { status: phase.into(), status_code: None };
    /// let error = status.documented().unwrap_err();
    /// assert_eq!(error, Undocumented::MissingStatusCode(phase));
    /// assert_eq!(error.to_string(), format!("phase {phase} without a status code"));
    /// ```
    pub fn documented(&self) -> Result<StatusCode, Undocumented> {
        let phase = match &self.status {
            Open::Known(phase) => *phase,
            Open::Unknown(text) => return Err(Undocumented::UnknownPhase(text.clone())),
        };
        match &self.status_code {
            Some(Open::Known(code)) if code.phase() == phase => Ok(*code),
            Some(Open::Known(code)) => Err(Undocumented::OtherPhase { phase, code: *code }),
            Some(Open::Unknown(text)) if !text.as_str().is_empty() => {
                Err(Undocumented::UnknownStatusCode(text.clone()))
            }
            _ => Err(Undocumented::MissingStatusCode(phase)),
        }
    }

    /// The code, if the table lists it, whatever the phase is.
    ///
    /// Use it where [`documented`](Self::documented) fails because of the phase. The response of the
    /// call that initiates a verification is such a pair: the page lists its code, but not its phase.
    /// Expect that pair for every new verification. For any other undocumented pair, ask a person.
    ///
    /// ```
    /// use vkyc_status::{Open, StatusCode, Undocumented, VkycStatus};
    ///
    /// let code = StatusCode::ALL[0];
    /// let answer = VkycStatus { status: Open::from("INITIATED"), status_code: Some(code.into()) };
    /// assert!(matches!(answer.documented(), Err(Undocumented::UnknownPhase(_))));
    /// assert_eq!(answer.known_code(), Some(code));
    /// ```
    #[must_use]
    pub fn known_code(&self) -> Option<StatusCode> {
        self.status_code.as_ref().and_then(Open::known)
    }
}

impl From<StatusCode> for VkycStatus {
    /// The documented pair of a code.
    fn from(code: StatusCode) -> Self {
        Self { status: code.phase().into(), status_code: Some(code.into()) }
    }
}

impl fmt::Display for VkycStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status.as_str().escape_debug();
        f.pad(&match &self.status_code {
            Some(code) => format!("{status}/{}", code.as_str().escape_debug()),
            None => status.to_string(),
        })
    }
}

/// Why a [`VkycStatus`] is not one that the table documents.
///
/// ```
/// use vkyc_status::{Open, Phase, StatusCode, Undocumented, VkycStatus};
///
/// let code = StatusCode::ALL[0];
/// let other = *Phase::ALL.iter().find(|phase| **phase != code.phase()).unwrap();
/// let status = VkycStatus { status: other.into(), status_code: Some(code.into()) };
/// assert_eq!(status.documented(), Err(Undocumented::OtherPhase { phase: other, code }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Undocumented {
    /// The table does not list the phase.
    UnknownPhase(Unknown),
    /// The table does not list the code.
    UnknownStatusCode(Unknown),
    /// There is no code. Every documented pair has one.
    MissingStatusCode(Phase),
    /// The table lists the code under another phase, [`StatusCode::phase`].
    OtherPhase {
        /// The phase that was received.
        phase: Phase,
        /// The code that was received.
        code: StatusCode,
    },
}

impl fmt::Display for Undocumented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPhase(text) => write!(f, "not a documented phase: {text:?}"),
            Self::UnknownStatusCode(text) => write!(f, "not a documented status code: {text:?}"),
            Self::MissingStatusCode(phase) => write!(f, "phase {phase} without a status code"),
            Self::OtherPhase { phase, code } => {
                let listed = code.phase();
                write!(f, "status code {code} belongs to phase {listed}, not to {phase}")
            }
        }
    }
}

impl Error for Undocumented {}
