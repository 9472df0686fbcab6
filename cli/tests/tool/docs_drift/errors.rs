//! Whatever fails, the script ends with 2 and says so in one issue, and the next run finishes what was
//! begun.

use std::fs;

use super::host::{COPY, Host, SOURCE, TABLE};
use super::page::Page;
use super::succeed;

/// A draft is filled in while main and the page go on.
fn all_go_on(host: &Host) -> String {
    let mut page = Page::extended();
    host.night(&page.0);
    host.fill_in();
    host.edit("main", "README.md", "The project.", "Our project.");
    page.reword("AGENT_APPROVED", "The agent agrees.");
    page.0
}

/// The pull request was closed by a person, and the page changes again.
fn closed_by_a_person(host: &Host) -> String {
    host.night(&Page::reworded("The agent agrees."));
    host.close();
    Page::reworded("The agent nods.")
}

fn drift_withdrawn(host: &Host) -> String {
    host.night(&Page::reworded("The agent agrees."));
    Page::january().0
}

#[test]
fn open_pull_request_gets_over_every_failing_call() {
    every_failing_call_is_an_error(all_go_on, 1);
}

#[test]
fn new_pull_request_gets_over_every_failing_call() {
    every_failing_call_is_an_error(closed_by_a_person, 1);
}

#[test]
fn withdrawn_drift_gets_over_every_failing_call() {
    every_failing_call_is_an_error(drift_withdrawn, 0);
}

/// `scene` brings a host into a state, and gives the page of the night in which one call fails, each
/// in its turn. The next night must come out as if it had not.
#[track_caller]
fn every_failing_call_is_an_error(scene: fn(&Host) -> String, expected: i32) {
    let Some(mut host) = Host::new() else { return };
    let page = scene(&host);
    let snapshot = host.snapshot();
    let whole = host.night_ends(expected, &page);
    let outcome = outcome(&host);
    for (at, call) in whole.calls.lines().enumerate() {
        host.restore(&snapshot);
        let status = if at % 2 == 0 { "1" } else { "128" };
        host.variables = vec![("FAIL_AT", (at + 1).to_string()), ("FAIL_WITH", status.to_owned())];
        let night = host.night(&page);
        assert_eq!(night.code, Some(2), "{call}: {}", night.said);
        let issue = host.state("issue/body").expect("an issue was opened");
        assert!(issue.contains("HTTP 403"), "{call}: {issue}");
        host.variables.clear();
        let night = host.night(&page);
        assert_eq!(night.code, Some(expected), "after {call}: {}", night.said);
        assert_eq!(self::outcome(&host), outcome, "after {call}");
    }
}

/// What a run has brought about, without the names of commits.
fn outcome(host: &Host) -> Vec<Option<String>> {
    let mut outcome = ["pull/body", "issue/body"].map(|file| host.state(file)).to_vec();
    outcome.push(Some(host.pull_request()));
    let tip = host.tip("docs-drift");
    outcome.push(Some(host.git("remote.git", &["ls-tree", "-r", &tip])));
    outcome.push(host.state("runs").map(|runs| runs.contains(&tip).to_string()));
    outcome
}

#[test]
fn one_issue_is_kept_about_errors() {
    let Some(mut host) = Host::new() else { return };
    let drifted = Page::reworded("The agent agrees.");
    let cut = &drifted[..drifted.find("`AGENT_APPROVED`").unwrap()];
    for (page, reason) in [("<!doctype html>\n", "HTML"), (cut, COPY), ("", "empty")] {
        host.night_ends(2, page);
        let body = host.state("issue/body").unwrap();
        assert!(body.contains(reason) && body.len() < 2000, "{body}");
        assert_eq!((host.state("pull/state"), host.tip("docs-drift")), (None, String::new()));
    }
    let broken = [
        ("VKYC_STATUS", "target/debug/not-built", "target/debug/not-built"),
        ("TMPDIR", "/no/such/folder", "until this is repaired"),
        ("FAIL_ALL", "git", "HTTP 403"),
    ];
    for (variable, value, reason) in broken {
        host.variables = vec![(variable, value.to_owned())];
        host.night_ends(2, &drifted);
        let body = host.state("issue/body").unwrap();
        assert!(body.contains(reason), "{body}");
    }
    host.variables.clear();
    assert_eq!(host.run(&["--pull-request"]).code, Some(2));
    assert!(host.state("issue/body").unwrap().contains("cannot be read"));
    // Drift can be reported again, so the check works.
    host.night_ends(1, &drifted);
    assert_eq!(host.state("issue/body"), None);
    // Nobody can be told while GitHub is down.
    host.variables = vec![("FAIL_ALL", "gh".to_owned())];
    let night = host.night_ends(2, &drifted);
    assert!(night.said.contains("HTTP 403"), "{}", night.said);
}

