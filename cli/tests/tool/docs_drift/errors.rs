//! Whatever fails, the script ends with 2 and says so in one issue, and the next run finishes what was
//! begun.

use std::fs;

use super::host::{COPY, Host, SOURCE, TABLE};
use super::page::Page;

#[test]
fn open_pull_request_gets_over_every_failing_call() {
    every_failing_call_is_an_error(1, |host| {
        let mut page = Page::extended();
        host.night(1, &page.0, &[]);
        host.person("fill_in");
        host.person("edit main README.md s/The/Our/");
        page.reword("AGENT_APPROVED", "The agent agrees.");
        page.0
    });
}

#[test]
fn new_pull_request_gets_over_every_failing_call() {
    every_failing_call_is_an_error(1, |host| {
        host.night(1, &Page::reworded("The agent agrees."), &[]);
        host.person("close");
        Page::reworded("The agent nods.")
    });
}

#[test]
fn withdrawn_drift_gets_over_every_failing_call() {
    every_failing_call_is_an_error(0, |host| {
        host.night(1, &Page::reworded("The agent agrees."), &[]);
        Page::january().0
    });
}

/// `scene` brings a host into a state, and gives the page of the night in which one call fails, each
/// in its turn. The next night must come out as if it had not.
#[track_caller]
fn every_failing_call_is_an_error(status: i32, scene: fn(&Host) -> String) {
    let Some(host) = Host::new() else { return };
    let page = scene(&host);
    host.sh(".", "mkdir kept; touch runs; cp -R pull runs remote.git kept");
    // What a run brings about, without the names of commits.
    let outcome = |host: &Host| {
        let runs = host.state("runs").unwrap().contains(&host.tip("docs-drift"));
        let files = host.sh("remote.git", "git ls-tree -r docs-drift");
        (host.pull_request(), host.state("pull/body"), host.state("issue/body"), runs, files)
    };
    host.night(status, &page, &[]);
    let (calls, expected) = (host.state("calls").unwrap(), outcome(&host));
    for (at, call) in calls.lines().enumerate() {
        host.sh(".", "rm -rf pull issue runs remote.git; cp -R kept/* .");
        let with = if at % 2 == 0 { "1" } else { "128" };
        host.night(2, &page, &[("FAIL_AT", &(at + 1).to_string()), ("FAIL_WITH", with)]);
        let issue = host.state("issue/body").expect("an issue was opened");
        assert!(issue.contains("HTTP 403"), "{call}: {issue}");
        host.night(status, &page, &[]);
        assert_eq!(outcome(&host), expected, "after {call}");
    }
}

#[test]
fn one_issue_is_kept_about_errors() {
    let Some(host) = Host::new() else { return };
    let drifted = Page::reworded("The agent agrees.");
    let cut = &drifted[..drifted.find("`AGENT_APPROVED`").unwrap()];
    let cases = [
        (cut, ("DAY", "2026-02-01"), COPY),
        (&drifted, ("VKYC_STATUS", "target/debug/not-built"), "target/debug/not-built"),
        (&drifted, ("TMPDIR", "/no/such/folder"), "until this is repaired"),
        (&drifted, ("FAIL_ALL", "git"), "HTTP 403"),
    ];
    for (page, variable, reason) in cases {
        host.night(2, page, &[variable]);
        let body = host.state("issue/body").unwrap();
        assert!(body.contains(reason) && body.len() < 2000, "{body}");
        assert_eq!((host.state("pull/state"), host.tip("docs-drift")), (None, String::new()));
    }
    // Drift can be reported again, so the check works.
    host.night(1, &drifted, &[]);
    assert_eq!(host.state("issue/body"), None);
    // Nobody can be told while GitHub is down.
    assert!(host.night(2, &drifted, &[("FAIL_ALL", "gh")]).contains("HTTP 403"));
}

#[test]
fn shallow_clone_and_missing_main_are_named() {
    let Some(host) = Host::new() else { return };
    let page = Page::reworded("The agent agrees.");
    host.person("edit main README.md s/The/Our/");
    host.sh(".", r#"rm -r runner; git clone --quiet --depth 1 "file://$PWD/remote.git" runner"#);
    host.night(2, &page, &[]);
    assert!(host.state("issue/body").unwrap().contains("run `git fetch --unshallow`"));
    host.sh("runner", "git fetch --quiet --unshallow");
    host.night(1, &page, &[]);
    host.sh("remote.git", "git branch --move main trunk");
    host.night(2, &page, &[]);
    assert!(host.state("issue/body").unwrap().contains("the branch main cannot be fetched"));
}

#[test]
fn removal_of_the_last_code_is_for_a_person() {
    let Some(host) = Host::new() else { return };
    let mut page = Page::january();
    page.remove("AUDITOR_REJECTED");
    host.night(2, &page.0, &[]);
    let issue = host.state("issue/body").unwrap();
    let advice = issue.lines().find(|line| line.ends_with(" --accept-removals")).expect(&issue);
    // A person follows the page by hand.
    let advice = advice.replace("cargo run -p vkyc-status-cli --", "\"$TOOL\"");
    host.person(&format!("check_out main; cp ../page.md data; {advice}; generate; push main"));
    assert!(host.file("main", TABLE).contains("\nretired = "));
    assert!(host.file("main", SOURCE).contains("deprecated"));
    host.night(0, &page.0, &[]);
    assert_eq!(host.state("issue/body"), None);
}

#[test]
fn one_job_compares_and_another_writes() {
    let Some(host) = Host::new() else { return };
    for (page, status) in [(Page::extended().0, 1), (Page::january().0, 0), (String::new(), 2)] {
        fs::write(host.path("page.md"), page).unwrap();
        // Without an option, the script only compares.
        host.run(status, "docs-drift ../page.md", &[]);
        assert_eq!(host.state("calls"), None);
        let before = host.sh(".", "rm -rf folder; git --git-dir=remote.git for-each-ref");
        host.run(status, "docs-drift --prepare ../folder ../page.md", &[]);
        assert_eq!(host.sh("remote.git", "git for-each-ref"), before);
        let calls = host.state("calls").unwrap();
        for write in ["--method", " -F ", " -f ", "gh pr", "git push"] {
            assert!(!calls.contains(write), "{write}: {calls}");
        }
        let no_tool = ("VKYC_STATUS", "/no/such/tool");
        host.run(status, "docs-drift --publish ../folder", &[no_tool]);
    }
    assert_eq!(host.pull_request(), "1 closed draft");
    assert!(host.state("issue/body").unwrap().contains("empty"));
    // The first job was stopped before it could say anything.
    host.run(2, "rm -r ../folder; docs-drift --publish ../folder", &[]);
    assert!(host.state("issue/body").unwrap().contains("the page was not compared"));
}
