//! How many clients the receiver serves, and how long it waits for them and for the database.

use std::fs;
use std::io::ErrorKind;
use std::iter;
use std::sync::Mutex;
use std::thread::{scope, sleep, spawn};
use std::time::{Duration, Instant};

use crate::receiver::{Receiver, wait_until};
use crate::sender::event;

/// As many as the receiver serves at once.
const CONNECTIONS: usize = 512;

/// Many systems let a process open 1024 files, so one test at a time opens that many connections.
static MANY: Mutex<()> = Mutex::new(());

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

/// To see how long it waits takes as long, so these run at once.
#[test]
fn who_is_too_slow_is_cut_off_or_answered_503() {
    scope(|scope| {
        scope.spawn(clients_that_are_slow_or_idle_or_do_not_read_are_cut_off);
        scope.spawn(half_open_clients_are_cut_off_when_it_stops);
        scope.spawn(a_database_that_is_locked_for_a_while_loses_nothing);
    });
}

fn clients_that_are_slow_or_idle_or_do_not_read_are_cut_off() {
    let receiver = Receiver::start("slow");
    let bytes = event("v1", "12:00:00Z", "proceed").bytes();
    let mut deaf = receiver.connect();
    // Ends when the answers, and then the requests, no longer fit into what the system buffers.
    let deaf = spawn(move || {
        let requests = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n".repeat(1000);
        iter::repeat_with(|| deaf.send_bytes(&requests)).find_map(Result::err).unwrap().kind()
    });
    let [mut body, headers, mut idle] = [bytes.len() - 1, 40, 0].map(|sent| {
        let mut connection = receiver.connect();
        connection.send_bytes(&bytes[..sent]).unwrap();
        connection
    });
    assert_eq!(idle.get("/").unwrap().status, 404);
    // The last ones wait until the first ones, which send nothing, are cut off.
    let many = MANY.lock();
    let begin = Instant::now();
    let crowd: Vec<_> = (0..CONNECTIONS + 100).map(|_| receiver.connect()).collect();
    assert_eq!(receiver.take(&event("v2", "12:00:00Z", "proceed")), "applied");
    assert!(begin.elapsed() > Duration::from_secs(4), "more are served at once");
    drop((crowd, many));
    for mut cut_off in [headers, idle] {
        // Closed, with or without an answer that says so.
        match cut_off.answer() {
            Ok(answer) => assert_eq!(answer.status, 408),
            Err(error) => assert_closed(error.kind()),
        }
    }
    assert_eq!(body.answer().unwrap().status, 408);
    assert_eq!(receiver.count("delivery"), 1);
    assert_closed(deaf.join().unwrap());
}

fn assert_closed(error: ErrorKind) {
    let closed = [ErrorKind::UnexpectedEof, ErrorKind::ConnectionReset, ErrorKind::BrokenPipe];
    assert!(closed.contains(&error), "{error}");
}

/// A request may take longer than the receiver has.
fn half_open_clients_are_cut_off_when_it_stops() {
    let mut receiver = Receiver::start("half_open");
    let request = event("v1", "12:00:00Z", "proceed");
    let bytes = request.bytes();
    // Nothing; half of the headers; the headers; and all of the body but a byte.
    let lengths = [0, 40, bytes.len() - request.body.len(), bytes.len() - 1];
    let mut clients = lengths.map(|length| {
        let mut client = receiver.connect();
        client.send_bytes(&bytes[..length]).unwrap();
        client
    });
    assert_eq!(receiver.health().0, 200);
    receiver.stop();
    assert!(receiver.log().contains("cutting off connections"));
    assert!(clients[3].answer().is_err(), "it would be told that the body takes too long");
    assert_eq!(receiver.count("delivery"), 0);
}

/// Longer than a transaction waits for the lock, and than a delivery waits for its answer.
fn a_database_that_is_locked_for_a_while_loses_nothing() {
    let receiver = Receiver::start("locked");
    let lock = receiver.lock();
    let [first, second, third] = ["v1", "v2", "v3"].map(|id| event(id, "12:00:00Z", "proceed"));
    scope(|scope| {
        let refused = scope.spawn(|| receiver.send(&first));
        // Long enough for the first one to be the only one that is being stored.
        sleep(Duration::from_secs(1));
        let late = scope.spawn(|| receiver.send(&second));
        assert_eq!(refused.join().unwrap().said(), (503, "not stored; send it again"));
        let stored = scope.spawn(|| receiver.send(&third));
        assert_eq!(late.join().unwrap().said(), (503, "not stored in time; send it again"));
        assert_eq!(receiver.count("delivery"), 0);
        drop(lock);
        assert_eq!(stored.join().unwrap().said(), (200, "applied"));
    });
    assert_eq!(receiver.take(&first), "applied");
    assert_eq!(receiver.take(&second), "duplicate");
    assert_eq!(receiver.count("verification"), 3);
}
