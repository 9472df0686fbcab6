//! Tasks are made when they are due, held when they are in doubt, and taken in groups.

use std::io::Read;
use std::process::Stdio;

use crate::receiver::{Receiver, wait_until};
use crate::sender::event;

#[test]
fn a_task_that_was_taken_is_made_again() {
    let receiver = Receiver::start("taken");
    let take = |time, what| {
        assert_eq!(receiver.take(&event("v1", time, what)), "applied");
        receiver.tasks("v1").len()
    };
    let update = |set: &str| receiver.database().execute(&format!("UPDATE outbox SET {set}"), []);
    assert_eq!(take("12:00:00Z", "notify_user"), 1);
    update("taken = 1").unwrap();
    assert_eq!(take("12:00:01Z", "notify_user"), 2, "the message that is being sent is the first");
    assert_eq!(take("12:00:02Z", "notify_user"), 2);
    update("taken = NULL, done = 1").unwrap();
    assert_eq!(take("12:00:03Z", "notify_user"), 3);
}

#[test]
fn what_a_conflict_holds_is_done_when_a_person_lets_it_go() {
    let receiver = Receiver::start("hold");
    for (id, time, what, answer) in [
        ("v1", "12:01:00Z", "approved", "applied"),
        ("v2", "12:01:00Z", "approved", "applied"),
        ("v1", "12:00:00Z", "rejected", "conflict"),
    ] {
        assert_eq!(receiver.take(&event(id, time, what)), answer);
    }
    let _consumer = receiver.consumer();
    receiver.wait_until_all_is_done();
    assert_eq!(receiver.done(), ["2", "3"], "the other approval, and the question");
    assert_eq!(receiver.count("outbox WHERE taken IS NULL"), 1);
    receiver.database().execute("UPDATE outbox SET held = NULL WHERE key = 1", []).unwrap();
    receiver.wait_until_all_is_done();
    assert_eq!(receiver.done(), ["2", "3", "1"]);
}

/// The consumer waits in the middle of a group, since nobody reads what it prints.
#[test]
fn what_is_held_after_it_was_taken_is_not_done() {
    let receiver = Receiver::start("hold_late");
    receiver.add_tasks(90, &"x".repeat(2000));
    assert_eq!(receiver.take(&event("v1", "12:00:00Z", "approved")), "applied");
    let mut consumer = receiver.consumer_into(Stdio::piped());
    wait_until("it takes all", || receiver.count("outbox WHERE taken IS NULL") == 0);
    assert_eq!(receiver.take(&event("v1", "13:00:00Z", "rejected")), "conflict");
    let mut output = consumer.0.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        output.read_to_string(&mut text).unwrap();
        text
    });
    receiver.wait_until_all_is_done();
    drop(consumer);
    let output = reader.join().unwrap();
    assert_eq!(output.lines().count(), 91, "all but one of the tasks, and the question");
    assert!(!output.contains("open_account"));
}

/// `SQLite` has no queue for its lock, which the receiver could hardly ever get otherwise.
#[test]
fn the_consumer_takes_tasks_in_groups_and_pauses_for_the_receiver() {
    let receiver = Receiver::start("backlog");
    receiver.add_tasks(1_000, "");
    let _consumer = receiver.consumer();
    receiver.wait_until_all_is_done();
    let turns = receiver.rows("SELECT DISTINCT done || '' FROM outbox ORDER BY done");
    let turns: Vec<u64> = turns.iter().map(|microseconds| microseconds.parse().unwrap()).collect();
    assert_eq!(turns.len(), 10);
    assert!(turns.is_sorted_by(|turn, next| turn + 5_000 <= *next), "{turns:?}");
}
