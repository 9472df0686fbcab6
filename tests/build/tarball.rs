//! What the package ships: the files at its top by name, of each folder the kinds of file in it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::workspace::{output, package};

#[test]
fn the_package_ships_these_files_and_no_others() {
    let mut list = Command::new(env!("CARGO"));
    list.current_dir(package()).args(["package", "--list", "--allow-dirty", "--offline"]);
    let (output, stderr) = output(&mut list);
    assert!(output.status.success(), "{stderr}");
    let files = String::from_utf8(output.stdout).unwrap().replace('\\', "/");
    let kinds: BTreeSet<_> = files.lines().filter(|file| !is_cargos(file)).map(kind).collect();
    let expected = [
        ".ci/docs-drift",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "benches/*.rs",
        "build.rs",
        "data/*.rs",
        "data/*.toml",
        "examples/*.rs",
        "src/*.rs",
        "tests/*.html",
        "tests/*.md",
        "tests/*.rs",
        "tests/*.toml",
        "tests/*.txt",
    ];
    assert_eq!(kinds, expected.map(str::to_owned).into());
}

/// What Cargo adds, depending on where it runs.
fn is_cargos(file: &str) -> bool {
    [".cargo_vcs_info.json", "Cargo.toml.orig"].contains(&file)
}

/// `src/*.rs` for `src/serde/mod.rs`.
fn kind(file: &str) -> String {
    match (file.split_once('/'), Path::new(file).extension()) {
        (Some((folder, _)), Some(kind)) => format!("{folder}/*.{}", kind.to_string_lossy()),
        _ => file.to_owned(),
    }
}
