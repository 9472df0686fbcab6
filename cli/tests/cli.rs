//! The tool as a person runs it: what it prints, on which stream, and how it ends.
#![cfg(feature = "cli")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::{env, fs, process};

const PAGE: &str = "tests/fixtures/page.txt";
const DRIFTED: &str = "tests/fixtures/pages/drifted.md";

/// Each file was read before its output was accepted with `TRYCMD=overwrite`.
#[test]
fn commands_print_what_they_promise() {
    trycmd::TestCases::new().case("tests/cmd/*.md").case("README.md");
}

fn tool(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vkyc-status"));
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

#[test]
fn reports_go_to_output_and_problems_to_error() {
    let drift = tool(&["check", DRIFTED]).output().unwrap();
    assert_eq!((drift.status.code(), drift.stderr), (Some(1), Vec::new()));
    let trouble = tool(&["check", "tests/fixtures/pages/empty.md"]).output().unwrap();
    assert_eq!((trouble.status.code(), trouble.stdout), (Some(2), Vec::new()));
    assert!(trouble.stderr.starts_with(b"error: "));
}

#[test]
fn export_is_read_back_from_standard_input() {
    let markdown = tool(&["export", "--format", "markdown"]).output().unwrap();
    let check = run(&["check", "-"], &String::from_utf8(markdown.stdout).unwrap());
    assert_eq!(check.status.code(), Some(0), "{check:?}");
}

#[test]
fn exports_hold_every_column() {
    let json = tool(&["export"]).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let csv = tool(&["export", "--format", "csv"]).output().unwrap();
    let csv = String::from_utf8(csv.stdout).unwrap();
    assert_eq!(csv.lines().count(), 1 + vkyc_status::StatusCode::ALL.len());
    for phase in json["phases"].as_array().unwrap() {
        for code in phase["codes"].as_array().unwrap() {
            let actions: Vec<_> =
                code["actions"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
            let columns = [&phase["status"], &phase["title"], &code["code"], &code["description"]];
            let columns = columns.into_iter().chain([&code["recommended_action"]]);
            let columns: Vec<_> = columns.map(|text| text.as_str().unwrap()).collect();
            // No text of the table needs quotes.
            let row = format!("{},{}", columns.join(","), actions.join(" "));
            assert!(csv.lines().any(|line| line == row), "{row}");
        }
    }
    assert_eq!(json["actions"].as_array().unwrap().len(), vkyc_status::Action::ALL.len());
}

#[test]
fn generate_prints_the_source_that_was_compiled() {
    let output = tool(&["generate"]).output().unwrap();
    let source = String::from_utf8(output.stdout).unwrap();
    let shipped = fs::read_to_string("data/statuses.rs").unwrap();
    let own = env::var_os("VKYC_STATUSES_TOML").is_none();
    assert!(!own || source == shipped, "data/statuses.rs is stale");
}

#[test]
fn colours_need_a_terminal() {
    let plain = tool(&["check", DRIFTED]).output().unwrap();
    assert!(!plain.stdout.contains(&b'\x1b'));
    let mut tool = tool(&["check", DRIFTED]);
    let coloured = tool.env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(coloured.stdout.contains(&b'\x1b'));
    let plain = tool.env("NO_COLOR", "1").output().unwrap();
    assert!(!plain.stdout.contains(&b'\x1b'));
}

#[test]
fn reader_that_leaves_is_no_problem() {
    for args in [&["check", DRIFTED, "--format", "json"][..], &["man"], &["export"], &["--help"]] {
        let mut tool = tool(args);
        let mut child = tool.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
        assert!(output.status.code() < Some(2), "{args:?}: {:?}", output.status);
    }
}

#[test]
fn summary_of_the_job_gets_the_markdown_report() {
    let summary = env::temp_dir().join(format!("vkyc-status-summary-{}.md", process::id()));
    fs::write(&summary, "Before.\n").unwrap();
    let mut tool = tool(&["check", DRIFTED, "--format", "github"]);
    tool.env("GITHUB_STEP_SUMMARY", &summary).output().unwrap();
    let written = fs::read_to_string(&summary).unwrap();
    fs::remove_file(&summary).unwrap();
    assert!(written.starts_with("Before.\n[Status and status-code reference]"), "{written}");
}

#[test]
fn completions_and_manual_name_every_command() {
    for args in [&["completions", "bash"][..], &["completions", "fish"], &["man"]] {
        let output = String::from_utf8(tool(args).output().unwrap().stdout).unwrap();
        for command in ["check", "sync", "lookup", "export", "generate"] {
            assert!(output.contains(command), "{args:?}: {command}");
        }
    }
}

#[test]
fn ten_thousand_rows_are_no_limit() {
    let row = |i| format!("| `CODE_{i}` | The user did it {i} times. | Ask the user to retry |\n");
    let rows = (0..10_000).map(row).collect::<Vec<_>>().concat();
    let header = "| Status code | Description | Recommended action |\n|---|---|---|\n";
    let page = format!("{}\n## `MANY` – Many\n\n{header}{rows}", fs::read_to_string(PAGE).unwrap());
    let check = run(&["check", "-", "--format", "json"], &page);
    let report: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    assert_eq!(report["changes"].as_array().unwrap().len(), 10_001);
}
