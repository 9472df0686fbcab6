//! The receiver ends when it is asked to, whatever its clients do.

use std::io::{self, Read};
use std::thread::{self, sleep};
use std::time::Duration;

use crate::events::{NOON, event, steps};
use crate::receiver::{Process, Receiver, command, folder, signal, wait};
use crate::sender::{Connection, bytes};

#[test]
fn it_stops_when_asked_and_leaves_one_file() {
    let mut receiver = Receiver::start("stop");
    let mut idle = receiver.connect();
    assert_eq!(idle.send(&event("v1", NOON, steps()[0])).unwrap().text, "applied");
    assert!(receiver.stop().success());
    assert!(receiver.log().trim_end().ends_with("stopped"));
    assert!(!receiver.file("database-wal").exists());
    assert_eq!(receiver.count("delivery"), 1);
}

#[test]
fn a_request_under_way_is_answered_before_it_stops() {
    let mut receiver = Receiver::start("under_way");
    let bytes = bytes(&event("v1", NOON, steps()[0]));
    let mut connection = receiver.connect();
    connection.send_bytes(&bytes[..bytes.len() - 1]).unwrap();
    // Otherwise the signal could come before the receiver has accepted the connection.
    assert_eq!(receiver.health().0, 200);
    receiver.signal();
    receiver.wait_for_log("stopping");
    connection.send_bytes(&bytes[bytes.len() - 1..]).unwrap();
    assert_eq!(connection.answer().unwrap().text, "applied");
    assert!(receiver.wait().success());
    assert_eq!(receiver.count("delivery"), 1);
}

/// A request may take longer than the receiver has.
#[test]
fn half_open_clients_are_cut_off() {
    let mut receiver = Receiver::start("half_open");
    let bytes = bytes(&event("v1", NOON, steps()[0]));
    let mut clients: Vec<_> = (0..4).map(|_| receiver.connect()).collect();
    // Nothing; half of the headers; the headers; and all of the body but a byte.
    let head = bytes.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap() + 4;
    for (client, length) in clients.iter_mut().zip([0, 40, head, bytes.len() - 1]) {
        client.send_bytes(&bytes[..length]).unwrap();
    }
    assert_eq!(receiver.health().0, 200);
    assert!(receiver.stop().success());
    assert!(receiver.log().contains("cutting off connections"));
    assert!(clients[3].answer().is_err(), "it would be told that the body takes too long");
    assert_eq!(receiver.count("delivery"), 0);
}

/// Both outputs are one pipe that nobody reads any more.
#[test]
fn a_log_that_nobody_reads_stops_nothing() {
    let (mut log, output) = io::pipe().unwrap();
    let folder = folder("stalled_log");
    let mut command = command(&folder);
    let process = command.stdout(output.try_clone().unwrap()).stderr(output).spawn().unwrap();
    drop(command);
    let mut process = Process(process);
    let mut text = String::new();
    let address = loop {
        let mut part = [0; 1024];
        let length = log.read(&mut part).unwrap();
        text += std::str::from_utf8(&part[..length]).unwrap();
        if let Some((_, address)) = text.split_once("listening address=") {
            if let Some((address, _)) = address.split_once('\n') {
                break address.parse().unwrap();
            }
        }
    };
    // Some of these lines fill the pipe, the next ones the queue, and the last ones are dropped.
    thread::scope(|scope| {
        for n in 0..32 {
            scope.spawn(move || {
                let mut connection = Connection::open(address).unwrap();
                for m in 0..160 {
                    let request = event(&format!("{n}-{m}"), NOON, steps()[0]);
                    assert_eq!(connection.send(&request).unwrap().status, 200);
                }
            });
        }
    });
    let health = Connection::open(address).unwrap().get("/healthz").unwrap();
    assert_eq!(health.status, 200);
    assert!(!health.text.contains("\"log_lines_dropped\":0"), "{}", health.text);
    signal(&process);
    assert!(wait(&mut process).success());
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let mut receiver = Receiver::start("second_signal");
    let mut half_open = receiver.connect();
    half_open.send_bytes(b"POST /webhook HTTP/1.1\r\n").unwrap();
    assert_eq!(receiver.health().0, 200);
    receiver.signal();
    receiver.wait_for_log("stopping");
    sleep(Duration::from_millis(200));
    assert!(!receiver.has_ended(), "it waits for the client");
    receiver.signal();
    assert_eq!(receiver.wait().code(), Some(1));
    assert!(receiver.log().contains("asked to stop a second time"));
}
