//! What is signed is kept, and interpreted if it can be.

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};
use vkyc_status::{Action, Outcome, StatusCode};

use crate::events::{HOUR, NOON, approved, body, event, other_phase, pair, steps};
use crate::receiver::Receiver;
use crate::sender::Request;

#[test]
fn every_documented_pair_is_applied_and_makes_the_task_of_its_outcome() {
    let mut receiver = Receiver::start("documented");
    for name in ["status_code", "sub_status"] {
        for &code in StatusCode::ALL {
            let id = format!("{name} {code}");
            let status = json!({ "status": code.phase().as_str(), name: code.as_str() });
            let answer = receiver.take(&Request::new(body(&id, NOON, &status)));
            assert_eq!(answer, "applied", "{id}");
            assert_eq!(receiver.state(&id).as_deref(), Some(code.as_str()));
            let task = match (code.outcome(), code.actions()) {
                (Outcome::Approved, _) => Some("open_account"),
                (Outcome::Rejected, _) => Some("close_application"),
                (Outcome::Expired, _) => Some("start_new_request"),
                (Outcome::Pending, [Action::Proceed]) => None,
                (_, [_, _, ..] | [Action::ReviewSession]) => Some("ask_person"),
                // After a rejection by an agent, the application stays open.
                (Outcome::RejectedByAgent, _)
                | (_, [Action::NotifyUser | Action::AskUserToFix]) => Some("message_user"),
                _ => continue,
            };
            assert_eq!(receiver.tasks(&id), Vec::from_iter(task), "{id}");
        }
    }
    assert_eq!(receiver.warnings(), [""; 0]);
}

