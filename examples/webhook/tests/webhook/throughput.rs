//! Measures how many deliveries the receiver takes a second, and how long each waits for its answer.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{ToSql, TransactionBehavior};
use sha2::{Digest, Sha256};

use crate::kills::{EVENTS, delivery};
use crate::outbox::Consumer;
use crate::receiver::Receiver;
use crate::sender::{Request, bytes};

pub(crate) struct Measurement {
    /// Sorted.
    waits: Vec<Duration>,
    rate: f64,
}

impl Measurement {
    /// How long so many in a thousand waited at most.
    pub(crate) fn wait(&self, in_a_thousand: usize) -> Duration {
        self.waits[(self.waits.len() - 1) * in_a_thousand / 1000]
    }

    fn print(&self, what: &str) {
        let [p50, p99] = [500, 990].map(|in_a_thousand| self.wait(in_a_thousand));
        println!("{what}: {:.0} a second, wait p50: {p50:.1?}, p99: {p99:.1?}", self.rate);
    }
}

/// Deliveries of new events.
pub(crate) fn requests(first: usize, count: usize) -> Vec<Request> {
    (first..first + count).map(|n| delivery(n / EVENTS, n % EVENTS, false)).collect()
}

/// Sends them over so many connections at once.
pub(crate) fn measure(
    receiver: &Receiver,
    requests: &[Request],
    status: u16,
    connections: usize,
) -> Measurement {
    let requests: Vec<_> = requests.iter().map(bytes).collect();
    let next = AtomicUsize::new(0);
    let send = || {
        let mut connection = receiver.connect();
        let mut waits = Vec::new();
        while let Some(request) = requests.get(next.fetch_add(1, Relaxed)) {
            let sent = Instant::now();
            connection.send_bytes(request).unwrap();
            assert_eq!(connection.answer().unwrap().status, status);
            waits.push(sent.elapsed());
        }
        waits
    };
    let begin = Instant::now();
    let mut waits: Vec<Duration> = thread::scope(|scope| {
        let senders: Vec<_> = (0..connections).map(|_| scope.spawn(send)).collect();
        senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect()
    });
    let seconds = begin.elapsed().as_secs_f64();
    waits.sort();
    let count = u32::try_from(requests.len()).unwrap();
    Measurement { waits, rate: f64::from(count) / seconds }
}

const DELIVERIES: usize = 20_000;

/// The ceilings are those of a receiver that stores nothing, and of the same statements without a
/// receiver. Other work on the machine slows one or the other, so three rounds are measured.
#[test]
#[ignore = "is a measurement; the README has the command"]
fn at_64_connections_it_reaches_half_of_the_slower_ceiling() {
    let requests = requests(0, DELIVERIES);
    for connections in [1, 16, 256] {
        rate(&requests, connections, false);
    }
    let shares = [0, 1, 2].map(|_| {
        let ceiling = web_alone(&requests, 64).min(sqlite_alone(&requests, 64));
        let (alone, both) = (rate(&requests, 64, false), rate(&requests, 64, true));
        let shares = (alone / ceiling, both / ceiling);
        println!("of the slower ceiling: {:.2}, with a consumer {:.2}", shares.0, shares.1);
        shares
    });
    assert!(shares.iter().any(|share| share.0 >= 0.5), "{shares:?}");
    assert!(shares.iter().any(|share| share.1 >= 0.4), "{shares:?}");
}

fn rate(requests: &[Request], connections: usize, with_consumer: bool) -> f64 {
    let receiver = Receiver::start("throughput");
    let consumer = with_consumer.then(|| Consumer::start(&receiver));
    let measurement = measure(&receiver, requests, 200, connections);
    drop(consumer);
    let what = if with_consumer { ", with a consumer" } else { "" };
    measurement.print(&format!("{connections} connections{what}"));
    assert_eq!(receiver.count("delivery WHERE event IS NOT NULL"), DELIVERIES);
    measurement.rate
}

/// Its requests are not stored, since their signatures are not those of their bodies.
fn web_alone(requests: &[Request], connections: usize) -> f64 {
    let changed =
        |good: &Request| Request { body: [&good.body[..], b" "].concat(), ..good.clone() };
    let forged: Vec<_> = requests.iter().map(changed).collect();
    let measurement = measure(&Receiver::start("web"), &forged, 401, connections);
    measurement.print(&format!("{connections} connections, nothing stored"));
    measurement.rate
}

/// Gives how many deliveries a second `SQLite` can store, with what the receiver stores of each.
fn sqlite_alone(requests: &[Request], group: usize) -> f64 {
    let mut receiver = Receiver::start("sqlite");
    assert!(receiver.stop().success());
    let mut database = receiver.database();
    database.execute_batch("PRAGMA synchronous = FULL").unwrap();
    let begin = Instant::now();
    for (n, group) in requests.chunks(group).enumerate() {
        let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = transaction.unwrap();
        let execute = |statement, row: &[&dyn ToSql]| {
            transaction.prepare_cached(statement).unwrap().execute(row).unwrap()
        };
        for (m, request) in group.iter().enumerate() {
            let id = format!("{n} {m}");
            // Like the receiver's digests, these are in no order.
            let digest = Sha256::digest(&id).to_vec();
            let insert =
                "INSERT INTO delivery (received, headers, body, digest) VALUES (0, ?, ?, ?)";
            execute(insert, &[&request.signature, &request.body, &digest]);
            let delivery = transaction.last_insert_rowid();
            let update = "UPDATE delivery SET event = ?, verdict = 'applied' WHERE id = ?";
            execute(update, &[&digest, &delivery]);
            let state = "SELECT status_code FROM verification WHERE verification_id = ?";
            let mut state = transaction.prepare_cached(state).unwrap();
            assert!(!state.exists([&id]).unwrap());
            let row: &[&dyn ToSql] = &[&id, &"PRE_VIDEO_CALL", &"USER_DROPPED_OFF"];
            execute("REPLACE INTO verification VALUES (?, ?, ?, 0, 0)", row);
            let task = "INSERT INTO outbox (event, verdict, verification_id, task, time)
                VALUES (?, 'applied', ?, 'message_user', 0)";
            execute(task, &[&delivery, &id]);
        }
        transaction.commit().unwrap();
    }
    let count = u32::try_from(requests.len()).unwrap();
    let rate = f64::from(count) / begin.elapsed().as_secs_f64();
    println!("SQLite alone, {group} in each transaction: {rate:.0} a second");
    rate
}
