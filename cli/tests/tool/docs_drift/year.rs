//! A year of the page: each month it changes, the script follows, and a person merges. A crate that was
//! written in January is built with the table after a removal, a move, and all changes, and reads all
//! that it has stored.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use super::host::{COPY, Host, Night, SOURCE, TABLE};
use super::page::Page;
use super::{ROOT, said};
use crate::shell;

/// The host, the provider's page, and the pairs that the crate of January has stored.
struct Year {
    host: Host,
    page: Page,
    stored: Vec<(String, String)>,
}

#[test]
fn year_of_the_page_ends_in_pull_requests_and_breaks_no_build() {
    let Some(host) = Host::new() else { return };
    let page = Page::january();
    host.git("remote.git", &["tag", "v0.1.0", "main"]);
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
    release(&year);
}

fn january_nothing_changes(year: &mut Year) {
    year.in_sync("2026-01-15");
    assert_eq!(year.host.state("pull/state"), None);
}

fn february_code_is_added(year: &mut Year) {
    year.page.add("USER_QUEUED", "USER_WAVED");
    year.drift("2026-02-15", " draft");
    year.host.fill_in();
    year.drift("2026-02-16", "");
    year.merge();
}

fn march_code_is_reworded(year: &mut Year) {
    year.page.reword("NO_AGENT_FOUND", "No agent is free.");
    year.drift("2026-03-15", "");
    year.merge();
}

fn april_code_is_removed(year: &mut Year) {
    year.page.remove("USER_PROXY_DETECTED");
    year.drift("2026-04-15", "");
    year.merge();
    assert!(year.table().contains("code = \"USER_PROXY_DETECTED\""));
    assert!(year.table().contains("retired = 2026-04-15"));
    year.january_reads(&["StatusCode::UserProxyDetected"], &[]);
}

fn may_page_fails(year: &mut Year) {
    let before = (year.table(), year.host.tip("docs-drift"));
    let text = &year.page.0;
    let cut = &text[..text.find("`AUDITOR_APPROVED`").unwrap()];
    for page in ["<!doctype html>\n<title>Sorry</title>\n", cut] {
        year.host.night_ends(2, page);
        assert!(year.host.state("issue/body").is_some());
    }
    assert_eq!((year.table(), year.host.tip("docs-drift")), before);
    year.in_sync("2026-05-16");
    assert_eq!(year.host.state("issue/body"), None);
}

fn june_code_returns(year: &mut Year) {
    let row = Page::january().remove("USER_PROXY_DETECTED");
    year.page.insert("USER_QUEUED", &row);
    year.drift("2026-06-15", "");
    year.merge();
    assert!(!year.table().contains("\nretired = "));
}

fn july_code_moves(year: &mut Year) {
    let row = year.page.remove("USER_ENDED_CALL");
    year.page.insert("AGENT_APPROVED", &row);
    year.drift("2026-07-15", "");
    year.merge();
    // It still builds. What breaks is the pair that was stored with the former phase.
    year.january_reads(&[], &["VIDEO_CALL USER_ENDED_CALL"]);
}

fn august_code_is_renamed(year: &mut Year) {
    let row = year.page.remove("USER_MISSED_MEETING");
    year.page.insert("USER_ACCEPTED_MEETING", &row.replace("MISSED", "SKIPPED"));
    year.drift("2026-08-15", " draft");
    year.host.fill_in();
    year.drift("2026-08-16", "");
    year.merge();
}

