//! Clients that are slow, many, or do not read cost the others nothing.

use std::io::ErrorKind;
use std::iter;
use std::thread;
use std::time::{Duration, Instant};

use crate::events::{NOON, event, steps};
use crate::receiver::{Deadline, Receiver};
use crate::sender::{Answer, bytes};

/// As many as the receiver serves at once.
const CONNECTIONS: usize = 512;

#[test]
fn clients_that_are_slow_or_idle_or_do_not_read_are_cut_off() {
    let receiver = Receiver::start("slow");
    let bytes = bytes(&event("v1", NOON, steps()[0]));
    let mut deaf = receiver.connect();
    // Ends when the answers, and then the requests, no longer fit into what the system buffers.
    let deaf = thread::spawn(move || {
        let requests = b"GET / HTTP/1.1\r\nhost: loopback\r\n\r\n".repeat(1000);
        iter::repeat_with(|| deaf.send_bytes(&requests)).find_map(Result::err).unwrap().kind()
    });
    let begin = Instant::now();
    let [body, headers, idle] = [bytes.len() - 1, 40, 0].map(|sent| {
        let mut connection = receiver.connect();
        connection.send_bytes(&bytes[..sent]).unwrap();
        thread::spawn(move || {
            let answer = connection.answer();
            (begin.elapsed(), answer.map_or(0, |answer| answer.status))
        })
    });
    let [body, headers, idle] = [body, headers, idle].map(|thread| thread.join().unwrap());
    assert_eq!(body.1, 408);
    // Closed, with or without an answer that says so.
    assert!([0, 408].contains(&headers.1) && [0, 408].contains(&idle.1), "{headers:?}, {idle:?}");
    let mut times = [body.0, headers.0, idle.0];
    times.sort();
    assert!(times[2] < times[0] * 3, "{times:?}");
    assert_eq!(receiver.count("delivery"), 0);
    let deaf = deaf.join().unwrap();
    assert!([ErrorKind::ConnectionReset, ErrorKind::BrokenPipe].contains(&deaf), "{deaf}");
}

#[test]
fn long_headers_are_refused_before_they_end() {
    let receiver = Receiver::start("long_headers");
    let head = |length| format!("POST /webhook HTTP/1.1\r\nx-long: {}", "x".repeat(length));
    let mut long = receiver.connect();
    long.send_bytes(head(17 * 1024).as_bytes()).unwrap();
    assert_eq!(long.answer().unwrap().status, 431);
    let mut short = receiver.connect();
    short.send_bytes(head(12 * 1024).as_bytes()).unwrap();
    short.send_bytes(b"\r\n\r\n").unwrap();
    assert_eq!(short.answer().unwrap().status, 401);
}

/// The last ones wait until the first ones are cut off.
#[test]
fn idle_connections_keep_others_out_for_a_while_only() {
    let receiver = Receiver::start("idle");
    let begin = Instant::now();
    let crowd: Vec<_> = (0..CONNECTIONS + 100).map(|_| receiver.connect()).collect();
    assert_eq!(receiver.take(&event("v1", NOON, steps()[0])), "applied");
    assert!(begin.elapsed() > Duration::from_secs(4), "more are served at once");
    drop(crowd);
}

#[test]
fn there_is_room_for_a_delivery_of_each_connection() {
    let receiver = Receiver::start("room");
    let mut clients: Vec<_> = (0..CONNECTIONS).map(|_| receiver.connect()).collect();
    let lock = receiver.database();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    for (n, client) in clients.iter_mut().enumerate() {
        client.send_only(&event(&format!("v{n}"), NOON, steps()[0])).unwrap();
    }
    lock.execute_batch("ROLLBACK").unwrap();
    let answers: Vec<_> = clients.iter_mut().map(|client| client.answer().unwrap()).collect();
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    assert_eq!(receiver.count("verification"), CONNECTIONS);
}

/// Those whose clients hung up still wait to be stored.
#[test]
fn a_full_queue_is_answered_503() {
    let receiver = Receiver::start("full");
    let lock = receiver.database();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let deadline = Deadline::new();
    let mut sent = 0;
    while !receiver.log().contains("the queue is full") {
        for n in 0..100 {
            receiver.connect().send_only(&event(&format!("v{n}"), NOON, steps()[0])).unwrap();
        }
        sent += 100;
        deadline.wait("the queue does not fill up");
    }
    assert!(sent > CONNECTIONS, "{sent}");
    let Answer { status, retry_after, text } = receiver.send(&event("v", NOON, steps()[0]));
    assert_eq!((status, retry_after.as_deref()), (503, Some("5")), "{text}");
    lock.execute_batch("ROLLBACK").unwrap();
    receiver.wait_for_log("applied");
    let deadline = Deadline::new();
    while receiver.send(&event("v", NOON, steps()[0])).status != 200 {
        deadline.wait("it does not recover");
    }
}
