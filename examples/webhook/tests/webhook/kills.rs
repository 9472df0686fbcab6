//! Deliveries over many connections, while the process is killed and started again: the sender
//! repeats what was not answered 200, as the provider does. Several events a verification come in
//! random order, some twice and some in other bytes. A consumer, which is killed as often, takes the
//! tasks meanwhile.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::net::SocketAddr;
use std::ops::Range;
use std::sync::RwLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use vkyc_status::{Outcome, StatusCode};

use crate::receiver::{Receiver, wait_until};
use crate::sender::{Connection, Request, event};

/// Events of one verification.
const EVENTS: usize = 6;

#[test]
fn two_thousand_deliveries_with_kills() {
    run(2_000, 64, 3);
}

#[test]
#[ignore = "takes a while; the README has the command"]
fn twenty_thousand_deliveries_with_kills() {
    run(20_000, 64, 8);
    run(20_000, 256, 8);
}

fn run(count: usize, connections: usize, kills: usize) {
    let mut receiver = Receiver::start(&format!("kills_{count}_{connections}"));
    // Half of what comes twice comes in other bytes.
    let verifications = count * 4 / 5 / EVENTS;
    let mut requests = deliveries(0..verifications * EVENTS);
    for n in requests.len()..count {
        let again = &requests[random(n) % (verifications * EVENTS)];
        requests.push(if n % 2 == 0 { again.edit(",", ", ") } else { again.clone() });
    }
    let mut order: Vec<_> = (0..count).collect();
    order.sort_by_key(|&n| random(n));
    let requests: Vec<_> = order.iter().map(|&n| requests[n].clone()).collect();

    receiver.add_tasks(kills * 5_000, "");
    let mut consumer = receiver.consumer();
    let address = RwLock::new(receiver.address);
    let answered = AtomicUsize::new(0);
    let answered_are = |share| answered.load(Relaxed) >= count * share / (kills + 1);
    scope(|scope| {
        scope.spawn(|| flood(&address, &requests, 200, connections, &answered));
        scope.spawn(|| hang_up(&address, &requests, || answered_are(kills + 1)));
        for kill in 1..=kills {
            wait_until("the next kill", || answered_are(kill));
            consumer.kill();
            receiver.kill_and_restart();
            *address.write().unwrap() = receiver.address;
            consumer = receiver.consumer();
        }
    });
    receiver.kill_and_restart();
    receiver.wait_until_all_is_done();
    drop(consumer);
    compare(&receiver, verifications);
    compare_tasks(&receiver, kills);
    println!(
        "deliveries: {count}, connections: {connections}, kills: {}, lost: 0, doubled: 0, states as \
         in order: {verifications}",
        kills + 1
    );
}

/// Events and states are those that were sent, in order.
fn compare(receiver: &Receiver, verifications: usize) {
    let all = 0..verifications * EVENTS;
    let mut sent: Vec<_> = all.map(|n| format!("{} {}", id(n), code_of(n))).collect();
    sent.sort();
    let applied =
        "SELECT body ->> '$.data.verification_id' || ' ' || (body ->> '$.data.sub_status')
        FROM (SELECT CAST(body AS TEXT) AS body FROM delivery WHERE event IS NOT NULL) ORDER BY 1";
    let applied = receiver.rows(applied);
    let distinct: BTreeSet<_> = applied.iter().collect();
    assert_eq!(distinct, sent.iter().collect(), "lost, or made up");
    assert_eq!(applied.len(), sent.len(), "doubled");
    assert_eq!(receiver.count("delivery WHERE verdict IS NULL"), 0, "kept, but not judged");

    let states = "SELECT verification_id || ' ' || status_code FROM verification
        WHERE verification_id <> 'other' ORDER BY 1";
    let expected = |verification| {
        let events = (verification * EVENTS..).take(EVENTS);
        let end = events.clone().find(|&n| is_end(code_of(n)));
        format!("{} {}", id(verification * EVENTS), code_of(end.or(events.last()).unwrap()))
    };
    assert_eq!(receiver.rows(states), (0..verifications).map(expected).collect::<Vec<_>>());
}

