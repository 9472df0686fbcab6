//! Hands the crate the source of its enums: generated from the table, `data/statuses.toml` or the
//! file that `VKYC_STATUSES_TOML` names; or, without the feature `generate`, the source that the
//! package ships, if it was made of that same table.

use std::env::{self, VarError};
use std::error::Error;
use std::fs;
use std::path::{self, Path, PathBuf};

#[cfg(feature = "generate")]
#[path = "src/codegen/mod.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the library makes more of the generator public than a build needs"
)]
mod codegen;
#[cfg(not(feature = "generate"))]
#[path = "src/codegen/digest.rs"]
mod digest;
#[cfg(feature = "generate")]
#[path = "src/lookup.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the generator chooses slots by it, and finds nothing"
)]
mod lookup;

/// Holds the absolute path of a table to use instead of the crate's own.
const VARIABLE: &str = "VKYC_STATUSES_TOML";

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// Cargo fails the build for a `cargo::error`, and shows no more than that where the script itself
/// ends well.
fn main() {
    if let Err(error) = build() {
        for line in error.to_string().lines() {
            println!("cargo::error={line}");
        }
    }
}

fn build() -> Result<()> {
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/codegen");
    println!("cargo::rerun-if-changed=src/lookup.rs");
    let table = path::absolute(table()?)?;
    println!("cargo::rerun-if-changed={}", table.display());
    // Where the tool finds the text of the table that it is compiled with.
    println!("cargo::rustc-env=VKYC_STATUSES_TABLE={}", table.display());
    let out = PathBuf::from(env::var("OUT_DIR")?).join("statuses.rs");
    fs::write(&out, source(&table)?)
        .map_err(|error| format!("{}: cannot be written: {error}", out.display()).into())
}

fn table() -> Result<PathBuf> {
    match env::var(VARIABLE) {
        Ok(path) if Path::new(&path).is_absolute() => Ok(path.into()),
        Ok(path) => {
            let remedy = "give the whole path, or unset the variable";
            Err(format!("{VARIABLE}: not an absolute path: {path:?}; {remedy}").into())
        }
        Err(VarError::NotPresent) => Ok("data/statuses.toml".into()),
        Err(error) => Err(format!("{VARIABLE}: {error}").into()),
    }
}

#[cfg(feature = "generate")]
fn source(table: &Path) -> Result<String> {
    let toml = codegen::read(table)?;
    let name = table.display().to_string();
    Ok(codegen::generate(&name, &toml, Some("vkyc_status"))?)
}

#[cfg(not(feature = "generate"))]
fn source(table: &Path) -> Result<String> {
    const PREBUILT: &str = "data/statuses.rs";
    println!("cargo::rerun-if-changed={PREBUILT}");
    if env::var_os(VARIABLE).is_some() {
        let remedy = "turn on the feature `generate` of vkyc-status, or unset the variable";
        return Err(format!("{VARIABLE}: is set, and this build reads no table: {remedy}").into());
    }
    let read = |path: &Path| {
        fs::read_to_string(path)
            .map_err(|error| format!("{}: cannot be read: {error}", path.display()))
    };
    let (prebuilt, made_of) = (read(Path::new(PREBUILT))?, digest::line(&read(table)?));
    if prebuilt.lines().any(|line| line == made_of) {
        return Ok(prebuilt);
    }
    let remedy = "turn on the feature `generate` of vkyc-status, or make it again with its tool";
    Err(format!("{PREBUILT}: not made of this {}; {remedy}", table.display()).into())
}
