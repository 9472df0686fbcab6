//! An error ends with its cause: the next request succeeds.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::events::{NOON, approved, event, steps};
use crate::receiver::Receiver;
use crate::sender::Request;

/// A file that may not grow, the log among them, is what a full disk looks like.
#[test]
fn a_write_that_fails_is_answered_503_and_the_next_one_succeeds() {
    if !Command::new("prlimit")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success())
    {
        // Unlike `eprintln!`, this is also seen if the test passes.
        writeln!(io::stderr(), "\nSKIPPED: this machine has no prlimit").unwrap();
        return;
    }
    let receiver = Receiver::start_with("file_size", ignore_the_signal);
    let limit = |bytes: &str| {
        let id = receiver.id().to_string();
        let limit = format!("--fsize={bytes}:unlimited");
        assert!(Command::new("prlimit").args(["--pid", &id, &limit]).status().unwrap().success());
    };
    for round in 0..3 {
        let id = format!("v{round}");
        let before = receiver.count("delivery");
        limit("0");
        for _ in 0..5 {
            let answer = receiver.send(&event(&id, NOON, approved()));
            assert_eq!(answer.status, 503, "{answer:?}");
            assert_eq!(answer.retry_after.as_deref(), Some("5"));
            assert_eq!(receiver.health().0, 503);
        }
        assert_eq!(receiver.count("delivery"), before);
        limit("unlimited");
        assert_eq!(receiver.take(&event(&id, NOON, approved())), "applied");
        assert_eq!(receiver.health().0, 200);
        assert_eq!(receiver.tasks(&id), ["open_account"]);
    }
}

/// The log of commits may not grow beyond the limit, so commits fail until the next opening brings
/// them into the database; what was answered 200 is there.
#[test]
fn a_limit_that_stays_costs_some_deliveries_a_second_attempt_and_none_is_lost() {
    let receiver = Receiver::start_with("ulimit", |command| {
        // In blocks of 512 bytes, as POSIX says, or of 1,024.
        wrap(command, "trap '' XFSZ; ulimit -f 2000; exec \"$0\"");
    });
    let mut connection = receiver.connect();
    let (mut stored, mut failed) = (Vec::new(), 0);
    for n in 0..400 {
        let id = format!("v{n:03}");
        let padding = " ".repeat(4000);
        let body = [event(&id, NOON, steps()[0]).body, padding.into_bytes()].concat();
        match connection.send(&Request::new(body)).unwrap().status {
            200 => stored.push(id),
            503 => failed += 1,
            status => panic!("{status}"),
        }
        if stored.len() > 50 && failed > 0 {
            break;
        }
    }
    assert!(failed > 0, "the limit was not reached");
    assert_eq!(receiver.rows("SELECT verification_id FROM verification ORDER BY 1"), stored);
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
            (id.clone(), receiver.send(&event(&id, NOON, steps()[0])).status)
        };
        let senders: Vec<_> = (0..20).map(|n| scope.spawn(move || send(n))).collect();
        thread::sleep(Duration::from_secs(10));
        lock.execute_batch("ROLLBACK").unwrap();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    let stored = receiver.rows("SELECT verification_id FROM verification");
    for (id, status) in answers {
        assert!(status == 200 || status == 503, "{status}");
        assert!(status == 503 || stored.contains(&id), "{id} was answered 200 and is not stored");
        let again = receiver.take(&event(&id, NOON, steps()[0]));
        assert_eq!(again == "duplicate", stored.contains(&id));
    }
    assert_eq!(receiver.count("verification"), 20);
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

    let lock = receiver.database();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (status, report) = receiver.health();
    assert_eq!((status, &report["error"]), (503, &"not stored; send it again".into()));
    lock.execute_batch("ROLLBACK").unwrap();
    assert_eq!(receiver.health().0, 200);
}

fn ignore_the_signal(command: &mut Command) {
    wrap(command, "trap '' XFSZ; exec \"$0\"");
}

/// Starts the command's program from a shell that changes something first.
fn wrap(command: &mut Command, script: &str) {
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).arg(command.get_program());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    let database = command.get_envs().find(|(name, _)| *name == "WEBHOOK_DATABASE");
    let folder = Path::new(database.unwrap().1.unwrap()).parent().unwrap();
    shell.stderr(fs::File::create(folder.join("log")).unwrap());
    *command = shell;
}
