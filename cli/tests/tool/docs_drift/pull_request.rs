//! One pull request follows the page, and nobody's work on it is lost: the states of the table in
//! .ci/README.md.

use super::host::{COPY, Host, SOURCE, TABLE};
use super::page::{Page, row};

#[test]
fn drift_opens_a_pull_request_once() {
    let Some(host) = Host::new() else { return };
    let page = Page::reworded("The agent agrees.");
    let main = host.tip("main");
    host.night(1, &page, &[]);
    assert_eq!(host.pull_request(), "1 open");
    assert_eq!(host.state("pull/title").unwrap(), "Follow the provider's page (patch)");
    let body = host.state("pull/body").unwrap();
    assert!(body.contains("`REVIEW_STARTED`") && !body.contains("vkyc-status sync"), "{body}");
    let changed = host.sh("remote.git", "git diff --name-only main docs-drift");
    assert_eq!(changed.lines().collect::<Vec<_>>(), [COPY, SOURCE, TABLE]);
    assert_eq!(host.file("docs-drift", COPY), page);
    let tip = host.tip("docs-drift");
    assert_eq!(host.state("runs"), Some(tip.clone()), "the checks of this commit were started");
    // What is no drift is no reason to write, either.
    for page in [&page, &page.replace("# Status", "Words.\n\n# Status")] {
        says_nothing(&host, page);
    }
    assert_eq!((host.tip("docs-drift"), host.tip("main")), (tip, main));
}

/// A night without anything new.
#[track_caller]
fn says_nothing(host: &Host, page: &str) {
    host.night(1, page, &[]);
    host.wrote_nothing();
}

#[test]
fn draft_waits_for_what_a_person_fills_in() {
    let Some(host) = Host::new() else { return };
    let mut page = Page::extended();
    host.night(1, &page.0, &[]);
    assert_eq!((host.pull_request().as_str(), host.state("runs")), ("1 open draft", None));
    let table = host.file("docs-drift", TABLE);
    let line = table.lines().position(|line| line == "code = \"USER_WAVED\"").unwrap() + 1;
    let body = host.state("pull/body").unwrap();
    assert!(body.contains(&format!("{TABLE}:{line}  USER_WAVED: ")), "{body}");
    assert_eq!(host.file("docs-drift", SOURCE), host.file("main", SOURCE));

    host.person("fill_in");
    let filled_in = host.tip("docs-drift");
    host.night(1, &page.0, &[]);
    let tip = host.tip("docs-drift");
    assert_eq!((host.pull_request().as_str(), host.state("runs")), ("1 open", Some(tip)));
    assert!(!host.state("pull/body").unwrap().contains("USER_WAVED: "));
    assert!(host.file("docs-drift", SOURCE).contains("UserWaved"));
    let parent = host.sh("remote.git", "git rev-parse docs-drift^");
    assert_eq!(parent.trim(), filled_in, "the person's commit is kept");
    // The title follows the page.
    let moved = page.remove("CALL_ENDED");
    page.insert("QUEUE_JOINED", &moved);
    host.night(1, &page.0, &[]);
    assert_eq!(host.state("pull/title").unwrap(), "Follow the provider's page (major)");
    // Later additions make it a draft again. GitHub does not take all that there is to say.
    let rows: String = (0..600).map(|number| row(&format!("USER_SANG_{number}"))).collect();
    page.insert("CALL_ENDED", &rows);
    host.night(1, &page.0, &[]);
    assert_eq!(host.pull_request(), "1 open draft");
    assert!(host.state("pull/body").unwrap().contains("\nThe rest is cut.\n"));
}

#[test]
fn title_text_and_draft_state_of_a_person_stand() {
    let Some(host) = Host::new() else { return };
    host.night(1, &Page::reworded("The agent agrees."), &[]);
    let part = host.state("pull/body").unwrap();
    host.set("pull/title", "HOLD: wait for legal");
    host.set("pull/body", &format!("- [ ] Ask legal.\r\n\r\n{part}\n\nWait for them."));
    host.set("pull/draft", "true");
    says_nothing(&host, &Page::reworded("The agent agrees."));
    // The script's part follows the page.
    host.night(1, &Page::reworded("The agent nods."), &[]);
    assert_eq!(host.state("pull/title").unwrap(), "HOLD: wait for legal");
    let body = host.state("pull/body").unwrap();
    assert!(body.starts_with("- [ ] Ask legal.\r\n\r\n<!-- docs-drift patch false "), "{body}");
    assert!(body.ends_with("\n<!-- /docs-drift -->\n\nWait for them."), "{body}");
    assert!(body.contains("nods") && !body.contains("agrees"), "{body}");
    // Somebody writes another body. The report comes back when there is something new.
    host.set("pull/body", "See the ticket.");
    says_nothing(&host, &Page::reworded("The agent nods."));
    host.night(1, &Page::reworded("The agent smiles."), &[]);
    let body = host.state("pull/body").unwrap();
    assert!(body.starts_with("See the ticket.") && body.contains("smiles"), "{body}");
    // It was a draft before the page had something to fill in, and stays one after that.
    host.night(1, &Page::extended().0, &[]);
    host.person("fill_in");
    host.night(1, &Page::extended().0, &[]);
    assert_eq!(host.pull_request(), "1 open draft");
}

