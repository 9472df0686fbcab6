//! The example `webhook`, started as a process on loopback and driven as the provider would:
//! `cargo test --all-features --test webhook -- --nocapture` prints the figures.
#![cfg(all(feature = "serde", feature = "alloc"))]

#[path = "../../examples/webhook/main.rs"]
mod example;
mod flood;
mod receiver;
mod sender;

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};
use vkyc_status::StatusCode;

use self::receiver::Receiver;
use self::sender::{Request, now};

const NOON: &str = "2026-11-22T12:00:00Z";

/// An event, with fields that the receiver does not know.
fn event(id: &str, time: &str, status: &str, status_code: impl Into<Value>) -> Request {
    let status_code = status_code.into();
    Request::new(body(id, time, &json!({ "status": status, "sub_status": status_code })))
}

fn body(id: &str, time: &str, status: &Value) -> String {
    let mut data = json!({ "verification_id": id, "user_id": "u7", "agents": [{ "name": null }] });
    data.as_object_mut().unwrap().extend(status.as_object().unwrap().clone());
    json!({ "event_type": "VKYC", "event_time": time, "version": "v1", "data": data }).to_string()
}

#[test]
fn every_documented_pair_is_applied() {
    let receiver = Receiver::start("documented");
    let mut expected = Vec::new();
    for name in ["status_code", "sub_status"] {
        for code in StatusCode::ALL {
            let id = format!("{name} {code}");
            let status = json!({ "status": code.phase().as_str(), name: code.as_str() });
            let answer = receiver.send(&Request::new(body(&id, NOON, &status)));
            assert_eq!((answer.status, answer.text.as_str()), (200, "applied"), "{id}");
            expected.push(format!("{id} {}/{code}", code.phase()));
        }
    }
    println!("documented pairs: {} sent, {0} applied", expected.len());
    expected.sort();
    let pairs = "verification_id || ' ' || status || '/' || status_code";
    for table in ["verification", "event"] {
        assert_eq!(receiver.rows(&format!("SELECT {pairs} FROM {table} ORDER BY 1")), expected);
    }
    assert_eq!(receiver.count("outbox"), expected.len());
    let tasks = receiver.rows(
        "SELECT DISTINCT status_code || ': ' || task FROM outbox WHERE status_code IN (
             'AUDITOR_APPROVED', 'AUDITOR_REJECTED', 'USER_PROXY_DETECTED',
             'USER_LOCATION_OUTSIDE_INDIA') ORDER BY 1",
    );
    let expected = [
        "AUDITOR_APPROVED: open_account",
        "AUDITOR_REJECTED: close_application",
        "USER_LOCATION_OUTSIDE_INDIA: hand_to_person",
        "USER_PROXY_DETECTED: message_user",
    ];
    assert_eq!(tasks, expected);
}

