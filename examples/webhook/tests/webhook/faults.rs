//! An error ends with its cause: the next request succeeds.

use std::fs::{self, rename};
use std::io::{self, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::receiver::Receiver;
use crate::sender::{Request, event};

/// A file that may not grow, the log among them, is what a full disk looks like.
#[test]
fn a_write_that_fails_is_answered_503_and_the_next_one_succeeds() {
    let receiver = Receiver::start("file_size");
    for id in ["v1", "v2"] {
        let decision = event(id, "12:00:00Z", "approved");
        if !limit_files(&receiver, "0") {
            return;
        }
        let begin = Instant::now();
        for _ in 0..10 {
            let answer = receiver.send(&decision);
            assert_eq!(answer.status, 503, "{answer:?}");
            assert!(answer.head.contains("\r\nretry-after: 5\r\n"), "{answer:?}");
            assert_eq!(receiver.health().0, 503);
        }
        assert!(begin.elapsed() > Duration::from_millis(19 * 20), "a pause follows each error");
        assert_eq!(receiver.state(id), "");
        limit_files(&receiver, "unlimited");
        assert_eq!(receiver.take(&decision), "applied");
        assert_eq!(receiver.health().0, 200);
        assert_eq!(receiver.tasks(id), ["open_account"]);
    }
}

/// The log of commits may not grow beyond the limit, so commits fail until the next opening brings
/// them into the database; what was answered 200 is there.
#[test]
fn a_limit_that_stays_costs_some_deliveries_a_second_attempt_and_none_is_lost() {
    let receiver = Receiver::start("limit");
    if !limit_files(&receiver, "2000000") {
        return;
    }
    let mut connection = receiver.connect();
    let (mut stored, mut failed, mut stored_after) = (Vec::new(), 0, 0);
    while stored_after < 10 {
        let id = format!("v{:03}", stored.len());
        let delivery = event(&id, "12:00:00Z", "proceed").edit("\n", &" ".repeat(20_000));
        match connection.send(&delivery).unwrap().status {
            200 => {
                stored.push(id);
                stored_after += usize::from(failed > 0);
            }
            503 => failed += 1,
            status => panic!("{status}"),
        }
        assert!(stored.len() < 500, "the limit is not reached");
        assert!(failed < 20, "it does not open again");
    }
    assert_eq!(receiver.rows("SELECT verification_id FROM verification ORDER BY 1"), stored);
}

/// The receiver has the database open at first, then not, as after a write that failed because its
/// folder was unmounted.
#[test]
fn only_the_start_creates_a_database_and_a_file_that_was_moved_or_replaced_is_noticed() {
    let mut receiver = Receiver::start("replaced");
    let [database, elsewhere] = ["database", "elsewhere"].map(|name| receiver.file(name));
    let decision = event("v1", "12:00:00Z", "approved");
    assert_eq!(receiver.take(&decision), "applied");
    let refuses = |receiver: &Receiver, error| {
        assert_eq!(receiver.send(&decision).status, 503, "{error}");
        assert_eq!(receiver.health().0, 503, "{error}");
        receiver.wait_for_log(error);
    };
    for is_open in [true, false] {
        if !is_open {
            receiver.stop();
            receiver.restart();
            if !limit_files(&receiver, "0") {
                return;
            }
            assert_eq!(receiver.send(&event("v2", "12:00:00Z", "proceed")).status, 503);
        }
        rename(&database, &elsewhere).unwrap();
        limit_files(&receiver, "unlimited");
        refuses(&receiver, "the database is not there; put it back");
        assert!(!database.exists());
        fs::copy(&elsewhere, &database).unwrap();
        refuses(&receiver, "another file is in the place of the database");
        rename(&elsewhere, &database).unwrap();
        if !is_open {
            let content = fs::read(&database).unwrap();
            fs::write(&database, "").unwrap();
            refuses(&receiver, "schema 0");
            fs::write(&database, content).unwrap();
        }
        assert_eq!(receiver.health().0, 200);
        assert_eq!(receiver.take(&decision), "duplicate");
    }
    assert_eq!(receiver.tasks("v1"), ["open_account"]);
}

#[test]
fn a_deleted_write_ahead_log_is_noticed_and_what_was_answered_is_kept() {
    let mut receiver = Receiver::start("deleted");
    let decision = event("v1", "12:00:00Z", "approved");
    assert_eq!(receiver.take(&decision), "applied");
    fs::remove_file(receiver.file("database-wal")).unwrap();
    for _ in 0..3 {
        assert_eq!(receiver.send(&event("v2", "12:00:00Z", "proceed")).status, 503);
        assert_eq!(receiver.health().0, 503);
    }
    receiver.wait_for_log("database-wal: deleted or replaced; stop what uses it");
    receiver.kill_and_restart();
    assert_eq!(receiver.take(&decision), "duplicate");
}

#[test]
fn the_health_check_writes_and_counts() {
    let receiver = Receiver::start("health");
    let step = event("v1", "12:00:00Z", "proceed");
    for delivery in [&step, &step, &Request::new("{"), &Request::new(r#"{"type":"WEBHOOK"}"#)] {
        receiver.take(delivery);
    }
    assert_eq!(receiver.connect().get("/").unwrap().status, 404);
    let written = || receiver.rows("SELECT CAST(time AS TEXT) FROM health");
    let before = written();
    let (status, report) = receiver.health();
    assert_eq!(status, 200);
    assert_ne!(written(), before);
    let expected = serde_json::json!({
        "error": null,
        "queued": 0,
        "answered": {
            "applied": 1, "unchanged": 0, "conflict": 0, "unclear": 1, "not_ours": 1,
            "duplicate": 1, "refused": 1,
        },
        "log_lines_dropped": 0,
    });
    assert_eq!(report, expected);
}

/// Limits how large the files may grow that the receiver writes; false if this machine cannot.
fn limit_files(receiver: &Receiver, bytes: &str) -> bool {
    let id = receiver.process.0.id().to_string();
    let limit = format!("--fsize={bytes}:unlimited");
    match Command::new("prlimit").args(["--pid", &id, &limit]).status() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // Unlike `eprintln!`, this is also seen if the test passes.
            let mut stderr = io::stderr();
            writeln!(stderr, "\nSKIPPED: this machine has no prlimit").unwrap();
            false
        }
        status => {
            assert!(status.unwrap().success());
            true
        }
    }
}
