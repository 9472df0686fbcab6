//! The digest that ties generated source to its table.

/// A digest of the table's text that does not depend on how its lines end. The library computes the
/// same of its own table, and the compiler compares the two.
pub(crate) fn of(toml: &str) -> u64 {
    let toml = toml.strip_prefix('\u{feff}').unwrap_or(toml);
    let bytes = toml.bytes().filter(|byte| *byte != b'\r');
    // FNV-1a
    bytes.fold(0xcbf2_9ce4_8422_2325, |digest, byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
