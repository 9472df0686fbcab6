//! One pull request follows the page, and nobody's work on it is lost. The states are those of the table
//! in CONTRIBUTING.md.

use super::host::{COPY, Host, SOURCE, TABLE};
use super::page::Page;

#[test]
fn drift_opens_a_pull_request_once() {
    let Some(host) = Host::new() else { return };
    let page = Page::reworded("The agent agrees.");
    let main = host.tip("main");
    host.night_ends(1, &page);
    assert_eq!(host.pull_request(), "1 open");
    assert_eq!(host.state("pull/title").unwrap(), "Follow the provider's page");
    let body = host.state("pull/body").unwrap();
    assert!(body.contains("`AGENT_APPROVED`") && !body.contains("vkyc-status sync"), "{body}");
    let changed = host.git("remote.git", &["diff", "--name-only", "main", "docs-drift"]);
    assert_eq!(changed.lines().collect::<Vec<_>>(), [COPY, SOURCE, TABLE]);
    assert_eq!(host.file("docs-drift", COPY), page);
    let tip = host.tip("docs-drift");
    assert_eq!(host.state("runs"), Some(tip.clone()), "the checks of this commit were started");

    // What is no drift is no reason to write, either.
    for page in [&page, &page.replace("# Status", "Words.\n\n# Status")] {
        let night = host.night_ends(1, page);
        for write in ["git commit", "git push", "POST", "PATCH", "dispatches"] {
            assert!(!night.calls.contains(write), "{write}: {}", night.calls);
        }
    }
    assert_eq!((host.tip("docs-drift"), host.tip("main")), (tip, main));
}

#[test]
fn draft_waits_for_what_a_person_fills_in() {
    let Some(host) = Host::new() else { return };
    let page = Page::extended();
    host.night_ends(1, &page.0);
    assert_eq!(host.pull_request(), "1 open draft");
    assert_eq!(host.state("runs"), None, "drafts are not checked");
    let table = host.file("docs-drift", TABLE);
    let line = table.lines().position(|line| line == "code = \"USER_WAVED\"").unwrap() + 1;
    let body = host.state("pull/body").unwrap();
    assert!(body.contains(&format!("{TABLE}:{line}  USER_WAVED: ")), "{body}");
    assert_eq!(host.file("docs-drift", SOURCE), host.file("main", SOURCE));

    host.fill_in();
    let filled_in = host.tip("docs-drift");
    host.night_ends(1, &page.0);
    assert_eq!(host.pull_request(), "1 open");
    assert_eq!(host.state("runs"), Some(host.tip("docs-drift")));
    assert!(!host.state("pull/body").unwrap().contains("draft"));
    assert!(host.file("docs-drift", SOURCE).contains("UserWaved"));
    let parent = host.git("remote.git", &["rev-parse", "docs-drift^"]);
    assert_eq!(parent.trim(), filled_in, "the person's commit is kept");

    // A later addition makes it a draft again.
    let mut later = page;
    later.add("USER_ENDED_CALL", "USER_SANG");
    host.night_ends(1, &later.0);
    assert_eq!(host.pull_request(), "1 open draft");
}

#[test]
fn title_text_and_draft_state_of_a_person_stand() {
    let Some(host) = Host::new() else { return };
    host.night_ends(1, &Page::reworded("The agent agrees."));
    let part = host.state("pull/body").unwrap();
    let body = format!("- [ ] Ask legal.\r\n\r\n{part}\n\nWait for them.");
    host.set("pull/title", "HOLD: wait for legal");
    host.set("pull/body", &body);
    host.set("pull/draft", "true");
    let night = host.night_ends(1, &Page::reworded("The agent agrees."));
    assert!(!night.calls.contains("PATCH"), "{}", night.calls);

    // The script's part follows the page.
    host.night_ends(1, &Page::reworded("The agent nods."));
    assert_eq!(host.state("pull/title").unwrap(), "HOLD: wait for legal");
    assert_eq!(host.pull_request(), "1 open draft");
    let body = host.state("pull/body").unwrap();
    assert!(body.starts_with("- [ ] Ask legal.\r\n\r\n<!-- docs-drift false "), "{body}");
    assert!(body.ends_with("\n<!-- /docs-drift -->\n\nWait for them."), "{body}");
    assert!(body.contains("nods") && !body.contains("agrees"), "{body}");

    // Somebody writes another body. The report comes back when there is news.
    host.set("pull/body", "See the ticket.");
    host.night_ends(1, &Page::reworded("The agent nods."));
    assert_eq!(host.state("pull/body").unwrap(), "See the ticket.");
    host.night_ends(1, &Page::reworded("The agent smiles."));
    let body = host.state("pull/body").unwrap();
    assert!(body.starts_with("See the ticket.") && body.contains("smiles"), "{body}");
    assert_eq!(host.pull_request(), "1 open draft");
}

