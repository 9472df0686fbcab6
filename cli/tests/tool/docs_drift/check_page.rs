//! `.ci/check-page` fetches a page, compares and reports.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

use tempfile::TempDir;

use super::page::Page;
use super::{ROOT, has, said};
use crate::TOOL;

/// The address of a server that answers each path in its own way until the test ends.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (page, is_up) = (Page::january().0, AtomicBool::new(false));
        for stream in listener.incoming().flatten() {
            answer(stream, &page, &is_up);
        }
    });
    address
}

fn answer(mut stream: TcpStream, page: &str, is_up: &AtomicBool) {
    let lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let request: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let path = request.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
    let drifted = Page::reworded("The agent agrees.");
    let (status, length, body) = match path {
        "/page" => ("200 OK", page.len(), page),
        "/drifted" => ("200 OK", drifted.len(), drifted.as_str()),
        "/moved" => ("302 Found\r\nLocation: /page", 0, ""),
        "/empty" => ("200 OK", 0, ""),
        "/cut" => ("200 OK", page.len(), &page[..page.len() / 2]),
        "/html" => ("200 OK", 15, "<!doctype html>"),
        "/304" => ("304 Not Modified", 0, ""),
        "/busy" => ("429 Too Many Requests\r\nRetry-After: 3600", 0, ""),
        "/large" => ("200 OK", 1 << 30, page),
        "/endless" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            while stream.write_all(&[b'a'; 1 << 16]).is_ok() {}
            return;
        }
        "/up-again" if is_up.swap(true, Ordering::Relaxed) => ("200 OK", page.len(), page),
        "/500" | "/up-again" => ("500 Internal Server Error", page.len(), page),
        _ => ("404 Not Found", page.len(), page),
    };
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    // A client that has seen enough may be gone.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

/// A folder with the table, its page, a drifted one, and one of an error.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::copy(format!("{ROOT}/data/statuses.toml"), folder.path().join("data/statuses.toml")).unwrap();
    for (file, text) in [
        ("page.md", Page::january().0),
        ("drifted.md", Page::reworded("The agent agrees.")),
        ("error.html", "<!doctype html>\n<title>Sorry</title>\n".to_owned()),
    ] {
        fs::write(folder.path().join(file), text).unwrap();
    }
    folder
}

fn script(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(format!("{ROOT}/.ci/check-page"));
    command.args(arguments).current_dir(folder).env("VKYC_STATUS", TOOL);
    command.env("CURL_RETRIES", "0").env("NO_PROXY", "127.0.0.1").env("TMPDIR", folder.path());
    for variable in ["GITHUB_ACTIONS", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"]
        .iter()
        .chain(&["TABLE", "FAIL_ON", "FORMAT"])
    {
        command.env_remove(variable);
    }
    command
}

/// The script must end with this status. What it says, of an error on standard error.
#[track_caller]
fn ends(command: &mut Command, status: i32) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(status), "{command:?}: {}", said(&output));
    assert!(status != 2 || output.stdout.is_empty(), "{command:?}: {}", said(&output));
    said(&output)
}

#[test]
fn only_a_whole_page_is_compared() {
    if !has(&["bash", "curl"]) {
        return;
    }
    let (server, folder) = (server(), folder());
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let at = |path: &str| format!("{server}{path}");
    let cases = [
        (at("/page"), 0, "in sync"),
        (at("/page").replace("http", "HTTP"), 0, "in sync"),
        (at("/moved"), 0, "in sync"),
        ("page.md".to_owned(), 0, "in sync"),
        (at("/drifted"), 1, "title=description changed (patch)"),
        ("drifted.md".to_owned(), 1, "title=description changed (patch)"),
        (at("/404"), 2, "cannot be fetched"),
        (at("/500"), 2, "cannot be fetched"),
        (at("/cut"), 2, "cannot be fetched"),
        (at("/busy"), 2, "cannot be fetched"),
        (at("/large"), 2, "cannot be fetched"),
        (at("/endless"), 2, "cannot be fetched"),
        (at("/304"), 2, "HTTP 304"),
        (format!("http://{closed}/page"), 2, "cannot be fetched"),
        (at("/empty"), 2, "empty"),
        (at("/html"), 2, "HTML"),
        ("error.html".to_owned(), 2, "HTML"),
        ("no/such/page.md".to_owned(), 2, "no/such/page.md: cannot be read"),
        ("data".to_owned(), 2, "data: cannot be read"),
        (String::new(), 2, "no page"),
    ];
    for (page, status, says) in cases {
        let start = Instant::now();
        let said = ends(&mut script(&folder, &[&page]), status);
        assert!(said.contains(says), "{page}: {said}");
        assert!(start.elapsed() < Duration::from_secs(60), "{page} took {:?}", start.elapsed());
    }
    // Nothing is left behind.
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 4);
}