fn september_phase_is_added(year: &mut Year) {
    let pairs = [("APPEAL", "APPEAL_FILED"), ("APPEAL", "APPEAL_HEARD")];
    let before = "\n## `AUDITOR_REVIEWED`";
    let (_, head) = year.page.0.split_once("\n## ").unwrap();
    let table = head.lines().skip(2).take(2).collect::<Vec<_>>().join("\n");
    let mut phase = format!("\n## `APPEAL` – Under appeal\n\n{table}\n");
    for (_, code) in pairs {
        let _ = writeln!(phase, "| `{code}` | Something else of {code}. | Wait |");
    }
    year.page.0 = year.page.0.replace(before, &[&phase, before].concat());
    year.drift("2026-09-15", " draft");
    // A person works on the branch, and somebody else on main.
    year.host.fill_in();
    year.host.write("NOTES.md", "Ask what an appeal is.\n");
    year.host.push("docs-drift", "Take a note");
    year.host.edit("main", "README.md", "The project.", "Our project.");
    year.drift("2026-09-16", "");
    year.merge();
    assert_eq!(year.host.file("main", "NOTES.md"), "Ask what an appeal is.\n");
    assert_eq!(year.host.file("main", "README.md"), "Our project.\n");
}

const ACCEPTED: &str = "
[[accepted]]
code = \"AGENT_REJECTED\"
column = \"description\"
page = \"The agnet rejected it.\"
reason = \"Misspelt on the page.\"
";

fn october_misspelling_is_accepted(year: &mut Year) {
    let former = year.table();
    year.page.reword("AGENT_REJECTED", "The agnet rejected it.");
    year.drift("2026-10-15", "");
    // The person keeps the table's words.
    year.host.check_out("docs-drift");
    year.host.write(TABLE, &(former + ACCEPTED));
    year.host.push("docs-drift", "Accept a misspelling");
    year.drift("2026-10-16", "");
    year.merge();
    let night = year.in_sync("2026-10-17");
    assert!(night.said.contains("Misspelt on the page."), "{}", night.said);
}

fn november_misspelling_is_corrected(year: &mut Year) {
    let january = Page::january().remove("AGENT_REJECTED");
    let former = january.split(" | ").nth(1).unwrap();
    year.page.reword("AGENT_REJECTED", former);
    let night = year.in_sync("2026-11-15");
    assert!(night.said.contains("warning: data/statuses.toml:"), "{}", night.said);
}

fn december_phase_is_removed(year: &mut Year) {
    year.page.remove_phase("EXPIRED");
    year.drift("2026-12-15", "");
    year.merge();
    assert_eq!(year.table().matches("\nretired = 2026-12-15").count(), 2);
    assert!(!year.table().contains("\n[[accepted]]"), "{}", year.table());
    let deprecated = ["Phase::Expired", "StatusCode::VkycExpired", "StatusCode::UserMissedMeeting"];
    year.january_reads(&deprecated, &["VIDEO_CALL USER_ENDED_CALL"]);
}

