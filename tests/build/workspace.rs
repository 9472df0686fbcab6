//! Crates that depend on this one, written to a folder of the test run and built offline.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// This package's own folder.
pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A crate in a folder of its own.
pub(crate) struct Crate {
    root: PathBuf,
    target: PathBuf,
}

impl Crate {
    /// An empty crate; `manifest` is what its Cargo.toml says after `[package]`, in which
    /// `@vkyc-status` stands for the dependency on this crate.
    pub(crate) fn new(name: &str, manifest: &str) -> Self {
        let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build");
        // The target folder stays and is one for all, so that dependencies are built once.
        let created = Self { root: all.join(name), target: all.join("target") };
        fs::remove_dir_all(created.path("src")).ok();
        let dependency = format!("path = '{}'", package().display());
        let manifest = manifest.replace("@vkyc-status", &dependency);
        created.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n{manifest}\n[workspace]\n"
            ),
        );
        // The same versions as this package's, which are at hand offline.
        created.copy(&package().join("Cargo.lock"), "Cargo.lock");
        created
    }

    /// The same crate with a target folder of its own, in which no other crate leaves anything.
    pub(crate) fn apart(self) -> Self {
        Self { target: self.path("target"), ..self }
    }

    pub(crate) fn target(&self, file: &str) -> PathBuf {
        self.target.join(file)
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // An unchanged file keeps its time, and cargo what it built from it.
        if fs::read_to_string(&path).is_ok_and(|now| now == text) {
            return;
        }
        fs::write(path, text).unwrap();
    }

    pub(crate) fn copy(&self, from: &Path, to: &str) {
        self.write(to, &fs::read_to_string(from).unwrap());
    }

    /// `cargo` with these arguments in the crate, with no table of the caller's.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .current_dir(&self.root)
            .args(arguments)
            .arg("--offline")
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never")
            .env_remove("VKYC_STATUSES_TOML");
        command
    }

    /// Runs `cargo` with these arguments, which must succeed; its standard error.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        succeed(&mut self.cargo(arguments))
    }
}

/// Runs a command that must succeed; its standard error.
pub(crate) fn succeed(command: &mut Command) -> String {
    let (output, stderr) = output(command);
    assert!(
        output.status.success(),
        "{command:?}\n{stderr}\n{}",
        String::from_utf8_lossy(&output.stdout)
    );
    stderr
}

/// Runs a command; its output, and its standard error as text.
pub(crate) fn output(command: &mut Command) -> (Output, String) {
    let output = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, stderr)
}
