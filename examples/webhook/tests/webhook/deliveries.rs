//! What is signed is kept, and interpreted if it can be.

use std::collections::BTreeMap;
use std::sync::Barrier;
use std::thread;

use jiff::{SignedDuration, Timestamp};
use vkyc_status::{Phase, StatusCode};

use crate::receiver::Receiver;
use crate::sender::{Request, code, event};

/// Its head says how to read it.
const STORIES: &str = include_str!("stories.txt");

#[test]
fn a_verification_goes_as_its_story_says() {
    let mut receiver = Receiver::start("stories");
    let mut alarms = 0;
    for (n, story) in STORIES.split("\n\n").skip(1).enumerate() {
        let id = format!("v{n}");
        let (what, story) = story.split_once('\n').unwrap();
        let (arrivals, end) = story.split_once("-> ").unwrap();
        for arrival in arrivals.split(',') {
            let words: Vec<_> = arrival.split_whitespace().collect();
            let [time, code, answer] = words[..] else { panic!("{arrival}") };
            assert_eq!(receiver.take(&event(&id, time, code)), answer, "{what}: {arrival}");
            alarms += usize::from(["conflict", "unclear"].contains(&answer));
        }
        let end: Vec<_> = end.split_whitespace().collect();
        let (state, tasks) = (end[0], &end[1..]);
        let state = if state == "nothing" { "" } else { code(state).as_str() };
        assert_eq!(receiver.state(&id), state, "{what}");
        assert_eq!(receiver.tasks(&id), tasks, "{what}");
    }
    let warnings = receiver.warnings();
    assert_eq!(warnings.len(), alarms, "one for each conflict and what is unclear: {warnings:#?}");
}

/// Every order of four events: the state is the earliest decision, or else the latest step.
#[test]
fn the_state_does_not_depend_on_the_order_of_arrival() {
    let receiver = Receiver::start("orders");
    let mut connection = receiver.connect();
    for (set, events, state) in [
        ("steps", "0 proceed6, 1 proceed2, 2 proceed, 2 proceed3", "proceed3"),
        ("a decision", "0 proceed6, 1 approved, 1 proceed2, 2 proceed3", "approved"),
        ("decisions", "0 proceed6, 1 rejected, 2 approved, 3 rejected", "rejected"),
    ] {
        for order in 0..24 {
            let (mut left, mut rest): (Vec<_>, _) = (events.split(", ").collect(), order);
            while !left.is_empty() {
                let choices = left.len();
                let (second, what) = left.remove(rest % choices).split_once(' ').unwrap();
                rest /= choices;
                let event = event(&format!("{set} {order}"), &format!("12:00:0{second}Z"), what);
                assert_eq!(connection.send(&event).unwrap().status, 200);
            }
        }
        let states = "SELECT DISTINCT status_code FROM verification WHERE verification_id GLOB ";
        let states = receiver.rows(&format!("{states}'{set} *'"));
        assert_eq!(states, [code(state).as_str()], "{set}");
    }
    assert_eq!(receiver.count("verification"), 3 * 24);
}

#[test]
fn every_documented_pair_is_applied_under_both_names() {
    let mut receiver = Receiver::start("documented");
    for name in ["status_code", "sub_status"] {
        for &code in StatusCode::ALL {
            let id = format!("{name} {code}");
            let pair = event(&id, "12:00:00Z", &format!("{}/{code}", code.phase()));
            assert_eq!(receiver.take(&pair.edit("sub_status", name)), "applied", "{id}");
            assert_eq!(receiver.state(&id), code.as_str());
        }
    }
    assert_eq!(receiver.warnings(), [""; 0]);
}

