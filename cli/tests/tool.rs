//! The tool as a person runs it: what it prints, on which stream, and how it ends.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const TOOL: &str = env!("CARGO_BIN_EXE_vkyc-status");
const TABLE: &str = "tests/cmd/check.in/statuses.toml";
const IN_SYNC: &str = "tests/cmd/check.in/in-sync.md";
const DRIFTED: &str = "tests/cmd/check.in/drifted.md";

fn tool(args: &[&str]) -> Command {
    let mut command = Command::new(TOOL);
    command.args(args).env_remove("GITHUB_STEP_SUMMARY").stdin(Stdio::null());
    command
}

fn run(args: &[&str], input: &str) -> Output {
    let mut tool = tool(args);
    let tool = tool.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = tool.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Each file was read before its output was accepted with `TRYCMD=overwrite`.
#[test]
fn commands_print_what_they_promise() {
    trycmd::TestCases::new().case("tests/cmd/*.md");
}

#[test]
fn last_read_page_is_in_sync_with_the_compiled_in_table() {
    let check = tool(&["check", "../data/page.md"]).output().unwrap();
    assert_eq!(check.status.code(), Some(0), "{check:?}");
    let report = text(&check.stdout);
    let name = format!("The compiled-in table of vkyc-status {}", env!("CARGO_PKG_VERSION"));
    assert!(
        report.starts_with(&name) && report.contains(vkyc_status::SOURCE_RETRIEVED),
        "{report}"
    );
    assert!(!report.contains(".toml"), "{report}");
}

#[test]
fn reports_go_to_output_and_problems_to_error() {
    let drift = tool(&["check", DRIFTED, "--table", TABLE]).output().unwrap();
    assert_eq!((drift.status.code(), text(&drift.stderr)), (Some(1), ""));
    let error = tool(&["check", "no/such/page.md"]).output().unwrap();
    assert_eq!((error.status.code(), text(&error.stdout)), (Some(2), ""));
    assert!(error.stderr.starts_with(b"error: "));
}

#[test]
fn exported_markdown_is_read_back() {
    let markdown = tool(&["export", "--format", "markdown"]).output().unwrap();
    let check = run(&["check", "-"], text(&markdown.stdout));
    assert_eq!(check.status.code(), Some(0), "{check:?}");
}

#[test]
fn exports_have_every_column_of_every_code() {
    use vkyc_status::StatusCode;

    let json = tool(&["export"]).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let phases = json["phases"].as_array().unwrap().iter();
    let of_json = phases.flat_map(|phase| {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        phase["codes"].as_array().unwrap().iter().map(move |code| {
            let actions = code["actions"].as_array().unwrap().iter().map(text).collect::<Vec<_>>();
            let columns = ["code", "description", "recommended_action"].map(|key| text(&code[key]));
            let [code_, description, action] = columns;
            let (outcome, retired) = (text(&code["outcome"]), text(&code["retired"]));
            let phase = [text(&phase["status"]), text(&phase["title"])];
            let [status, title] = phase;
            [status, title, code_, description, action, actions.join(" "), outcome, retired]
        })
    });
    let csv = tool(&["export", "--format", "csv"]).output().unwrap();
    let mut csv = csv::Reader::from_reader(&*csv.stdout);
    let of_csv =
        csv.records().map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
    let expected: Vec<Vec<String>> = StatusCode::ALL
        .iter()
        .map(|code| {
            let actions: Vec<_> = code.actions().iter().map(|action| action.as_str()).collect();
            let (phase, actions) = (code.phase(), actions.join(" "));
            let row = [
                phase.as_str(),
                phase.title(),
                code.as_str(),
                code.description(),
                code.recommended_action(),
                &actions,
                code.outcome().as_str(),
                code.retired().unwrap_or_default(),
            ];
            row.map(str::to_owned).to_vec()
        })
        .collect();
    assert_eq!(of_json.map(Vec::from).collect::<Vec<_>>(), expected);
    assert_eq!(of_csv.collect::<Vec<_>>(), expected);
}

#[test]
fn cells_of_csv_start_no_formula_and_hold_any_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("statuses.toml");
    let table = fs::read_to_string(TABLE).unwrap();
    let table = table.replace("\"The call has started.\"", "'=1+1, \"quoted\"'");
    fs::write(&path, table).unwrap();
    let args = ["export", "--format", "csv", "--table", path.to_str().unwrap()];
    let csv = tool(&args).output().unwrap();
    let mut csv = csv::Reader::from_reader(&*csv.stdout);
    let row = csv.records().map(Result::unwrap).find(|row| &row[2] == "CALL_STARTED").unwrap();
    assert_eq!(&row[3], "'=1+1, \"quoted\"");
}

#[test]
fn exported_toml_is_the_table_and_starts_one() {
    let toml = tool(&["export", "--format", "toml"]).output().unwrap();
    assert_eq!(text(&toml.stdout), vkyc_status::TABLE);
}