/// The command in CONTRIBUTING.md prints the lines of the changelog.
fn release(year: &Year) {
    let contributing = fs::read_to_string(Path::new(ROOT).join("CONTRIBUTING.md")).unwrap();
    let (_, command) = contributing.split_once("lines that this prints:\n\n   ```sh\n").unwrap();
    let command = command.split_once("   ```\n").unwrap().0;
    let command = command.replace("cargo run -q -p vkyc-status-cli --", "vkyc-status");
    year.host.check_out("main");
    fs::create_dir(year.host.path("person/target")).unwrap();
    let output = shell(&command).current_dir(year.host.path("person")).output().unwrap();
    let lines = said(&output);
    let lines: Vec<_> = lines.lines().filter(|line| !line.is_empty()).collect();
    let expected = [
        "### Added",
        "`APPEAL`",
        "`USER_WAVED`",
        "`USER_SKIPPED_MEETING` `VIDEO_CALL` renamed `USER_MISSED_MEETING`",
        "`APPEAL_FILED` `APPEAL`",
        "`APPEAL_HEARD` `APPEAL`",
        "### Changed",
        "**Breaking:** `USER_ENDED_CALL` `VIDEO_CALL` `AGENT_REVIEWED`",
        "`NO_AGENT_FOUND` No agent is free.",
        "### Deprecated",
        "`EXPIRED`",
        "`VKYC_EXPIRED`",
        "`USER_MISSED_MEETING`",
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (line, words) in lines.iter().zip(expected) {
        assert!(words.split(' ').all(|word| line.contains(word)), "{words}: {lines:#?}");
    }
}

impl Year {
    fn night(&mut self, status: i32, day: &str) -> Night {
        self.host.variables = vec![("DAY", day.to_owned())];
        self.host.night_ends(status, &self.page.0)
    }

    #[track_caller]
    fn in_sync(&mut self, day: &str) -> Night {
        let night = self.night(0, day);
        assert_ne!(self.host.state("pull/state").as_deref(), Some("open"));
        night
    }

    /// The page has drifted: a pull request is open, and it is a draft or not.
    #[track_caller]
    fn drift(&mut self, day: &str, draft: &str) {
        let night = self.night(1, day);
        let state = self.host.pull_request();
        assert!(state.ends_with(&format!(" open{draft}")), "{state}: {}", night.said);
        assert_eq!(self.host.state("issue/body"), None);
        assert_eq!(self.host.file("docs-drift", COPY), self.page.0);
    }

    fn table(&self) -> String {
        self.host.file("main", TABLE)
    }

    /// A person merges the pull request, which must be all that is needed.
    #[track_caller]
    fn merge(&mut self) {
        self.host.merge();
        self.host.check_out("main");
        self.host.generate();
        assert_eq!(self.host.git("person", &["status", "--porcelain"]), "", "{SOURCE} is stale");
        self.stored.extend(self.page.pairs());
        let day = self.host.variables[0].1.clone();
        self.in_sync(&day);
    }

    /// Builds the crate of January with the table of main. It warns of exactly these items, and reads
    /// all that it has stored but these pairs.
    #[track_caller]
    fn january_reads(&self, deprecated: &[&str], unreadable: &[&str]) {
        let text = build_january(&self.table());
        let warnings = text.lines().filter_map(|line| line.strip_prefix("warning: use of deprecated "));
        let warnings: BTreeSet<_> = warnings.filter_map(|text| text.split('`').nth(1)).collect();
        let expected: Vec<_> = deprecated.iter().map(|item| format!("vkyc_status::{item}")).collect();
        assert_eq!(warnings, expected.iter().map(String::as_str).collect(), "{text}");

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

/// A program that names each phase and code of January. Reads the pairs that it has stored, one a line.
fn january_source() -> String {
    let pairs = Page::january().pairs();
    let arms = |name: &str, texts: BTreeSet<&str>| {
        let arm = |text: &&str| {
            let words = text.split('_').map(|word| word[..1].to_owned() + &word[1..].to_lowercase());
            format!("        {name}::{} => {text:?},\n", words.collect::<String>())
        };
        texts.iter().map(arm).collect::<String>()
    };
    let phases = arms("Phase", pairs.iter().map(|(status, _)| status.as_str()).collect());
    let codes = arms("StatusCode", pairs.iter().map(|(_, code)| code.as_str()).collect());
    format!(
        r#"use vkyc_status::{{Phase, StatusCode, VkycStatus}};

fn phase(phase: Phase) -> &'static str {{
    match phase {{
{phases}        newer => newer.as_str(),
    }}
}}

fn name(code: StatusCode) -> &'static str {{
    match code {{
{codes}        newer => newer.as_str(),
    }}
}}

fn main() {{
    for line in std::io::stdin().lines().map_while(Result::ok) {{
        let Some((status, code)) = line.split_once(' ') else {{ continue }};
        let pair = VkycStatus {{ status: status.into(), status_code: Some(code.into()) }};
        match pair.documented() {{
            Ok(code) => println!("{{}} {{}}", phase(code.phase()), name(code)),
            Err(error) => println!("{{status}} {{code}}: {{error}}"),
        }}
    }}
}}
"#
    )
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
    fs::write(folder.join("src/main.rs"), january_source()).unwrap();
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
