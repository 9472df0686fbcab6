//! Ten thousand deliveries over 64 connections, while the process is killed and started again: the
//! sender repeats what was not answered 2xx, as the provider does.

use std::io;
use std::net::SocketAddr;
use std::sync::RwLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use vkyc_status::StatusCode;

use crate::receiver::Receiver;
use crate::sender::{Answer, Connection, Request};
use crate::{NOON, event};

const DELIVERIES: usize = 10_000;
const CONNECTIONS: usize = 64;
const KILLS: usize = 5;
/// The sender of some deliveries first hangs up after a while, answered or not.
const HANG_UP_EVERY: usize = 10;

#[derive(Default)]
struct Progress {
    begun: AtomicUsize,
    answered: AtomicUsize,
    unanswered: AtomicUsize,
    already_applied: AtomicUsize,
}

#[test]
fn none_is_lost_and_none_applied_twice() {
    let begin = Instant::now();
    let deadline = begin + Duration::from_secs(120);
    let mut receiver = Receiver::start("flood");
    let address = RwLock::new(receiver.address);
    let progress = Progress::default();
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| sender(&address, &progress, deadline));
        }
        for kill in 1..=KILLS {
            while progress.answered.load(Relaxed) < DELIVERIES * kill / (KILLS + 1) {
                assert!(Instant::now() < deadline, "too slow");
                thread::sleep(Duration::from_millis(1));
            }
            receiver.kill_and_restart();
            *address.write().unwrap() = receiver.address;
        }
    });
    let seconds = begin.elapsed().as_secs_f64();

    let select = "SELECT verification_id || status_code FROM outbox ORDER BY 1";
    let mut applied = receiver.rows(select);
    let rows = applied.len();
    applied.dedup();
    let doubled = rows - applied.len();
    let expected = (0..DELIVERIES).map(|n| id(n) + code(n).as_str());
    let lost = expected.filter(|delivery| applied.binary_search(delivery).is_err()).count();
    let unanswered = progress.unanswered.load(Relaxed);
    let already_applied = progress.already_applied.load(Relaxed);
    println!(
        "deliveries: {DELIVERIES}, connections: {CONNECTIONS}, kills: {KILLS}, lost: {lost}, \
         doubled: {doubled} ({unanswered} attempts without an answer, {already_applied} of them \
         applied all the same; {seconds:.1} s)"
    );
    assert_eq!((lost, doubled), (0, 0));
    assert!(already_applied > 0, "no answer was missed: the test is too gentle");
    for table in ["event", "verification"] {
        let select = format!("SELECT verification_id || status_code FROM {table} ORDER BY 1");
        assert_eq!(receiver.rows(&select), applied);
    }
}

fn sender(address: &RwLock<SocketAddr>, progress: &Progress, deadline: Instant) {
    let mut connection = None;
    loop {
        let n = progress.begun.fetch_add(1, Relaxed);
        if n >= DELIVERIES {
            return;
        }
        let mut unanswered = 0;
        if n % HANG_UP_EVERY == 0 {
            unanswered += usize::from(hang_up(address, n).is_ok());
        }
        let text = loop {
            match attempt(&mut connection, address, n) {
                Ok(Answer { status: 200, text }) => break text,
                Ok(answer) => panic!("{answer:?}"),
                // To a process that is not there, nothing was sent.
                Err(_) => unanswered += usize::from(connection.take().is_some()),
            }
            assert!(Instant::now() < deadline, "too slow");
            thread::sleep(Duration::from_millis(10));
        };
        match text.as_str() {
            "applied" => {}
            "duplicate" if unanswered > 0 => _ = progress.already_applied.fetch_add(1, Relaxed),
            _ => panic!("{text} after {unanswered} attempts without an answer"),
        }
        progress.unanswered.fetch_add(unanswered, Relaxed);
        progress.answered.fetch_add(1, Relaxed);
    }
}

fn hang_up(address: &RwLock<SocketAddr>, n: usize) -> io::Result<()> {
    let mut connection = Connection::open(*address.read().unwrap())?;
    connection.send_only(&delivery(n))?;
    thread::sleep(Duration::from_millis(n as u64 % 128));
    Ok(())
}

fn attempt(
    connection: &mut Option<Connection>,
    address: &RwLock<SocketAddr>,
    n: usize,
) -> io::Result<Answer> {
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(Connection::open(*address.read().unwrap())?),
    };
    connection.send(&delivery(n))
}

fn delivery(n: usize) -> Request {
    event(&id(n), NOON, code(n).phase().as_str(), code(n).as_str())
}

fn id(n: usize) -> String {
    format!("v{n:05}")
}

fn code(n: usize) -> StatusCode {
    StatusCode::ALL[n % StatusCode::ALL.len()]
}
