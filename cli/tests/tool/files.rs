//! The files that the tool writes, and what it advises to run or to paste: scripts of a shell that knows
//! the tool, in a folder with the files of the golden tests. They end at the first command that fails.

use std::path::Path;

use crate::{FILES, copy, shell, text};

/// Runs a script that must succeed. What it says.
#[track_caller]
fn run(folder: &Path, script: &str) -> String {
    let script = format!("set -euo pipefail; exec 2>&1; {script}");
    let output = shell(&script).current_dir(folder).output().unwrap();
    let said = text(&output.stdout);
    assert!(output.status.success(), "{script}: {said}");
    said.to_owned()
}

/// Runs `before`, then every command that it advises, then `after`.
#[track_caller]
fn follow_advice(before: &str, after: &str) {
    let folder = copy(FILES);
    let said = run(folder.path(), before);
    let commands = said.lines().filter_map(|line| line.strip_prefix("  "));
    let commands: Vec<&str> = commands.filter(|line| line.starts_with("vkyc-status ")).collect();
    assert!(!commands.is_empty(), "{before}: {said}");
    for command in commands {
        run(folder.path(), command);
    }
    run(folder.path(), after);
}

/// Compares the table that is compiled in with a page that differs from it.
const COMPILED_IN_CHECK: &str =
    "vkyc-status export --format markdown | sed '/^##/s/ – / – Now: /' > page.md
    vkyc-status check page.md || [ $? -eq 1 ]";

#[test]
fn advised_commands_work_as_printed() {
    for name in ["page.md", "\"it's a page.md\"", "-page.md", "'$(touch x) ü.md'"] {
        let check = format!("vkyc-status check --table statuses.toml -- {name}");
        let before = format!("cat drifted.md > ./{name}; {check} || [ $? -eq 1 ]");
        follow_advice(&before, &format!("{check}; test ! -e x"));
    }
    // The table that is compiled in.
    follow_advice(
        &format!("rm statuses.toml; {COMPILED_IN_CHECK}"),
        "vkyc-status check page.md --table statuses.toml",
    );
    // No table.
    follow_advice(
        "rm statuses.toml; vkyc-status sync in-sync.md || [ $? -eq 2 ]",
        "vkyc-status export --format toml | cmp - statuses.toml",
    );
    // Source beside the table that was generated from it.
    follow_advice(
        "vkyc-status generate statuses.toml --examples a::b --output statuses.rs
         vkyc-status sync corrected.md --table statuses.toml",
        "vkyc-status generate statuses.toml --examples a::b | cmp - statuses.rs",
    );
    // Standard input cannot be read again: the page is to be saved as page.md.
    follow_advice(
        "vkyc-status check - --table statuses.toml < drifted.md || mv drifted.md page.md",
        "vkyc-status check page.md --table statuses.toml",
    );
}

#[test]
fn table_that_is_there_is_not_advised_to_be_written_over() {
    let said = run(copy(FILES).path(), COMPILED_IN_CHECK);
    assert!(said.ends_with("instead, run:\n  vkyc-status check page.md --table statuses.toml\n"));
    assert!(!said.contains("export"), "{said}");
}

#[test]
fn printed_rows_work_when_they_are_pasted() {
    const PASTE: &str = r"sed -n '/^\[\[accepted/,$p' > rows; cat rows >> statuses.toml";
    // A wording is accepted, and `sync` leaves the table alone.
    let script = format!(
        "sed 's/Wait for the review/Wait for “the review”!/' in-sync.md > page.md
         (vkyc-status check page.md --table statuses.toml || [ $? -eq 1 ]) | {PASTE}
         cp statuses.toml before.toml
         vkyc-status check page.md --table statuses.toml
         vkyc-status sync page.md --table statuses.toml
         cmp before.toml statuses.toml"
    );
    let said = run(copy(FILES).path(), &script);
    assert!(said.contains("Reason: …"), "{said}");
    // What Rust cannot name is left out.
    let script = format!(
        "(vkyc-status sync unnameable.md --table statuses.toml 2>&1 || [ $? -eq 2 ]) | {PASTE}
         vkyc-status sync unnameable.md --table statuses.toml
         vkyc-status check unnameable.md --table statuses.toml"
    );
    run(copy("tests/cmd/second.in").path(), &script);
}

#[test]
fn code_is_named_until_every_key_is_filled_in() {
    let folder = copy(FILES);
    let sync = "vkyc-status sync drifted.md --table statuses.toml";
    for (fill_in, missing) in [
        ("s/nothing/yet/", Some("`actions` and `outcome`")),
        (r#"s/^actions = \[\]/actions = ["wait"]/"#, Some("`outcome`")),
        (r#"s/^outcome = ""/outcome = "pending"/"#, None),
    ] {
        let edit = format!("sed '{fill_in}' statuses.toml > new; cat new > statuses.toml");
        let said = run(folder.path(), &format!("{edit}; {sync}"));
        let keys = said.split_once("\nFill in ").and_then(|(_, rest)| rest.split_once(", which"));
        assert_eq!(keys.map(|(keys, _)| keys), missing, "{fill_in}: {said}");
    }
}

#[test]
fn source_that_a_person_wrote_is_not_advised_to_be_replaced() {
    let sync = "echo '//! By hand.' > statuses.rs
        vkyc-status sync corrected.md --table statuses.toml";
    let said = run(copy(FILES).path(), sync);
    assert!(!said.contains("generate"), "{said}");
}

#[test]
fn writing_replaces_a_file_and_leaves_no_other() {
    let folder = copy(FILES);
    let before = run(folder.path(), "ls -A");
    let script = "vkyc-status sync drifted.md --table statuses.toml > /dev/null
        if vkyc-status generate statuses.toml -o new.rs > /dev/null; then exit 1; fi
        if vkyc-status generate -o no/such/new.rs > /dev/null; then exit 1; fi
        ls -A";
    assert!(run(folder.path(), script).ends_with(&before));
}

#[test]
fn links_and_permissions_survive_writing() {
    let script = "chmod 640 statuses.toml
        ln -s statuses.toml link.toml
        cp statuses.toml before.toml
        if vkyc-status generate statuses.toml -o link.toml; then exit 1; fi
        cmp before.toml statuses.toml
        vkyc-status sync drifted.md --table link.toml
        vkyc-status check drifted.md --table statuses.toml
        test -L link.toml
        ls -l statuses.toml | grep '^-rw-r-----'";
    run(copy(FILES).path(), script);
}

#[test]
fn other_files_than_regular_ones_are_written_into() {
    let script = "vkyc-status generate > expected.rs
        vkyc-status generate --output /dev/stdout | cmp - expected.rs
        mkfifo fifo
        vkyc-status generate --output fifo & cmp fifo expected.rs
        wait $!
        test -p fifo
        if vkyc-status generate --output .; then exit 1; fi";
    run(copy(FILES).path(), script);
}
