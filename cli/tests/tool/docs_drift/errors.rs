//! Whatever call fails, the script ends with 2 and says so in one issue, and the next run finishes what
//! was begun.

use super::host::Host;
use super::page::Page;

fn drifted() -> String {
    let mut page = Page::january();
    "A form.".clone_into(&mut page.code("FORM_GIVEN")[1]);
    page.text()
}

fn branch_left_over(host: &Host) -> String {
    host.night(&drifted());
    host.merge();
    drifted().replace("A form.", "The form.")
}

fn main_and_page_move(host: &Host) -> String {
    let mut page = Page::january();
    page.add("DESK", "FORM_STAMPED");
    host.night(&page.text());
    host.fill_in();
    host.check_out("main");
    host.replace("README.md", "The desk.", "All desks.");
    host.push("main", "Describe all desks");
    "A form.".clone_into(&mut page.code("FORM_GIVEN")[1]);
    page.text()
}

fn drift_withdrawn(host: &Host) -> String {
    host.night(&drifted());
    Page::january().text()
}

#[test]
fn new_drift_gets_over_every_failing_call() {
    every_failing_call_is_an_error(branch_left_over, 1);
}

#[test]
fn open_pull_request_gets_over_every_failing_call() {
    every_failing_call_is_an_error(main_and_page_move, 1);
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
    let whole = host.night(&page);
    assert_eq!(whole.code, Some(expected), "{}", whole.said);
    let outcome = host.outcome();
    for (at, call) in whole.calls.lines().enumerate() {
        host.restore(&snapshot);
        let status = if at % 2 == 0 { "1" } else { "128" };
        host.variables = vec![("FAIL_AT", (at + 1).to_string()), ("FAIL_WITH", status.to_owned())];
        let night = host.night(&page);
        assert_eq!(night.code, Some(2), "{call}: {}", night.said);
        let issue = host.state("issue.body").expect("an issue was opened");
        assert!(issue.contains("HTTP 403"), "{call}: {issue}");

        host.variables.clear();
        let night = host.night(&page);
        assert_eq!(night.code, Some(expected), "after {call}: {}", night.said);
        assert_eq!(host.outcome(), outcome, "after {call}");
    }
}

#[test]
fn github_that_is_down_is_an_error_too() {
    let Some(mut host) = Host::new() else { return };
    host.variables = vec![("FAIL_ALL", "gh".to_owned())];
    for page in [Page::january().text(), drifted()] {
        let night = host.night(&page);
        assert_eq!(night.code, Some(2), "{}", night.said);
        assert!(night.said.contains("HTTP 403"), "{}", night.said);
        assert_eq!(host.tip("docs-drift"), None);
    }
}

#[test]
fn one_issue_is_kept_about_errors() {
    let Some(mut host) = Host::new() else { return };
    let cut = Page::january().text().split_inclusive('\n').take(14).collect::<String>();
    let pages = [("<!doctype html>\n", "HTML"), (cut.as_str(), "page.md"), ("", "empty")];
    for (page, reason) in pages {
        let night = host.night(page);
        assert_eq!(night.code, Some(2), "{}", night.said);
        assert_eq!(host.state("issue").unwrap(), "1");
        let body = host.state("issue.body").unwrap();
        assert!(body.contains(reason), "{body}");
        assert_eq!((host.state("pr"), host.tip("docs-drift")), (None, None));
    }
    assert_eq!(host.night_with("").code, Some(2));
    assert!(host.state("issue.body").unwrap().contains("usage"));
    host.variables = vec![("TMPDIR", "/no/such/folder".to_owned())];
    assert_eq!(host.night(&drifted()).code, Some(2));
    assert!(host.state("issue.body").unwrap().contains("No message was kept"));
    host.variables = vec![("VKYC_STATUS", "target/debug/not-built".to_owned())];
    assert_eq!(host.night(&drifted()).code, Some(2));
    assert!(host.state("issue.body").unwrap().contains("not-built"));
    // Drift can be reported again, so the check works.
    host.variables.clear();
    assert_eq!(host.night(&drifted()).code, Some(1));
    assert_eq!(host.state("issue"), None);
    assert_eq!(host.state("comment").unwrap(), "The check works again.");
}
