//! The script of the nightly workflow, against a server on loopback that behaves as servers do.
#![cfg(all(feature = "cli", unix))]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, fs, process, thread};

const PAGE: &str = include_str!("fixtures/page.txt");
const DRIFTED: &str = include_str!("fixtures/pages/drifted.md");

/// The address of a server that answers each path in its own way until the test ends.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let is_up = AtomicBool::new(false);
        for stream in listener.incoming().flatten() {
            answer(stream, &is_up);
        }
    });
    address
}

fn answer(mut stream: TcpStream, is_up: &AtomicBool) {
    let lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let request: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let path = request.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
    let (status, length, body) = match path {
        "/page" => ("200 OK", PAGE.len(), PAGE),
        "/drifted" => ("200 OK", DRIFTED.len(), DRIFTED),
        "/moved" => ("302 Found\r\nLocation: /page", 0, ""),
        "/empty" => ("200 OK", 0, ""),
        "/cut" => ("200 OK", PAGE.len(), &PAGE[..PAGE.len() / 2]),
        "/html" => ("200 OK", 15, "<!doctype html>"),
        "/up-again" if is_up.swap(true, Ordering::Relaxed) => ("200 OK", PAGE.len(), PAGE),
        "/500" | "/up-again" => ("500 Internal Server Error", PAGE.len(), PAGE),
        _ => ("404 Not Found", PAGE.len(), PAGE),
    };
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    // A client that has seen enough may be gone.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

fn script(page: &str) -> Command {
    let mut command = Command::new(".ci/docs-drift");
    command.arg(page).env("VKYC_STATUS", env!("CARGO_BIN_EXE_vkyc-status"));
    command.env("CURL_RETRIES", "0").env("NO_PROXY", "127.0.0.1");
    command.env_remove("GH_TOKEN").env_remove("GITHUB_STEP_SUMMARY");
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn only_a_whole_page_is_compared() {
    let server = server();
    let refused = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/page", listener.local_addr().unwrap())
    };
    let at = |path: &str| format!("{server}{path}");
    let cases = [
        (at("/page"), 0, "in sync"),
        (at("/moved"), 0, "in sync"),
        ("tests/fixtures/page.txt".to_owned(), 0, "in sync"),
        (at("/drifted"), 1, "title=code removed (major)"),
        ("tests/fixtures/pages/drifted.md".to_owned(), 1, "title=code removed (major)"),
        (at("/404"), 2, "cannot be fetched"),
        (at("/500"), 2, "cannot be fetched"),
        (at("/cut"), 2, "cannot be fetched"),
        (refused, 2, "cannot be fetched"),
        (at("/empty"), 2, "the page is empty"),
        (at("/html"), 2, "the page is HTML"),
        ("no/such/page.md".to_owned(), 2, "no/such/page.md"),
    ];
    for (page, status, says) in cases {
        let Output { status: ended, stdout, stderr } = script(&page).output().unwrap();
        let said = if status == 2 { text(&stderr) } else { text(&stdout) };
        assert_eq!(ended.code(), Some(status), "{page}: {said}");
        assert!(said.contains(says), "{page}: {said}");
        assert!(status != 2 || stdout.is_empty(), "{page}: {}", text(&stdout));
    }
}

#[test]
fn server_that_comes_up_again_is_asked_again() {
    let page = format!("{}/up-again", server());
    let output = script(&page).env("CURL_RETRIES", "1").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn tool_that_does_not_run_is_trouble() {
    let output = script("tests/fixtures/page.txt").env("VKYC_STATUS", "no-such-tool").output();
    assert_eq!(output.unwrap().status.code(), Some(2));
}

/// A folder with a `gh` that writes down what it is asked, and knows of the issue `number`.
fn fake_gh(name: &str, number: &str) -> PathBuf {
    let folder = env::temp_dir().join(format!("vkyc-status-gh-{name}-{}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    let gh = folder.join("gh");
    let program = format!(
        "#!/bin/sh\necho \"$1 $2 $3\" >> \"$(dirname \"$0\")/calls\"\n\
         [ \"$2\" != list ] || echo {number}\n\
         while [ $# -gt 0 ]; do [ \"$1\" != --body-file ] || cp \"$2\" \"$(dirname \"$0\")/body\"; shift; done\n"
    );
    fs::write(&gh, program).unwrap();
    fs::set_permissions(&gh, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

#[test]
fn one_issue_is_kept_about_the_drift() {
    let path = env::var("PATH").unwrap();
    let run = |name: &str, number: &str, page: &str, status: i32| {
        let folder = fake_gh(name, number);
        let mut script = script(page);
        script.env("GH_TOKEN", "t").env("PATH", format!("{}:{path}", folder.display()));
        let output = script.output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{}", text(&output.stderr));
        let read = |file| fs::read_to_string(folder.join(file)).unwrap_or_default();
        let result = (read("calls"), read("body"));
        fs::remove_dir_all(folder).unwrap();
        result
    };
    let drifted = "tests/fixtures/pages/drifted.md";
    let (calls, body) = run("new", "", drifted, 1);
    assert_eq!(calls, "issue list --state\nlabel create docs-drift\nissue create --label\n");
    assert!(body.contains("asks for a **major** release") && body.contains("sync tests/fixtures"));
    let (calls, body) = run("old", "7", drifted, 1);
    assert_eq!(calls, "issue list --state\nissue edit 7\n");
    assert!(body.contains("`USER_VPN_DETECTED`"), "{body}");
    let (calls, _) = run("done", "7", "tests/fixtures/page.txt", 0);
    assert_eq!(calls, "issue list --state\nissue close 7\n");
    let (calls, _) = run("never", "", "tests/fixtures/page.txt", 0);
    assert_eq!(calls, "issue list --state\n");
    let (calls, _) = run("trouble", "7", "tests/fixtures/pages/error.html", 2);
    assert_eq!(calls, "");
}
