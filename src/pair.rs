//! What every [`VkycStatus`](crate::VkycStatus) has besides its methods. The generated source defines it
//! for the enums of its table.

#[cfg(feature = "alloc")]
use core::fmt;

/// Passes on the items that need an allocator.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! __alloc {
    ($($item:item)*) => { $($item)* };
}

#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __alloc {
    ($($item:item)*) => {};
}

/// Implements the traits of the pair `$T` and of the error `$Undocumented`.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! __pair {
    ($T:ident, $Undocumented:ident, $Phase:ident, $StatusCode:ident) => {
        // Methods that the including crate does not call are not dead code.
        const _: () = {
            let _ = $T::documented;
            let _ = |code: $StatusCode| <$T as ::core::convert::From<$StatusCode>>::from(code);
        };

        impl ::core::convert::From<$StatusCode> for $T {
            /// The code with the phase that lists it.
            fn from(code: $StatusCode) -> Self {
                let status_code = ::core::option::Option::Some($crate::Open::Known(code));
                Self { status: $crate::Open::Known(code.phase()), status_code }
            }
        }

        impl ::core::fmt::Display for $T {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let code = self.status_code.as_ref().map(|code| code.as_str());
                $crate::__private::write_pair(self.status.as_str(), code, f)
            }
        }

        impl ::core::fmt::Display for $Undocumented {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    Self::UnknownPhase(text) => {
                        ::core::write!(f, "not a documented phase: {text:?}")
                    }
                    Self::UnknownStatusCode(text) => {
                        ::core::write!(f, "not a documented status code: {text:?}")
                    }
                    Self::MissingStatusCode(phase) => {
                        ::core::write!(f, "phase {phase} without a status code")
                    }
                    Self::OtherPhase { phase, code } => {
                        let listed = code.phase();
                        ::core::write!(
                            f,
                            "status code {code} belongs to phase {listed}, not to {phase}"
                        )
                    }
                }
            }
        }

        impl ::core::error::Error for $Undocumented {}

        $crate::__serde! {
            $T,
            |pair, serializer| {
                $crate::__private::serialize_pair(&pair.status, &pair.status_code, serializer)
            },
            |deserializer| {
                let (status, status_code) = $crate::__private::deserialize_pair(deserializer)?;
                ::core::result::Result::Ok(Self { status, status_code })
            }
        }
        $crate::__schema!($T, $crate::__private::pair::<$Phase, $StatusCode>);
    };
}

/// Writes a pair for logs; characters that would break a line are escaped.
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub fn write_pair(status: &str, code: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let status = status.escape_debug();
    f.pad(&match code {
        Some(code) => alloc::format!("{status}/{}", code.escape_debug()),
        None => alloc::format!("{status}"),
    })
}
