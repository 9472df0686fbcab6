//! Measures how many deliveries the receiver takes a second, and how long each waits for its answer.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use crate::kills::{EVENTS, delivery};
use crate::receiver::Receiver;
use crate::sender::bytes;

const DELIVERIES: usize = 10_000;

#[test]
#[ignore = "is a measurement; the README has the command"]
fn every_delivery_of_a_measurement_is_stored_once() {
    let requests: Vec<_> =
        (0..DELIVERIES).map(|n| bytes(&delivery(n / EVENTS, n % EVENTS, false))).collect();
    for connections in [1, 16, 64, 256] {
        let receiver = Receiver::start("throughput");
        let next = AtomicUsize::new(0);
        let send = || {
            let mut connection = receiver.connect();
            let mut waits = Vec::new();
            while let Some(request) = requests.get(next.fetch_add(1, Relaxed)) {
                let sent = Instant::now();
                connection.send_bytes(request).unwrap();
                assert_eq!(connection.answer().unwrap().status, 200);
                waits.push(sent.elapsed());
            }
            waits
        };
        let begin = Instant::now();
        let mut waits: Vec<Duration> = thread::scope(|scope| {
            let senders: Vec<_> = (0..connections).map(|_| scope.spawn(send)).collect();
            senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect()
        });
        let rate = DELIVERIES as u128 * 1000 / begin.elapsed().as_millis();
        waits.sort();
        let percentile = |percent: usize| waits[(DELIVERIES - 1) * percent / 100];
        println!(
            "connections: {connections}, deliveries a second: {rate}, wait p50: {:.1?}, p99: {:.1?}",
            percentile(50),
            percentile(99)
        );
        assert_eq!(receiver.count("delivery"), DELIVERIES);
        assert_eq!(receiver.count("delivery WHERE event IS NOT NULL"), DELIVERIES);
    }
}
