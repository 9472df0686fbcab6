//! `.ci/check-page` and `.ci/docs-drift`, end to end: pages from files and a server on loopback, a bare
//! repository as the remote, and a `gh` that keeps what it is told in files.

mod check_page;
mod errors;
mod host;
mod page;
mod pull_request;
mod release;
pub(crate) mod server;

use std::process::{Command, Output};

use crate::skip;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Whether these commands run here. Says so where one does not.
pub(crate) fn has(commands: &[&str]) -> bool {
    let runs = |command: &&&str| Command::new(command).arg("--version").output().is_ok();
    let missing = commands.iter().find(|command| !runs(command));
    if let Some(command) = missing {
        skip(&format!("a test, since {command} does not run here"));
    }
    missing.is_none()
}

/// All that a command wrote.
fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes)).concat()
}
