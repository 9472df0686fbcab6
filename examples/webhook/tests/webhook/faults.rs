//! An error ends with its cause: the next request succeeds.

use std::fs::{self, rename};
use std::io::{self, Write};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::events::{NOON, approved, event, steps};
use crate::receiver::Receiver;
use crate::sender::{Answer, Request};

/// A file that may not grow, the log among them, is what a full disk looks like.
#[test]
fn a_write_that_fails_is_answered_503_and_the_next_one_succeeds() {
    let receiver = Receiver::start("file_size");
    for round in 0..3 {
        let id = format!("v{round}");
        let before = receiver.count("delivery");
        if !limit_files(&receiver, "0") {
            return;
        }
        let begin = Instant::now();
        for _ in 0..25 {
            let answer = receiver.send(&event(&id, NOON, approved()));
            assert_eq!(answer.status, 503, "{answer:?}");
            assert_eq!(answer.retry_after.as_deref(), Some("5"));
            assert_eq!(receiver.health().0, 503);
        }
        assert!(
            begin.elapsed() > Duration::from_millis(49 * 20),
            "each error is followed by a pause"
        );
        assert_eq!(receiver.count("delivery"), before);
        limit_files(&receiver, "unlimited");
        assert_eq!(receiver.take(&event(&id, NOON, approved())), "applied");
        assert_eq!(receiver.health().0, 200);
        assert_eq!(receiver.tasks(&id), ["open_account"]);
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
    let (mut stored, mut failed_at) = (Vec::new(), None);
    for n in 0..500 {
        let id = format!("v{n:03}");
        let padding = " ".repeat(4000);
        let body = [event(&id, NOON, steps()[0]).body, padding.into_bytes()].concat();
        match connection.send(&Request::new(body)).unwrap().status {
            200 => stored.push(id),
            503 => failed_at = failed_at.or(Some(stored.len())),
            status => panic!("{status}"),
        }
        if failed_at.is_some_and(|failed_at| stored.len() > failed_at + 10) {
            break;
        }
    }
    let failed_at = failed_at.expect("the limit is reached");
    assert!(stored.len() > failed_at + 10, "it does not open again");
    assert_eq!(receiver.rows("SELECT verification_id FROM verification ORDER BY 1"), stored);
}

/// As if its folder had been unmounted when a write fails, and more.
#[test]
fn only_the_start_creates_a_database() {
    let mut receiver = Receiver::start("unmounted");
    let decision = event("v1", NOON, approved());
    assert_eq!(receiver.take(&decision), "applied");
    assert!(receiver.stop().success());
    receiver.restart();
    if !limit_files(&receiver, "0") {
        return;
    }
    assert_eq!(receiver.send(&event("v2", NOON, approved())).status, 503);
    let [database, elsewhere] = ["database", "elsewhere"].map(|name| receiver.file(name));
    rename(&database, &elsewhere).unwrap();
    limit_files(&receiver, "unlimited");
    let refuses = |what| {
        assert_eq!(receiver.send(&decision).status, 503, "{what}");
        assert_eq!(receiver.health().0, 503, "{what}");
    };
    refuses("no file");
    assert!(!database.exists());
    fs::copy(&elsewhere, &database).unwrap();
    refuses("another file");
    rename(&elsewhere, &database).unwrap();
    let content = fs::read(&database).unwrap();
    fs::write(&database, "").unwrap();
    refuses("an empty file");
    fs::write(&database, content).unwrap();
    assert_eq!(receiver.health().0, 200);
    assert_eq!(receiver.take(&decision), "duplicate");
    assert_eq!(receiver.tasks("v1"), ["open_account"]);
}

#[test]
fn a_file_that_was_moved_deleted_or_replaced_is_noticed_and_what_was_answered_is_kept() {
    let mut receiver = Receiver::start("replaced");
    let file = |name| receiver.file(name);
    let [database, elsewhere, wal] = [file("database"), file("elsewhere"), file("database-wal")];
    let refuses = |receiver: &Receiver, error| {
        for _ in 0..3 {
            assert_eq!(receiver.send(&event("v9", NOON, steps()[0])).status, 503);
            assert_eq!(receiver.health().0, 503);
        }
        receiver.wait_for_log(error);
    };
    assert_eq!(receiver.take(&event("v1", NOON, approved())), "applied");
    rename(&database, &elsewhere).unwrap();
    refuses(&receiver, "the database is not there; put it back");
    fs::copy(&elsewhere, &database).unwrap();
    refuses(&receiver, "another file is in the place of the database");
    rename(&elsewhere, &database).unwrap();
    assert_eq!(receiver.health().0, 200);
    assert_eq!(receiver.take(&event("v2", NOON, approved())), "applied");

    fs::remove_file(&wal).unwrap();
    refuses(&receiver, "database-wal: deleted or replaced; stop what uses it");
    receiver.kill_and_restart();
    assert_eq!(receiver.take(&event("v1", NOON, approved())), "duplicate");
    assert_eq!(receiver.take(&event("v2", NOON, approved())), "duplicate");

    fs::remove_file(&database).unwrap();
    refuses(&receiver, "the database is not there");
    assert!(!database.exists());
}

#[test]
fn what_waits_is_committed_together() {
    let receiver = Receiver::start("groups");
    let before = commits(&receiver);
    let lock = receiver.database();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut clients: Vec<_> = (0..64).map(|_| receiver.connect()).collect();
    for (n, client) in clients.iter_mut().enumerate() {
        client.send_only(&event(&format!("v{n}"), NOON, steps()[0])).unwrap();
    }
    lock.execute_batch("ROLLBACK").unwrap();
    assert!(clients.iter_mut().all(|client| client.answer().unwrap().status == 200));
    let commits = commits(&receiver) - before;
    assert!((1..=16).contains(&commits), "{commits}");
}

/// The frames of `SQLite`'s write-ahead log that end a transaction: they alone have a size.
fn commits(receiver: &Receiver) -> usize {
    const PAGE: usize = 4096;
    let wal = fs::read(receiver.file("database-wal")).unwrap();
    let frames = wal.get(32..).unwrap_or_default().chunks(24 + PAGE);
    frames.filter(|frame| frame[4..8] != [0; 4]).count()
}

#[test]
fn a_database_that_is_locked_for_ten_seconds_loses_nothing() {
    let receiver = Receiver::start("locked");
    let lock = receiver.database();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let answers: Vec<_> = thread::scope(|scope| {
        let receiver = &receiver;
        let send = |n: u64| {
            thread::sleep(Duration::from_millis(n * 450));
            let id = format!("v{n:02}");
            (id.clone(), receiver.send(&event(&id, NOON, steps()[0])))
        };
        let senders: Vec<_> = (0..20).map(|n| scope.spawn(move || send(n))).collect();
        let begin = Instant::now();
        let (status, report) = receiver.health();
        assert!(status == 503 && report["error"].is_string(), "{status} {report}");
        thread::sleep(Duration::from_secs(10).saturating_sub(begin.elapsed()));
        lock.execute_batch("ROLLBACK").unwrap();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    let stored = receiver.rows("SELECT verification_id FROM verification");
    let late = answers.iter().filter(|(_, answer)| answer.text.starts_with("not stored in time"));
    assert!(late.count() > 0, "each waits for its own time only: {answers:?}");
    for (id, Answer { status, .. }) in answers {
        assert!(status == 200 || status == 503, "{status}");
        assert!(status == 503 || stored.contains(&id), "{id} was answered 200 and is not stored");
        let again = receiver.take(&event(&id, NOON, steps()[0]));
        assert_eq!(again == "duplicate", stored.contains(&id));
    }
    assert_eq!(receiver.count("verification"), 20);
    assert_eq!(receiver.health().0, 200);
}

#[test]
fn the_health_check_writes_and_counts() {
    let receiver = Receiver::start("health");
    receiver.take(&event("v1", NOON, steps()[0]));
    receiver.take(&event("v1", NOON, steps()[0]));
    receiver.take(&Request::new("{"));
    receiver.take(&Request::new(r#"{"type":"WEBHOOK"}"#));
    assert_eq!(receiver.connect().get("/").unwrap().status, 404);
    let before = receiver.rows("SELECT CAST(time AS TEXT) FROM health");
    let (status, report) = receiver.health();
    assert_eq!(status, 200);
    assert_ne!(receiver.rows("SELECT CAST(time AS TEXT) FROM health"), before);
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
    let mut command = Command::new("prlimit");
    command.args(["--pid", &receiver.id().to_string(), &format!("--fsize={bytes}:unlimited")]);
    match command.status() {
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
