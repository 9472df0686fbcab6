//! The consumer takes every task at least once, and survives kills.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::process::{Child, Command};

use vkyc_status::StatusCode;

use crate::events::{NOON, event};
use crate::receiver::{Deadline, Receiver};

#[test]
fn the_consumer_takes_every_task_at_least_once_and_survives_kills() {
    let receiver = Receiver::start("consumer");
    let output = receiver.file("tasks");
    File::create(&output).unwrap();
    let consumer = || -> Child {
        Command::new(env!("CARGO_BIN_EXE_consumer"))
            .env("WEBHOOK_DATABASE", receiver.file("database"))
            .stdout(OpenOptions::new().append(true).open(&output).unwrap())
            .spawn()
            .unwrap()
    };
    let mut connection = receiver.connect();
    for round in 0..4 {
        for code in StatusCode::ALL {
            let request = event(&format!("{round} {code}"), NOON, *code);
            assert_eq!(connection.send(&request).unwrap().text, "applied");
        }
    }
    let made = receiver.count("outbox");
    let lines = || fs::read_to_string(&output).unwrap().lines().count();
    let deadline = Deadline::new();
    for kill in 1..5 {
        let mut process = consumer();
        while lines() < made * kill / 5 {
            deadline.wait("takes no tasks");
        }
        process.kill().unwrap();
        process.wait().unwrap();
    }
    let mut process = consumer();
    while receiver.count("outbox WHERE done IS NULL") > 0 {
        deadline.wait("does not take the last tasks");
    }
    process.kill().unwrap();
    process.wait().unwrap();

    let output = fs::read_to_string(&output).unwrap();
    let taken: BTreeSet<_> = output.lines().map(|line| line.split(' ').next().unwrap()).collect();
    let keys = receiver.rows("SELECT CAST(key AS TEXT) FROM outbox");
    assert_eq!(taken, keys.iter().map(String::as_str).collect());
    // Of a kill, one task at most is done again.
    assert!(output.lines().count() <= made + 4, "{output}");
}
