//! A year of the page: it changes, the script follows, and a person merges.

use std::collections::BTreeSet;
use std::fs;

use super::ROOT;
use super::host::{COPY, Host, TABLE};
use super::page::{Page, row};

#[test]
fn year_of_the_page_ends_in_pull_requests() {
    let Some(host) = Host::new() else { return };
    host.sh("remote.git", "git tag v0.1.0 main");
    let mut year = Year { host, page: Page::january() };
    year.in_sync("2026-01-15");
    let withdrawn = year.page.row("QUEUE_FULL");
    year.follow("2026-02-15", true, |page| {
        page.insert("CALL_STARTED", &row("USER_WAVED"));
        page.reword("CALL_ENDED", "The call is over.");
        page.remove("QUEUE_FULL");
    });
    assert!(year.table().contains("\nretired = 2026-02-15"));

    year.host.night(2, "<!doctype html>\n<title>Sorry</title>\n", &[]);
    year.in_sync("2026-03-15");
    year.follow("2026-04-15", true, |page| {
        page.insert("QUEUE_JOINED", &withdrawn);
        let moved = page.remove("CALL_RATED");
        page.insert("REVIEW_STARTED", &moved);
        page.0 = page.0.replace("CALL_DROPPED", "CONNECTION_LOST");
        let (before, last) = page.0.rsplit_once("\n## ").unwrap();
        let head: String = last.split_inclusive('\n').skip(1).take(3).collect();
        let rows = ["APPEAL_FILED", "APPEAL_HEARD"].map(row).concat();
        page.0 = format!("{before}\n## `APPEAL` – Under appeal\n{head}{rows}\n## {last}");
    });
    assert!(!year.table().contains("\nretired = 2026-02-15"));

    october_misspelling_is_accepted(&mut year);
    year.page.reword("REVIEW_PAUSED", "The agent has paused the review.");
    let said = year.in_sync("2026-11-15");
    assert!(said.contains("warning: data/statuses.toml:"), "{said}");
    year.follow("2026-12-15", false, |page| {
        let (before, phase) = page.0.split_once("\n## `SIGNATURE`").unwrap();
        page.0 = format!("{before}\n## {}", phase.split_once("\n## ").unwrap().1);
    });
    assert_eq!(year.table().matches("\nretired = 2026-12-15").count(), 2);
    assert!(!year.table().contains("agnet"), "{}", year.table());
    release_has_the_lines_of_the_changelog(&year);
}
const ACCEPTED: &str = "
[[accepted]]
code = \"REVIEW_PAUSED\"
column = \"description\"
page = \"The agnet has paused the review.\"
reason = \"Misspelt on the page.\"
";

fn october_misspelling_is_accepted(year: &mut Year) {
    year.page.reword("REVIEW_PAUSED", "The agnet has paused the review.");
    year.drift("2026-10-15", "");
    // The person keeps the table's words.
    let keep = format!("git checkout origin/main {TABLE}; echo '{ACCEPTED}' >> {TABLE}");
    year.host.person(&format!("check_out docs-drift; {keep}; push docs-drift"));
    year.drift("2026-10-16", "");
    assert!(year.merge("2026-10-16").contains("agnet"));
}

/// The command in CONTRIBUTING.md prints them.
fn release_has_the_lines_of_the_changelog(year: &Year) {
    let contributing = fs::read_to_string(format!("{ROOT}/CONTRIBUTING.md")).unwrap();
    let (_, command) = contributing.split_once("lines that this prints:\n\n   ```sh\n").unwrap();
    let command = command.split_once("\n   ```\n").unwrap().0;
    let command = command.replace("cargo run -q -p vkyc-status-cli --", "\"$TOOL\"");
    let command = format!("check_out main; mkdir target; {command} || [ $? -eq 1 ]");
    let lines = year.host.sh("person", &command);
    let names = |section: &str| -> BTreeSet<String> {
        section.lines().filter_map(|line| Some(line.split('`').nth(1)?.to_owned())).collect()
    };
    let expected = [
        &["USER_WAVED", "CONNECTION_LOST", "APPEAL", "APPEAL_FILED", "APPEAL_HEARD"][..],
        &["CALL_RATED", "CALL_ENDED"],
        &["SIGNATURE", "SIGNATURE_ASKED", "CALL_DROPPED"],
    ];
    let sections: Vec<_> = lines.split("### ").skip(1).map(names).collect();
    let expected = expected.map(|names| names.iter().map(ToString::to_string).collect());
    assert_eq!(sections, expected, "{lines}");
}

struct Year {
    host: Host,
    /// The provider's page.
    page: Page,
}

impl Year {
    /// The page changes, the script follows, a person fills in what is new, if anything is, and merges.
    #[track_caller]
    fn follow(&mut self, day: &str, is_draft: bool, change: impl FnOnce(&mut Page)) {
        change(&mut self.page);
        if is_draft {
            self.drift(day, " draft");
            self.host.person("fill_in");
        }
        self.drift(day, "");
        self.merge(day);
    }

    /// The page has drifted: a pull request is open, as a draft or not.
    #[track_caller]
    fn drift(&mut self, day: &str, draft: &str) {
        let said = self.host.night(1, &self.page.0, &[("DAY", day)]);
        let state = self.host.pull_request();
        assert!(state.ends_with(&format!(" open{draft}")), "{state}: {said}");
        assert_eq!(self.host.file("docs-drift", COPY), self.page.0);
    }

    #[track_caller]
    fn in_sync(&mut self, day: &str) -> String {
        let said = self.host.night(0, &self.page.0, &[("DAY", day)]);
        let state = |file| self.host.state(file);
        assert!(state("pull/state").is_none_or(|state| state == "settled"), "{said}");
        assert_eq!(state("issue/body"), None);
        said
    }

    /// A person merges the pull request, which must be all that is needed. What the next night says.
    #[track_caller]
    fn merge(&mut self, day: &str) -> String {
        let before = self.table();
        self.host.person("merge");
        let after = self.table();
        let lost = before.lines().find(|line| line.starts_with("code = ") && !after.contains(line));
        assert_eq!(lost, None, "no code is ever removed");
        let stale = self.host.sh("person", "check_out main; generate; git status --porcelain");
        assert_eq!(stale, "", "the source is stale");
        self.in_sync(day)
    }

    fn table(&self) -> String {
        self.host.file("main", TABLE)
    }
}
