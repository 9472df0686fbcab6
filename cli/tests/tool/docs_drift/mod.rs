//! `.ci/check-page` and `.ci/docs-drift`, end to end: pages from files and a server on loopback, a bare
//! repository as the remote, and a `gh` that keeps what it is told in files.

mod check_page;
mod errors;
mod host;
mod page;
mod pull_request;
mod year;

use std::process::{Command, Output};

use crate::skip;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Whether these commands run here. Says so where one does not.
fn has(commands: &[&str]) -> bool {
    let missing =
        commands.iter().find(|command| Command::new(command).arg("--version").output().is_err());
    if let Some(command) = missing {
        skip(&format!("a test, since {command} does not run here"));
    }
    missing.is_none()
}

/// What a command writes to standard output. It must succeed.
#[track_caller]
fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// All that a command wrote.
fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes)).concat()
}
