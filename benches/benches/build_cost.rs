//! What a clean build of a program takes with one dependency: this crate with and without its
//! generator, or what a user would pick instead.
//!
//! ```sh
//! cargo bench -p vkyc-status-benches --bench build_cost      # a minute or two; needs GNU time
//! ```
//!
//! It is a debug build without incremental compilation, as Cargo builds what comes from a registry.
//! The figures are medians.

use std::error::Error;

use vkyc_status_benches::package::{Cost, Package, cost};

const RUNS: usize = 3;

/// What is measured, and its lines of TOML.
const DEPENDENCIES: &[(&str, &str)] = &[
    ("floor", r#"empty = { path = "empty" }"#),
    (
        "without-generate",
        r#"vkyc-status = { path = "{root}", default-features = false, features = ["alloc"] }"#,
    ),
    ("this-crate", r#"vkyc-status = { path = "{root}" }"#),
    ("iso-currency", r#"iso_currency = "0.7""#),
    (
        "strum-derive",
        r#"strum = { version = "0.28", default-features = false, features = ["derive"] }"#,
    ),
    (
        "phf-macros",
        r#"phf = { version = "0.14", default-features = false, features = ["macros"] }"#,
    ),
    ("serde-derive", r#"serde = { version = "1.0.225", features = ["derive"] }"#),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("{:<18}{:>7}{:>8}", "clean build of", "CPU s", "wall s");
    for (name, dependencies) in DEPENDENCIES {
        let costs = clean_builds(name, dependencies)?;
        println!(
            "{name:<18}{:>7.2}{:>8.2}",
            median(&costs, |cost| cost.cpu),
            median(&costs, |cost| cost.wall)
        );
    }
    Ok(())
}

fn clean_builds(name: &str, dependencies: &str) -> Result<Vec<Cost>, Box<dyn Error>> {
    let package = Package::new(env!("CARGO_TARGET_TMPDIR"), name, dependencies)?;
    package.write("src/main.rs", "fn main() {}")?;
    if name == "floor" {
        // An empty dependency with an empty build script.
        package.write("empty/Cargo.toml", "[package]\nname = \"empty\"\nedition = \"2024\"\n")?;
        package.write("empty/build.rs", "fn main() {}")?;
        package.write("empty/src/lib.rs", "")?;
    }
    cost(&package.cargo(&["fetch"]))?;
    let mut build = package.cargo(&["build", "--offline"]);
    build.env("CARGO_INCREMENTAL", "0");
    let runs = (0..RUNS).map(|_| {
        package.clean()?;
        cost(&build)
    });
    runs.collect()
}

fn median(costs: &[Cost], figure: fn(&Cost) -> f64) -> f64 {
    let mut figures: Vec<_> = costs.iter().map(figure).collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
