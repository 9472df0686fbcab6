//! An enum that is open: a documented value, or the text of one that the table does not list.

use alloc::boxed::Box;
use alloc::string::String;
use core::convert::Infallible;
use core::fmt;
use core::str::FromStr;

use crate::Documented;

/// A value as it was received: documented, or kept as its text.
///
/// A documented text always becomes [`Open::Known`]. Any other text is kept, unchanged, in
/// [`Open::Unknown`]. If a later table lists the text, the value becomes known. So match on known
/// values, and treat all unknown ones alike, whatever their text is.
///
/// Known values are ordered before unknown ones, by their position in the table; unknown values are
/// ordered by their text. Do not store this order: it changes with the table.
///
/// # In a database
///
/// Store [`as_str`](Self::as_str), and convert what is read: with rusqlite
/// `row.get::<_, String>("status")?.into()` and, if the column may be `NULL`,
/// `row.get::<_, Option<String>>("status_code")?.map(Open::from)`. In a struct that derives sqlx's
/// `FromRow`, put `#[sqlx(try_from = "String")]` on the field; in one that derives diesel's
/// `Queryable`, `#[diesel(deserialize_as = String)]`. For a column that may be `NULL`, both need a type of
/// your own, with `#[sqlx(try_from = "Option<String>")]` or
/// `#[diesel(deserialize_as = Option<String>)]`:
///
/// ```
/// use vkyc_status::{Open, StatusCode};
///
/// struct Code(Option<Open<StatusCode>>);
///
/// impl From<Option<String>> for Code {
///     fn from(text: Option<String>) -> Self {
///         Self(text.map(Open::from))
///     }
/// }
/// ```
///
/// # With utoipa
///
/// In a struct that derives utoipa's `ToSchema`, put `#[schema(value_type = String)]` on the field. The
/// feature `schemars` gives JSON Schemas.
///
/// # As a label of metrics
///
/// A label with any text that was received has no bound. Count all unknown values under one:
///
/// ```
/// use vkyc_status::{Open, StatusCode};
///
/// fn label(code: &Open<StatusCode>) -> &'static str {
///     code.known().map_or("unknown", StatusCode::as_str)
/// }
///
/// assert_eq!(label(&Open::from(StatusCode::ALL[0])), StatusCode::ALL[0].as_str());
/// assert_eq!(label(&Open::from("not on the page")), "unknown");
/// ```
///
/// # Examples
///
/// ```
/// use vkyc_status::{Open, Phase};
///
/// let documented = Phase::ALL[0];
/// let received = Open::<Phase>::from(documented.as_str());
/// assert_eq!(received, documented);
///
/// let unlisted = Open::<Phase>::from("not on the page");
/// assert_eq!(unlisted.known(), None);
/// assert_eq!(unlisted.as_str(), "not on the page");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Open<T: Documented> {
    /// A documented value.
    Known(T),
    /// A text that the table does not list.
    Unknown(Unknown),
}

/// The text of a value that the table does not list.
///
/// Only the conversions into [`Open`] make one, so that a documented text is always
/// [`Open::Known`].
///
/// ```
/// use vkyc_status::{Open, Phase};
///
/// if let Open::Unknown(unknown) = Open::<Phase>::from("not on the page") {
///     assert_eq!(unknown.as_str(), "not on the page");
/// }
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unknown(Box<str>);

impl<T: Documented> Open<T> {
    /// The wire text, as it was received.
    ///
    /// ```
    /// use vkyc_status::{Open, Phase};
    ///
    /// assert_eq!(Open::<Phase>::from("not on the page").as_str(), "not on the page");
    /// assert_eq!(Open::from(Phase::ALL[0]).as_str(), Phase::ALL[0].as_str());
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(value) => value.as_str(),
            Self::Unknown(unknown) => unknown.as_str(),
        }
    }

    /// The documented value, or `None` for a text that the table does not list.
    ///
    /// ```
    /// use vkyc_status::{Open, StatusCode};
    ///
    /// let code = StatusCode::ALL[0];
    /// assert_eq!(Open::<StatusCode>::from(code.as_str()).known(), Some(code));
    /// assert_eq!(Open::<StatusCode>::from("user_queued").known(), None);
    /// ```
    #[must_use]
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Unknown(_) => None,
        }
    }
}

impl Unknown {
    /// The text, as it was received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Documented> From<T> for Open<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T: Documented> From<&str> for Open<T> {
    #[inline]
    fn from(text: &str) -> Self {
        match T::parse(text) {
            Some(value) => Self::Known(value),
            None => Self::Unknown(Unknown(text.into())),
        }
    }
}

impl<T: Documented> From<String> for Open<T> {
    fn from(text: String) -> Self {
        match T::parse(&text) {
            Some(value) => Self::Known(value),
            None => Self::Unknown(Unknown(text.into_boxed_str())),
        }
    }
}

impl<T: Documented> FromStr for Open<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

impl<T: Documented> From<Open<T>> for String {
    fn from(value: Open<T>) -> Self {
        match value {
            Open::Known(value) => value.as_str().into(),
            Open::Unknown(unknown) => unknown.into(),
        }
    }
}

impl From<Unknown> for String {
    fn from(unknown: Unknown) -> Self {
        unknown.0.into_string()
    }
}

impl<T: Documented> PartialEq<T> for Open<T> {
    fn eq(&self, other: &T) -> bool {
        matches!(self, Self::Known(value) if value == other)
    }
}

impl<T: Documented> PartialEq<str> for Open<T> {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl<T: Documented> PartialEq<&str> for Open<T> {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl<T: Documented> AsRef<str> for Open<T> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<T: Documented> fmt::Display for Open<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl AsRef<str> for Unknown {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
