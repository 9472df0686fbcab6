//! The receiver starts with what it is given, or says what is wrong with it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread::{scope, sleep};
use std::time::Duration;

use rusqlite::Connection as Database;

use crate::receiver::{Process, Receiver, command, folder};
use crate::sender::{SECRET, event};

#[test]
fn it_says_where_the_database_is_and_nobody_else_can_read_it() {
    let receiver = Receiver::start_with("start", |command| {
        command.env("WEBHOOK_LISTEN", "localhost:0");
    });
    let log = receiver.log();
    assert!(log.contains(&format!("database={}", receiver.file("database").display())), "{log}");
    assert_eq!(log.matches("a new database was created").count(), 1);
    // Read back from SQLite; 2 is FULL.
    assert!(log.contains("opened journal_mode=wal synchronous=2"), "{log}");
    // Versions before 3.51.3 can lose commits when another process reads the file.
    let version = log.split_once("sqlite=\"").unwrap().1.split('"').next().unwrap();
    let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap()).collect();
    assert!(parts >= vec![3, 51, 3], "{version}");

    receiver.take(&event("v1", "12:00:00Z", "proceed"));
    for name in ["database", "database-wal", "database-shm"] {
        let mode = fs::metadata(receiver.file(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

/// What a receiver logs that does not start, with some variables changed, or removed.
fn failure(folder: &Path, variables: &[(&str, Option<&str>)]) -> String {
    let mut command = command(folder);
    for &(name, value) in variables {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    assert_eq!(Process::spawn(&mut command).wait().code(), Some(1), "{variables:?}");
    fs::read_to_string(folder.join("log")).unwrap()
}

#[test]
fn wrong_settings_are_named_and_secrets_never_shown() {
    let folder = folder("settings");
    for (name, value, message) in [
        ("CASHFREE_CLIENT_SECRET", None, "not set"),
        ("CASHFREE_CLIENT_SECRET", Some(""), "empty"),
        ("CASHFREE_CLIENT_SECRET", Some("s3cret\n"), "white space at its start or end"),
        ("CASHFREE_CLIENT_SECRET_PREVIOUS", Some(""), "empty"),
        ("CASHFREE_CLIENT_SECRET_PREVIOUS", Some(" s3cret"), "white space at its start or end"),
        ("WEBHOOK_TOLERANCE_SECONDS", Some("day"), r#""day": invalid"#),
        ("WEBHOOK_LISTEN", Some("nowhere"), r#""nowhere": "#),
        ("WEBHOOK_DATABASE", Some("/none/database"), "/none/database: No such file"),
        ("RUST_LOG", Some("a=loud"), r#""a=loud": "#),
    ] {
        let log = failure(&folder, &[(name, value)]);
        assert!(log.contains(&format!("error: {name}: {message}")), "{name}: {message}: {log}");
        assert!(!log.contains(SECRET) && !log.contains("s3cret"), "{log}");
    }
    let log = failure(&folder, &[("RUST_LOG", Some("warn")), ("WEBHOOK_LISTEN", Some("nowhere"))]);
    assert!(!log.contains(" INFO ") && log.contains("WEBHOOK_LISTEN"), "{log}");
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
        let log = failure(&folder, &[]);
        assert!(log.contains(message), "{log}");
    }
}

/// While another one creates the tables, `SQLite` does not wait by itself.
#[test]
fn four_can_start_at_once_on_a_database_that_is_not_there_yet() {
    let creating = Database::open(folder("shared").join("database")).unwrap();
    creating.execute_batch("BEGIN IMMEDIATE").unwrap();
    let start = |name| {
        Receiver::start_with(name, |command| {
            command.env("WEBHOOK_DATABASE", "../shared/database");
        })
    };
    let receivers: Vec<_> = scope(|scope| {
        let four = ["four_1", "four_2", "four_3", "four_4"];
        let starting = four.map(|name| scope.spawn(move || start(name)));
        sleep(Duration::from_millis(500));
        drop(creating);
        starting.into_iter().map(|starting| starting.join().unwrap()).collect()
    });
    let step = event("v1", "12:00:00Z", "proceed");
    let answers: Vec<_> = receivers.iter().map(|receiver| receiver.take(&step)).collect();
    assert_eq!(answers, ["applied", "duplicate", "duplicate", "duplicate"]);
}

#[test]
fn a_start_brings_what_a_killed_process_left_to_the_disk() {
    let mut receiver = Receiver::start("checkpoint");
    let decision = event("v1", "12:00:00Z", "approved");
    assert_eq!(receiver.take(&decision), "applied");
    receiver.kill();
    let wal = receiver.file("database-wal");
    assert_ne!(fs::metadata(&wal).unwrap().len(), 0, "the commit is not in the database itself");
    receiver.restart();
    assert_eq!(fs::metadata(&wal).unwrap().len(), 0, "before the first request");
    assert_eq!(receiver.take(&decision), "duplicate");
}
