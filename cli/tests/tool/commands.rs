//! The tool as a person runs it: what it prints, on which stream, and how it ends.

use std::fs;
use std::io::Write as _;
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use crate::{DRIFTED, IN_SYNC, TABLE, text, tool};
#[cfg(unix)]
use crate::{FILES, shell, skip};

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
fn compiled_in_table_is_in_sync_with_the_last_read_page_and_its_own_export() {
    let export = tool(&["export", "--format", "markdown"]).output().unwrap();
    let pages = [fs::read("../data/page.md").unwrap(), export.stdout];
    for page in pages {
        let check = run(&["check", "-"], text(&page));
        assert_eq!(check.status.code(), Some(0), "{check:?}");
        let report = text(&check.stdout);
        let name = format!("The compiled-in table of vkyc-status {}", env!("CARGO_PKG_VERSION"));
        assert!(report.starts_with(&name) && !report.contains(".toml"), "{report}");
    }
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
fn json_and_csv_have_the_same_cells() {
    let json = tool(&["export", "--table", TABLE]).output().unwrap();
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    let keys: Vec<_> = json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["source", "columns", "actions", "outcomes", "phases", "pairs"]);
    let cell = |value: &Value| match value {
        Value::Array(ids) => {
            ids.iter().map(|id| id.as_str().unwrap()).collect::<Vec<_>>().join(" ")
        }
        value => value.as_str().unwrap_or_default().to_owned(),
    };
    let mut of_json: Vec<Vec<String>> = Vec::new();
    for phase in json["phases"].as_array().unwrap() {
        for code in phase["codes"].as_array().unwrap() {
            let cells = ["status", "title"].map(|key| &phase[key]).into_iter();
            of_json.push(cells.chain(code.as_object().unwrap().values()).map(cell).collect());
        }
    }
    let csv = tool(&["export", "--format", "csv", "--table", TABLE]).output().unwrap();
    let mut csv = csv::Reader::from_reader(&*csv.stdout);
    let of_csv: Vec<Vec<String>> = csv.deserialize().map(Result::unwrap).collect();
    assert_eq!(of_json, of_csv);
    assert_eq!(json["columns"][0], json!({ "name": "code", "header": "Status code", "doc": null }));
    assert_eq!(json["actions"][2], json!({ "id": "finish", "summary": "Store the result." }));
    assert_eq!(json["outcomes"][2], json!({ "id": "finish", "summary": "It has ended." }));
    let reason = "The sample response of the first call.";
    let pair = json!({ "status": "CREATED", "code": "QUEUE_JOINED", "reason": reason });
    assert_eq!(json["pairs"], json!([pair]));
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
    let folder = crate::copy(FILES);
    let check = "stty rows 9 cols 46; vkyc-status check drifted.md --table statuses.toml";
    let mut script = shell(&format!("script -qec '{check}' typescript"));
    let output = script.env("NO_COLOR", "1").current_dir(&folder).output().unwrap();
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
    let status = |command: &str| shell(command).output().unwrap().status.code();
    let mut streams = vec!["2>&-"];
    if status("test -c /dev/full") == Some(0) {
        streams.push("2>/dev/full");
        assert_eq!(status("vkyc-status export >/dev/full"), Some(2));
        assert_eq!(status("vkyc-status export >/dev/full 2>/dev/full"), Some(2));
    } else {
        skip("full streams, since there is no /dev/full");
    }
    let warns = format!("check {FILES}/corrected.md --table {TABLE}");
    for stream in streams {
        for (arguments, expected) in
            [("check no/such/page.md", 2), ("lookup NO_SUCH_NAME", 1), ("check", 2), (&warns, 0)]
        {
            let command = format!("vkyc-status {arguments} {stream}");
            assert_eq!(status(&command), Some(expected), "{command}");
        }
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
    let check = run(&["check", "-", "--table", TABLE], &page);
    assert!(text(&check.stdout).contains("\nMANY: 10001 changes: 10001 minor\n"));
}
