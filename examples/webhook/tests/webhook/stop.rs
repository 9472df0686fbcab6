//! The receiver ends when it is asked to, whatever its clients do.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::RwLock;
use std::sync::atomic::AtomicUsize;
use std::thread::sleep;
use std::time::Duration;

use crate::kills::flood;
use crate::receiver::{Process, Receiver, command, folder, listening};
use crate::sender::{Connection, event};

#[test]
fn a_request_under_way_is_answered_before_it_stops_and_one_file_is_left() {
    let mut receiver = Receiver::start("under_way");
    let bytes = event("v1", "12:00:00Z", "proceed").bytes();
    let mut idle = receiver.connect();
    assert_eq!(idle.send(&event("v2", "12:00:00Z", "proceed")).unwrap().text, "applied");
    let mut connection = receiver.connect();
    connection.send_bytes(&bytes[..bytes.len() - 1]).unwrap();
    // Otherwise the signal could come before the receiver has accepted the connection.
    assert_eq!(receiver.health().0, 200);
    receiver.process.signal();
    receiver.wait_for_log("stopping");
    connection.send_bytes(&bytes[bytes.len() - 1..]).unwrap();
    assert_eq!(connection.answer().unwrap().text, "applied");
    assert!(receiver.process.wait().success());
    assert!(receiver.log().trim_end().ends_with("stopped"));
    assert!(!receiver.file("database-wal").exists());
    assert_eq!(receiver.count("delivery"), 2);
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let mut receiver = Receiver::start("second_signal");
    let mut half_open = receiver.connect();
    half_open.send_bytes(b"POST /webhook HTTP/1.1\r\n").unwrap();
    assert_eq!(receiver.health().0, 200);
    receiver.process.signal();
    receiver.wait_for_log("stopping");
    sleep(Duration::from_millis(200));
    assert!(!receiver.process.has_ended(), "it waits for the client");
    receiver.process.signal();
    assert_eq!(receiver.process.wait().code(), Some(1));
    assert!(receiver.log().contains("asked to stop a second time"));
}

#[test]
fn a_log_that_nobody_reads_stops_nothing() {
    let mut command = command(&folder("stalled_log"));
    let command = command.stderr(Stdio::piped()).env("RUST_LOG", "debug");
    let mut process = Process::spawn(command);
    // Not dropped before the end, so that writing blocks instead of failing.
    let mut log = BufReader::new(process.0.stderr.take().unwrap());
    let mut line = String::new();
    let address = loop {
        log.read_line(&mut line).unwrap();
        match listening(&line) {
            Some(address) => break address,
            None => line.clear(),
        }
    };
    // Some of these lines fill the pipe, the next ones the queue, and the last ones are dropped.
    let replays = vec![event("v1", "12:00:00Z", "proceed"); 5120];
    flood(&RwLock::new(address), &replays, 200, 32, &AtomicUsize::new(0));
    let health = Connection::open(address).unwrap().get("/healthz").unwrap();
    assert_eq!(health.status, 200);
    assert!(!health.text.contains("\"log_lines_dropped\":0"), "{}", health.text);
    process.signal();
    assert!(process.wait().success());
}
