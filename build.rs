//! Generates the enums from the table: `data/statuses.toml`, or the file that `VKYC_STATUSES_TOML`
//! names. Without the feature `generate`, the library includes `data/statuses.rs` instead.

use std::env;

/// Holds the absolute path of a table to use instead of the crate's own.
const VARIABLE: &str = "VKYC_STATUSES_TOML";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    println!("cargo::rustc-check-cfg=cfg(vkyc_status_exhaustive)");
    let path = env::var_os(VARIABLE).filter(|path| !path.is_empty());
    if let Err(error) = build(path.map(|path| path.to_string_lossy().into_owned())) {
        println!(
            "cargo::error={VARIABLE}: {error}; give the absolute path of a table, or unset it"
        );
    }
}

#[cfg(feature = "generate")]
fn build(path: Option<String>) -> Result<(), String> {
    use std::path::Path;

    let is_set = path.is_some();
    let table = path.unwrap_or("data/statuses.toml".to_owned());
    // A line break would start another instruction to Cargo.
    if table.contains(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
        return Err(format!("a character that cannot be in a path: {table:?}"));
    }
    if table.trim() != table || is_set && !Path::new(&table).is_absolute() {
        return Err(format!("not an absolute path: {table:?}"));
    }
    vkyc_status_codegen::Builder::new(&table).examples("vkyc_status").build();
    // For `TABLE`. Anything but a file was reported, and a FIFO would wait for a writer.
    if Path::new(&table).is_file() {
        let copy = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("statuses.toml");
        std::fs::copy(&table, copy).map_err(|error| format!("cannot be copied: {error}"))?;
    }
    Ok(())
}

#[cfg(not(feature = "generate"))]
fn build(path: Option<String>) -> Result<(), String> {
    path.map_or(Ok(()), |path| {
        Err(format!("needs the feature `generate` of vkyc-status: {path:?}"))
    })
}
