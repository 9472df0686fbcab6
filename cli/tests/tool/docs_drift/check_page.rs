//! `.ci/check-page` fetches a page, compares and reports.

use std::io::Write as _;
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use tempfile::TempDir;

use super::host::TABLE;
use super::page::Page;
use super::server::{respond, serve};
use super::{ROOT, has, said};
use crate::TOOL;

/// A server that answers each path in its own way.
fn server() -> String {
    let (page, drifted) = (Page::january().0, Page::reworded("The agent agrees."));
    let mut is_up = false;
    serve(move |path, stream| match path {
        "/page" => respond(stream, "200 OK", page.len(), &page),
        "/drifted" => respond(stream, "200 OK", drifted.len(), &drifted),
        "/moved" => respond(stream, "302 Found\r\nLocation: /page", 0, ""),
        "/empty" => respond(stream, "200 OK", 0, ""),
        "/cut" => respond(stream, "200 OK", page.len(), &page[..page.len() / 2]),
        "/html" => respond(stream, "200 OK", 15, "<!doctype html>"),
        "/304" => respond(stream, "304 Not Modified", 0, ""),
        "/busy" => respond(stream, "429 Too Many Requests\r\nRetry-After: 3600", 0, ""),
        "/large" => respond(stream, "200 OK", 1 << 30, &page),
        "/endless" => endless(stream),
        "/up-again" if is_up => respond(stream, "200 OK", page.len(), &page),
        "/500" | "/up-again" => {
            is_up = path == "/up-again";
            respond(stream, "500 Internal Server Error", page.len(), &page);
        }
        _ => respond(stream, "404 Not Found", page.len(), &page),
    })
}

fn endless(mut stream: TcpStream) {
    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    while stream.write_all(&[b'a'; 1 << 16]).is_ok() {}
}

/// A folder with the table, its page and another page.
fn folder(page: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::copy(format!("{ROOT}/{TABLE}"), folder.path().join(TABLE)).unwrap();
    fs::write(folder.path().join("page.md"), Page::january().0).unwrap();
    fs::write(folder.path().join("other.md"), page).unwrap();
    folder
}

