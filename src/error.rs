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
///
/// If there are at most ten documented values, its `Display` lists them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ParseError {
    expected: &'static str,
    values: &'static [&'static str],
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
        values: T::TEXTS,
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
        write_values(f, self.values, "; expected ")
    }
}

/// Writes the documented values after `before`, if there are few.
pub(crate) fn write_values(
    f: &mut fmt::Formatter<'_>,
    values: &[&str],
    mut before: &str,
) -> fmt::Result {
    const FEW: usize = 10;
    let Some((last, others)) = values.split_last().filter(|_| values.len() <= FEW) else {
        return Ok(());
    };
    for value in others {
        write!(f, "{before}{value}")?;
        before = ", ";
    }
    write!(f, "{}{last}", if others.is_empty() { before } else { " or " })
}

impl Error for ParseError {}
