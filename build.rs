//! Generates the enums from the table: `data/statuses.toml`, or the file that `VKYC_STATUSES_TOML`
//! names. Without the feature `generate`, the library includes `data/statuses.rs` instead.

use std::env;

/// Holds the absolute path of a table to use instead of the crate's own.
const VARIABLE: &str = "VKYC_STATUSES_TOML";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    println!("cargo::rustc-check-cfg=cfg(vkyc_status_exhaustive)");
    if let Err(error) = build(env::var_os(VARIABLE).filter(|path| !path.is_empty())) {
        println!("cargo::error={VARIABLE}: {error}");
    }
}

#[cfg(feature = "generate")]
fn build(path: Option<std::ffi::OsString>) -> Result<(), String> {
    use std::fs;
    use std::path::PathBuf;

    let is_own = path.is_none();
    let table = PathBuf::from(path.unwrap_or("data/statuses.toml".into()));
    // Quoted, since a line break would start another instruction to Cargo.
    let shown = table.to_string_lossy();
    if !is_own && !table.is_absolute() {
        let help = "set the absolute path of a table, or unset it";
        return Err(format!("not an absolute path: {shown:?}; {help}"));
    }
    vkyc_status_codegen::Builder::new(&table).examples("vkyc_status").build();
    let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    if !folder.join("statuses.rs").exists() {
        // The builder has said why.
        return Ok(());
    }
    // A copy for `TABLE`, so that the compiler needs no file from elsewhere.
    let copied = fs::read(&table).and_then(|text| fs::write(folder.join("statuses.toml"), text));
    copied.map_err(|error| format!("{shown:?} cannot be copied to {}: {error}", folder.display()))
}

#[cfg(not(feature = "generate"))]
fn build(path: Option<std::ffi::OsString>) -> Result<(), String> {
    let Some(path) = path else { return Ok(()) };
    Err(format!("needs the feature `generate`: {path:?}; turn it on, or unset the variable"))
}
