//! Without a token, the script only compares.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fs, thread};

use tempfile::TempDir;

use super::page::Page;
use super::{SCRIPT, has, said};
use crate::TOOL;

/// A page that lacks a code of the table and has a new one.
fn drifted() -> String {
    let mut page = Page::january();
    page.remove("FORM_SIGNED");
    page.add("DESK", "FORM_STAMPED");
    page.text()
}

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
    let (page, drifted) = (Page::january().text(), drifted());
    let page = page.as_str();
    let (status, length, body) = match path {
        "/page" => ("200 OK", page.len(), page),
        "/drifted" => ("200 OK", drifted.len(), drifted.as_str()),
        "/moved" => ("302 Found\r\nLocation: /page", 0, ""),
        "/empty" => ("200 OK", 0, ""),
        "/cut" => ("200 OK", page.len(), &page[..page.len() / 2]),
        "/html" => ("200 OK", 15, "<!doctype html>"),
        "/up-again" if is_up.swap(true, Ordering::Relaxed) => ("200 OK", page.len(), page),
        "/500" | "/up-again" => ("500 Internal Server Error", page.len(), page),
        _ => ("404 Not Found", page.len(), page),
    };
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    // A client that has seen enough may be gone.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

/// A folder with the table of January, its page and a drifted one.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let page = Page::january();
    fs::create_dir(folder.path().join("data")).unwrap();
    for (file, text) in [
        ("data/statuses.toml", page.table()),
        ("page.md", page.text()),
        ("drifted.md", drifted()),
        ("error.html", "<!doctype html>\n<title>Sorry</title>\n".to_owned()),
    ] {
        fs::write(folder.path().join(file), text).unwrap();
    }
    folder
}

fn script(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(SCRIPT);
    command.args(arguments).current_dir(folder).env("VKYC_STATUS", TOOL);
    command.env("CURL_RETRIES", "0").env("NO_PROXY", "127.0.0.1");
    for variable in
        ["GH_TOKEN", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "TABLE", "FAIL_ON", "FORMAT"]
    {
        command.env_remove(variable);
    }
    command
}

#[test]
fn only_a_whole_page_is_compared() {
    if !has(&["bash", "curl"]) {
        return;
    }
    let (server, folder) = (server(), folder());
    let refused = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/page", listener.local_addr().unwrap())
    };
    let at = |path: &str| format!("{server}{path}");
    let cases = [
        (at("/page"), 0, "in sync"),
        (at("/moved"), 0, "in sync"),
        ("page.md".to_owned(), 0, "in sync"),
        (at("/drifted"), 1, "title=code removed (minor)"),
        ("drifted.md".to_owned(), 1, "title=code removed (minor)"),
        (at("/404"), 2, "cannot be fetched"),
        (at("/500"), 2, "cannot be fetched"),
        (at("/cut"), 2, "cannot be fetched"),
        (refused, 2, "cannot be fetched"),
        (at("/empty"), 2, "empty"),
        (at("/html"), 2, "HTML"),
        ("error.html".to_owned(), 2, "HTML"),
        ("no/such/page.md".to_owned(), 2, "no/such/page.md: cannot be read"),
        ("data".to_owned(), 2, "data: cannot be read"),
        (String::new(), 2, "usage"),
    ];
    for (page, status, says) in cases {
        let output = script(&folder, &[&page]).output().unwrap();
        let Output { status: ended, stdout, stderr } = &output;
        let text = String::from_utf8_lossy(if status == 2 { stderr } else { stdout });
        assert_eq!(ended.code(), Some(status), "{page}: {}", said(&output));
        assert!(text.contains(says), "{page}: {text}");
        assert!(status != 2 || stdout.is_empty(), "{page}: {}", said(&output));
    }
}

