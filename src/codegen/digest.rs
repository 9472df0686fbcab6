//! From a table's text to the line of the generated source that tells which table it was made of.
//! Needs nothing but `core`, so that a build without the generator can check it.

/// The line, with a digest of `toml` that does not depend on how lines end.
pub(super) fn line(toml: &str) -> String {
    let toml = toml.strip_prefix('\u{feff}').unwrap_or(toml);
    let bytes = toml.bytes().filter(|byte| *byte != b'\r');
    format!("// Made of the table with the FNV-1a digest {:016x}.", fnv1a(bytes))
}

fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    bytes.fold(BASIS, |digest, byte| (digest ^ u64::from(byte)).wrapping_mul(PRIME))
}
