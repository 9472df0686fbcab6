//! Tasks are made when they are due, held when they are in doubt, and taken at least once.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Read;
use std::process::{Command, Stdio};

use vkyc_status::Action;

use crate::events::{HOUR, MINUTE, NOON, approved, event, rejected, steps};
use crate::receiver::{Deadline, Process, Receiver};
use crate::throughput::{measure, requests};

/// The consumer, as a process of its own.
pub(crate) struct Consumer(Process);

impl Consumer {
    /// Appends to the file `tasks`.
    pub(crate) fn start(receiver: &Receiver) -> Self {
        let tasks = OpenOptions::new().create(true).append(true).open(receiver.file("tasks"));
        Self::start_into(receiver, tasks.unwrap().into())
    }

    fn start_into(receiver: &Receiver, output: Stdio) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_consumer"));
        command.env("WEBHOOK_DATABASE", receiver.file("database")).stdout(output);
        Self(Process(command.spawn().unwrap()))
    }
}

/// The key of each task that consumers did, as often as they did it.
pub(crate) fn done(receiver: &Receiver) -> Vec<String> {
    let tasks = fs::read_to_string(receiver.file("tasks")).unwrap();
    tasks.lines().map(|line| line.split(' ').next().unwrap().into()).collect()
}

fn add_tasks(receiver: &Receiver, count: usize, why: &str) {
    let insert = format!(
        "INSERT INTO outbox (event, verdict, verification_id, task, why, time)
            WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT {count})
            SELECT 0, 'applied', 'other', 'ask_person', '{why}', 0 FROM n"
    );
    receiver.database().execute_batch(&insert).unwrap();
}

#[test]
fn the_consumer_takes_every_task_at_least_once_and_survives_kills() {
    const TASKS: usize = 10_000;
    let receiver = Receiver::start("consumer");
    add_tasks(&receiver, TASKS, "");
    for kill in 1..5 {
        let _killed = Consumer::start(&receiver);
        let deadline = Deadline::new();
        while done(&receiver).len() < TASKS * kill / 5 {
            deadline.wait("takes no tasks");
        }
    }
    let again = done(&receiver).len() - receiver.count("outbox WHERE done IS NOT NULL");
    assert!((1..=400).contains(&again), "{again}: of a kill, 100 tasks at most are done again");
    let _consumer = Consumer::start(&receiver);
    wait_until_all_is_done(&receiver);
    let keys = receiver.rows("SELECT CAST(key AS TEXT) FROM outbox");
    assert_eq!(BTreeSet::from_iter(done(&receiver)), BTreeSet::from_iter(keys));
}

#[test]
fn a_task_that_waits_is_not_made_again_but_one_that_was_taken_is() {
    let receiver = Receiver::start("tasks");
    let messages: Vec<_> =
        steps().into_iter().filter(|code| code.actions() == [Action::NotifyUser]).collect();
    let (first, second) = (messages[0], messages[1]);
    let take = |second: u32, code| {
        let time = format!("2026-11-22T12:00:{second:02}Z");
        assert_eq!(receiver.take(&event("v1", &time, code)), "applied");
        receiver.tasks("v1").len()
    };
    assert_eq!([take(0, first), take(1, first), take(2, second), take(3, first)], [1, 1, 2, 2]);
    let database = receiver.database();
    database.execute("UPDATE outbox SET taken = 1", []).unwrap();
    assert_eq!([take(4, first), take(5, first)], [3, 3], "the message that is sent is the first");
    database.execute("UPDATE outbox SET taken = 1, done = 1", []).unwrap();
    assert_eq!([take(6, first), take(7, second)], [4, 5]);
}

#[test]
fn a_conflict_holds_what_follows_from_the_decision_and_asks_one_person() {
    let receiver = Receiver::start("hold");
    assert_eq!(receiver.take(&event("v1", MINUTE, approved())), "applied");
    assert_eq!(receiver.take(&event("v2", MINUTE, approved())), "applied");
    assert_eq!(receiver.take(&event("v1", NOON, rejected())), "conflict");
    assert_eq!(receiver.state("v1").as_deref(), Some(rejected().as_str()));
    for second in 10..40 {
        let time = format!("2026-11-22T12:30:{second}Z");
        assert_eq!(receiver.take(&event("v1", &time, approved())), "conflict");
    }
    assert_eq!(receiver.tasks("v1"), ["open_account", "ask_person"], "one question for all");
    let consumer = Consumer::start(&receiver);
    wait_until_all_is_done(&receiver);
    assert_eq!(done(&receiver), ["2", "3"]);

    // A person lets it go.
    receiver.database().execute("UPDATE outbox SET held = NULL", []).unwrap();
    wait_until_all_is_done(&receiver);
    drop(consumer);
    assert_eq!(done(&receiver), ["2", "3", "1"]);
}

/// The consumer waits in the middle of a group, since nobody reads what it prints.
#[test]
fn what_is_held_after_it_was_taken_is_not_done() {
    let receiver = Receiver::start("hold_late");
    add_tasks(&receiver, 90, &"x".repeat(2000));
    assert_eq!(receiver.take(&event("v1", MINUTE, approved())), "applied");
    let mut consumer = Consumer::start_into(&receiver, Stdio::piped());
    wait_until(|| receiver.count("outbox WHERE taken IS NULL") == 0);
    assert_eq!(receiver.take(&event("v1", HOUR, rejected())), "conflict");
    let mut output = consumer.0.0.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        output.read_to_string(&mut text).unwrap();
        text
    });
    wait_until(|| receiver.count("outbox WHERE done IS NULL") == 1);
    drop(consumer);
    let output = reader.join().unwrap();
    assert_eq!(output.lines().count(), 91, "all but one of the tasks, and the question");
    assert!(!output.contains("open_account"));
}

#[test]
fn a_consumer_that_is_busy_does_not_delay_the_answers() {
    let receiver = Receiver::start("backlog");
    add_tasks(&receiver, 100_000, "");
    let mut ratios = [0, 1, 2].map(|round| {
        let [alone, both] = [0, 1].map(|n| requests((2 * round + n) * 2_000, 2_000));
        let alone = measure(&receiver, &alone, 200, 16).wait(999);
        let consumer = Consumer::start(&receiver);
        let both = measure(&receiver, &both, 200, 16).wait(999);
        drop(consumer);
        assert!(receiver.count("outbox WHERE done IS NULL LIMIT 1") > 0, "it was not busy");
        both.as_secs_f64() / alone.as_secs_f64()
    });
    // In one of the rounds, something else may have delayed the answers.
    ratios.sort_by(f64::total_cmp);
    assert!(ratios[1] < 4.0, "p99.9 of the answers with a consumer, to that without: {ratios:?}");
}

/// But for what is held.
pub(crate) fn wait_until_all_is_done(receiver: &Receiver) {
    wait_until(|| receiver.count("outbox WHERE done IS NULL AND held IS NULL LIMIT 1") == 0);
}

fn wait_until(condition: impl Fn() -> bool) {
    let deadline = Deadline::new();
    while !condition() {
        deadline.wait("does not take the tasks");
    }
}
