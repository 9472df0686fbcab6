//! Crates that depend on these packages, written to a folder of the test run and built offline.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The table that the tests edit.
pub(crate) const TABLE: &str = include_str!("../../codegen/tests/table.toml");

/// This package's own folder.
pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `TABLE` with a text replaced that is in it once.
pub(crate) fn edited(from: &str, to: &str) -> String {
    assert_eq!(TABLE.matches(from).count(), 1, "not once in the table: {from:?}");
    TABLE.replace(from, to)
}

/// A crate in a folder of its own.
pub(crate) struct Crate {
    root: PathBuf,
    target: PathBuf,
}

impl Crate {
    /// A crate with these files; `manifest` is what its Cargo.toml says after `[package]`, in which
    /// `@library` and `@generator` are the paths of these packages.
    pub(crate) fn new(name: &str, manifest: &str, files: &[(&str, &str)]) -> Self {
        let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build");
        // The target folder is one for all, so that dependencies are built once.
        let created = Self { root: all.join(name), target: all.join("target") };
        let path = |of: &Path| format!("path = '{}'", of.display());
        let manifest = manifest
            .replace("@library", &path(package()))
            .replace("@generator", &path(&package().join("codegen")));
        let package_lines = format!("name = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"");
        created
            .write("Cargo.toml", &format!("[package]\n{package_lines}\n{manifest}\n[workspace]\n"));
        // The same versions as this package's, which Cargo has offline.
        fs::copy(package().join("Cargo.lock"), created.path("Cargo.lock")).unwrap();
        for (file, text) in files {
            created.write(file, text);
        }
        created
    }

    pub(crate) fn target(&self, file: &str) -> PathBuf {
        self.target.join(file)
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    /// Writes a file, if it says something else: Cargo builds again what was written.
    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).unwrap();
        }
    }

    /// `cargo` with these arguments in the crate, with no table or flags of the caller's.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .current_dir(&self.root)
            .args(arguments)
            .arg("--offline")
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never")
            .env_remove("VKYC_STATUSES_TOML")
            .env_remove("RUSTFLAGS");
        command
    }
}

/// Runs a command that must succeed, without a warning; its standard output and error.
pub(crate) fn succeed(command: &mut Command) -> (String, String) {
    let (succeeded, stdout, stderr) = run(command);
    assert!(succeeded, "{command:?}\n{stderr}\n{stdout}");
    assert!(!stderr.contains("warning: "), "{command:?}\n{stderr}");
    (stdout, stderr)
}

/// Runs a command that must fail, without a panic; its standard output and error.
pub(crate) fn fail(command: &mut Command) -> (String, String) {
    let (succeeded, stdout, stderr) = run(command);
    assert!(!succeeded, "{command:?}\n{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    (stdout, stderr)
}

fn run(command: &mut Command) -> (bool, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}