#[test]
fn server_is_asked_again_but_not_for_an_hour() {
    if !has(&["bash", "curl"]) {
        return;
    }
    let (server, folder) = (server(), folder());
    for (path, status) in [("up-again", 0), ("busy", 2)] {
        let page = format!("{server}/{path}");
        ends(script(&folder, &[&page]).env("CURL_RETRIES", "1"), status);
    }
}

#[test]
fn what_keeps_the_check_from_running_is_an_error() {
    if !has(&["bash"]) {
        return;
    }
    let folder = folder();
    for arguments in [&[][..], &["page.md", "page.md"]] {
        ends(&mut script(&folder, arguments), 2);
    }
    // They end with 127, 126, 1 and by a signal.
    fs::write(folder.path().join("dies"), "#!/bin/sh\nkill -9 $$\n").unwrap();
    for tool in ["no-such-tool", "./page.md", "./dies", "/"] {
        ends(script(&folder, &["page.md"]).env("VKYC_STATUS", tool), 2);
    }
    for (variable, value) in [
        ("TABLE", "no-such.toml"),
        ("FAIL_ON", "never"),
        ("FORMAT", "poem"),
        ("TMPDIR", "/no/such/folder"),
    ] {
        ends(script(&folder, &["page.md"]).env(variable, value), 2);
    }
    let output = script(&folder, &["page.md"]).env("GITHUB_OUTPUT", "/no/such/folder").output();
    assert_eq!(output.unwrap().status.code(), Some(2));
    // No file can be written, as on a full disk.
    let full = script(&folder, &[]);
    let program = full.get_program().to_owned();
    let mut shell = Command::new("bash");
    shell.arg("-c").arg(r#"trap "" XFSZ; ulimit -f 0; exec "$0" drifted.md"#).arg(program);
    let environment = full.get_envs().filter_map(|(name, value)| Some((name, value?)));
    ends(shell.envs(environment).current_dir(&folder), 2);
}

#[test]
fn error_is_an_annotation() {
    if !has(&["bash"]) {
        return;
    }
    let folder = folder();
    let said = ends(script(&folder, &["50%.md"]).env("GITHUB_ACTIONS", "true"), 2);
    let annotations: Vec<_> = said.lines().filter(|line| line.starts_with("::error ")).collect();
    assert_eq!(annotations.len(), 1, "{said}");
    assert!(annotations[0].contains("50%25.md: cannot be read"), "{said}");
}

#[test]
fn outputs_tell_the_level_whatever_fails_the_step() {
    if !has(&["bash"]) {
        return;
    }
    let folder = folder();
    let mut moved = Page::january();
    let row = moved.remove("USER_ENDED_CALL");
    moved.insert("USER_QUEUED", &row);
    let pages = [
        (Page::january().0, ""),
        (Page::reworded("The agent agrees."), "patch"),
        (Page::extended().0, "minor"),
        (moved.0, "major"),
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
            ends(&mut script, (rank > 0 && rank >= least).into());
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
    ends(script(&folder, &["page.md"]).env("TABLE", "./-t.toml"), 0);
    let exported = Command::new(TOOL).args(["export", "--format", "markdown"]).output().unwrap();
    fs::write(folder.path().join("own.md"), exported.stdout).unwrap();
    ends(script(&folder, &["own.md"]).env("TABLE", ""), 0);
}
