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
use std::path::Path;
use std::process::Command;
use std::{env, fs};

const RUNS: usize = 3;

/// What is measured, and its line of TOML, in which `{root}` is the folder of the library.
const DEPENDENCIES: &[(&str, &str)] = &[
    ("floor", ""),
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
    for (name, dependency) in DEPENDENCIES {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        write_package(&folder, dependency)?;
        run(Command::new("cargo").arg("fetch").current_dir(&folder))?;
        let costs = (0..RUNS).map(|_| clean_build(&folder)).collect::<Result<Vec<_>, _>>()?;
        let [cpu, wall] = [0, 1].map(|figure| {
            let mut figures: Vec<f64> = costs.iter().map(|cost| cost[figure]).collect();
            figures.sort_by(f64::total_cmp);
            figures[RUNS / 2]
        });
        println!("{name:<18}{cpu:>7.2}{wall:>8.2}");
    }
    Ok(())
}

/// An empty program outside the workspace, with the workspace's versions of dependencies.
fn write_package(folder: &Path, dependency: &str) -> Result<(), Box<dyn Error>> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no folder of the workspace")?;
    let dependency = dependency.replace("{root}", &root.to_string_lossy());
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [workspace]\n[dependencies]\n{dependency}\n"
    );
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/main.rs"), "fn main() {}")?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

/// Seconds of all processors together, and seconds that passed.
fn clean_build(folder: &Path) -> Result<[f64; 2], Box<dyn Error>> {
    let target = folder.join("target");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    let mut time = Command::new("time");
    time.args(["-q", "-f", "\n%e %U %S", "cargo", "build", "--offline"]);
    time.current_dir(folder).env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0");
    let stderr = run(&mut time)?;
    let figures = stderr.lines().last().unwrap_or_default().split(' ').map(str::parse);
    match figures.collect::<Result<Vec<f64>, _>>()?[..] {
        [wall, user, system] => Ok([user + system, wall]),
        _ => Err(format!("`time` printed no figures: {stderr:?}").into()),
    }
}

/// Runs a command; what it says on standard error.
fn run(command: &mut Command) -> Result<String, Box<dyn Error>> {
    let output = command.output().map_err(|error| {
        format!("{command:?}: {error}; GNU `time` is needed (on Debian, apt-get install time)")
    })?;
    let stderr = String::from_utf8(output.stderr)?;
    if output.status.success() { Ok(stderr) } else { Err(format!("{command:?}:\n{stderr}").into()) }
}
