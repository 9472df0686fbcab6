//! The tool as a person runs it: what it prints, on which stream, and how it ends.

use std::fs;
use std::io::Write as _;
#[cfg(unix)]
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::{Value, json};
use vkyc_status::StatusCode;

use crate::{DRIFTED, IN_SYNC, TABLE, text, tool};
#[cfg(unix)]
use crate::{shell, skip};

fn run(args: &[&str], input: &str) -> Output {
    let mut tool = tool(args);
    let tool = tool.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = tool.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
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
    let json = tool(&["export"]).output().unwrap();
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert!(json["source"]["url"] == vkyc_status::SOURCE_URL && json.get("accepted").is_none());
    let keys: Vec<_> = json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["source", "columns", "actions", "outcomes", "phases", "pairs"]);
    assert_eq!(
        (&json["columns"][1]["name"], &json["pairs"][0]["status"]),
        (&"description".into(), &"INITIATED".into())
    );
    let list = |value: &Value| value.as_array().unwrap().clone();
    let cell = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut of_json = Vec::new();
    for phase in list(&json["phases"]) {
        for code in list(&phase["codes"]) {
            let actions = list(&code["actions"]).iter().map(cell).collect::<Vec<_>>().join(" ");
            let mut row = ["status", "title"].map(|key| cell(&phase[key])).to_vec();
            row.extend(["code", "description", "recommended_action"].map(|key| cell(&code[key])));
            row.extend([actions, cell(&code["outcome"]), cell(&code["retired"])]);
            of_json.push(row);
        }
    }
    let csv = tool(&["export", "--format", "csv"]).output().unwrap();
    let mut csv = csv::Reader::from_reader(&*csv.stdout);
    let of_csv: Vec<Vec<String>> = csv.deserialize().map(Result::unwrap).collect();
    let rows = StatusCode::ALL.iter().map(|code| {
        let actions: Vec<_> = code.actions().iter().map(|action| action.as_str()).collect();
        let row = [
            code.phase().as_str(),
            code.phase().title(),
            code.as_str(),
            code.description(),
            code.recommended_action(),
            &actions.join(" "),
            code.outcome().as_str(),
            code.retired().unwrap_or_default(),
        ];
        row.map(str::to_owned).to_vec()
    });
    let expected: Vec<Vec<String>> = rows.collect();
    assert_eq!(of_json, expected);
    assert_eq!(of_csv, expected);
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
fn new_column_is_a_change_without_phase_and_code() {
    let folder = "tests/cmd/second.in";
    let [page, table] = ["page.md", "statuses.toml"].map(|name| format!("{folder}/{name}"));
    let check = tool(&["check", &page, "--table", &table, "--format", "json"]).output().unwrap();
    let report: Value = serde_json::from_slice(&check.stdout).unwrap();
    let expected = json!({
        "kind": "column_added", "level": "minor", "phase": null, "code": null, "before": null,
        "after": "Next step", "renamed_from": null, "review": false, "file": table, "line": 16,
    });
    assert_eq!(report["changes"][0], expected);
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
#[cfg(target_os = "linux")]
fn lines_are_wrapped_at_the_width_of_the_terminal() {
    let check = format!("stty rows 9 cols 46; vkyc-status check {DRIFTED} --table {TABLE}");
    let output = shell(&format!("script -qec '{check}' /dev/null")).env("NO_COLOR", "1").output();
    let output = output.unwrap();
    if output.status.code() == Some(127) {
        return skip("a narrow terminal, since there is no script");
    }
    let report = text(&output.stdout).replace('\r', "");
    let expected = "         An [-agent-] {+auditor+} has started\n         the review.\n";
    assert!(report.contains(expected), "{report}");
}

#[test]
fn reader_that_leaves_is_no_problem() {
    let check = ["check", DRIFTED, "--table", TABLE, "--format", "json"];
    for args in [&check[..], &["lookup"], &["export"], &["--help"]] {
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
    let status =
        |command: &str| shell(&format!("vkyc-status {command}")).output().unwrap().status.code();
    let mut streams = vec!["2>&-"];
    if Path::new("/dev/full").exists() {
        streams.push("2>/dev/full");
        assert_eq!(status("export >/dev/full"), Some(2));
        assert_eq!(status("export >/dev/full 2>/dev/full"), Some(2));
    } else {
        skip("full streams, since there is no /dev/full");
    }
    for stream in streams {
        assert_eq!(status(&format!("check no/such/page.md {stream}")), Some(2), "{stream}");
        assert_eq!(status(&format!("lookup NO_SUCH_NAME {stream}")), Some(1), "{stream}");
        assert_eq!(status(&format!("check {stream}")), Some(2), "{stream}");
        let warns = format!("check tests/cmd/check.in/corrected.md --table {TABLE} {stream}");
        assert_eq!(status(&warns), Some(0), "{stream}");
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
#[cfg(unix)]
fn bash_completes_the_values_of_an_option() {
    let complete = "source <(vkyc-status completions bash)
        COMP_WORDS=(vkyc-status export --format '') COMP_CWORD=3
        $(complete -p vkyc-status | sed 's/.*-F \\([^ ]*\\).*/\\1/') vkyc-status '' --format
        echo ${COMPREPLY[*]}";
    let output = shell(complete).output().unwrap();
    assert_eq!(text(&output.stdout).trim(), "json csv markdown toml", "{output:?}");
    for shell in ["fish", "zsh", "powershell", "elvish"] {
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
    let report: Value = serde_json::from_slice(&check.stdout).unwrap();
    assert_eq!(report["changes"].as_array().unwrap().len(), 10_001);
    let check = run(&["check", "-", "--table", TABLE], &page);
    assert!(text(&check.stdout).contains("\nMANY: 10001 changes: 10001 minor\n"));
}