#[test]
fn shallow_clone_and_missing_main_are_named() {
    let Some(host) = Host::new() else { return };
    let page = Page::reworded("The agent agrees.");
    host.edit("main", "README.md", "The project.", "Our project.");
    fs::remove_dir_all(host.path("runner")).unwrap();
    let remote = format!("file://{}", host.path("remote.git").display());
    host.git(".", &["clone", "--quiet", "--depth", "1", &remote, "runner"]);
    host.night_ends(2, &page);
    assert!(host.state("issue/body").unwrap().contains("run `git fetch --unshallow`"));
    host.git("runner", &["fetch", "--quiet", "--unshallow"]);
    host.night_ends(1, &page);
    host.git("remote.git", &["branch", "--move", "main", "trunk"]);
    host.night_ends(2, &page);
    assert!(host.state("issue/body").unwrap().contains("the branch main cannot be fetched"));
}

#[test]
fn removal_of_the_last_code_is_for_a_person() {
    let Some(host) = Host::new() else { return };
    let mut page = Page::january();
    page.remove("AUDITOR_REJECTED");
    host.night_ends(2, &page.0);
    let issue = host.state("issue/body").unwrap();
    let line = issue.lines().find_map(|line| line.strip_prefix("    cargo run -p vkyc-status-cli -- "));
    let advice = line.unwrap_or_else(|| panic!("{issue}"));
    assert!(advice.ends_with(" --accept-removals"), "{advice}");
    // A person follows the page by hand.
    host.check_out("main");
    host.write(COPY, &page.0);
    succeed(crate::shell(&format!("vkyc-status {advice}")).current_dir(host.path("person")));
    host.generate();
    host.push("main", "Retire a code");
    assert!(host.file("main", TABLE).contains("retired = "));
    assert!(host.file("main", SOURCE).contains("deprecated"));
    host.night_ends(0, &page.0);
    assert_eq!(host.state("issue/body"), None);
}

#[test]
fn person_who_pushes_meanwhile_is_first() {
    let Some(mut host) = Host::new() else { return };
    host.night_ends(1, &Page::reworded("The agent agrees."));
    host.variables = vec![("PUSHED_BEFORE", "true".to_owned())];
    host.night_ends(2, &Page::reworded("The agent nods."));
    assert_eq!(host.tip("docs-drift"), host.tip("main"));
}

#[test]
fn one_job_compares_and_another_writes() {
    let Some(mut host) = Host::new() else { return };
    let folder = host.path("folder").to_str().unwrap().to_owned();
    for (page, status) in [(Page::extended().0, 1), (Page::january().0, 0), (String::new(), 2)] {
        fs::write(host.path("page.md"), page).unwrap();
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        let before = host.git("remote.git", &["for-each-ref"]);
        let prepared = host.run(&["--prepare", &folder, "../page.md"]);
        assert_eq!(prepared.code, Some(status), "{}", prepared.said);
        assert_eq!(host.git("remote.git", &["for-each-ref"]), before);
        for write in ["POST", "PATCH", " -F ", "gh pr", "git push"] {
            assert!(!prepared.calls.contains(write), "{write}: {}", prepared.calls);
        }
        host.variables = vec![("VKYC_STATUS", "/no/such/tool".to_owned())];
        let published = host.run(&["--publish", &folder]);
        assert_eq!(published.code, Some(status), "{}", published.said);
        host.variables.clear();
    }
    assert_eq!(host.pull_request(), "1 closed draft");
    assert!(host.state("issue/body").unwrap().contains("empty"));
    // The first job was stopped before it could say anything.
    fs::remove_dir_all(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    assert_eq!(host.run(&["--publish", &folder]).code, Some(2));
    assert!(host.state("issue/body").unwrap().contains("the page was not compared"));
}

#[test]
fn without_the_option_nothing_is_written() {
    let Some(host) = Host::new() else { return };
    fs::write(host.path("runner/page.md"), Page::extended().0).unwrap();
    let night = host.run(&["page.md"]);
    assert_eq!(night.code, Some(1), "{}", night.said);
    assert!(night.said.contains("USER_WAVED") && night.calls.is_empty(), "{}", night.calls);
}
