//! A year of the page: each month it changes, the script follows, and a person merges. A crate that was
//! written in January is built with the table after a removal, a move, and all changes, and reads all
//! that it has stored.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use super::host::{Host, Night};
use super::page::Page;
use super::{ROOT, said, succeed};
use crate::TOOL;

/// The host, the provider's page, and the crate of January with the pairs that it has stored.
struct Year {
    host: Host,
    page: Page,
    stored: Vec<(String, String)>,
}

#[test]
fn year_of_the_page_ends_in_pull_requests_and_breaks_no_build() {
    let Some(host) = Host::new() else { return };
    let page = Page::january();
    let mut year = Year { host, stored: page.pairs(), page };
    january_nothing_changes(&mut year);
    february_code_is_added(&mut year);
    march_code_is_reworded(&mut year);
    april_code_is_removed(&mut year);
    may_page_fails(&mut year);
    june_code_returns(&mut year);
    july_code_moves(&mut year);
    august_code_is_renamed(&mut year);
    september_phase_is_added(&mut year);
    october_misspelling_is_accepted(&mut year);
    november_misspelling_is_corrected(&mut year);
    december_phase_is_removed(&mut year);
}

fn january_nothing_changes(year: &mut Year) {
    year.in_sync("2026-01-15");
    assert_eq!(year.host.state("pr"), None);
}

fn february_code_is_added(year: &mut Year) {
    year.page.add("DESK", "FORM_STAMPED");
    year.drift("2026-02-15", "minor", "draft");
    year.host.fill_in();
    year.drift("2026-02-16", "minor", "ready");
    year.merge(&["### Added", "`FORM_STAMPED` `DESK` stamped."]);
}

fn march_code_is_reworded(year: &mut Year) {
    "Keep the ticket.".clone_into(&mut year.page.code("TICKET_DRAWN")[2]);
    year.drift("2026-03-15", "patch", "ready");
    year.merge(&["### Changed", "`TICKET_DRAWN` “Wait “Keep"]);
}

fn april_code_is_removed(year: &mut Year) {
    year.page.remove("FORM_SIGNED");
    year.drift("2026-04-15", "minor", "ready");
    year.merge(&["### Deprecated", "`FORM_SIGNED`"]);
    assert!(year.table().contains("code = \"FORM_SIGNED\""));
    assert!(year.table().contains("retired = 2026-04-15"));
    year.january_reads(&["StatusCode::FormSigned"], &[]);
}

fn may_page_fails(year: &mut Year) {
    let before = (year.table(), year.host.tip("docs-drift"));
    let text = year.page.text();
    let cut = &text[..text.find("`CARD_SENT`").unwrap()];
    for page in ["<!doctype html>\n<title>Sorry</title>\n", cut] {
        let night = year.night("2026-05-15", page);
        assert_eq!(night.code, Some(2), "{}", night.said);
        assert!(year.host.state("issue").is_some());
        assert_eq!(year.host.state("pr"), None);
    }
    assert_eq!((year.table(), year.host.tip("docs-drift")), before);
    year.in_sync("2026-05-16");
    assert_eq!(year.host.state("issue"), None);
}

fn june_code_returns(year: &mut Year) {
    year.page.phase("DESK").codes.push(Page::january().code("FORM_SIGNED").clone());
    year.drift("2026-06-15", "minor", "ready");
    year.merge(&["`FORM_SIGNED` again"]);
    assert!(!year.table().contains("retired"));
}

fn july_code_moves(year: &mut Year) {
    let row = year.page.remove("FILE_CLOSED");
    year.page.phase("RESULT").codes.push(row);
    year.drift("2026-07-15", "major", "ready");
    year.merge(&["**Breaking:** `FILE_CLOSED` `REVIEW` `RESULT`"]);
    // It still builds. What breaks is the pair that was stored with the former phase.
    year.january_reads(&[], &["REVIEW FILE_CLOSED"]);
}

fn august_code_is_renamed(year: &mut Year) {
    "PHOTO_UNCLEAR".clone_into(&mut year.page.code("PHOTO_BLURRED")[0]);
    year.drift("2026-08-15", "minor", "draft");
    year.host.fill_in();
    year.drift("2026-08-16", "minor", "ready");
    year.merge(&["`PHOTO_UNCLEAR` renamed `PHOTO_BLURRED`", "`PHOTO_BLURRED`"]);
}

