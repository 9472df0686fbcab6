//! The tool as a program: what it prints, on which stream, what it writes, and how it ends.

mod commands;
#[cfg(unix)]
mod docs_drift;
#[cfg(unix)]
mod files;
mod hostile;
#[cfg(unix)]
mod readme;

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::{env, fs, io};

use tempfile::TempDir;

const TOOL: &str = env!("CARGO_BIN_EXE_vkyc-status");
/// A small table, and pages of it.
const FILES: &str = "tests/cmd/check.in";
const TABLE: &str = "tests/cmd/check.in/statuses.toml";
const IN_SYNC: &str = "tests/cmd/check.in/in-sync.md";
const DRIFTED: &str = "tests/cmd/check.in/drifted.md";

fn tool(args: &[&str]) -> Command {
    let mut command = Command::new(TOOL);
    command.args(args).env_remove("GITHUB_STEP_SUMMARY").stdin(Stdio::null());
    command
}

/// A shell that knows the tool.
#[cfg(unix)]
fn shell(command: &str) -> Command {
    let folder = std::path::Path::new(TOOL).parent().unwrap().display();
    let mut shell = Command::new("bash");
    shell.args(["-c", command]);
    shell.env("PATH", format!("{folder}:{}", env::var("PATH").unwrap()));
    shell
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// A copy of a folder of files.
fn copy(folder: &str) -> TempDir {
    let copy = TempDir::new().unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
    }
    copy
}

/// Says what is not tested. A test's own output, as that of `eprintln!`, is shown only if it fails.
fn skip(what: &str) {
    io::stderr().write_all(format!("SKIPPED: {what}\n").as_bytes()).unwrap();
}
