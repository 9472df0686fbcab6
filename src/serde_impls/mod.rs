//! `Serialize` and `Deserialize`: strict on the documented enums, lenient on `Open`, and
//! `VkycStatus` in the shapes in which the API sends it.
//!
//! A value is written as a string in every format, so that those without types of their own read
//! back what they wrote. Some formats give the keys of a map as bytes, so bytes that are UTF-8 are
//! read, too.

#[cfg(feature = "alloc")]
mod open;
#[cfg(feature = "alloc")]
mod pair;
#[cfg(feature = "alloc")]
pub use pair::{deserialize_pair, serialize_pair};

use core::fmt;
use core::marker::PhantomData;

use serde_core::de::{Deserializer, Error, Unexpected, Visitor};

use crate::Documented;
use crate::error::write_values;

/// Implements the serde traits of `$T`.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    (
        $T:ident,
        |$value:ident, $serializer:ident| $serialize:expr,
        |$deserializer:ident| $deserialize:expr
    ) => {
        impl $crate::__private::serde_core::Serialize for $T {
            fn serialize<S: $crate::__private::serde_core::Serializer>(
                &self,
                $serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                let $value = self;
                $serialize
            }
        }

        impl<'de> $crate::__private::serde_core::Deserialize<'de> for $T {
            fn deserialize<D: $crate::__private::serde_core::Deserializer<'de>>(
                $deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $deserialize
            }
        }
    };
}

/// Reads a documented value; any other text is an error.
#[doc(hidden)]
pub fn deserialize<'de, T: Documented, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_str(Strict(PhantomData))
}

struct Strict<T>(PhantomData<T>);

impl<T: Documented> Visitor<'_> for Strict<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a documented {}", T::KIND)?;
        write_values(f, T::TEXTS, ": ")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::parse(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        match core::str::from_utf8(bytes) {
            Ok(text) => self.visit_str(text),
            Err(_) => Err(E::invalid_value(Unexpected::Bytes(bytes), &self)),
        }
    }
}
