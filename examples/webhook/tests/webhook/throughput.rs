//! Measures how many deliveries the receiver takes a second, and how long each waits for its answer.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

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
    pub(crate) fn percentile(&self, percent: f64) -> Duration {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a few thousand")]
        self.waits[((self.waits.len() - 1) as f64 * percent / 100.0) as usize]
    }

    fn print(&self, what: &str) {
        let [p50, p99] = [50.0, 99.0].map(|percent| self.percentile(percent));
        println!("{what}: {:.0} a second, wait p50: {p50:.1?}, p99: {p99:.1?}", self.rate);
    }
}

/// Deliveries of new events.
pub(crate) fn requests(first: usize, count: usize) -> Vec<Request> {
    (first..first + count).map(|n| delivery(n / EVENTS, n % EVENTS, false)).collect()
}

/// Sends them over so many connections at once.
pub(crate) fn measure(receiver: &Receiver, requests: &[Request], connections: usize) -> Measurement {
    let requests: Vec<_> = requests.iter().map(bytes).collect();
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
    let seconds = begin.elapsed().as_secs_f64();
    waits.sort();
    let count = u32::try_from(requests.len()).unwrap();
    Measurement { waits, rate: f64::from(count) / seconds }
}

const DELIVERIES: usize = 10_000;

#[test]
#[ignore = "is a measurement; the README has the command"]
fn every_delivery_of_a_measurement_is_stored_once() {
    let requests = requests(0, DELIVERIES);
    for connections in [1, 16, 64, 256] {
        let receiver = Receiver::start("throughput");
        measure(&receiver, &requests, connections).print(&format!("connections: {connections}"));
        assert_eq!(receiver.count("delivery"), DELIVERIES);
        assert_eq!(receiver.count("delivery WHERE event IS NOT NULL"), DELIVERIES);
    }
    let _ = Consumer::start;
}