#[test]
fn generated_source_is_the_one_in_the_repository() {
    let table = fs::read_to_string("../data/statuses.toml").unwrap();
    if table != vkyc_status::TABLE {
        eprintln!("skipped: VKYC_STATUSES_TOML names another table");
        return;
    }
    let source = tool(&["generate", "--examples", "vkyc_status"]).output().unwrap();
    assert!(
        text(&source.stdout) == fs::read_to_string("../data/statuses.rs").unwrap(),
        "data/statuses.rs is not that of data/statuses.toml: generate it again"
    );
    let source = tool(&["generate", TABLE]).output().unwrap();
    assert!(!text(&source.stdout).contains("/// ```"), "examples without a module");
}

#[test]
fn colours_need_a_terminal() {
    let plain = tool(&["check", DRIFTED, "--table", TABLE]).output().unwrap();
    assert!(!plain.stdout.contains(&b'\x1b'));
    let mut tool = tool(&["check", DRIFTED, "--table", TABLE]);
    let coloured = tool.env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(coloured.stdout.contains(&b'\x1b'));
    let plain = tool.env("NO_COLOR", "1").output().unwrap();
    assert!(!plain.stdout.contains(&b'\x1b'));
}

#[test]
fn reader_that_leaves_is_no_problem() {
    let check = ["check", DRIFTED, "--table", TABLE, "--format", "json"];
    for args in [&check[..], &["man"], &["export"], &["--help"]] {
        let mut tool = tool(args);
        let mut child = tool.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(text(&output.stderr), "", "{args:?}");
        assert!(output.status.code() < Some(2), "{args:?}: {:?}", output.status);
    }
}

#[test]
#[cfg(unix)]
fn closed_or_full_streams_never_panic() {
    let shell = |command: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", command, "sh", TOOL]).output().unwrap().status.code()
    };
    let streams = if Path::new("/dev/full").exists() {
        vec!["2>&-", "2>/dev/full"]
    } else {
        eprintln!("skipped: full streams, since there is no /dev/full");
        vec!["2>&-"]
    };
    for stream in streams {
        assert_eq!(shell(&format!("\"$1\" check no/such/page.md {stream}")), Some(2), "{stream}");
        assert_eq!(shell(&format!("\"$1\" lookup NO_SUCH_NAME {stream}")), Some(1), "{stream}");
        assert_eq!(shell(&format!("\"$1\" check {stream}")), Some(2), "{stream}");
        let warns =
            format!("\"$1\" check tests/cmd/check.in/corrected.md --table {TABLE} {stream}");
        assert_eq!(shell(&warns), Some(0), "{stream}");
    }
    if Path::new("/dev/full").exists() {
        assert_eq!(shell("\"$1\" export >/dev/full"), Some(2));
        assert_eq!(shell("\"$1\" export >/dev/full 2>/dev/full"), Some(2));
    }
}

#[test]
fn summary_of_the_job_gets_the_markdown_report() {
    let folder = tempfile::tempdir().unwrap();
    let summary = folder.path().join("summary.md");
    fs::write(&summary, "Before.\n").unwrap();
    let mut github = tool(&["check", DRIFTED, "--table", TABLE, "--format", "github"]);
    github.env("GITHUB_STEP_SUMMARY", &summary).output().unwrap();
    let markdown = tool(&["check", DRIFTED, "--table", TABLE, "--format", "markdown"]).output();
    let expected = format!("Before.\n{}", text(&markdown.unwrap().stdout));
    assert_eq!(fs::read_to_string(&summary).unwrap(), expected);
}

#[test]
fn every_manual_page_that_is_named_can_be_made() {
    let man = tool(&["man"]).output().unwrap();
    let page = text(&man.stdout);
    let named = page.split("vkyc\\-status\\-").skip(1);
    let named: Vec<_> = named.filter_map(|rest| Some(rest.split_once("(1)")?.0)).collect();
    assert!(named.contains(&"check") && named.contains(&"sync"), "{page}");
    for command in named {
        let page = tool(&["man", command]).output().unwrap();
        assert_eq!(page.status.code(), Some(0), "{command}");
        assert!(text(&page.stdout).contains(&format!("vkyc\\-status\\-{command}")), "{command}");
    }
    for shell in ["bash", "fish", "zsh", "powershell", "elvish"] {
        let script = tool(&["completions", shell]).output().unwrap();
        assert!(text(&script.stdout).contains("lookup"), "{shell}");
    }
}

#[test]
fn ten_thousand_rows_are_no_limit() {
    let row = |i| format!("| `CODE_{i}` | The user did it {i} times. | Ask the user to retry |\n");
    let rows: String = (0..10_000).map(row).collect();
    let header = "| Status code | Description | Recommended action |\n| --- | --- | --- |\n";
    let page = fs::read_to_string(IN_SYNC).unwrap();
    let page = format!("{page}\n## `MANY` – Many\n\n{header}{rows}");
    let check = run(&["check", "-", "--format", "json", "--table", TABLE], &page);
    let report: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    assert_eq!(report["changes"].as_array().unwrap().len(), 10_001);
}