/// No task is lost, or made twice; of each kill, at most the tasks of one group are done again.
fn compare_tasks(receiver: &Receiver, kills: usize) {
    let twice = "outbox WHERE status_code IS NOT NULL
        GROUP BY verification_id, task, status_code HAVING count(*) > 1";
    assert_eq!(receiver.count(twice), 0, "tasks made twice");
    let ends = "outbox WHERE task IN ('open_account', 'close_application', 'start_new_request')
        GROUP BY verification_id HAVING count(*) > 1";
    assert_eq!(receiver.count(ends), 0, "ended twice");
    let keys = |condition| {
        let keys = receiver.rows(&format!("SELECT key || '' FROM outbox {condition}"));
        keys.into_iter().collect::<BTreeSet<_>>()
    };
    let taken = receiver.done();
    let distinct: BTreeSet<_> = taken.iter().cloned().collect();
    let again = taken.len() - distinct.len();
    assert!((1..=100 * kills).contains(&again), "{again} done again");
    let marked = keys("WHERE done IS NOT NULL");
    assert_eq!(marked.difference(&distinct).count(), 0, "tasks lost");
    // What a killed consumer did can be held before the next one would do it again.
    let held = keys("WHERE held IS NOT NULL");
    assert!(distinct.difference(&marked).all(|key| held.contains(key)), "tasks made up");
}

/// Sends each request until it is answered with this status, over so many connections at once, and
/// counts the answers. Gives how long each waited for that answer, in order.
pub(crate) fn flood(
    address: &RwLock<SocketAddr>,
    requests: &[Request],
    status: u16,
    connections: usize,
    answered: &AtomicUsize,
) -> Vec<Duration> {
    let requests: Vec<_> = requests.iter().map(Request::bytes).collect();
    let next = AtomicUsize::new(0);
    let connect = || Connection::open(*address.read().unwrap());
    let send = || {
        let (mut connection, mut waits) = (connect(), Vec::new());
        while let Some(request) = requests.get(next.fetch_add(1, Relaxed)) {
            let mut sent = Instant::now();
            wait_until("it is answered", || {
                sent = Instant::now();
                let answer = connection.as_mut().ok().and_then(|connection| {
                    connection.send_bytes(request).and_then(|()| connection.answer()).ok()
                });
                match answer {
                    Some(answer) if answer.status == status => return true,
                    Some(answer) => assert_eq!(answer.status, 503, "{answer:?}"),
                    None => connection = connect(),
                }
                false
            });
            waits.push(sent.elapsed());
            answered.fetch_add(1, Relaxed);
        }
        waits
    };
    let mut waits: Vec<_> = scope(|scope| {
        let senders: Vec<_> = (0..connections).map(|_| scope.spawn(send)).collect();
        senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect()
    });
    waits.sort();
    waits
}

/// Sends requests, too, and hangs up after a while, answered or not.
fn hang_up(address: &RwLock<SocketAddr>, requests: &[Request], stop: impl Fn() -> bool) {
    for (n, request) in requests.iter().enumerate().take_while(|_| !stop()) {
        let connection = Connection::open(*address.read().unwrap());
        _ = connection.and_then(|mut connection| connection.send_bytes(&request.bytes()));
        sleep(Duration::from_millis(n as u64 % 32));
    }
}

/// Deliveries of new events, six of each verification.
pub(crate) fn deliveries(numbers: Range<usize>) -> Vec<Request> {
    let delivery = |n| {
        let code = code_of(n);
        let pair = format!("{}/{code}", code.phase());
        event(&id(n), &format!("12:{:02}:00Z", n % EVENTS), &pair)
    };
    numbers.map(delivery).collect()
}

fn id(n: usize) -> String {
    format!("v{:05}", n / EVENTS)
}

/// Codes that differ within a verification, and an end in some of them.
fn code_of(n: usize) -> StatusCode {
    let (verification, n) = (n / EVENTS, n % EVENTS);
    let all = StatusCode::ALL;
    all[(verification * 7 + n * (1 + verification % 4)) % all.len()]
}

fn is_end(code: StatusCode) -> bool {
    matches!(code.outcome(), Outcome::Approved | Outcome::Rejected | Outcome::Expired)
}

/// The same numbers in every run.
fn random(n: usize) -> usize {
    let hash = BuildHasherDefault::<DefaultHasher>::new().hash_one(n);
    usize::try_from(hash >> 33).unwrap()
}
