//! What the page did since the last release: the script follows, a person merges, and the release has it.

use std::fs;

use super::ROOT;
use super::host::{Host, TABLE};
use super::page::{Page, row};

#[test]
fn changes_of_every_kind_are_merged_and_released() {
    let Some(host) = Host::new() else { return };
    host.sh("remote.git", "git tag v0.1.0 main");
    let mut page = Page::january();
    // A code is withdrawn and comes back, which is no news for the release.
    let withdrawn = page.remove("QUEUE_FULL");
    follow(&host, &page, false);
    page.insert("QUEUE_JOINED", &withdrawn);
    // Added, reworded, moved, renamed; a phase withdrawn, another added.
    page.insert("CALL_STARTED", &row("USER_WAVED"));
    page.reword("CALL_ENDED", "The call is over.");
    let moved = page.remove("CALL_RATED");
    page.insert("REVIEW_STARTED", &moved);
    page.0 = page.0.replace("CALL_DROPPED", "CONNECTION_LOST");
    let (before, phase) = page.0.split_once("\n## `SIGNATURE`").unwrap();
    let (_, after) = phase.split_once("\n## ").unwrap();
    let head =
        "\n## `APPEAL` – Under appeal\n\n| Status code | Description | Recommended action |\n";
    let appeal = format!("{head}| --- | --- | --- |\n{}", row("APPEAL_FILED"));
    page.0 = format!("{before}{appeal}\n## {after}");
    follow(&host, &page, true);
    let table = host.file("main", TABLE);
    assert_eq!(table.matches("\nretired = 2026-12-15\n").count(), 3);
    for code in ["CALL_DROPPED", "SIGNATURE_ASKED", "QUEUE_FULL"] {
        assert!(table.contains(&format!("code = \"{code}\"")), "no code is ever removed");
    }

    // The command in CONTRIBUTING.md prints the lines of the changelog.
    let contributing = fs::read_to_string(format!("{ROOT}/CONTRIBUTING.md")).unwrap();
    let (_, command) = contributing.split_once("lines that this prints:\n\n   ```sh\n").unwrap();
    let command = command.split_once("\n   ```\n").unwrap().0;
    let command = command.replace("cargo run -q -p vkyc-status-cli --", "\"$TOOL\"");
    let lines = host.sh("person", &format!("mkdir target; {command} || [ $? -eq 1 ]"));
    let lines = lines.lines().filter(|line| !line.is_empty());
    let names = lines.map(|line| line.split('`').nth(1).unwrap_or(line));
    let expected = [
        "### Added",
        "USER_WAVED",
        "CONNECTION_LOST",
        "APPEAL",
        "APPEAL_FILED",
        "### Changed",
        "CALL_RATED",
        "CALL_ENDED",
        "### Deprecated",
        "CALL_DROPPED",
        "SIGNATURE",
        "SIGNATURE_ASKED",
    ];
    assert_eq!(names.collect::<Vec<_>>(), expected);
}

/// The script follows the page, a person fills in what is new, if anything is, and merges.
#[track_caller]
fn follow(host: &Host, page: &Page, is_draft: bool) {
    let day = [("DAY", "2026-12-15")];
    if is_draft {
        host.night(1, &page.0, &day);
        assert!(host.pull_request().ends_with(" open draft"));
        host.person("fill_in");
    }
    host.night(1, &page.0, &day);
    assert!(host.pull_request().ends_with(" open"));
    merged(host, page);
}

/// A person merges the pull request, which is all that is needed. What the next night says.
#[track_caller]
fn merged(host: &Host, page: &Page) -> String {
    let changed = host.sh("person", "merge; check_out main; generate; git status --porcelain");
    assert_eq!(changed, "", "the source is up to date");
    let said = host.night(0, &page.0, &[]);
    assert!(host.pull_request().ends_with(" settled"));
    said
}

#[test]
fn difference_is_kept_by_an_accepted_row_on_the_branch() {
    let Some(host) = Host::new() else { return };
    let mut page = Page::january();
    page.reword("REVIEW_PAUSED", "The agnet has paused the review.");
    host.night(1, &page.0, &[]);
    let accepted = "[[accepted]]\ncode = \"REVIEW_PAUSED\"\ncolumn = \"description\"\n\
        page = \"The agnet has paused the review.\"\nreason = \"Misspelt on the page.\"";
    let keep = format!("git checkout origin/main {TABLE}; echo '\n{accepted}' >> {TABLE}");
    host.person(&format!("check_out docs-drift; {keep}; push docs-drift"));
    host.night(1, &page.0, &[]);
    assert!(merged(&host, &page).contains("Misspelt on the page."));
}
