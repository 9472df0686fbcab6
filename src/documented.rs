//! What the enums of a table share: the trait, and the implementations that the generated code
//! asks for by one macro call an enum.

use core::fmt::{self, Write};
use core::hash::Hash;

/// An enum of a table's documented values, for code that is generic over them.
///
/// Implemented by generated code only: this crate's enums, and those that [`codegen`](crate::codegen)
/// makes of another table. Items may be added to it in a minor release.
///
/// ```
/// use vkyc_status::{Action, Documented, Phase};
///
/// fn listed<T: Documented>() -> String {
///     let texts: Vec<_> = T::ALL.iter().map(|value| value.as_str()).collect();
///     texts.join(", ")
/// }
///
/// assert!(listed::<Phase>().starts_with("RECEIVED, EXPIRED, "));
/// assert!(listed::<Action>().starts_with("proceed, "));
/// ```
pub trait Documented:
    Copy + Ord + Hash + fmt::Debug + fmt::Display + Send + Sync + 'static
{
    /// What one value is called in a sentence: `"phase"`, `"status code"`, `"action"`.
    const KIND: &'static str;

    /// Every value, in the table's order.
    const ALL: &'static [Self];

    /// The value with exactly this wire text; `None` for any other text.
    #[must_use]
    fn parse(text: &str) -> Option<Self>;

    /// The wire text.
    #[must_use]
    fn as_str(self) -> &'static str;
}

/// Writes the name of the variant that the generator gives to a wire text.
///
/// A derived `Debug` would compile in more than linear time on a long table.
#[doc(hidden)]
pub fn debug(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for word in text.split('_') {
        let mut chars = word.chars();
        if let Some(first) = chars.next() {
            f.write_char(first.to_ascii_uppercase())?;
        }
        chars.try_for_each(|c| f.write_char(c.to_ascii_lowercase()))?;
    }
    Ok(())
}

/// Implements the traits of a documented enum on top of its `ALL`, `parse` and `as_str`.
/// `$kind` is what a value is called in a sentence, `$about` the method that tells its meaning, `$all`
/// the static with every value.
#[doc(hidden)]
#[macro_export]
macro_rules! __documented {
    ($T:ident, $kind:literal, $about:ident, $all:ident) => {
        impl $crate::Documented for $T {
            const KIND: &'static str = $kind;
            const ALL: &'static [Self] = &$all;

            #[inline]
            fn parse(text: &str) -> ::core::option::Option<Self> {
                Self::parse(text)
            }

            #[inline]
            fn as_str(self) -> &'static str {
                Self::as_str(self)
            }
        }

        impl ::core::fmt::Debug for $T {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug(self.as_str(), f)
            }
        }

        impl ::core::fmt::Display for $T {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $T {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::cmp::PartialEq<str> for $T {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $T {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::convert::From<$T> for &'static str {
            #[inline]
            fn from(value: $T) -> Self {
                value.as_str()
            }
        }

        impl ::core::str::FromStr for $T {
            type Err = $crate::ParseError;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::ParseError> {
                Self::parse(text).ok_or_else(|| $crate::ParseError::new::<Self>(text))
            }
        }

        impl ::core::convert::TryFrom<&str> for $T {
            type Error = $crate::ParseError;

            #[inline]
            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::ParseError> {
                ::core::str::FromStr::from_str(text)
            }
        }

        $crate::__documented_alloc!($T);
        $crate::__documented_serde!($T);
        $crate::__documented_schemars!($T, $about);
    };
}

/// What a documented enum has where there is an allocator.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! __documented_alloc {
    ($T:ident) => {
        impl ::core::convert::TryFrom<$crate::__private::String> for $T {
            type Error = $crate::ParseError;

            #[inline]
            fn try_from(
                text: $crate::__private::String,
            ) -> ::core::result::Result<Self, $crate::ParseError> {
                ::core::str::FromStr::from_str(&text)
            }
        }

        impl ::core::cmp::PartialEq<$crate::Open<$T>> for $T {
            #[inline]
            fn eq(&self, other: &$crate::Open<$T>) -> bool {
                other == self
            }
        }
    };
}

#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __documented_alloc {
    ($T:ident) => {};
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __documented_serde {
    ($T:ident) => {};
}

#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __documented_schemars {
    ($T:ident, $about:ident) => {};
}
