//! [`ParseError`]: a text is not a documented wire text.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::error::Error;
use core::fmt;

use crate::Documented;

/// A text is not one of the documented wire texts.
///
/// The error of `FromStr` and `TryFrom` on the table's enums. To keep a value that the table does not
/// list, use [`Open`](crate::Open) instead.
///
/// ```
/// use vkyc_status::StatusCode;
///
/// let error = "user_queued".parse::<StatusCode>().unwrap_err();
/// assert_eq!(error.expected(), "status code");
/// # #[cfg(feature = "alloc")]
/// assert_eq!(error.to_string(), r#"not a documented status code: "user_queued""#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ParseError {
    expected: &'static str,
    #[cfg(feature = "alloc")]
    text: Box<str>,
}

/// Out of line, since errors are rare.
#[cold]
#[must_use]
#[cfg_attr(not(feature = "alloc"), expect(unused_variables, reason = "no place to keep it"))]
pub fn parse_error<T: Documented>(text: &str) -> ParseError {
    ParseError {
        expected: T::KIND,
        #[cfg(feature = "alloc")]
        text: text.into(),
    }
}

impl ParseError {
    /// What kind of value was expected: `"phase"`, `"status code"`, `"action"` or `"outcome"`.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        self.expected
    }

    /// The text that was found instead.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a documented {}", self.expected)?;
        #[cfg(feature = "alloc")]
        write!(f, ": {:?}", self.text)?;
        Ok(())
    }
}

impl Error for ParseError {}