/// Runs the script with what its environment has besides. It must end with this status.
#[track_caller]
fn ends(folder: &TempDir, pages: &[&str], variables: &[(&str, &str)], status: i32) -> String {
    let mut script = Command::new("bash");
    script.args(["-c", r#"eval "$BEFORE"; exec "$SCRIPT" "$@""#, "bash"]).args(pages);
    script.current_dir(folder).env_clear().env("PATH", env::var("PATH").unwrap());
    script.env("SCRIPT", format!("{ROOT}/.ci/check-page")).env("BEFORE", "");
    script.env("VKYC_STATUS", TOOL).env("CURL_RETRIES", "0").env("TMPDIR", folder.path());
    let output = script.envs(variables.iter().copied()).output().unwrap();
    assert_eq!(output.status.code(), Some(status), "{pages:?}, {variables:?}: {}", said(&output));
    said(&output)
}

#[test]
fn only_a_whole_page_is_compared() {
    if !has(&["bash", "curl"]) {
        return;
    }
    let (server, folder) = (server(), folder("<!doctype html>\n<title>Sorry</title>\n"));
    let at = |path: &str| format!("{server}{path}");
    let cases = [
        (at("/page"), 0, "in sync"),
        (at("/page").replace("http", "HTTP"), 0, "in sync"),
        (at("/moved"), 0, "in sync"),
        ("page.md".to_owned(), 0, "in sync"),
        (at("/drifted"), 1, "title=description changed (patch)"),
        (at("/404"), 2, "cannot be fetched"),
        (at("/500"), 2, "cannot be fetched"),
        (at("/cut"), 2, "cannot be fetched"),
        (at("/busy"), 2, "cannot be fetched"),
        (at("/large"), 2, "cannot be fetched"),
        (at("/endless"), 2, "cannot be fetched"),
        (at("/304"), 2, "HTTP 304"),
        ("http://127.0.0.1:1/page".to_owned(), 2, "cannot be fetched"),
        (at("/empty"), 2, "empty"),
        (at("/html"), 2, "HTML"),
        ("other.md".to_owned(), 2, "HTML"),
        ("no/such/page.md".to_owned(), 2, "'no/such/page.md' cannot be read"),
        ("data".to_owned(), 2, "'data' cannot be read"),
        (String::new(), 2, "'' cannot be read"),
    ];
    for (page, status, says) in cases {
        let start = Instant::now();
        let said = ends(&folder, &[&page], &[], status);
        assert!(
            said.contains(says) && !(status == 2 && said.contains("in sync")),
            "{page}: {said}"
        );
        assert!(start.elapsed() < Duration::from_secs(60), "{page} took {:?}", start.elapsed());
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3, "nothing is left behind");
    // A server is asked again, but not after an hour.
    for (path, status) in [("/up-again", 0), ("/busy", 2)] {
        ends(&folder, &[&at(path)], &[("CURL_RETRIES", "1")], status);
    }
}

#[test]
fn table_can_be_another_and_what_keeps_the_check_from_running_is_an_error() {
    if !has(&["bash"]) {
        return;
    }
    let folder = folder(&Page::reworded("The agent agrees."));
    ends(&folder, &[], &[], 2);
    ends(&folder, &["page.md", "page.md"], &[], 2);
    fs::write(folder.path().join("dies"), "#!/bin/sh\nkill -9 $$\n").unwrap();
    fs::copy(folder.path().join(TABLE), folder.path().join("-t.toml")).unwrap();
    ends(&folder, &["page.md"], &[("TABLE", "./-t.toml")], 0);
    let exported = Command::new(TOOL).args(["export", "--format", "markdown"]).output().unwrap();
    fs::write(folder.path().join("own.md"), exported.stdout).unwrap();
    ends(&folder, &["own.md"], &[("TABLE", "")], 0);
    for (variable, value) in [
        // They end with 127, 126, 1 and by a signal.
        ("VKYC_STATUS", "no-such-tool"),
        ("VKYC_STATUS", "./page.md"),
        ("VKYC_STATUS", "/"),
        ("VKYC_STATUS", "./dies"),
        ("TABLE", "no-such.toml"),
        ("FAIL_ON", "never"),
        ("FORMAT", "poem"),
        ("TMPDIR", "/no/such/folder"),
        ("GITHUB_OUTPUT", "/no/such/folder/output"),
        // No file can be written, as on a full disk.
        ("BEFORE", "trap '' XFSZ; ulimit -f 0"),
    ] {
        ends(&folder, &["other.md"], &[(variable, value)], 2);
    }
    let said = ends(&folder, &["50%.md"], &[("GITHUB_ACTIONS", "true")], 2);
    let annotations: Vec<_> = said.lines().filter(|line| line.starts_with("::error ")).collect();
    assert!(annotations.len() == 1 && annotations[0].contains("'50%25.md' cannot be"), "{said}");
}

#[test]
fn outputs_tell_the_level_whatever_fails_the_step() {
    if !has(&["bash"]) {
        return;
    }
    let mut moved = Page::january();
    let row = moved.remove("USER_ENDED_CALL");
    moved.insert("USER_QUEUED", &row);
    let reworded = Page::reworded("The agent agrees.");
    let pages = [Page::january().0, reworded, Page::extended().0, moved.0];
    let levels = ["", "patch", "minor", "major"];
    for (rank, page) in pages.iter().enumerate() {
        let folder = folder(page);
        for (least, fail_on) in levels.iter().enumerate() {
            let status = i32::from(rank > 0 && rank >= least);
            let variables = [("GITHUB_OUTPUT", "outputs"), ("FAIL_ON", fail_on)];
            ends(&folder, &["other.md"], &variables, status);
        }
        let outputs = fs::read_to_string(folder.path().join("outputs")).unwrap();
        let expected = format!("level={}\nin-sync={}\n", levels[rank], rank == 0);
        assert_eq!(outputs, expected.repeat(levels.len()));
    }
}
