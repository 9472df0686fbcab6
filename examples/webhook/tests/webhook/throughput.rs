//! Measures how many deliveries the receiver takes a second, and how long each waits for its answer.

use std::sync::RwLock;
use std::sync::atomic::AtomicUsize;
use std::time::Instant;

use crate::kills::{deliveries, flood};
use crate::receiver::Receiver;
use crate::sender::{Request, SIGNATURE};

const DELIVERIES: u32 = 20_000;

/// The ceilings are those of a receiver that stores nothing, and of `SQLite` for the same rows. Other
/// work on the machine slows one or the other, so three rounds are measured.
#[test]
#[ignore = "is a measurement; the README has the command"]
fn at_64_connections_it_reaches_half_of_the_slower_ceiling() {
    let good = deliveries(0..DELIVERIES as usize);
    let forged: Vec<_> = good.iter().map(|good| good.with(SIGNATURE, "AAAA")).collect();
    let shares = [0, 1, 2].map(|_| {
        let mut receivers = ["web", "alone", "both"].map(Receiver::start);
        let web = measure("nothing stored", &receivers[0], &forged, 401);
        let alone = measure("stored", &receivers[1], &good, 200);
        let _consumer = receivers[2].consumer();
        let both = measure("stored, with a consumer", &receivers[2], &good, 200);
        let ceiling = web.min(sqlite_alone(&mut receivers[1]));
        println!("of the slower ceiling: {:.2}, {:.2}", alone / ceiling, both / ceiling);
        (alone / ceiling, both / ceiling)
    });
    assert!(shares.iter().any(|share| share.0 >= 0.5), "{shares:?}");
    assert!(shares.iter().any(|share| share.1 >= 0.4), "{shares:?}");
}

/// How many are answered a second.
fn measure(what: &str, receiver: &Receiver, requests: &[Request], status: u16) -> f64 {
    let (address, answered) = (RwLock::new(receiver.address), AtomicUsize::new(0));
    let begin = Instant::now();
    let waits = flood(&address, requests, status, 64, &answered);
    let rate = f64::from(DELIVERIES) / begin.elapsed().as_secs_f64();
    let [p50, p99] = [500, 990].map(|of_1000| waits[waits.len() * of_1000 / 1000]);
    println!("{what}: {rate:.0} a second, wait p50: {p50:.1?}, p99: {p99:.1?}");
    rate
}

/// Copies what a receiver stored, a transaction for each 64 deliveries.
fn sqlite_alone(receiver: &mut Receiver) -> f64 {
    receiver.stop();
    let mut copy = Receiver::start("throughput_copy");
    copy.stop();
    let database = copy.database();
    let from = receiver.file("database");
    let attach = format!("PRAGMA synchronous = FULL; ATTACH '{}' AS stored", from.display());
    database.execute_batch(&attach).unwrap();
    let begin = Instant::now();
    for first in (1..=DELIVERIES).step_by(64) {
        database.execute_batch("BEGIN IMMEDIATE").unwrap();
        for id in first..(first + 64).min(DELIVERIES + 1) {
            for statement in [
                "INSERT INTO delivery SELECT * FROM stored.delivery WHERE id = ?",
                "REPLACE INTO verification SELECT * FROM stored.verification WHERE verification_id =
                    (SELECT CAST(body AS TEXT) ->> '$.data.verification_id' FROM stored.delivery
                    WHERE id = ?)",
                "INSERT INTO outbox SELECT * FROM stored.outbox WHERE key = ?",
            ] {
                database.prepare_cached(statement).unwrap().execute([id]).unwrap();
            }
        }
        database.execute_batch("COMMIT").unwrap();
    }
    let rate = f64::from(DELIVERIES) / begin.elapsed().as_secs_f64();
    println!("SQLite alone: {rate:.0} a second");
    rate
}