#[test]
fn what_cannot_be_interpreted_is_kept_for_a_person() {
    let mut receiver = Receiver::start("unclear");
    let code = steps()[0];
    let phase = code.phase().as_str();
    receiver.take(&event("v1", NOON, code));
    let long = "v".repeat(60_000);
    let (deep, zoneless) = ("[".repeat(60_000), "2026-11-22T12:00:00");
    let two = json!({ "status": phase, "status_code": "A", "sub_status": "B" });
    let test = json!({ "status": phase, "sub_status": code.as_str(), "test_object": {} });
    let other = other_phase(code).as_str();
    let unclear = [
        (pair("v1", HOUR, "NEW", "NEW\ncode"), r#"not a documented phase: \"NEW\""#),
        (pair("v1", HOUR, phase, "NEW\ncode"), r#"not a documented status code: \"NEW\\ncode\""#),
        (pair("v1", HOUR, other, code.as_str()), "belongs to phase"),
        (pair("v1", HOUR, phase, Value::Null), "without a status code"),
        (pair("v1", HOUR, Value::Null, code.as_str()), "invalid type: null"),
        (pair("v1", HOUR, 7, code.as_str()), "invalid type: integer `7`"),
        (pair("v1", HOUR, phase, 7), "invalid type: integer `7`"),
        (event("v1", "soon", code), r#"event_time: \"soon\""#),
        (event("v1", zoneless, code), r#"event_time: \"2026-11-22T12:00:00\""#),
        (event("v1", "9999-01-01T00:00:00Z", approved()), "more than a day ahead"),
        (event("", HOUR, code), "verification_id is not a text of 1 to 200 bytes"),
        (event(&long, HOUR, code), "verification_id is not a text of 1 to 200 bytes"),
        (Request::new(body("v1", HOUR, &two)), r#"status_code \"A\" and sub_status \"B\""#),
        (doubled(&event("v1", HOUR, code), "event_time"), r#"key \"event_time\" twice"#),
        (doubled(&event("v1", HOUR, code), "sub_status"), r#"key \"sub_status\" twice"#),
        (Request::new(body("v1", HOUR, &test)), "test_object beside other data"),
        (pair("v1", HOUR, phase, long.as_str()), "not a documented status code"),
        (Request::new("status=RECEIVED"), "body: expected value"),
        (Request::new(""), "body: EOF"),
        (Request::new(b"{\"event_type\": \"\xff\"}"), "body: invalid unicode"),
        (Request::new(deep), "body: recursion limit exceeded"),
        (Request::new("[1]"), "verification_id is not a text of 1 to 200 bytes"),
    ];
    for (request, why) in &unclear {
        assert_eq!(receiver.take(request), "unclear", "{why}");
        assert_eq!(receiver.take(request), "duplicate", "{why}");
    }
    let warnings = receiver.warnings();
    assert_eq!(warnings.len(), unclear.len(), "one each: {warnings:?}");
    for (line, (_, why)) in warnings.iter().zip(&unclear) {
        assert!(line.contains(why), "{why}: {line}");
        assert!(line.len() < 600, "{line}");
    }
    let database = receiver.database();
    let bodies = "SELECT body FROM delivery WHERE verdict = 'unclear' ORDER BY id";
    let mut bodies = database.prepare(bodies).unwrap();
    let bodies = bodies.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    for (body, (request, why)) in bodies.zip(&unclear) {
        assert_eq!(body.unwrap(), request.body, "{why}");
    }
    let tasks = "SELECT task FROM outbox WHERE verdict = 'unclear'";
    assert_eq!(receiver.rows(tasks), vec!["ask_person"; unclear.len()]);
    assert_eq!(receiver.state("v1").as_deref(), Some(code.as_str()));
    assert_eq!(receiver.count("verification"), 1);
}

/// The same with a key twice, the second time with another value.
fn doubled(request: &Request, key: &str) -> Request {
    let body = String::from_utf8(request.body.clone()).unwrap();
    Request::new(body.replace(&format!("\"{key}\":"), &format!("\"{key}\":null,\"{key}\":")))
}

#[test]
fn other_events_and_the_test_delivery_are_kept_without_an_alarm() {
    let mut receiver = Receiver::start("not_ours");
    let test =
        r#"{"data":{"test_object":{"test_key":"test_value"}},"type":"WEBHOOK","event_time":"x"}"#;
    let untyped = r#"{"data":{"test_object":{"test_key":"test_value"}}}"#;
    let payment = r#"{"type":"PAYMENT_SUCCESS_WEBHOOK","data":{"order":{"order_id":"7"}}}"#;
    let other = r#"{"event_type":"E_SIGN_VERIFICATION_SUCCESS","event_time":"2024-02-15 16:53:15",
        "data":{"verification_id":"v1","status":"SUCCESS"}}"#;
    for body in [test, untyped, payment, other] {
        assert_eq!(receiver.take(&Request::new(body)), "not_ours", "{body}");
        assert_eq!(receiver.take(&Request::new(body)), "duplicate", "{body}");
    }
    assert_eq!((receiver.count("delivery"), receiver.count("outbox")), (4, 0));
    assert_eq!(receiver.warnings(), [""; 0]);
}

#[test]
fn an_unknown_type_with_a_documented_status_goes_to_a_person() {
    let receiver = Receiver::start("renamed");
    let renamed = String::from_utf8(event("v1", NOON, approved()).body).unwrap();
    let renamed = renamed.replace("VKYC_X", "VIDEO_KYC_X");
    assert_eq!(receiver.take(&Request::new(renamed)), "unclear");
    assert_eq!(receiver.tasks("v1"), ["ask_person"]);
}

/// What the initiate call answers: the provider's page lists the code, but not this phase.
#[test]
fn a_new_verification_is_a_step_like_any_other() {
    let mut receiver = Receiver::start("initiated");
    assert_eq!(receiver.take(&pair("v1", NOON, "INITIATED", "LINK_GENERATED")), "applied");
    assert_eq!(receiver.state("v1").as_deref(), Some("LINK_GENERATED"));
    assert_eq!(receiver.tasks("v1"), ["message_user"]);
    // The phase alone says nothing.
    assert_eq!(receiver.take(&pair("v1", NOON, "INITIATED", "NEW")), "unclear");
    assert_eq!(receiver.take(&pair("v1", NOON, "INITIATED", approved().as_str())), "unclear");
    assert_eq!(receiver.warnings().len(), 2);
}

/// Nothing tells events of Secure ID from these where the texts are the same, and its approval opens
/// an account. So it needs an address of its own.
#[test]
fn events_of_secure_id_are_taken_for_these_where_their_texts_are_the_same() {
    let receiver = Receiver::start("secure_id");
    assert_eq!(receiver.take(&event("s1", NOON, approved())), "applied");
    assert_eq!(receiver.tasks("s1"), ["open_account"]);
    let other = pair("s2", NOON, "REJECTED", "INSUFFICIENT_BALANCE");
    assert_eq!(receiver.take(&other), "unclear");
    assert_eq!(receiver.tasks("s2"), ["ask_person"]);
}

#[test]
fn an_event_is_applied_once_however_often_it_is_delivered() {
    let mut receiver = Receiver::start("duplicates");
    let twice = event("v1", NOON, steps()[0]);
    assert_eq!(receiver.take(&twice), "applied");
    assert_eq!(receiver.take(&twice), "duplicate");
    let spaced = String::from_utf8(twice.body.clone()).unwrap().replace(',', ", ");
    assert_eq!(receiver.take(&Request::new(spaced.clone())), "duplicate");
    assert_eq!(receiver.count("delivery"), 2, "other bytes of the event are kept");
    for instant in
        ["2026-11-22T17:30:00+05:30", "2026-11-22 12:00:00.000Z", "2026-11-22T12:00:00+00:00"]
    {
        assert_eq!(receiver.take(&event("v1", instant, steps()[0])), "duplicate", "{instant}");
    }

    let at_once = event("v2", NOON, approved());
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
    assert_eq!(receiver.take(&twice), "duplicate");
    assert_eq!(receiver.take(&at_once), "duplicate");
    assert_eq!(receiver.tasks("v2"), ["open_account"]);
}

#[test]
fn headers_are_kept_and_the_attempt_is_logged() {
    let mut receiver = Receiver::start("headers");
    let mut request = event("v1", NOON, steps()[0]);
    request.headers = "x-webhook-version: 2025-01-01\r\nx-webhook-attempt: 3\r\n".into();
    assert_eq!(receiver.take(&request), "applied");
    let headers = receiver.rows("SELECT headers FROM delivery").remove(0);
    let expected = json!({
        "x-webhook-timestamp": request.timestamp,
        "x-webhook-signature": request.signature,
        "x-webhook-version": "2025-01-01",
        "x-webhook-attempt": "3",
    });
    assert_eq!(serde_json::from_str::<Value>(&headers).unwrap(), expected);
    assert!(receiver.stop().success());
    let log = receiver.log();
    let code = steps()[0];
    let line = format!("applied delivery=1 verification_id=v1 status_code={code} task=");
    let line = log.lines().find(|text| text.contains(&line)).expect(&log);
    assert!(line.ends_with(" attempt=3"), "{line}");
}
