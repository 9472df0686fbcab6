//! The folder alone builds elsewhere, after the change that the first lines of its manifest name.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::receiver::folder;

#[test]
fn a_copy_builds_outside_of_the_repository() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(clone) = source.join("../../data/statuses.toml").canonicalize() else {
        return; // This is a copy.
    };
    let clone = clone.ancestors().nth(2).unwrap().to_str().unwrap();
    let manifest = fs::read_to_string(source.join("Cargo.toml")).unwrap();
    let quoted: Vec<_> =
        manifest.lines().take(2).flat_map(|line| line.split('`').skip(1).step_by(2)).collect();
    let [dependency, old, release, unreleased] = quoted[..] else { panic!("{quoted:?}") };
    let line = manifest.lines().find(|line| line.starts_with(&format!("{dependency} ="))).unwrap();
    assert!(line.contains(old), "{line}");

    let copy = folder("copy");
    let files = ["schema.sql", "consumer.rs", "src"].map(|name| source.join(name));
    let copied = Command::new("cp").arg("-r").args(files).arg(&copy).status();
    assert!(copied.unwrap().success());
    // Under the same names, Cargo would take what it builds here for the receiver itself.
    let rename = |text: &str| text.replace(r#"name = "vkyc-status-webhook"#, r#"name = "copy"#);
    let lock = fs::read_to_string(source.join("Cargo.lock")).unwrap();
    fs::write(copy.join("Cargo.lock"), rename(&lock)).unwrap();
    let unreleased = unreleased.replace("PATH_OF_YOUR_CLONE", clone);
    // The release is not there yet, so Cargo takes it from the clone.
    let patch = format!("patch.crates-io.{dependency}.path='{clone}'");
    for (new, arguments) in [
        (unreleased.as_str(), &["metadata", "--format-version=1"][..]),
        (release, &["build", "--config", &patch]),
    ] {
        let changed = rename(&manifest.replace(line, &line.replace(old, new)))
            .replace(r#"name = "consumer"#, r#"name = "copy-consumer"#)
            .replace(r#"default-run = "vkyc-status-webhook"#, r#"default-run = "copy"#);
        fs::write(copy.join("Cargo.toml"), changed).unwrap();
        let Output { status, stderr, .. } = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--locked"])
            // The dependencies are those of the tests, which are built.
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
            .current_dir(&copy)
            .output()
            .unwrap();
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    }
}
