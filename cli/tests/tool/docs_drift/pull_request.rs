//! One pull request follows the page, and nobody's work on it is lost.

use super::host::{FILES, Host};
use super::page::Page;

/// A page whose table is complete as soon as it is synced.
fn reworded(words: &str) -> Page {
    let mut page = Page::january();
    words.clone_into(&mut page.code("FORM_GIVEN")[1]);
    page
}

/// A page with a new code, whose readings a person fills in.
fn extended() -> Page {
    let mut page = Page::january();
    page.add("DESK", "FORM_STAMPED");
    page
}

fn entries(host: &Host, branch: &str) -> Vec<String> {
    let changelog = host.file(branch, "CHANGELOG.md");
    changelog.lines().filter(|line| line.starts_with("- ")).map(str::to_owned).collect()
}

#[test]
fn drift_opens_a_pull_request_and_is_committed_once() {
    let Some(host) = Host::new() else { return };
    let page = reworded("A form was handed over.").text();
    let main = host.tip("main");
    let night = host.night(&page);
    assert_eq!(night.code, Some(1), "{}", night.said);
    assert_eq!(host.state("title").unwrap(), "Follow the provider's page (patch)");
    assert_eq!(host.state("draft").unwrap(), "false");
    assert!(host.state("body").unwrap().contains("`FORM_GIVEN`"), "{:?}", host.state("body"));
    let changed = host.run_git("remote.git", &["diff", "--name-only", "main", "docs-drift"]);
    assert_eq!(changed.lines().collect::<Vec<_>>(), FILES);
    assert_eq!(host.file("docs-drift", "data/page.md"), page);
    let tip = host.tip("docs-drift").unwrap();
    assert_eq!(host.state("runs").unwrap(), tip, "the checks of this commit were started");

    let night = host.night(&page);
    assert_eq!(night.code, Some(1), "{}", night.said);
    assert_eq!(host.tip("docs-drift"), Some(tip.clone()));
    assert_eq!(host.state("runs").unwrap(), tip, "they are not started again");
    assert!(
        !night.calls.contains("git commit") && !night.calls.contains("git push"),
        "{}",
        night.calls
    );

    // What is not drift is no reason for a commit either.
    let night = host.night(&page.replace("What the desk reports.", "What all desks report."));
    assert_eq!(night.code, Some(1), "{}", night.said);
    assert_eq!((host.tip("docs-drift"), host.tip("main")), (Some(tip), main));
}

#[test]
fn draft_waits_for_the_readings() {
    let Some(host) = Host::new() else { return };
    let page = extended().text();
    assert_eq!(host.night(&page).code, Some(1));
    assert_eq!(host.state("draft").unwrap(), "true");
    let body = host.state("body").unwrap();
    assert!(body.starts_with("This is a draft"), "{body}");
    let table = host.file("docs-drift", "data/statuses.toml");
    for key in ["actions = []", "outcome = \"\""] {
        let line = table.lines().position(|line| line == key).unwrap() + 1;
        assert!(body.contains(&format!("    data/statuses.toml:{line}:")), "{body}");
    }
    let source = "data/statuses.rs";
    assert_eq!(host.file("docs-drift", source), host.file("main", source));

    host.fill_in();
    let filled_in = host.tip("docs-drift").unwrap();
    let night = host.night(&page);
    assert_eq!(night.code, Some(1), "{}", night.said);
    assert_eq!(host.state("draft").unwrap(), "false");
    assert!(!host.state("body").unwrap().contains("draft"));
    assert!(host.file("docs-drift", source).contains("FormStamped"));
    let parent = host.run_git("remote.git", &["rev-parse", "docs-drift^"]);
    assert_eq!(parent.trim(), filled_in, "the person's commit is kept");

    // A later addition makes it a draft again.
    let mut later = extended();
    later.add("RESULT", "CARD_LOST");
    assert_eq!(host.night(&later.text()).code, Some(1));
    assert_eq!(host.state("draft").unwrap(), "true");
    assert_eq!(entries(&host, "docs-drift").len(), 2);
}

#[test]
fn withdrawn_change_closes_the_pull_request() {
    let Some(host) = Host::new() else { return };
    assert_eq!(host.night(&extended().text()).code, Some(1));
    let night = host.night(&Page::january().text());
    assert_eq!(night.code, Some(0), "{}", night.said);
    assert_eq!((host.state("pr"), host.tip("docs-drift")), (None, None));
    assert!(host.state("comment").unwrap().contains("in sync"));
    let night = host.night(&Page::january().text());
    assert_eq!(night.code, Some(0), "{}", night.said);
    // Another change starts from main again.
    assert_eq!(host.night(&reworded("A form.").text()).code, Some(1));
    assert!(!host.file("docs-drift", "data/statuses.toml").contains("FORM_STAMPED"));
}