#[test]
fn what_cannot_be_acted_on_is_stored_and_the_state_kept() {
    let receiver = Receiver::start("unclear");
    let before = event("v1", NOON, "PRE_VIDEO_CALL", "USER_QUEUED");
    assert_eq!(receiver.send(&before).text, "applied");
    let unclear = [
        ("INITIATED", json!("NEW\ncode"), r#"why="not a documented phase: \"INITIATED\"""#),
        ("FAILED", json!("NEW\ncode"), r#"why="not a documented status code: \"NEW\\ncode\"""#),
        ("FAILED", json!("USER_QUEUED"), r#"belongs to phase PRE_VIDEO_CALL, not to FAILED""#),
        ("FAILED", Value::Null, r#"why="phase FAILED without a status code""#),
    ];
    for (status, status_code, _) in &unclear {
        let later = event("v1", "2026-11-22T13:00:00Z", status, status_code.clone());
        let answer = receiver.send(&later);
        assert_eq!((answer.status, answer.text.as_str()), (200, "unclear"));
        assert_eq!(receiver.send(&later).text, "duplicate");
    }
    let undated = event("v1", "soon", "AUDITOR_REVIEWED", "AUDITOR_APPROVED");
    assert_eq!(receiver.send(&undated).text, "unclear");

    let stored = receiver.rows("SELECT status || '/' || status_code FROM event ORDER BY 1");
    let expected = [
        "AUDITOR_REVIEWED/AUDITOR_APPROVED",
        "FAILED/",
        "FAILED/NEW\ncode",
        "FAILED/USER_QUEUED",
        "INITIATED/NEW\ncode",
        "PRE_VIDEO_CALL/USER_QUEUED",
    ];
    assert_eq!(stored, expected);
    assert_eq!(receiver.rows("SELECT status_code FROM verification"), ["USER_QUEUED"]);
    assert_eq!(receiver.count("outbox"), 1);

    let log = receiver.log();
    let warnings: Vec<_> = log.lines().filter(|line| line.contains(" WARN ")).collect();
    assert_eq!(warnings.len(), 5, "one each, none for a duplicate: {log}");
    for ((status, _, why), warning) in unclear.iter().zip(&warnings) {
        assert!(warning.contains(&format!("status={status:?}")), "{warning}");
        assert!(warning.contains(why), "{warning}");
        assert!(warning.contains("state=PRE_VIDEO_CALL/USER_QUEUED"), "{warning}");
    }
    assert!(warnings[4].contains(r#"why="event_time cannot be read""#), "{}", warnings[4]);
    println!("unclear: 5 sent, 5 stored, states changed 0");
}

#[test]
fn what_the_provider_did_not_sign_or_nobody_can_read_is_refused() {
    let receiver = Receiver::start("refused");
    let good = event("v1", NOON, "RECEIVED", "LINK_GENERATED");
    let body = good.body.clone();
    let minutes = |ahead: i64| {
        let now = i64::try_from(now().as_millis()).unwrap();
        Request::at(&(now + ahead * 60_000).to_string(), body.clone())
    };
    let mut changed = good.clone();
    *changed.body.last_mut().unwrap() = b' ';
    let mut flipped = good.clone();
    let first = flipped.signature.as_mut().unwrap().remove(0);
    flipped.signature.as_mut().unwrap().insert(0, if first == 'A' { 'B' } else { 'A' });
    let signed = |signature: &str| Request { signature: Some(signature.into()), ..good.clone() };
    let two_codes = json!({ "status": "FAILED", "status_code": "A", "sub_status": "B" });
    let contradictory = self::body("v1", NOON, &two_codes);
    let big = |bytes: usize| Request::new([b"{}".to_vec(), vec![b' '; bytes - 2]].concat());

    let requests = [
        (Request { signature: None, ..good.clone() }, 401, "x-webhook-signature: missing"),
        (Request { timestamp: None, ..good.clone() }, 401, "x-webhook-timestamp: missing"),
        (flipped, 401, "x-webhook-signature: not the signature"),
        (signed(""), 401, "x-webhook-signature: not the signature"),
        (signed("INRf"), 401, "x-webhook-signature: not the signature"),
        (signed("no base64!"), 401, "x-webhook-signature: not the signature"),
        (Request { timestamp: Some("1".into()), ..good.clone() }, 401, "x-webhook-signature: not"),
        (changed, 401, "x-webhook-signature: not the signature"),
        (minutes(-6), 401, "x-webhook-timestamp: too far from now"),
        (minutes(6), 401, "x-webhook-timestamp: too far from now"),
        (Request::at("noon", body.clone()), 401, "x-webhook-timestamp: not milliseconds"),
        (big(64 * 1024 + 1), 413, ""),
        (big(64 * 1024), 400, "body: missing field"),
        (Request::new("status=RECEIVED"), 400, "body: expected value"),
        (Request::new(""), 400, "body: EOF"),
        (Request::new(b"{\"event_type\": \"\xff\"}"), 400, "body: invalid unicode"),
        (Request::new("[".repeat(60_000)), 400, "body: "),
        (Request::new(contradictory), 400, "body: status_code \"A\" and sub_status \"B\""),
        (event("v1", NOON, "RECEIVED", 7), 400, "body: invalid type: integer `7`"),
        (Request::new(r#"{"event_type": "", "event_time": "", "data": {}}"#), 400, "body: missing"),
    ];
    for (request, status, why) in &requests {
        let answer = receiver.send(request);
        assert_eq!(answer.status, *status, "{why}: {answer:?}");
        assert!(answer.text.starts_with(why), "{why}: {answer:?}");
    }
    for table in ["event", "verification", "outbox"] {
        assert_eq!(receiver.count(table), 0);
    }
    assert_eq!(receiver.send(&good).text, "applied");
    println!("refused as they should be: {0} of {0}, stored 0", requests.len());
}

#[test]
fn an_event_is_applied_once_however_often_it_is_delivered() {
    let mut receiver = Receiver::start("duplicates");
    let twice = event("v1", NOON, "RECEIVED", "LINK_GENERATED");
    assert_eq!(receiver.send(&twice).text, "applied");
    assert_eq!(receiver.send(&twice).text, "duplicate");
    let spaced = String::from_utf8(twice.body.clone()).unwrap().replace(',', ", ");
    assert_eq!(receiver.send(&Request::new(spaced)).text, "duplicate");

    let at_once = event("v2", NOON, "RECEIVED", "LINK_GENERATED");
    let start = Barrier::new(100);
    let answers: Vec<_> = thread::scope(|scope| {
        let send = || {
            let mut connection = receiver.connect();
            start.wait();
            connection.send(&at_once).unwrap()
        };
        let senders: Vec<_> = (0..100).map(|_| scope.spawn(send)).collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    let count = |text| answers.iter().filter(|a| a.status == 200 && a.text == text).count();
    assert_eq!((count("applied"), count("duplicate")), (1, 99));

    receiver.kill_and_restart();
    assert_eq!(receiver.send(&twice).text, "duplicate");
    assert_eq!(receiver.send(&at_once).text, "duplicate");
    assert_eq!(receiver.count("outbox"), 2);
    println!("the same event: 100 deliveries at once, applied 1, duplicates 99");
}

#[test]
fn an_earlier_event_does_not_undo_a_later_one() {
    let receiver = Receiver::start("order");
    for (time, status, status_code, answer) in [
        (NOON, "VIDEO_CALL", "USER_ACCEPTED_MEETING", "applied"),
        ("2026-11-22T11:59:59Z", "PRE_VIDEO_CALL", "USER_QUEUED", "superseded"),
        ("2026-11-22 12:00:00", "VIDEO_CALL", "AGENT_ENDED_CALL", "applied"),
        ("2026-11-22T17:29:59+05:30", "VIDEO_CALL", "USER_DROPPED_OFF", "superseded"),
        ("2026-11-22T17:30:01+05:30", "AGENT_REVIEWED", "AGENT_APPROVED", "applied"),
        ("2026-11-22T12:00:01.5Z", "AUDITOR_REVIEWED", "AUDITOR_APPROVED", "applied"),
    ] {
        assert_eq!(receiver.send(&event("v1", time, status, status_code)).text, answer, "{time}");
    }
    assert_eq!(receiver.rows("SELECT status_code FROM verification"), ["AUDITOR_APPROVED"]);
    let tasks = receiver.rows("SELECT task FROM outbox ORDER BY id");
    assert_eq!(tasks, ["wait", "hand_to_person", "wait", "open_account"]);
}

#[cfg(unix)]
#[test]
fn it_stops_when_asked() {
    let mut receiver = Receiver::start("stop");
    assert_eq!(receiver.send(&event("v1", NOON, "RECEIVED", "LINK_GENERATED")).text, "applied");
    assert!(receiver.stop().success());
    assert!(receiver.log().trim_end().ends_with("stopped"));
    assert_eq!(receiver.count("event"), 1);
}