fn september_phase_is_added(year: &mut Year) {
    year.page.add_phase("APPEAL", "Appealed", &["APPEAL_FILED", "APPEAL_HEARD"]);
    year.drift("2026-09-15", "minor", "draft");
    // A person works on the branch, and somebody else on main.
    year.host.fill_in();
    year.host.write("NOTES.md", "Ask what an appeal is.\n");
    year.host.push("docs-drift", "Take a note");
    year.host.check_out("main");
    year.host.replace("README.md", "The desk.", "All desks.");
    year.host.push("main", "Describe all desks");
    year.drift("2026-09-16", "minor", "ready");
    year.merge(&["`APPEAL` Appealed", "`APPEAL_FILED`", "`APPEAL_HEARD`"]);
    assert_eq!(year.host.file("main", "NOTES.md"), "Ask what an appeal is.\n");
    assert_eq!(year.host.file("main", "README.md"), "All desks.\n");
}

const ACCEPTED: &str = "
[[accepted]]
code = \"CARD_SENT\"
column = \"description\"
page = \"Evnet: card sent.\"
reason = \"Misspelt on the page.\"
";

fn october_misspelling_is_accepted(year: &mut Year) {
    "Evnet: card sent.".clone_into(&mut year.page.code("CARD_SENT")[1]);
    year.drift("2026-10-15", "patch", "ready");
    // The person keeps the table's words.
    year.host.check_out("docs-drift");
    year.host.replace("data/statuses.toml", "Evnet: card sent.", "Event: card sent.");
    let table = year.host.file("docs-drift", "data/statuses.toml");
    year.host.write("data/statuses.toml", &(table.replace("Evnet", "Event") + ACCEPTED));
    let changelog = year.host.file("docs-drift", "CHANGELOG.md");
    let lines = changelog.split_inclusive('\n').filter(|line| !line.contains("Evnet"));
    year.host.write("CHANGELOG.md", &lines.collect::<String>());
    year.host.push("docs-drift", "Accept a misspelling");
    year.drift("2026-10-16", "patch", "ready");
    year.merge(&[]);
    let night = year.in_sync("2026-10-17");
    assert!(night.said.contains("Misspelt on the page."), "{}", night.said);
}

fn november_misspelling_is_corrected(year: &mut Year) {
    "Event: card sent.".clone_into(&mut year.page.code("CARD_SENT")[1]);
    let night = year.in_sync("2026-11-15");
    assert!(night.said.contains("warning: data/statuses.toml:"), "{}", night.said);
}

fn december_phase_is_removed(year: &mut Year) {
    year.page.remove_phase("QUEUE");
    year.drift("2026-12-15", "minor", "ready");
    year.merge(&["`QUEUE`", "`TICKET_DRAWN`", "`DESK_CALLED`", "`TICKET_LOST`"]);
    assert_eq!(year.table().matches("retired = 2026-12-15").count(), 4);
    assert!(!year.table().contains("[[accepted]]"), "{}", year.table());
    let deprecated = [
        "Phase::Queue",
        "StatusCode::TicketDrawn",
        "StatusCode::DeskCalled",
        "StatusCode::TicketLost",
        "StatusCode::PhotoBlurred",
    ];
    year.january_reads(&deprecated, &["REVIEW FILE_CLOSED"]);
}

impl Year {
    fn night(&mut self, day: &str, page: &str) -> Night {
        self.host.variables = vec![("DAY", day.to_owned())];
        self.host.night(page)
    }

    #[track_caller]
    fn in_sync(&mut self, day: &str) -> Night {
        let night = self.night(day, &self.page.text());
        assert_eq!(night.code, Some(0), "{}", night.said);
        assert_eq!(self.host.state("pr"), None);
        night
    }