#[test]
fn person_and_main_can_go_on_while_it_is_open() {
    let Some(host) = Host::new() else { return };
    let page = reworded("A form was handed over.").text();
    assert_eq!(host.night(&page).code, Some(1));
    let written = entries(&host, "docs-drift");
    host.check_out("docs-drift");
    host.replace(
        "data/statuses.toml",
        "# The statuses of the desk.",
        "# All statuses of the desk.",
    );
    host.replace("CHANGELOG.md", &written[0], "- The form is handed over, not given.");
    host.push("docs-drift", "Say it shorter");
    host.check_out("main");
    host.replace("README.md", "The desk.", "All desks.");
    host.replace("CHANGELOG.md", "Unreleased]\n", "Unreleased]\n\n### Added\n\n- A desk.\n");
    host.push("main", "Add a desk");

    let night = host.night(&page);
    assert_eq!(night.code, Some(1), "{}", night.said);
    assert!(host.file("docs-drift", "data/statuses.toml").starts_with("# All statuses"));
    assert_eq!(host.file("docs-drift", "README.md"), "All desks.\n");
    let both = ["- A desk.", "- The form is handed over, not given."];
    assert_eq!(entries(&host, "docs-drift"), both);
    assert_eq!(host.state("runs").unwrap().lines().last(), host.tip("docs-drift").as_deref());

    // Main is released: the entries of the branch stay unreleased.
    host.check_out("main");
    host.replace("CHANGELOG.md", "## [Unreleased]", "## [Unreleased]\n\n## [0.2.0] - 2026-02-01");
    host.push("main", "Release 0.2.0");
    let night = host.night(&page);
    assert_eq!(night.code, Some(1), "{}", night.said);
    let changelog = host.file("docs-drift", "CHANGELOG.md");
    let expected = "# Changelog\n\n## [Unreleased]\n\n### Changed\n\n\
                    - The form is handed over, not given.\n\n\
                    ## [0.2.0] - 2026-02-01\n\n### Added\n\n- A desk.\n";
    assert_eq!(changelog, expected);
    host.merge();
    assert_eq!(host.night(&page).code, Some(0));
}

#[test]
fn changelog_says_each_change_against_main_once() {
    let Some(host) = Host::new() else { return };
    let nights = [
        ("A form was handed over.", 1),
        ("A form was handed out.", 1),
        ("A form was handed out.", 1),
        ("A form was given.", 1),
    ];
    for (words, count) in nights {
        let night = host.night(&reworded(words).text());
        assert_eq!(night.code, Some(1), "{}", night.said);
        let entries = entries(&host, "docs-drift");
        assert_eq!(entries.len(), count, "{entries:?}");
        assert!(entries[0].contains("Event: form given.") && entries[0].contains(words));
    }
    // Somebody has made the same change on main, and said so in the same words.
    let entry = entries(&host, "docs-drift").remove(0);
    host.check_out("main");
    host.replace("data/statuses.toml", "Event: form given.", "A form was given.");
    host.replace(
        "CHANGELOG.md",
        "Unreleased]\n",
        &format!("Unreleased]\n\n### Changed\n\n{entry}\n"),
    );
    host.generate();
    host.push("main", "Follow the page by hand");
    let mut page = reworded("A form was given.");
    "The card is here.".clone_into(&mut page.code("CARD_SENT")[1]);
    let night = host.night(&page.text());
    assert_eq!(night.code, Some(1), "{}", night.said);
    let entries = entries(&host, "docs-drift");
    assert_eq!(entries.len(), 2, "{entries:?}");
    assert_eq!(entries[0], entry);
}

#[test]
fn generated_source_is_no_conflict_but_the_table_is() {
    let Some(host) = Host::new() else { return };
    let page = reworded("A form was handed over.").text();
    assert_eq!(host.night(&page).code, Some(1));
    // The neighbour's words, on main: in the source, they are on the same line.
    host.check_out("main");
    let source = host.file("main", "data/statuses.rs");
    host.write(
        "data/statuses.rs",
        &source.replace("Event: form given.", "Words of another generator."),
    );
    host.push("main", "Generate in another way");
    let night = host.night(&page);
    assert_eq!(night.code, Some(1), "{}", night.said);
    assert!(
        night.calls.contains("checkout --quiet --theirs -- data/statuses.rs"),
        "{}",
        night.calls
    );
    assert!(!host.file("docs-drift", "data/statuses.rs").contains("another generator"));

    host.check_out("main");
    host.replace("data/statuses.toml", "Event: form given.", "A form by hand.");
    host.generate();
    host.push("main", "Describe the form by hand");
    let tip = host.tip("docs-drift");
    let night = host.night(&page);
    assert_eq!(night.code, Some(2), "{}", night.said);
    let issue = host.state("issue.body").unwrap();
    assert!(
        issue.contains("data/statuses.toml: main and the branch docs-drift conflict"),
        "{issue}"
    );
    assert_eq!(host.tip("docs-drift"), tip, "nothing was pushed");

    // A person resolves it, as the message says.
    host.check_out("docs-drift");
    host.run_git("person", &["merge", "--quiet", "-s", "ours", "-m", "Merge main", "origin/main"]);
    host.run_git("person", &["push", "--quiet", "origin", "docs-drift"]);
    let night = host.night(&page);
    assert_eq!((night.code, host.state("issue")), (Some(1), None), "{}", night.said);
}

#[test]
fn left_over_branch_is_deleted_only_if_its_commits_are_kept() {
    let Some(host) = Host::new() else { return };
    // Merged, and its branch left.
    assert_eq!(host.night(&reworded("A form.").text()).code, Some(1));
    host.merge();
    let left = host.tip("docs-drift").unwrap();
    let night = host.night(&reworded("The form.").text());
    assert_eq!(night.code, Some(1), "{}", night.said);
    assert!(night.calls.contains("push --quiet origin :refs/heads/docs-drift"), "{}", night.calls);
    let base = host.run_git("remote.git", &["merge-base", "main", "docs-drift"]);
    assert_eq!(base.trim(), host.tip("main").unwrap());
    assert_ne!(host.tip("docs-drift").unwrap(), left);

    // Pushed by a person, without a pull request.
    let Some(host) = Host::new() else { return };
    host.check_out("main");
    host.write("NOTES.md", "Mine.\n");
    host.push("docs-drift", "Take notes");
    let night = host.night(&reworded("A form.").text());
    assert_eq!(night.code, Some(1), "{}", night.said);
    assert_eq!(host.file("docs-drift", "NOTES.md"), "Mine.\n");
}