#[test]
fn what_cannot_be_interpreted_is_kept_for_a_person() {
    let mut receiver = Receiver::start("unclear");
    let code = code("proceed");
    let good = event("v1", "12:00:00Z", "proceed");
    let ahead = |hours| (Timestamp::now() + SignedDuration::from_hours(hours)).to_string();
    let other = Phase::ALL.iter().find(|&&phase| phase != code.phase()).unwrap();
    let [status, other, code] =
        [code.phase().as_str(), other.as_str(), code.as_str()].map(|text| format!("{text:?}"));
    let (time, long) = ("2026-11-22T12:00:00Z", "v".repeat(60_000));
    let twice = "body: an object has a key twice";
    let id = "verification_id is not a text of 1 to 200 bytes";
    let unclear = [
        (good.edit(&status, "\"NEW\""), r#"not a documented phase: \"NEW\""#),
        (good.edit(&code, r#""NEW\ncode""#), r#"not a documented status code: \"NEW\\ncode\""#),
        (good.edit(&code, &format!("{long:?}")), "not a documented status code"),
        (good.edit(&status, &other), "belongs to phase"),
        (good.edit(&code, "null"), "without a status code"),
        (good.edit(&status, "null"), "invalid type: null"),
        (good.edit(&status, "7"), "invalid type: integer `7`"),
        (good.edit(&code, "7"), "invalid type: integer `7`"),
        (
            good.edit("v1\",", "v\\n1\",").edit(&code, "7"),
            "verification_id=v\\n1 task=ask_person why=",
        ),
        (
            good.edit("sub_status", r#"status_code":"A","sub_status"#),
            r#"status_code \"A\" and sub"#,
        ),
        (good.edit(time, "soon"), r#"event_time: \"soon\""#),
        (good.edit("00Z", "00"), r#"event_time: \"2026-11-22T12:00:00\""#),
        (good.edit(time, &ahead(25)), "more than a day ahead"),
        (good.edit("v1\",", "\","), id),
        (good.edit("v1\",", &format!("{long}\",")), id),
        (good.edit("\"event_time\"", r#""event_time":null,"event_time""#), twice),
        (good.edit("\"stars\"", r#""stars":null,"stars""#), twice),
        (good.edit("user_id", "test_object"), "test_object beside other data"),
        (good.edit("VKYC_X", "VIDEO_KYC"), r#"event_type \"VIDEO_KYC\" is not known, but the"#),
        (Request::new("status=RECEIVED"), "body: expected value"),
        (Request::new(""), "body: EOF"),
        (Request::new(b"{\"event_type\": \"\xff\"}"), "body: invalid unicode"),
        (Request::new("[".repeat(60_000)), "body: recursion limit exceeded"),
        (Request::new("[1]"), id),
    ];
    assert_eq!(receiver.take(&good), "applied");
    assert_eq!(receiver.take(&event("v2", &ahead(23), "proceed")), "applied");
    for (request, why) in &unclear {
        assert_eq!(receiver.take(request), "unclear", "{why}");
        assert_eq!(receiver.take(request), "duplicate", "{why}");
    }
    let warnings = receiver.warnings();
    assert_eq!(warnings.len(), unclear.len(), "one each: {warnings:#?}");
    let database = receiver.database();
    let kept = "SELECT body, task FROM delivery JOIN outbox ON outbox.event = delivery.id
        WHERE delivery.verdict = 'unclear' ORDER BY delivery.id";
    let mut kept = database.prepare(kept).unwrap();
    let kept = kept.query_map([], |row| row.try_into()).unwrap().map(Result::unwrap);
    let kept: Vec<(Vec<u8>, String)> = kept.collect();
    assert_eq!(kept.len(), unclear.len());
    for (((request, why), line), (body, task)) in unclear.iter().zip(&warnings).zip(&kept) {
        assert!(line.contains(why) && line.len() < 600, "{why}: {line}");
        assert!(request.body == *body && task == "ask_person", "{why}");
    }
    assert_eq!(receiver.count("verification"), 2, "those of what is clear");
}

#[test]
fn other_events_and_the_test_delivery_are_kept_without_an_alarm() {
    let mut receiver = Receiver::start("not_ours");
    for body in [
        r#"{"data":{"test_object":{"test_key":"test_value"}},"type":"WEBHOOK","event_time":"x"}"#,
        r#"{"data":{"test_object":{"test_key":"test_value"}}}"#,
        r#"{"type":"PAYMENT_SUCCESS_WEBHOOK","data":{"order":{"order_id":"7"}}}"#,
        r#"{"event_type":"E_SIGN_VERIFICATION_SUCCESS","event_time":"2024-02-15 16:53:15",
            "data":{"verification_id":"v1","status":"SUCCESS"}}"#,
    ] {
        assert_eq!(receiver.take(&Request::new(body)), "not_ours", "{body}");
        assert_eq!(receiver.take(&Request::new(body)), "duplicate", "{body}");
    }
    assert_eq!((receiver.count("delivery"), receiver.count("outbox")), (4, 0));
    assert_eq!(receiver.warnings(), [""; 0]);
}

#[test]
fn an_event_is_applied_once_however_often_it_is_delivered() {
    let mut receiver = Receiver::start("duplicates");
    let decision = event("v1", "12:00:00Z", "approved");
    let spaced = decision.edit(",", " , ");
    let start = Barrier::new(100);
    let answers: Vec<_> = thread::scope(|scope| {
        let send = || {
            let mut connection = receiver.connect();
            start.wait();
            connection.send(&decision).unwrap()
        };
        let senders: Vec<_> = (0..100).map(|_| scope.spawn(send)).collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    let count = |text| answers.iter().filter(|a| a.status == 200 && a.text == text).count();
    assert_eq!((count("applied"), count("duplicate")), (1, 99));
    assert_eq!(receiver.take(&spaced), "duplicate");
    assert_eq!(receiver.take(&decision.edit("VKYC_X", "VKYC_Y")), "unchanged");
    receiver.kill_and_restart();
    assert_eq!(receiver.take(&decision), "duplicate");
    assert_eq!(receiver.take(&spaced), "duplicate");
    assert_eq!(receiver.count("delivery"), 3, "other bytes of the event are kept");
    assert_eq!(receiver.tasks("v1"), ["open_account"]);
}

#[test]
fn headers_are_kept_and_the_attempt_is_logged() {
    let mut receiver = Receiver::start("headers");
    let request = event("v1", "12:00:00Z", "proceed")
        .and("x-webhook-version", "2025-01-01")
        .and("x-webhook-attempt", "3");
    assert_eq!(receiver.take(&request), "applied");
    let kept = receiver.rows("SELECT headers FROM delivery").concat();
    let kept: BTreeMap<&str, String> = serde_json::from_str(&kept).unwrap();
    assert_eq!(kept, request.headers.into_iter().collect());
    receiver.stop();
    let log = receiver.log();
    let line = format!("applied delivery=1 verification_id=v1 status_code={}", code("proceed"));
    let line = log.lines().find(|text| text.contains(&line)).expect(&log);
    assert!(line.ends_with(" attempt=3"), "{line}");
}