#[test]
fn server_that_comes_up_again_is_asked_again() {
    if !has(&["bash", "curl"]) {
        return;
    }
    let page = format!("{}/up-again", server());
    let output = script(&folder(), &[&page]).env("CURL_RETRIES", "1").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn what_keeps_the_check_from_running_is_an_error() {
    if !has(&["bash"]) {
        return;
    }
    let folder = folder();
    let ends = |command: &mut Command| {
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{command:?}: {}", said(&output));
    };
    for arguments in [&[][..], &[""], &["page.md", "page.md"]] {
        ends(&mut script(&folder, arguments));
    }
    // They end with 127, 126, 1 and by a signal.
    fs::write(folder.path().join("dies"), "#!/bin/sh\nkill -9 $$\n").unwrap();
    for tool in ["no-such-tool", "./page.md", "./dies", "/"] {
        ends(script(&folder, &["page.md"]).env("VKYC_STATUS", tool));
    }
    for (variable, value) in [("TABLE", "no-such.toml"), ("FAIL_ON", "never"), ("FORMAT", "poem")] {
        ends(script(&folder, &["page.md"]).env(variable, value));
    }
    ends(script(&folder, &["page.md"]).env("TMPDIR", "/no/such/folder"));
    ends(script(&folder, &["page.md"]).env("GITHUB_OUTPUT", "/no/such/folder/output"));
    // No file can be written, as on a full disk.
    let mut full = Command::new("bash");
    full.arg("-c").arg(r#"trap "" XFSZ; ulimit -f 0; exec "$0" drifted.md"#).arg(SCRIPT);
    ends(full.current_dir(&folder).env("VKYC_STATUS", TOOL).env_remove("GH_TOKEN"));
}

#[test]
fn outputs_tell_the_level_whatever_fails_the_step() {
    if !has(&["bash"]) {
        return;
    }
    let folder = folder();
    let mut moved = Page::january();
    let row = moved.remove("FILE_OPENED");
    moved.phase("DESK").codes.push(row);
    let mut reworded = Page::january();
    "Take the ticket.".clone_into(&mut reworded.code("TICKET_DRAWN")[2]);
    let pages = [
        (Page::january().text(), ""),
        (reworded.text(), "patch"),
        (drifted(), "minor"),
        (moved.text(), "major"),
    ];
    let levels = ["", "patch", "minor", "major"];
    for (rank, (page, level)) in pages.iter().enumerate() {
        fs::write(folder.path().join("page.md"), page).unwrap();
        for (least, fail_on) in levels.iter().enumerate() {
            let outputs = folder.path().join("outputs");
            let mut script = script(&folder, &["page.md"]);
            script.env("GITHUB_OUTPUT", &outputs).env("FORMAT", "text");
            if least > 0 {
                script.env("FAIL_ON", fail_on);
            }
            let output = script.output().unwrap();
            let fails = rank > 0 && rank >= least;
            assert_eq!(output.status.code(), Some(fails.into()), "{fail_on}: {}", said(&output));
            let text = fs::read_to_string(&outputs).unwrap();
            assert_eq!(text, format!("level={level}\nin-sync={}\n", rank == 0));
            fs::remove_file(outputs).unwrap();
        }
    }
}

#[test]
fn table_can_be_another_file_or_the_tools_own() {
    if !has(&["bash"]) {
        return;
    }
    let folder = folder();
    fs::rename(folder.path().join("data/statuses.toml"), folder.path().join("-t.toml")).unwrap();
    let output = script(&folder, &["page.md"]).env("TABLE", "./-t.toml").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let exported = Command::new(TOOL).args(["export", "--format", "markdown"]).output().unwrap();
    fs::write(folder.path().join("own.md"), exported.stdout).unwrap();
    let output = script(&folder, &["own.md"]).env("TABLE", "").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn summary_says_what_was_compared_and_how_it_ended() {
    if !has(&["bash"]) {
        return;
    }
    let folder = folder();
    let cases = [("page.md", "in sync"), ("drifted.md", "drift (minor)"), ("no.md", "error")];
    for (page, outcome) in cases {
        let summary = folder.path().join("summary");
        let output = script(&folder, &[page]).env("GITHUB_STEP_SUMMARY", &summary).output();
        assert!(output.is_ok());
        let text = fs::read_to_string(&summary).unwrap();
        let table = if page == "no.md" { "no table" } else { "data/statuses.toml" };
        assert!(text.contains(&format!("\nCompared {table} with {page} on 2")), "{text}");
        assert!(text.ends_with(&format!(" UTC: {outcome}.\n")), "{text}");
        fs::remove_file(summary).unwrap();
    }
}
