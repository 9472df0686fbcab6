//! The files that the tool writes, and the commands that it advises.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::{copy, text};
#[cfg(unix)]
use crate::{shell, skip};

/// A folder with the table and the pages of the tests of `check`.
fn folder() -> TempDir {
    copy("tests/cmd/check.in")
}

fn tool(folder: &Path, args: &[&str]) -> Output {
    crate::tool(args).current_dir(folder).output().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

/// Runs, in a shell that knows the tool, every command that a report advises.
#[cfg(unix)]
fn run_advice(folder: &Path, report: &str) {
    let commands: Vec<&str> = report
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|l| l.starts_with("vkyc-status "))
        .collect();
    assert!(!commands.is_empty(), "{report}");
    for command in commands {
        let output = shell(command).current_dir(folder).output().unwrap();
        assert!(output.status.success(), "{command}: {output:?}");
    }
}

#[test]
#[cfg(unix)]
fn advice_of_check_works_as_printed() {
    for name in ["page.md", "it's a page.md", "-page.md", "$(touch x) ü.md"] {
        let folder = folder();
        fs::rename(folder.path().join("drifted.md"), folder.path().join(name)).unwrap();
        let args = ["check", "--table", "statuses.toml", "--", name];
        let check = tool(folder.path(), &args);
        assert_eq!(check.status.code(), Some(1), "{name}: {check:?}");
        run_advice(folder.path(), text(&check.stdout));
        assert_eq!(tool(folder.path(), &args).status.code(), Some(0), "{name}");
        assert!(!folder.path().join("x").exists());
    }
}

#[test]
#[cfg(unix)]
fn advice_about_the_compiled_in_table_works_as_printed() {
    let folder = folder();
    let page = tool(folder.path(), &["export", "--format", "markdown"]).stdout;
    let page = text(&page).replacen(" – ", " – Now: ", 1);
    fs::write(folder.path().join("page.md"), page).unwrap();
    let check = tool(folder.path(), &["check", "page.md"]);
    assert_eq!(check.status.code(), Some(1), "{check:?}");
    run_advice(folder.path(), text(&check.stdout));
    let again = tool(folder.path(), &["check", "page.md", "--table", "statuses.toml"]);
    assert_eq!(again.status.code(), Some(0), "{again:?}");
}

#[test]
#[cfg(unix)]
fn advice_of_a_sync_without_a_table_works_as_printed() {
    let folder = folder();
    let sync = tool(folder.path(), &["sync", "in-sync.md"]);
    assert_eq!(sync.status.code(), Some(2));
    run_advice(folder.path(), text(&sync.stderr));
    assert_eq!(
        fs::read_to_string(folder.path().join("statuses.toml")).unwrap(),
        vkyc_status::TABLE
    );
}

#[test]
#[cfg(unix)]
fn advice_of_sync_regenerates_the_source_beside_the_table() {
    let folder = folder();
    let generate = ["generate", "statuses.toml", "--examples", "a::b", "--output", "statuses.rs"];
    assert!(tool(folder.path(), &generate).status.success());
    let sync = tool(folder.path(), &["sync", "corrected.md", "--table", "statuses.toml"]);
    run_advice(folder.path(), text(&sync.stdout));
    let source = fs::read_to_string(folder.path().join("statuses.rs")).unwrap();
    assert!(source == text(&tool(folder.path(), &generate[..4]).stdout) && source.contains("a::b"));
}

#[test]
fn source_that_a_person_wrote_is_not_advised_to_be_replaced() {
    let folder = folder();
    fs::write(folder.path().join("statuses.rs"), "//! By hand.\n").unwrap();
    let sync = tool(folder.path(), &["sync", "corrected.md", "--table", "statuses.toml"]);
    assert!(sync.status.success() && !text(&sync.stdout).contains("generate"), "{sync:?}");
}

#[test]
#[cfg(unix)]
fn standard_input_is_not_advised_to_be_read_again() {
    let folder = folder();
    let input = fs::File::open(folder.path().join("drifted.md")).unwrap();
    let mut check = crate::tool(&["check", "-", "--table", "statuses.toml"]);
    let check = check.current_dir(folder.path()).stdin(input).output().unwrap();
    let report = text(&check.stdout);
    assert!(report.contains("save the page as page.md") && !report.contains("sync -"), "{report}");
    fs::rename(folder.path().join("drifted.md"), folder.path().join("page.md")).unwrap();
    run_advice(folder.path(), report);
}