#[test]
fn closed_by_a_person_it_stays_closed_until_the_page_changes() {
    let Some(host) = Host::new() else { return };
    let mut page = Page::extended();
    host.night(1, &page.0, &[]);
    host.person("fill_in");
    host.night(1, &page.0, &[]);
    host.person("close");
    // Neither main nor the prose of the page nor the end of the branch is a reason to ask again.
    host.person("edit main data/statuses.toml '1s/^/# A table.\\n/'");
    host.sh("remote.git", "git branch --quiet -D docs-drift");
    says_nothing(&host, &page.0.replace("# Status", "Words.\n\n# Status"));
    assert_eq!((host.pull_request(), host.tip("docs-drift")), ("1 closed".into(), String::new()));

    page.reword("REVIEW_STARTED", "The agent agrees.");
    host.night(1, &page.0, &[]);
    assert_eq!(host.pull_request(), "2 open", "what was filled in is carried over");
    host.person("merge");
    host.night(0, &page.0, &[]);
    assert_eq!(host.pull_request(), "2 settled");
}

#[test]
fn closed_pull_request_gives_way_to_main() {
    let Some(host) = Host::new() else { return };
    let mut page = Page::extended();
    host.night(1, &page.0, &[]);
    host.person("fill_in");
    host.person("close");
    // A person follows the page by hand, and reads the new code in another way.
    host.person(
        r#"check_out main; cp ../page.md data; "$TOOL" sync data/page.md; generate || push main
        edit main data/statuses.toml 's/actions = \[\]/actions = ["reconnect"]/; s/= ""/= "interrupted"/'
        generate; push main"#,
    );
    page.reword("REVIEW_STARTED", "The agent agrees.");
    host.night(1, &page.0, &[]);
    assert_eq!(host.pull_request(), "2 open");
    let changed =
        host.sh("remote.git", "git diff --unified=0 main docs-drift -- data/statuses.toml");
    assert!(!changed.contains("actions") && !changed.contains("outcome"), "{changed}");
}

#[test]
fn withdrawn_change_closes_the_pull_request() {
    let Some(host) = Host::new() else { return };
    host.night(1, &Page::extended().0, &[]);
    for _ in 0..2 {
        host.night(0, &Page::january().0, &[]);
        assert_eq!(host.pull_request(), "1 closed draft");
    }
    assert!(host.state("pull/body").unwrap().contains("in sync with the page again"));
    // Another change starts from main, as after a merge.
    host.night(1, &Page::reworded("The agent agrees."), &[]);
    assert_eq!(host.pull_request(), "2 open");
    let base = host.sh("remote.git", "git merge-base main docs-drift^");
    assert_eq!(base.trim(), host.tip("main"));
    assert!(!host.file("docs-drift", TABLE).contains("USER_WAVED"));
}

#[test]
fn commits_of_people_are_kept() {
    let Some(host) = Host::new() else { return };
    // Pushed without a pull request.
    host.person("echo Mine. > NOTES.md; push docs-drift");
    host.night(1, &Page::reworded("The agent agrees."), &[]);
    assert_eq!(host.file("docs-drift", "NOTES.md"), "Mine.\n");
    // Pushed after the merge.
    host.person("merge");
    host.person("edit docs-drift NOTES.md s/Mine/Ours/");
    host.night(1, &Page::reworded("The agent nods."), &[]);
    assert_eq!(host.pull_request(), "2 open");
    assert_eq!(host.file("docs-drift", "NOTES.md"), "Ours.\n");
    // Pushed while the script runs.
    host.night(2, &Page::reworded("The agent waves."), &[("PUSHED_BEFORE", "true")]);
    assert_eq!(host.tip("docs-drift"), host.tip("main"));
}

#[test]
fn what_the_script_writes_does_not_conflict() {
    let Some(host) = Host::new() else { return };
    let page = Page::reworded("The agent agrees.");
    host.night(1, &page, &[]);
    // Main has another day, page and generator, and has gone on elsewhere.
    host.person(
        "echo '// Another generator.' > data/statuses.rs; echo 'Another page.' > data/page.md; push main
        edit main data/statuses.toml 's/^retrieved = .*/retrieved = 2030-12-24/'
        edit main README.md s/The/Our/",
    );
    host.night(1, &page, &[]);
    assert_eq!(host.file("docs-drift", COPY), page);
    assert_eq!(host.file("docs-drift", "README.md"), "Our project.\n");
    assert!(host.file("docs-drift", SOURCE).contains("ReviewStarted"));
    assert_eq!(host.state("runs").unwrap().lines().last(), Some(&*host.tip("docs-drift")));
    host.person("merge");
    host.night(0, &page, &[]);
}

#[test]
fn what_people_write_can_conflict() {
    let Some(host) = Host::new() else { return };
    let page = Page::reworded("The agent agrees.");
    host.night(1, &page, &[]);
    host.person("edit main data/statuses.toml '/\"REVIEW_STARTED\"/{n;s/= .*/= \"It agreed.\"/;}'");
    let tip = host.tip("docs-drift");
    host.night(2, &page, &[]);
    let issue = host.state("issue/body").unwrap();
    assert!(issue.contains("Merge conflict in data/statuses.toml"), "{issue}");
    assert_eq!(host.tip("docs-drift"), tip, "nothing was pushed");
    // A person does what the message says.
    assert!(issue.contains("merge main into that commit"), "{issue}");
    host.person("check_out docs-drift; git merge --quiet -s ours -m Merge origin/main");
    host.person("git push --quiet origin docs-drift");
    host.night(1, &page, &[]);
    assert_eq!(host.state("issue/body"), None);
}
