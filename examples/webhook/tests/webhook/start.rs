//! The receiver starts with what it is given, or says what is wrong with it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::thread::sleep;
use std::time::Duration;

use rusqlite::Connection as Database;

use crate::events::{NOON, approved, event, steps};
use crate::receiver::{Process, Receiver, command, folder, wait, wait_for_start};

#[test]
fn it_says_where_the_database_is_and_sqlite_is_recent() {
    let receiver = Receiver::start_with("start", |command| {
        command.env("WEBHOOK_DATABASE", "database").env("WEBHOOK_LISTEN", "localhost:0");
        command.current_dir(Path::new(env!("CARGO_TARGET_TMPDIR")).join("start"));
    });
    let log = receiver.log();
    let path = receiver.file("database");
    assert!(log.contains(&format!("database={}", path.display())), "{log}");
    assert!(path.exists());

    // Read back from SQLite; 2 is FULL.
    assert!(log.contains("opened journal_mode=wal synchronous=2"), "{log}");
    assert_eq!(receiver.log().matches("a new database was created").count(), 1);

    // Versions before 3.51.3 can lose commits when another process reads the file.
    let version = log.split_once("sqlite=\"").unwrap().1.split('"').next().unwrap();
    let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap()).collect();
    assert!(parts >= vec![3, 51, 3], "{version}");
}

#[test]
fn nobody_else_can_read_the_database() {
    let receiver = Receiver::start("mode");
    receiver.take(&event("v1", NOON, steps()[0]));
    for name in ["database", "database-wal", "database-shm"] {
        let mode = fs::metadata(receiver.file(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

/// Of a receiver that does not start.
fn end(command: &mut Command) -> ExitStatus {
    wait(&mut Process(command.spawn().unwrap()))
}

#[test]
fn wrong_settings_are_named_and_secrets_never_shown() {
    let folder = folder("settings");
    let run = |name: &str, value: Option<&str>| {
        let mut command = command(&folder);
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
        assert_eq!(end(&mut command).code(), Some(1), "{name}={value:?}");
        fs::read_to_string(folder.join("log")).unwrap()
    };
    for (name, value, message) in [
        ("CASHFREE_CLIENT_SECRET", None, "CASHFREE_CLIENT_SECRET: not set"),
        ("CASHFREE_CLIENT_SECRET", Some(""), "CASHFREE_CLIENT_SECRET: empty"),
        ("CASHFREE_CLIENT_SECRET", Some("s3cret\n"), "CASHFREE_CLIENT_SECRET: white space at"),
        ("CASHFREE_CLIENT_SECRET_PREVIOUS", Some(""), "CASHFREE_CLIENT_SECRET_PREVIOUS: empty"),
        ("CASHFREE_CLIENT_SECRET_PREVIOUS", Some(" s3cret"), "CASHFREE_CLIENT_SECRET_PREVIOUS: w"),
        ("WEBHOOK_TOLERANCE_SECONDS", Some("day"), r#"WEBHOOK_TOLERANCE_SECONDS: "day": invalid"#),
        ("WEBHOOK_LISTEN", Some("nowhere"), r#"WEBHOOK_LISTEN: "nowhere": "#),
        (
            "WEBHOOK_DATABASE",
            Some("/none/database"),
            "WEBHOOK_DATABASE: /none/database: No such file",
        ),
        ("RUST_LOG", Some("a=loud"), r#"RUST_LOG: "a=loud": "#),
    ] {
        let log = run(name, value);
        assert!(log.contains(&format!("error: {message}")), "{message}: {log}");
        assert!(!log.contains(crate::sender::SECRET) && !log.contains("s3cret"), "{log}");
    }
}

#[test]
fn rust_log_sets_the_level() {
    let folder = folder("level");
    let mut quiet = command(&folder);
    quiet.env("RUST_LOG", "warn,vkyc_status_webhook::store=info");
    quiet.env("WEBHOOK_LISTEN", "nowhere");
    assert_eq!(end(&mut quiet).code(), Some(1));
    let log = fs::read_to_string(folder.join("log")).unwrap();
    assert!(!log.contains("opening") && log.contains("WEBHOOK_LISTEN"), "{log}");
}

#[test]
fn a_database_of_another_schema_is_left_alone() {
    let folder = folder("schema");
    for (sql, message) in [
        ("PRAGMA user_version = 7", "schema 7: this build needs 2"),
        ("CREATE TABLE event (x); PRAGMA user_version = 0", "schema 0: this build needs 2"),
    ] {
        let database = Database::open(folder.join("database")).unwrap();
        database.execute_batch(sql).unwrap();
        drop(database);
        assert_eq!(end(&mut command(&folder)).code(), Some(1));
        let log = fs::read_to_string(folder.join("log")).unwrap();
        assert!(log.contains(message), "{log}");
    }
}

/// `SQLite` does not wait by itself here, since the receiver has begun to read.
#[test]
fn a_start_waits_for_another_one_that_creates_the_tables() {
    let folder = folder("created");
    let other = Database::open(folder.join("database")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let process = Process(command(&folder).spawn().unwrap());
    sleep(Duration::from_millis(500));
    other.execute_batch("ROLLBACK").unwrap();
    wait_for_start(&folder, process);
}

#[test]
fn four_can_start_at_once_on_a_database_that_is_not_there_yet() {
    for round in 0..5 {
        let shared = folder(&format!("four-{round}")).join("database");
        let folders = [0, 1, 2, 3].map(|n| folder(&format!("four-{round}-{n}")));
        let start = |folder| {
            let mut command: Command = command(folder);
            Process(command.env("WEBHOOK_DATABASE", &shared).spawn().unwrap())
        };
        let processes: Vec<_> = folders.iter().map(|folder| start(folder)).collect();
        for (n, (folder, process)) in folders.iter().zip(processes).enumerate() {
            let (_process, address) = wait_for_start(folder, process);
            let mut connection = crate::sender::Connection::open(address).unwrap();
            let answer = connection.send(&event("v1", NOON, steps()[0])).unwrap();
            assert_eq!(answer.text, if n == 0 { "applied" } else { "duplicate" });
        }
    }
}

#[test]
fn a_start_brings_what_a_killed_process_left_to_the_disk() {
    let mut receiver = Receiver::start("checkpoint");
    let decision = event("v1", NOON, approved());
    assert_eq!(receiver.take(&decision), "applied");
    receiver.kill();
    let wal = receiver.file("database-wal");
    assert_ne!(fs::metadata(&wal).unwrap().len(), 0, "the commit is not in the database itself");
    receiver.restart();
    assert_eq!(fs::metadata(&wal).unwrap().len(), 0, "before the first request");
    assert_eq!(receiver.take(&decision), "duplicate");
}
