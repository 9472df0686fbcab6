//! What a user would pick instead: for each enum of the library, an enum of the same names with the
//! derives of serde and strum, a `match`, and a perfect hash map.

macro_rules! peers {
    ($module:ident: $($Variant:ident $text:literal)*) => {
        #[doc = concat!("The library's ", stringify!($module), ".")]
        pub mod $module {
            /// The names, in the table's order.
            pub const NAMES: &[&str] = &[$($text),*];

            /// The names as an enum.
            #[derive(Clone, Copy, Debug, serde::Deserialize, strum::EnumString)]
            #[expect(missing_docs, reason = "the names are those of the library's enum")]
            pub enum Peer {
                $(#[serde(rename = $text)] #[strum(serialize = $text)] $Variant),*
            }

            /// Looks a name up by a `match`.
            #[inline]
            #[must_use]
            pub fn by_match(text: &str) -> Option<Peer> {
                Some(match text {
                    $($text => Peer::$Variant,)*
                    _ => return None,
                })
            }

            /// The names as a perfect hash map.
            pub static PHF: phf::Map<&str, Peer> = phf::phf_map! { $($text => Peer::$Variant),* };
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/peers.rs"));
