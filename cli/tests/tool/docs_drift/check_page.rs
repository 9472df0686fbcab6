//! `.ci/check-page` fetches a page, compares and reports.

use std::fs;
use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::host::Host;
use super::page::Page;
use super::server::{respond, serve};

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
    while stream.write_all(&[b'a'; 1 << 12]).is_ok() {}
}

#[test]
fn only_a_whole_page_is_compared() {
    let Some(host) = Host::new() else { return };
    let server = server();
    let at = |path: &str| format!("{server}{path}");
    fs::write(host.path("error.html"), "<!doctype html>\n<title>Sorry</title>\n").unwrap();
    let cases = [
        (at("/page"), 0, "in sync"),
        (at("/page").replace("http", "HTTP"), 0, "in sync"),
        (at("/moved"), 0, "in sync"),
        ("../page.md".to_owned(), 0, "in sync"),
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
        ("../error.html".to_owned(), 2, "HTML"),
        ("no/such/page.md".to_owned(), 2, "'no/such/page.md' cannot be read"),
        ("data".to_owned(), 2, "'data' cannot be read"),
        ("''".to_owned(), 2, "'' cannot be read"),
        ("../page.md ../page.md".to_owned(), 2, "cannot be read"),
    ];
    let before = host.sh(".", "ls -A");
    for (page, status, says) in cases {
        let start = Instant::now();
        let said = host.run(status, &format!("check-page {page}"), &[]);
        assert!(said.contains(says), "{page}: {said}");
        assert!(status < 2 || !said.contains("in sync"), "{page}: {said}");
        assert!(start.elapsed() < Duration::from_secs(60), "{page} took {:?}", start.elapsed());
    }
    assert_eq!(host.sh(".", "rm -f calls; ls -A"), before);
    // A server is asked again, but not after an hour.
    for (path, status) in [("up-again", 0), ("busy", 2)] {
        host.run(status, &format!("check-page {server}/{path}"), &[("CURL_RETRIES", "1")]);
    }
}

#[test]
fn what_keeps_the_check_from_running_is_an_error() {
    let Some(host) = Host::new() else { return };
    fs::write(host.path("page.md"), Page::reworded("The agent agrees.")).unwrap();
    host.sh(".", "printf '#!/bin/sh\\nkill -9 $$\\n' > dies; chmod +x dies");
    for variable in [
        // They end with 127, 126, 1 and by a signal.
        ("VKYC_STATUS", "no-such-tool"),
        ("VKYC_STATUS", "../page.md"),
        ("VKYC_STATUS", "/"),
        ("VKYC_STATUS", "../dies"),
        ("TABLE", "no-such.toml"),
        ("FAIL_ON", "never"),
        ("FORMAT", "poem"),
        ("TMPDIR", "/no/such/folder"),
        ("GITHUB_OUTPUT", "/no/such/folder/output"),
    ] {
        host.run(2, "check-page ../page.md", &[variable]);
    }
    // No file can be written, as on a full disk.
    host.run(2, "trap '' XFSZ; ulimit -f 0; check-page ../page.md", &[]);
    let said = host.run(2, "check-page 50%.md", &[("GITHUB_ACTIONS", "true")]);
    let annotations: Vec<_> = said.lines().filter(|line| line.starts_with("::error ")).collect();
    assert!(annotations.len() == 1 && annotations[0].contains("'50%25.md' cannot be"), "{said}");
}

#[test]
fn outputs_tell_the_level_whatever_fails_the_step() {
    let Some(host) = Host::new() else { return };
    let mut moved = Page::january();
    let row = moved.remove("CALL_ENDED");
    moved.insert("QUEUE_JOINED", &row);
    let reworded = Page::reworded("The agent agrees.");
    let pages = [Page::january().0, reworded, Page::extended().0, moved.0];
    let levels = ["", "patch", "minor", "major"];
    for (rank, page) in pages.iter().enumerate() {
        fs::write(host.path("page.md"), page).unwrap();
        for (least, fail_on) in levels.iter().enumerate() {
            let status = i32::from(rank > 0 && rank >= least);
            let variables = [("GITHUB_OUTPUT", "../outputs"), ("FAIL_ON", fail_on)];
            host.run(status, "rm -f ../outputs; check-page ../page.md", &variables);
            let expected = format!("level={}\nin-sync={}", levels[rank], rank == 0);
            assert_eq!(host.state("outputs"), Some(expected));
        }
    }
    // The table can be another file, or the tool's own.
    host.sh(
        ".",
        r#"mv runner/data/statuses.toml runner/-t.toml; "$TOOL" export --format markdown > own.md"#,
    );
    host.run(1, "check-page ../page.md", &[("TABLE", "./-t.toml")]);
    host.run(0, "check-page ../own.md", &[("TABLE", "")]);
}