#[test]
fn closed_by_a_person_it_stays_closed_until_the_page_changes() {
    let Some(host) = Host::new() else { return };
    let mut page = Page::extended();
    host.night_ends(1, &page.0);
    host.fill_in();
    host.night_ends(1, &page.0);
    host.close();
    // Neither main nor the prose of the page nor the end of the branch is a reason to ask again.
    host.edit("main", TABLE, "[source]", "# The page.\n\n[source]");
    host.git("remote.git", &["branch", "--quiet", "-D", "docs-drift"]);
    let night = host.night_ends(1, &page.0.replace("# Status", "Words.\n\n# Status"));
    assert_eq!((host.pull_request(), host.tip("docs-drift")), ("1 closed".into(), String::new()));
    assert!(night.said.contains("#1"), "{}", night.said);

    page.reword("AGENT_APPROVED", "The agent agrees.");
    host.night_ends(1, &page.0);
    assert_eq!(host.pull_request(), "2 open", "what was filled in is carried over");
    assert!(!host.state("pull/body").unwrap().contains("in sync"));
    host.merge();
    assert!(host.file("main", SOURCE).contains("UserWaved"));
    host.night_ends(0, &page.0);
    assert_eq!(host.pull_request(), "2 settled");
}

#[test]
fn withdrawn_change_closes_the_pull_request() {
    let Some(host) = Host::new() else { return };
    for number in ["1", "2"] {
        host.night_ends(1, &Page::extended().0);
        assert_eq!(host.pull_request(), format!("{number} open draft"));
        host.night_ends(0, &Page::january().0);
        assert_eq!(host.pull_request(), format!("{number} closed draft"));
        assert!(host.state("pull/body").unwrap().contains("in sync with the page again"));
        let night = host.night_ends(0, &Page::january().0);
        assert!(!night.calls.contains("PATCH"), "{}", night.calls);
    }
    // Another change starts from main, as after a merge.
    host.night_ends(1, &Page::reworded("The agent agrees."));
    assert!(!host.file("docs-drift", TABLE).contains("USER_WAVED"));
    let base = host.git("remote.git", &["merge-base", "main", "docs-drift"]);
    assert_eq!(base.trim(), host.tip("main"));
}

#[test]
fn commits_of_people_are_kept() {
    let Some(host) = Host::new() else { return };
    // Pushed without a pull request.
    host.check_out("main");
    host.write("NOTES.md", "Mine.\n");
    host.push("docs-drift", "Take notes");
    host.night_ends(1, &Page::reworded("The agent agrees."));
    assert_eq!(host.file("docs-drift", "NOTES.md"), "Mine.\n");
    // Pushed after the merge.
    host.merge();
    host.edit("docs-drift", "NOTES.md", "Mine.", "Ours.");
    host.night_ends(1, &Page::reworded("The agent nods."));
    assert_eq!(host.pull_request(), "2 open");
    assert_eq!(host.file("docs-drift", "NOTES.md"), "Ours.\n");
}

#[test]
fn what_the_script_writes_does_not_conflict() {
    let Some(host) = Host::new() else { return };
    let page = Page::reworded("The agent agrees.");
    host.night_ends(1, &page);
    // Main has read the page, too, generates in another way, and has gone on elsewhere.
    host.check_out("main");
    host.write(TABLE, &day_of_reading(&host.file("main", TABLE), "2026-12-24"));
    host.write(COPY, &Page::reworded("The agent agr"));
    host.write(SOURCE, "// Of another generator.\n");
    host.replace("README.md", "The project.", "Our project.");
    host.push("main", "Go on");
    host.night_ends(1, &page);
    let body = host.state("pull/body").unwrap();
    assert!(body.contains("agrees"), "{body}");
    assert_eq!(host.file("docs-drift", COPY), page);
    assert_eq!(host.file("docs-drift", "README.md"), "Our project.\n");
    assert!(host.file("docs-drift", SOURCE).contains("AgentApproved"));
    assert_eq!(host.state("runs").unwrap().lines().last(), Some(&*host.tip("docs-drift")));
    host.merge();
    host.night_ends(0, &page);
}

#[test]
fn what_people_write_can_conflict() {
    let Some(host) = Host::new() else { return };
    let page = Page::reworded("The agent agrees.");
    host.night_ends(1, &page);
    let former = "The agent approved the KYC verification.";
    host.edit("main", TABLE, former, "The agent has agreed.");
    let tip = host.tip("docs-drift");
    host.night_ends(2, &page);
    let issue = host.state("issue/body").unwrap();
    assert!(issue.contains("Merge conflict in data/statuses.toml"), "{issue}");
    assert!(issue.contains("merge main into the branch by hand"), "{issue}");
    assert_eq!(host.tip("docs-drift"), tip, "nothing was pushed");
    // A person does what the message says.
    host.check_out("docs-drift");
    host.git("person", &["merge", "--quiet", "-s", "ours", "-m", "Merge main", "origin/main"]);
    host.git("person", &["push", "--quiet", "origin", "docs-drift"]);
    host.night_ends(1, &page);
    assert_eq!(host.state("issue/body"), None);
}

/// The table with another day of the reading.
fn day_of_reading(table: &str, day: &str) -> String {
    let line = table.lines().find(|line| line.starts_with("retrieved = ")).unwrap();
    table.replace(line, &format!("retrieved = {day}"))
}