    /// The page has drifted: a pull request is open.
    #[track_caller]
    fn drift(&mut self, day: &str, level: &str, state: &str) {
        let night = self.night(day, &self.page.text());
        assert_eq!(night.code, Some(1), "{}", night.said);
        let title = format!("Follow the provider's page ({level})");
        assert_eq!(self.host.state("title"), Some(title));
        let is_draft = self.host.state("draft").unwrap() == "true";
        assert_eq!(is_draft, state == "draft", "{}", night.said);
        assert_eq!(self.host.state("issue"), None);
        assert_eq!(self.host.file("docs-drift", "data/page.md"), self.page.text());
    }

    fn table(&self) -> String {
        self.host.file("main", "data/statuses.toml")
    }

    /// A person merges the pull request, which must be all that is needed. It adds lines to the
    /// changelog that have these words.
    #[track_caller]
    fn merge(&mut self, lines: &[&str]) {
        let before = self.host.file("main", "CHANGELOG.md");
        self.host.merge();
        let after = self.host.file("main", "CHANGELOG.md");
        let old: BTreeSet<&str> = before.lines().collect();
        let new: Vec<_> = after.lines().filter(|line| !old.contains(line)).collect();
        assert_eq!(new.len(), lines.len(), "{new:#?}");
        for (new, words) in new.iter().zip(lines) {
            assert!(words.split(' ').all(|word| new.contains(word)), "{words}: {new}");
        }

        let table = self.host.path("table.toml");
        fs::write(&table, self.table()).unwrap();
        let mut generate = Command::new(TOOL);
        generate.arg("generate").arg(&table).args(["--examples", "vkyc_status"]);
        assert_eq!(succeed(&mut generate), self.host.file("main", "data/statuses.rs"));
        self.stored.extend(self.page.pairs());
        let day = self.host.variables[0].1.clone();
        self.in_sync(&day);
    }

    /// Builds the crate of January with the table of main. It warns of exactly these items, and reads
    /// all that it has stored but these pairs.
    #[track_caller]
    fn january_reads(&self, deprecated: &[&str], unreadable: &[&str]) {
        let text = build_january(&self.table());
        let warnings = text.lines().filter_map(|line| line.strip_prefix("warning: "));
        let mut warnings: Vec<_> = warnings.map(|text| text.split('`').nth(1)).collect();
        let mut expected: Vec<_> =
            deprecated.iter().map(|item| format!("vkyc_status::{item}")).collect();
        warnings.sort_unstable();
        expected.sort_unstable();
        assert_eq!(warnings, expected.iter().map(|item| Some(item.as_str())).collect::<Vec<_>>());
        assert_eq!(text.matches("use of deprecated").count(), expected.len(), "{text}");

        let stored = self.stored.iter().map(|(status, code)| format!("{status} {code}\n"));
        let stored: String = stored.collect();
        let read = run_january(&stored);
        assert_eq!(read.lines().count(), stored.lines().count(), "{read}");
        let wrong = stored.lines().zip(read.lines()).filter(|(pair, read)| pair != read);
        let wrong: BTreeSet<&str> = wrong.map(|(pair, _)| pair).collect();
        assert_eq!(wrong, unreadable.iter().copied().collect(), "{read}");
    }
}

fn january() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("january")
}

/// What Cargo says about the crate.
#[track_caller]
fn build_january(table: &str) -> String {
    let (folder, root) = (january(), fs::canonicalize(ROOT).unwrap());
    fs::create_dir_all(folder.join("src")).unwrap();
    let path = root.display();
    let manifest = format!(
        "[package]\nname = \"january\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nvkyc-status = {{ path = \"{path}\" }}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    fs::write(folder.join("src/main.rs"), include_str!("january.rs")).unwrap();
    fs::write(folder.join("statuses.toml"), table).unwrap();
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(["build", "--offline", "--quiet"]).current_dir(&folder);
    cargo.env("VKYC_STATUSES_TOML", folder.join("statuses.toml"));
    cargo.env("CARGO_TARGET_DIR", folder.join("target")).env("CARGO_TERM_COLOR", "never");
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

#[track_caller]
fn run_january(stored: &str) -> String {
    let mut january = Command::new(january().join("target/debug/january"));
    let mut january = january.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    january.stdin.take().unwrap().write_all(stored.as_bytes()).unwrap();
    let output = january.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}