#[test]
fn printed_rows_accept_the_differences() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    let page = fs::read_to_string(path("in-sync.md")).unwrap();
    let page = page.replace("Wait for the review", "Wait for “the” review");
    fs::write(path("page.md"), page).unwrap();
    let args = ["check", "page.md", "--table", "statuses.toml"];
    let check = tool(folder.path(), &args);
    let report = text(&check.stdout);
    let rows = &report[report.find("[[accepted]]").unwrap()..];
    let table = fs::read_to_string(path("statuses.toml")).unwrap() + "\n" + rows;
    fs::write(path("statuses.toml"), &table).unwrap();
    let accepted = tool(folder.path(), &args);
    assert_eq!(accepted.status.code(), Some(0), "{accepted:?}");
    assert!(text(&accepted.stdout).contains("Reason: …"));
    // `sync` leaves it alone.
    assert!(tool(folder.path(), &["sync", "page.md", "--table", "statuses.toml"]).status.success());
    assert_eq!(fs::read_to_string(path("statuses.toml")).unwrap(), table);
}

#[test]
fn printed_rows_leave_out_what_rust_cannot_name() {
    let folder = copy("tests/cmd/second.in");
    let path = folder.path().join("statuses.toml");
    let args = ["unnameable.md", "--table", "statuses.toml"];
    let sync = tool(folder.path(), &[&["sync"], &args[..]].concat());
    let error = text(&sync.stderr);
    let rows = &error[error.find("[[accepted]]").unwrap()..];
    let table = fs::read_to_string(&path).unwrap() + "\n" + rows;
    fs::write(&path, table).unwrap();
    for (command, status) in [("check", 1), ("sync", 0), ("check", 0)] {
        let output = tool(folder.path(), &[&[command], &args[..]].concat());
        assert_eq!(output.status.code(), Some(status), "{command}: {output:?}");
    }
}

#[test]
fn writing_replaces_a_file_and_leaves_no_other() {
    let folder = folder();
    let before = names(folder.path());
    assert!(
        tool(folder.path(), &["sync", "drifted.md", "--table", "statuses.toml"]).status.success()
    );
    assert_eq!(names(folder.path()), before);
    assert_eq!(
        tool(folder.path(), &["generate", "statuses.toml", "-o", "x.rs"]).status.code(),
        Some(2)
    );
    assert_eq!(tool(folder.path(), &["generate", "-o", "no/such/x.rs"]).status.code(), Some(2));
    assert_eq!(names(folder.path()), before, "a failure leaves nothing behind");
}

#[test]
#[cfg(unix)]
fn links_and_permissions_survive_writing() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    fs::set_permissions(path("statuses.toml"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("statuses.toml", path("link.toml")).unwrap();
    assert!(tool(folder.path(), &["sync", "drifted.md", "--table", "link.toml"]).status.success());
    assert!(fs::symlink_metadata(path("link.toml")).unwrap().is_symlink());
    assert_eq!(fs::metadata(path("statuses.toml")).unwrap().permissions().mode() & 0o777, 0o640);
    let check = tool(folder.path(), &["check", "drifted.md", "--table", "statuses.toml"]);
    assert_eq!(check.status.code(), Some(0));

    let table = fs::read_to_string(path("statuses.toml")).unwrap();
    let refused = tool(folder.path(), &["generate", "statuses.toml", "-o", "link.toml"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(fs::read_to_string(path("statuses.toml")).unwrap(), table);
}

#[test]
#[cfg(unix)]
fn other_files_than_regular_ones_are_written_into() {
    use std::os::unix::fs::FileTypeExt as _;

    let folder = folder();
    let source = tool(folder.path(), &["generate"]).stdout;
    let written = tool(folder.path(), &["generate", "--output", "/dev/stdout"]);
    assert!(written.status.success() && written.stdout == source);
    assert_eq!(tool(folder.path(), &["generate", "--output", "/dev/null"]).status.code(), Some(0));
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());

    let fifo = folder.path().join("fifo");
    if !Command::new("mkfifo").arg(&fifo).status().is_ok_and(|status| status.success()) {
        return skip("a FIFO, since there is no mkfifo");
    }
    let mut child = crate::tool(&["generate", "--output"]).arg(&fifo).spawn().unwrap();
    assert!(fs::read(&fifo).unwrap() == source);
    assert!(child.wait().unwrap().success());
    assert!(fs::metadata(&fifo).unwrap().file_type().is_fifo());
    let folder = tool(folder.path(), &["generate", "--output", "."]);
    assert_eq!(folder.status.code(), Some(2));
}
