//! Deliveries over many connections, while the process is killed and started again: the sender
//! repeats what was not answered 200, as the provider does. Several events a verification come in
//! random order, some twice and some in other bytes. A consumer, which is killed as often, takes the
//! tasks meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::SocketAddr;
use std::sync::RwLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use vkyc_status::StatusCode;

use crate::events::{event, is_end};
use crate::outbox::{Consumer, done, wait_until_all_is_done};
use crate::receiver::Receiver;
use crate::sender::{Answer, Connection, Request};

/// Events of one verification.
pub(crate) const EVENTS: usize = 6;
/// The sender of some deliveries first hangs up after a while, answered or not.
const HANG_UP_EVERY: usize = 10;

#[test]
fn two_thousand_deliveries_with_kills() {
    run("kills", 2_000, 64, 3);
}

#[test]
#[ignore = "takes a while; the README has the command"]
fn twenty_thousand_deliveries_with_kills() {
    run("kills_64", 20_000, 64, 8);
    run("kills_256", 20_000, 256, 8);
}

struct Plan {
    deliveries: Vec<(usize, usize, bool)>,
    begun: AtomicUsize,
    answered: AtomicUsize,
    unanswered: AtomicUsize,
    deadline: Instant,
}

fn run(name: &str, deliveries: usize, connections: usize, kills: usize) {
    let mut random = Random(deliveries as u64 + connections as u64);
    let verifications = deliveries * 4 / 5 / EVENTS;
    let mut plan: Vec<_> = (0..deliveries)
        .map(|n| match n.checked_sub(verifications * EVENTS) {
            None => (n / EVENTS, n % EVENTS, false),
            Some(again) => (random.below(verifications), random.below(EVENTS), again % 2 == 0),
        })
        .collect();
    for n in (1..deliveries).rev() {
        plan.swap(n, random.below(n + 1));
    }
    let plan = Plan {
        deliveries: plan,
        begun: AtomicUsize::new(0),
        answered: AtomicUsize::new(0),
        unanswered: AtomicUsize::new(0),
        deadline: Instant::now() + Duration::from_secs(300),
    };
    let mut receiver = Receiver::start(name);
    let mut consumer = Consumer::start(&receiver);
    let address = RwLock::new(receiver.address);
    thread::scope(|scope| {
        for _ in 0..connections {
            scope.spawn(|| sender(&address, &plan));
        }
        for kill in 1..=kills {
            while plan.answered.load(Relaxed) < deliveries * kill / (kills + 1) {
                assert!(Instant::now() < plan.deadline, "too slow");
                thread::sleep(Duration::from_millis(1));
            }
            consumer = Consumer::start(&receiver);
            receiver.kill_and_restart();
            *address.write().unwrap() = receiver.address;
        }
    });
    receiver.kill_and_restart();
    wait_until_all_is_done(&receiver);
    drop(consumer);
    compare_tasks(&receiver, kills);
    compare(&receiver, &plan, verifications);
    println!(
        "deliveries: {deliveries}, connections: {connections}, kills: {}, lost: 0, doubled: 0, \
         verifications: {verifications}, states as in order: {verifications} \
         ({} attempts without an answer)",
        kills + 1,
        plan.unanswered.load(Relaxed)
    );
}

fn compare(receiver: &Receiver, plan: &Plan, verifications: usize) {
    // What is applied, by what the stored bodies say.
    let bodies = receiver.rows("SELECT CAST(body AS TEXT) FROM delivery WHERE event IS NOT NULL");
    let mut stored: Vec<_> = bodies.iter().map(|body| what(body.as_bytes())).collect();
    stored.sort();
    let distinct: BTreeSet<_> = stored.iter().cloned().collect();
    let expected: BTreeSet<_> = plan
        .deliveries
        .iter()
        .map(|&(verification, n, _)| what(&delivery(verification, n, false).body))
        .collect();
    assert_eq!(expected.difference(&distinct).count(), 0, "lost");
    assert_eq!(distinct.difference(&expected).count(), 0, "made up");
    assert_eq!(stored.len(), distinct.len(), "doubled");
    assert_eq!(receiver.count("delivery WHERE verdict IS NULL"), 0, "kept, but not judged");

    let states = receiver.rows("SELECT verification_id || ' ' || status_code FROM verification");
    let states: BTreeMap<_, _> = states.iter().map(|row| row.split_once(' ').unwrap()).collect();
    assert_eq!(states.len(), verifications);
    for verification in 0..verifications {
        let mut in_order = (0..EVENTS).map(|n| code(verification, n));
        let expected =
            in_order.clone().find(|&code| is_end(code)).or(in_order.next_back()).unwrap();
        assert_eq!(states[id(verification).as_str()], expected.as_str(), "{verification}");
    }
}

