//! Events arrive in any order; the state is that of the events in order.

use std::collections::BTreeSet;
use vkyc_status::Outcome;

use crate::events::{HOUR, MINUTE, NOON, approved, event, is_end, of, rejected, steps};
use crate::receiver::Receiver;

#[test]
fn an_earlier_step_does_not_undo_a_later_one() {
    let receiver = Receiver::start("order");
    let steps = steps();
    for (time, step, answer) in [
        (NOON, 5, "applied"),
        ("2026-11-22T11:59:59Z", 0, "unchanged"),
        ("2026-11-22T17:29:59+05:30", 9, "unchanged"),
        // At one instant, the one further down the table.
        (NOON, 4, "unchanged"),
        (NOON, 6, "applied"),
        ("2026-11-22T17:30:01+05:30", 1, "applied"),
        ("2026-11-22T12:00:00.999999Z", 2, "unchanged"),
        ("2026-11-22T12:00:01.5Z", 3, "applied"),
        ("1969-12-31T23:59:59Z", 7, "unchanged"),
    ] {
        assert_eq!(receiver.take(&event("v1", time, steps[step])), answer, "{time}");
    }
    assert_eq!(receiver.state("v1").as_deref(), Some(steps[3].as_str()));
}

#[test]
fn a_time_far_ahead_does_not_block_what_follows() {
    let receiver = Receiver::start("ahead");
    assert_eq!(receiver.take(&event("v1", "2999-01-01T00:00:00Z", steps()[0])), "unclear");
    assert_eq!(receiver.take(&event("v1", NOON, steps()[1])), "applied");
    assert_eq!(receiver.take(&event("v1", HOUR, approved())), "applied");
    assert_eq!(receiver.tasks("v1").last().unwrap(), "open_account");
}

#[test]
fn of_one_second_a_decision_outlasts_a_step() {
    let mut receiver = Receiver::start("second");
    let fraction = "2026-11-22T12:00:00.9Z";
    for (id, first, second) in [
        ("v1", event("v1", fraction, steps()[0]), event("v1", NOON, approved())),
        ("v2", event("v2", NOON, approved()), event("v2", fraction, steps()[0])),
    ] {
        assert_eq!(receiver.take(&first), "applied");
        assert_ne!(receiver.take(&second), "conflict");
        assert_eq!(receiver.state(id).as_deref(), Some(approved().as_str()));
        assert!(receiver.tasks(id).contains(&"open_account".into()));
    }
    assert_eq!(receiver.warnings(), [""; 0]);
}

#[test]
fn what_contradicts_a_decision_goes_to_a_person_and_undoes_nothing() {
    let mut receiver = Receiver::start("contradiction");
    for (id, decision, task) in [
        ("v1", approved(), "open_account"),
        ("v2", rejected(), "close_application"),
        ("v3", of(Outcome::Expired), "start_new_request"),
    ] {
        let other = if decision == approved() { rejected() } else { approved() };
        assert_eq!(receiver.take(&event(id, MINUTE, decision)), "applied");
        assert_eq!(receiver.take(&event(id, NOON, steps()[0])), "unchanged", "a step before it");
        assert_eq!(receiver.take(&event(id, HOUR, other)), "conflict");
        assert_eq!(receiver.take(&event(id, HOUR, steps()[0])), "conflict", "a step after it");
        assert_eq!(receiver.take(&event(id, HOUR, decision)), "conflict", "it again");
        assert_eq!(receiver.state(id).as_deref(), Some(decision.as_str()));
        assert_eq!(receiver.tasks(id), [task, "ask_person"]);
    }
    assert_eq!(receiver.warnings().len(), 9);
}

#[test]
fn a_rejection_by_an_agent_is_no_decision() {
    let mut receiver = Receiver::start("agent");
    let by_agent = of(Outcome::RejectedByAgent);
    for (id, decision, task) in
        [("v1", approved(), "open_account"), ("v2", rejected(), "close_application")]
    {
        assert_eq!(receiver.take(&event(id, NOON, by_agent)), "applied");
        assert_eq!(receiver.take(&event(id, HOUR, decision)), "applied");
        assert_eq!(receiver.tasks(id), ["message_user", task]);
    }
    assert_eq!(receiver.warnings(), [""; 0]);
}

#[test]
fn a_decision_that_arrives_late_goes_to_a_person() {
    let receiver = Receiver::start("late");
    let pending = steps().into_iter().find(|code| code.actions() == [vkyc_status::Action::Proceed]);
    assert_eq!(receiver.take(&event("v1", HOUR, pending.unwrap())), "applied");
    assert_eq!(receiver.take(&event("v1", NOON, approved())), "conflict");
    // It is the state, but nothing is done about it without a person.
    assert_eq!(receiver.state("v1").as_deref(), Some(approved().as_str()));
    assert_eq!(receiver.tasks("v1"), ["ask_person"]);

    assert_eq!(receiver.take(&event("v2", HOUR, rejected())), "applied");
    assert_eq!(receiver.take(&event("v2", NOON, approved())), "conflict");
    assert_eq!(receiver.tasks("v2"), ["close_application", "ask_person"]);
}

/// Every order of five events, and the earliest decision or else the latest step.
#[test]
fn the_state_does_not_depend_on_the_order_of_arrival() {
    let receiver = Receiver::start("permutations");
    let mut connection = receiver.connect();
    let steps = steps();
    let time = |second| format!("2026-11-22T12:00:{second:02}Z");
    let sets = [
        [(0, steps[3]), (1, steps[8]), (2, steps[0]), (2, steps[1]), (3, steps[2])],
        [(0, steps[3]), (1, steps[8]), (2, approved()), (2, steps[1]), (3, steps[2])],
        [(0, steps[3]), (1, rejected()), (2, approved()), (3, steps[1]), (4, rejected())],
    ];
    for (n, events) in sets.iter().enumerate() {
        let end = events.iter().find(|(_, code)| is_end(*code));
        let expected = end.or(events.last()).unwrap().1;
        let orders = permutations(events.len());
        assert_eq!(orders.iter().collect::<BTreeSet<_>>().len(), 120);
        for (m, order) in orders.iter().enumerate() {
            let id = format!("{n}-{m}");
            for &place in order {
                let (second, code) = events[place];
                assert_eq!(connection.send(&event(&id, &time(second), code)).unwrap().status, 200);
            }
        }
        let states = "SELECT DISTINCT status_code FROM verification WHERE verification_id GLOB ";
        let states = receiver.rows(&format!("{states}'{n}-*'"));
        assert_eq!(states, [expected.as_str()], "{events:?}");
    }
    assert_eq!(receiver.count("verification"), 360);
}

fn permutations(length: usize) -> Vec<Vec<usize>> {
    if length == 0 {
        return vec![Vec::new()];
    }
    let insert = |order: &Vec<usize>, place| {
        let mut order = order.clone();
        order.insert(place, length - 1);
        order
    };
    let shorter = permutations(length - 1);
    shorter.iter().flat_map(|order| (0..length).map(move |place| insert(order, place))).collect()
}
