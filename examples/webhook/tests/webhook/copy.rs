//! The folder alone builds elsewhere, after the change that the first lines of its manifest name.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::receiver::folder;

#[test]
fn a_copy_builds_outside_of_the_repository() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let clone = source.join("../..");
    if !clone.join("data/statuses.toml").exists() {
        return; // This is a copy.
    }
    let clone = clone.canonicalize().unwrap();
    let manifest = fs::read_to_string(source.join("Cargo.toml")).unwrap();
    let quoted: Vec<_> =
        manifest.lines().take(2).flat_map(|line| line.split('`').skip(1).step_by(2)).collect();
    let [dependency, old, release, unreleased] = quoted[..] else { panic!("{quoted:?}") };
    let unreleased = unreleased.replace("PATH_OF_YOUR_CLONE", clone.to_str().unwrap());
    let patch = format!("--config=patch.crates-io.{dependency}.path='{}'", clone.display());

    for (name, new, config) in [
        // The release is not there yet, so Cargo takes it from the clone.
        ("copy_release", release, vec![patch]),
        ("copy", unreleased.as_str(), vec![]),
    ] {
        let copy = folder(name);
        copy_files(source, &copy);
        let mut lines = manifest.lines();
        let line = lines.find(|line| line.starts_with(&format!("{dependency} ="))).unwrap();
        assert!(line.contains(old), "{line}");
        let changed = manifest.replace(line, &line.replace(old, new));
        fs::write(copy.join("Cargo.toml"), changed).unwrap();
        let Output { status, stderr, .. } = Command::new(env!("CARGO"))
            // The dependencies are those of the tests, which are built.
            .args(["build", "--offline", "--locked", "--target-dir"])
            .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
            .args(config)
            .current_dir(&copy)
            .output()
            .unwrap();
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    }
}

fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_name().to_str() {
            Some("target" | "tests") => {}
            _ if entry.path().is_dir() => copy_files(&entry.path(), &to),
            _ => _ = fs::copy(entry.path(), to).unwrap(),
        }
    }
}