fn compare_tasks(receiver: &Receiver, kills: usize) {
    let twice = "outbox WHERE status_code IS NOT NULL
        GROUP BY verification_id, task, status_code HAVING count(*) > 1";
    assert_eq!(receiver.count(twice), 0, "tasks made twice");
    let ends = "outbox WHERE task IN ('open_account', 'close_application', 'start_new_request')
        GROUP BY verification_id HAVING count(*) > 1";
    assert_eq!(receiver.count(ends), 0, "ended twice");
    let keys = |condition| {
        let keys = receiver.rows(&format!("SELECT CAST(key AS TEXT) FROM outbox {condition}"));
        BTreeSet::from_iter(keys)
    };
    let (all, marked) = (keys(""), keys("WHERE done IS NOT NULL"));
    let taken = done(receiver);
    assert!(taken.len() <= all.len() + 100 * kills, "{} of {}", taken.len(), all.len());
    let taken = BTreeSet::from_iter(taken);
    assert_eq!(marked.difference(&taken).count(), 0, "tasks lost");
    // What a killed consumer did can be held before the next one would do it again.
    let held = keys("WHERE held IS NOT NULL");
    assert!(taken.difference(&marked).all(|key| held.contains(key)), "tasks made up");
}

/// The identity, time and code in a body.
fn what(body: &[u8]) -> (String, String) {
    let body: Value = serde_json::from_slice(body).unwrap();
    (body["data"]["verification_id"].to_string(), body["data"]["sub_status"].to_string())
}

fn sender(address: &RwLock<SocketAddr>, plan: &Plan) {
    let mut connection = None;
    loop {
        let n = plan.begun.fetch_add(1, Relaxed);
        let Some(&(verification, event, spaced)) = plan.deliveries.get(n) else { return };
        let request = delivery(verification, event, spaced);
        if n % HANG_UP_EVERY == 0 {
            _ = hang_up(address, &request, n);
        }
        loop {
            match attempt(&mut connection, address, &request) {
                Ok(Answer { status: 200, .. }) => break,
                Ok(answer) => assert_eq!(answer.status, 503, "{answer:?}"),
                Err(_) => {
                    connection = None;
                    plan.unanswered.fetch_add(1, Relaxed);
                }
            }
            assert!(Instant::now() < plan.deadline, "too slow");
            thread::sleep(Duration::from_millis(10));
        }
        plan.answered.fetch_add(1, Relaxed);
    }
}

fn hang_up(address: &RwLock<SocketAddr>, request: &Request, n: usize) -> io::Result<()> {
    let mut connection = Connection::open(*address.read().unwrap())?;
    connection.send_only(request)?;
    thread::sleep(Duration::from_millis(n as u64 % 32));
    Ok(())
}

fn attempt(
    connection: &mut Option<Connection>,
    address: &RwLock<SocketAddr>,
    request: &Request,
) -> io::Result<Answer> {
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(Connection::open(*address.read().unwrap())?),
    };
    connection.send(request)
}

pub(crate) fn delivery(verification: usize, n: usize, spaced: bool) -> Request {
    let time = format!("2026-11-22T12:{n:02}:00Z");
    let mut request = event(&id(verification), &time, code(verification, n));
    if spaced {
        request = Request::new([request.body, b" ".to_vec()].concat());
    }
    request
}

fn id(verification: usize) -> String {
    format!("v{verification:05}")
}

/// Codes that differ within a verification, and an end in some of them.
fn code(verification: usize, n: usize) -> StatusCode {
    let all = StatusCode::ALL;
    all[(verification * 7 + n * (1 + verification % 4)) % all.len()]
}

/// The same numbers in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}
