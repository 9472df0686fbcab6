//! What a change rebuilds: nothing for none, a line for a line, all of it for the generator.

use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::{Crate, package};

/// A copy of this package with a consumer beside it, so that its files can be edited.
fn copy() -> Crate {
    let consumer =
        Crate::new("rebuild", "[dependencies]\nvkyc-status = { path = \"copy\" }").apart();
    consumer.write("src/lib.rs", "pub use vkyc_status::StatusCode;");
    fs::remove_dir_all(consumer.path("copy")).ok();
    let benches = ["benches/decode.rs", "benches/lookup.rs"];
    for entry in ["Cargo.toml", "build.rs", "data", "examples", "src"].into_iter().chain(benches) {
        copy_into(&consumer, &package().join(entry), entry);
    }
    consumer
}

fn copy_into(consumer: &Crate, from: &Path, to: &str) {
    if from.is_file() {
        return consumer.copy(from, &format!("copy/{to}"));
    }
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy_into(
            consumer,
            &entry.path(),
            &format!("{to}/{}", entry.file_name().to_str().unwrap()),
        );
    }
}

/// Builds, and tells whether the build script ran.
fn build(consumer: &Crate) -> bool {
    let said = consumer.run(&["build", "-v"]);
    said.lines().any(|line| line.contains("Running") && line.contains("build-script-build`"))
}

fn generated(consumer: &Crate) -> String {
    let built = fs::read_dir(consumer.target("debug/build")).unwrap();
    let sources = built.map(|entry| entry.unwrap().path().join("out/statuses.rs"));
    let newest = |path: &PathBuf| fs::metadata(path).unwrap().modified().unwrap();
    let newest = sources.filter(|path| path.exists()).max_by_key(newest).unwrap();
    fs::read_to_string(newest).unwrap()
}

#[test]
fn a_change_rebuilds_what_depends_on_it() {
    let consumer = copy();
    build(&consumer);
    assert!(!build(&consumer), "the build script ran again though nothing was touched");

    let before = generated(&consumer);
    let table = fs::read_to_string(consumer.path("copy/data/statuses.toml")).unwrap();
    let edited = table.replace("The Video KYC link has expired.", "The link is old.");
    consumer.write("copy/data/statuses.toml", &edited);
    assert!(build(&consumer), "the build script did not run for an edit of the table");
    let after = generated(&consumer);
    assert_eq!(before.lines().count(), after.lines().count());
    let changed: Vec<_> = before.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(changed.len(), 3, "{changed:#?}");
    assert!(changed[0].1.starts_with("// Made of the table with the FNV-1a digest "));
    for (before, after) in &changed[1..] {
        assert_eq!(before.replace("The Video KYC link has expired.", "The link is old."), *after);
    }

    let generator = fs::read_to_string(consumer.path("copy/src/codegen/emit/mod.rs")).unwrap();
    consumer.write("copy/src/codegen/emit/mod.rs", &format!("{generator}\n// An edit.\n"));
    assert!(build(&consumer), "the build script did not run for an edit of the generator");
    assert_eq!(generated(&consumer), after);
}
