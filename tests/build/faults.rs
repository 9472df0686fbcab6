//! Every fault of a table, through a real build: `tests/faults/*.toml` are the tables, the files
//! beside them what the build says.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use snapbox::{Data, assert_data_eq};

use crate::workspace::{Crate, output, package, succeed};

fn consumer() -> Crate {
    let consumer = Crate::new("faults", "[dependencies]\nvkyc-status = { @vkyc-status }");
    consumer.write("src/lib.rs", "pub use vkyc_status::StatusCode;");
    consumer
}

fn tables(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut tables: Vec<_> =
        files.filter(|path| path.extension() == Some(OsStr::new("toml"))).collect();
    tables.sort();
    tables
}

#[test]
fn a_build_reports_every_fault_with_its_place() {
    let folder = package().join("tests/faults");
    let tables = tables(&folder);
    assert!(tables.len() > 30);
    let consumer = consumer();
    for table in tables {
        let mut build = consumer.cargo(&["build"]);
        let (output, stderr) = output(build.env("VKYC_STATUSES_TOML", &table));
        assert!(!output.status.success(), "{} was built", table.display());
        assert!(!stderr.contains("panicked"), "{stderr}");

        let said: String = stderr
            .lines()
            .filter_map(|line| Some(line.split_once("vkyc-status@")?.1))
            .fold(String::new(), |said, line| said + line.split_once(": ").unwrap().1 + "\n");
        let said = said.replace(&format!("{}/", folder.display()), "");
        assert_data_eq!(said, Data::read_from(&table.with_extension("txt"), None).raw());
    }
}

#[test]
fn a_table_that_cannot_be_read_is_a_fault() {
    let consumer = consumer();
    let folder = consumer.path("");
    for (path, said) in [
        (folder.join("absent.toml"), "absent.toml: cannot be read: "),
        (folder.clone(), ": cannot be read: "),
        ("statuses.toml".into(), r#"VKYC_STATUSES_TOML: not an absolute path: "statuses.toml"; "#),
    ] {
        let mut build = consumer.cargo(&["build"]);
        let (output, stderr) = output(build.env("VKYC_STATUSES_TOML", &path));
        assert!(!output.status.success());
        assert!(stderr.contains(said), "{stderr}");
    }
}

#[test]
fn a_build_without_the_generator_refuses_a_table() {
    let consumer = Crate::new(
        "prebuilt",
        "[dependencies]\nvkyc-status = { @vkyc-status, default-features = false }",
    );
    consumer.write("src/lib.rs", "pub use vkyc_status::StatusCode;");
    consumer.run(&["build"]);
    let mut build = consumer.cargo(&["build"]);
    let (output, stderr) =
        output(build.env("VKYC_STATUSES_TOML", package().join("data/statuses.toml")));
    assert!(!output.status.success());
    assert!(stderr.contains("turn on the feature `generate`"), "{stderr}");
    succeed(&mut consumer.cargo(&["build"]));
}
