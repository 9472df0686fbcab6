//! Tells the modules of the tool where the table is, as the tool's own build does.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=VKYC_STATUSES_TABLE={}/../data/statuses.toml", env!("CARGO_MANIFEST_DIR"));
}
