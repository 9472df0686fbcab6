//! Whatever fails, the script ends with 2 and says so in one issue, and the next run finishes what was
//! begun.

use std::collections::HashSet;
use std::fs;

use super::host::{COPY, Host, SOURCE, TABLE};
use super::page::Page;

#[test]
fn closed_pull_request_gets_over_every_failing_call() {
    every_failing_call_is_an_error(&[WHOLE, PUBLISH], 1, |host| {
        host.night(1, &Page::reworded("The agent agrees."), &[]);
        host.person("close");
        Page::reworded("The agent nods.")
    });
}

#[test]
fn open_pull_request_gets_over_every_failing_call() {
    every_failing_call_is_an_error(&[PUBLISH], 1, |host| {
        let mut page = Page::extended();
        host.night(1, &page.0, &[]);
        host.person("fill_in");
        host.person("edit main README.md s/The/Our/");
        page.reword("CALL_ENDED", "The agent agrees.");
        page.0
    });
}

#[test]
fn withdrawn_drift_gets_over_every_failing_call() {
    every_failing_call_is_an_error(&[PUBLISH], 0, |host| {
        host.night(1, &Page::reworded("The agent agrees."), &[]);
        Page::january().0
    });
}

const WHOLE: &str = "docs-drift --pull-request ../page.md";
const PREPARE: &str = "docs-drift --prepare ../folder ../page.md";
const PUBLISH: &str = "docs-drift --publish ../folder";

/// What the next night finds at the host. All commits are of one day, so that equal ones have one name.
const STATE: &str = "tail -n +1 pull/* runs; git --git-dir=remote.git for-each-ref";
const ONE_DAY: [(&str, &str); 2] =
    [("GIT_AUTHOR_DATE", "2026-12-01T00:00:00Z"), ("GIT_COMMITTER_DATE", "2026-12-01T00:00:00Z")];

/// `scene` brings a host into a state, and gives the page of the next night. In it, one call of a script
/// fails, each in its turn; of the whole one those that prepare. The night after that must come out as if
/// it had not.
#[track_caller]
fn every_failing_call_is_an_error(scripts: &[&str], status: i32, scene: fn(&Host) -> String) {
    let Some(host) = Host::new() else { return };
    let page = scene(&host);
    fs::write(host.path("page.md"), &page).unwrap();
    let calls = |script: &str| {
        host.run(status, script, &ONE_DAY);
        host.state("calls").unwrap().lines().count()
    };
    let preparing = calls(PREPARE);
    host.sh(".", "mkdir kept; touch runs; cp -R pull runs remote.git folder kept");
    let publishing = calls(PUBLISH);
    let expected = host.sh(".", STATE);
    let mut followed = HashSet::new();
    for script in scripts {
        let count = if *script == WHOLE { preparing } else { publishing };
        for at in 1..=count {
            host.sh(".", "rm -rf pull issue runs remote.git folder; cp -R kept/* .");
            host.run(2, script, &[&ONE_DAY[..], &[("FAIL_AT", &at.to_string())]].concat());
            let calls = host.state("calls").unwrap();
            let call = calls.lines().nth(at - 1);
            let issue = host.state("issue/body").expect("an issue was opened");
            assert!(issue.contains("HTTP 403"), "{call:?}: {issue}");
            // From the same state, the next night is the same.
            if followed.insert(host.sh(".", STATE)) {
                host.night(status, &page, &ONE_DAY);
                assert_eq!(host.sh(".", STATE), expected, "after {call:?}");
                assert_eq!(host.state("issue/body"), None, "after {call:?}");
            }
        }
    }
    assert!(followed.len() > 1, "a call changes the state");
}

#[test]
fn one_issue_is_kept_about_errors() {
    let Some(host) = Host::new() else { return };
    let drifted = Page::reworded("The agent agrees.");
    let cut = &drifted[..drifted.find("`REVIEW_STARTED`").unwrap()];
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
fn removal_of_the_first_code_is_for_a_person() {
    let Some(host) = Host::new() else { return };
    let mut page = Page::january();
    page.remove("QUEUE_JOINED");
    host.night(2, &page.0, &[]);
    let issue = host.state("issue/body").unwrap();
    let advice = issue.lines().find(|line| line.ends_with(" --accept-removals")).expect(&issue);
    // A person follows the page by hand.
    let advice = advice.replace("cargo run -p vkyc-status-cli --", "\"$TOOL\"");
    host.person(&format!("check_out main; cp ../page.md data; {advice}; generate; push main"));
    assert_eq!(host.file("main", TABLE).matches("\nretired = ").count(), 2);
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
        host.wrote_nothing();
        let no_tool = ("VKYC_STATUS", "/no/such/tool");
        host.run(status, "docs-drift --publish ../folder", &[no_tool]);
    }
    assert_eq!(host.pull_request(), "1 closed draft");
    assert!(host.state("issue/body").unwrap().contains("empty"));
    // The first job was stopped before it could say anything.
    host.run(2, "rm -r ../folder; docs-drift --publish ../folder", &[]);
    assert!(host.state("issue/body").unwrap().contains("the page was not compared"));
}
