//! What the enums of a table share: the trait, and the implementations that the generated code
//! asks for by one macro call for each enum.

use core::fmt::{self, Write as _};
use core::hash::Hash;

use crate::lookup::Plan;

/// What the enums of a table have in common, for code that is generic over them.
///
/// It is implemented by generated code only: by this crate's enums, and by those that the crate
/// `vkyc-status-codegen` generates from another table. A minor release may add items to it.
///
/// # New variants
///
/// The page may list more values later. The enums are `#[non_exhaustive]`, so a `match` needs a wildcard
/// arm: let it ask a person. To learn in CI which `match` lacks a new variant, run
/// `RUSTFLAGS="--cfg vkyc_status_exhaustive" cargo check`, which compiles the enums without the
/// attribute, and compile the wildcard arm only without that cfg:
///
/// ```
/// use vkyc_status::Outcome;
///
/// enum Next { End, Wait, AskAPerson }
///
/// fn next(outcome: Outcome) -> Next {
///     #[allow(deprecated)] // where it names retired variants, too
///     match outcome {
///         Outcome::Approved | Outcome::Rejected | Outcome::Expired => Next::End,
///         Outcome::Pending => Next::Wait,
///         Outcome::Interrupted => Next::AskAPerson,
///         #[cfg(not(vkyc_status_exhaustive))]
///         _ => Next::AskAPerson,
///     }
/// }
/// ```
///
/// Declare the cfg in your `Cargo.toml`:
///
/// ```toml
/// [lints.rust]
/// unexpected_cfgs = { level = "warn", check-cfg = ["cfg(vkyc_status_exhaustive)"] }
/// ```
///
/// If your decisions are data instead of a `match`, a test over [`ALL`](Self::ALL) finds the missing ones:
///
/// ```
/// use vkyc_status::Outcome;
///
/// const STEPS: [(&str, &str); 6] = [
///     ("approved", "open the account"),
///     ("rejected", "record the rejection"),
///     ("rejected_by_agent", "tell the user the reason"),
///     ("expired", "start a new request"),
///     ("interrupted", "ask a person"),
///     ("pending", "wait"),
/// ];
///
/// for outcome in Outcome::ALL {
///     assert!(STEPS.iter().any(|(id, _)| outcome == id), "nothing handles {outcome}");
/// }
/// ```
///
/// # On the command line
///
/// With clap 4, this parser accepts the documented codes, and lists them in `--help`:
///
/// ```ignore
/// use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
/// use vkyc_status::StatusCode;
///
/// fn codes() -> impl TypedValueParser<Value = StatusCode> {
///     let values = StatusCode::ALL
///         .iter()
///         .map(|code| PossibleValue::new(code.as_str()).help(code.description()));
///     PossibleValuesParser::new(values).try_map(|text| text.parse::<StatusCode>())
/// }
/// ```
///
/// # Order
///
/// The discriminant of a variant is its position in the table, and `Ord` compares that. A release may
/// change it, so store the wire text.
///
/// # Examples
///
/// ```
/// use vkyc_status::{Action, Documented, Phase};
///
/// fn listed<T: Documented>() -> String {
///     let texts: Vec<_> = T::ALL.iter().map(|value| value.as_str()).collect();
///     texts.join(", ")
/// }
///
/// assert!(listed::<Phase>().starts_with(Phase::ALL[0].as_str()));
/// assert!(listed::<Action>().starts_with(Action::ALL[0].as_str()));
/// ```
pub trait Documented:
    Generated + Copy + Ord + Hash + fmt::Debug + fmt::Display + Send + Sync + 'static
{
    /// The noun for one value, for messages: `"phase"`, `"status code"`, `"action"` or `"outcome"`.
    const KIND: &'static str;

    /// Every value, in the table's order, retired ones included.
    const ALL: &'static [Self];

    /// The value with exactly this wire text, the text as the API sends it; `None` for any other text.
    #[must_use]
    fn parse(text: &str) -> Option<Self>;

    /// The wire text.
    #[must_use]
    fn as_str(self) -> &'static str;
}

/// Seals [`Documented`]: only generated code implements it.
pub trait Generated: Copy + 'static {
    /// The wire texts, in the table's order.
    const TEXTS: &'static [&'static str];
    /// How they are looked up, unless there are too many.
    const PLAN: Plan = Plan::of(Self::TEXTS);
}

/// Writes the name of the variant that the generator gives to a wire text.
///
/// A derived `Debug` of 1,000 variants takes rustc 25 MB, of 10,000 2.5 GB.
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
///
/// `format` is what generated code and this library must agree on. `$kind` is the noun for a value,
/// `$about` the method that tells its meaning, if there is one but `as_str`, and each `$column` a method
/// that reads a column.
#[doc(hidden)]
#[macro_export]
macro_rules! __documented {
    (format 2; $T:ident, $kind:literal, $about:ident, [$($column:ident)*]) => {
        impl $crate::__private::Generated for $T {
            const TEXTS: &'static [&'static str] = &{
                // Columns that the including crate does not read are not dead code.
                let _ = ($($T::$column,)*);
                let mut texts = [""; $T::ALL.len()];
                let mut i = 0;
                while i < texts.len() {
                    texts[i] = $T::ALL[i].as_str();
                    i += 1;
                }
                texts
            };
        }

        impl $crate::Documented for $T {
            const KIND: &'static str = $kind;
            const ALL: &'static [Self] = Self::ALL;

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
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug(self.as_str(), f)
            }
        }

        impl ::core::fmt::Display for $T {
            #[inline]
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
                Self::parse(text).ok_or_else(|| $crate::__private::parse_error::<Self>(text))
            }
        }

        impl ::core::convert::TryFrom<&str> for $T {
            type Error = $crate::ParseError;

            #[inline]
            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::ParseError> {
                ::core::str::FromStr::from_str(text)
            }
        }

        $crate::__alloc! {
            impl ::core::convert::TryFrom<$crate::__private::String> for $T {
                type Error = $crate::ParseError;

                #[inline]
                fn try_from(
                    text: $crate::__private::String,
                ) -> ::core::result::Result<Self, $crate::ParseError> {
                    ::core::str::FromStr::from_str(&text)
                }
            }

            impl ::core::convert::From<$T> for $crate::__private::String {
                #[inline]
                fn from(value: $T) -> Self {
                    Self::from(value.as_str())
                }
            }

            impl ::core::cmp::PartialEq<$crate::Open<$T>> for $T {
                #[inline]
                fn eq(&self, other: &$crate::Open<$T>) -> bool {
                    other == self
                }
            }
        }

        $crate::__serde! {
            $T,
            |value, serializer| serializer.serialize_str(value.as_str()),
            |deserializer| $crate::__private::deserialize(deserializer)
        }
        $crate::__schema!($T, |_: &mut _| $crate::__private::closed(Self::$about));
    };
    ($($other:tt)*) => {
        ::core::compile_error!(
            "this source was generated for another version of vkyc-status: \
             use the same version of vkyc-status and vkyc-status-codegen, and generate it again"
        );
    };
}

/// Defines the static `$INDEX`, by which an enum looks up its wire texts.
#[doc(hidden)]
#[macro_export]
macro_rules! __index {
    ($INDEX:ident: $T:ident) => {
        static $INDEX: $crate::__private::Index<
            $T,
            { <$T as $crate::__private::Generated>::PLAN.words },
            { <$T as $crate::__private::Generated>::PLAN.slots },
        > = $crate::__private::Index::new($T::ALL);
    };
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($($traits:tt)*) => {};
}

#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __schema {
    ($($schema:tt)*) => {};
}
