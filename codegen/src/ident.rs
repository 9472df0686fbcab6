//! Names the Rust variant of an id: `USER_PROXY_DETECTED` is `UserProxyDetected`.

/// Variants that would not compile, or would hide something of the enum's own.
pub(crate) const RESERVED: [&str; 2] = ["Self", "ALL"];

pub(crate) fn variant(id: &str) -> String {
    let words = id.split('_').filter_map(|word| {
        let (first, rest) = word.split_at_checked(1)?;
        Some(first.to_ascii_uppercase() + &rest.to_ascii_lowercase())
    });
    words.collect()
}
