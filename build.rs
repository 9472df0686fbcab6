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
        println!("cargo::error={VARIABLE}: {error}");
    }
}

#[cfg(feature = "generate")]
fn build(path: Option<String>) -> Result<(), String> {
    use std::path::Path;

    let (is_set, table) = (path.is_some(), path.unwrap_or("data/statuses.toml".to_owned()));
    let no_path =
        |why| Err(format!("{why}: {table:?}; set the absolute path of a table, or unset it"));
    // A line break would start another instruction to Cargo.
    if table.contains(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
        return no_path("a character that cannot be in a path");
    }
    if table.trim() != table || is_set && !Path::new(&table).is_absolute() {
        return no_path("not an absolute path");
    }
    vkyc_status_codegen::Builder::new(&table).examples("vkyc_status").build();
    // The path for `TABLE`, as seen from `src`.
    println!("cargo::rustc-env=VKYC_STATUS_TABLE={}", Path::new("..").join(&table).display());
    Ok(())
}

#[cfg(not(feature = "generate"))]
fn build(path: Option<String>) -> Result<(), String> {
    let Some(path) = path else { return Ok(()) };
    Err(format!("needs the feature `generate`: {path:?}; turn it on, or unset the variable"))
}
