//! Clients that are slow, many, or do not read cost the others nothing.

use std::fs;
use std::sync::Mutex;

use crate::receiver::{Receiver, wait_until};
use crate::sender::event;

/// As many as the receiver serves at once.
pub(crate) const CONNECTIONS: usize = 512;

/// Many systems let a process open 1024 files, so one test at a time opens that many connections.
pub(crate) static MANY: Mutex<()> = Mutex::new(());

#[test]
fn a_delivery_of_each_connection_has_room_and_what_waits_is_committed_together() {
    let receiver = Receiver::start("room");
    let _many = MANY.lock();
    let mut clients: Vec<_> = (0..CONNECTIONS).map(|_| receiver.connect()).collect();
    let before = commits(&receiver);
    let lock = receiver.lock();
    for (n, client) in clients.iter_mut().enumerate() {
        client.send_bytes(&event(&format!("v{n}"), "12:00:00Z", "proceed").bytes()).unwrap();
    }
    drop(lock);
    let answers: Vec<_> = clients.iter_mut().map(|client| client.answer().unwrap()).collect();
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    assert_eq!(receiver.count("verification"), CONNECTIONS);
    let commits = commits(&receiver) - before;
    assert!((1..=CONNECTIONS / 4).contains(&commits), "{commits}");
}

/// The frames of `SQLite`'s write-ahead log that end a transaction: they alone have a size.
fn commits(receiver: &Receiver) -> usize {
    const PAGE: usize = 4096;
    let wal = fs::read(receiver.file("database-wal")).unwrap();
    let frames = wal.get(32..).unwrap_or_default().chunks(24 + PAGE);
    frames.filter(|frame| frame[4..8] != [0; 4]).count()
}

#[test]
fn headers_are_checked_before_they_end_and_before_a_body_is_read() {
    let receiver = Receiver::start("headers_first");
    let head = |rest: &str| format!("POST /webhook HTTP/1.1\r\n{rest}").into_bytes();
    let long = |length| format!("x-long: {}", "x".repeat(length));
    for (sent, status) in [
        (head(&long(17 * 1024)), 431),
        (head(&(long(12 * 1024) + "\r\n\r\n")), 401),
        (head("content-length: 10\r\n\r\n"), 401),
    ] {
        let mut connection = receiver.connect();
        connection.send_bytes(&sent).unwrap();
        assert_eq!(connection.answer().unwrap().status, status);
    }
}

/// Those whose clients hung up still wait to be stored.
#[test]
fn a_full_queue_is_answered_503() {
    let receiver = Receiver::start("full");
    let lock = receiver.lock();
    wait_until("the queue fills up", || {
        for n in 0..100 {
            let bytes = event(&format!("v{n}"), "12:00:00Z", "proceed").bytes();
            receiver.connect().send_bytes(&bytes).unwrap();
        }
        receiver.log().contains("the queue is full")
    });
    assert_eq!(receiver.health().1["queued"], CONNECTIONS);
    let last = event("v", "12:00:00Z", "proceed");
    assert_eq!(receiver.send(&last).said(), (503, "the queue is full; send it again"));
    drop(lock);
    wait_until("it recovers", || receiver.send(&last).status == 200);
}
