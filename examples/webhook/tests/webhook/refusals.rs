//! What the provider did not sign is refused, and costs little.

use crate::events::{NOON, event, steps};
use crate::receiver::Receiver;
use crate::sender::{Request, SECRET, bytes, now};

#[test]
fn what_the_provider_did_not_sign_is_refused() {
    let receiver = Receiver::start("refused");
    let good = event("v1", NOON, steps()[0]);
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
    let with = |headers: String| Request { headers, ..good.clone() };
    let signature = good.signature.clone().unwrap();
    let earlier = (now().as_millis() - 5000).to_string();
    let big = |bytes: usize| Request::new([b"{}".to_vec(), vec![b' '; bytes - 2]].concat());
    let day = 24 * 60;

    let requests = [
        (Request { signature: None, ..good.clone() }, 401, "x-webhook-signature: missing"),
        (Request { timestamp: None, ..good.clone() }, 401, "x-webhook-timestamp: missing"),
        (flipped, 401, "x-webhook-signature: not that"),
        (signed(""), 401, "x-webhook-signature: not that"),
        (signed("INRf"), 401, "x-webhook-signature: not that"),
        (signed("no base64!"), 401, "x-webhook-signature: not base64"),
        (
            with(format!("x-webhook-signature: {signature}\r\n")),
            401,
            "x-webhook-signature: sent more",
        ),
        (
            with(format!("x-webhook-timestamp: {earlier}\r\n")),
            401,
            "x-webhook-timestamp: sent more",
        ),
        (
            Request { timestamp: Some(earlier), ..good.clone() },
            401,
            "x-webhook-signature: not that",
        ),
        (changed, 401, "x-webhook-signature: not that"),
        (minutes(-day - 1), 401, "x-webhook-timestamp: too far from now"),
        (minutes(day + 1), 401, "x-webhook-timestamp: too far from now"),
        (Request::at("noon", body.clone()), 401, "x-webhook-timestamp: not milliseconds"),
        (Request::at("9999999999999999999", body.clone()), 401, "x-webhook-timestamp: not milli"),
        (Request::signed("another secret", &minutes(0).timestamp.unwrap(), body.clone()), 401, ""),
        (big(64 * 1024 + 1), 413, "body: "),
    ];
    for (request, status, why) in &requests {
        let answer = receiver.send(request);
        assert_eq!(answer.status, *status, "{why}: {answer:?}");
        assert!(answer.text.starts_with(why), "{why}: {answer:?}");
    }
    for path in ["/", "/webhook", "/healthz/"] {
        assert_eq!(receiver.connect().get(path).unwrap().status, 404);
    }
    for table in ["delivery", "verification", "outbox"] {
        assert_eq!(receiver.count(table), 0);
    }
    assert_eq!(receiver.health().1["answered"]["refused"], requests.len() + 3);
    assert_eq!(receiver.take(&good), "applied");
    assert_eq!(receiver.take(&big(64 * 1024)), "unclear");
    assert_eq!(receiver.take(&minutes(1 - day)), "duplicate");
    assert_eq!(receiver.take(&minutes(day - 1)), "duplicate");
}

/// A signature made by another program: `printf %s '1746427759733{"a":1}' | openssl dgst -sha256
/// -hmac 'a secret of this test' -binary | base64`.
#[test]
fn a_signature_by_openssl_is_valid() {
    let receiver = Receiver::start_with("openssl", |command| {
        command.env("WEBHOOK_TOLERANCE_SECONDS", "9999999999");
    });
    let mut request = Request::at("1746427759733", r#"{"a":1}"#);
    request.signature = Some(BY_OPENSSL.into());
    assert_eq!(receiver.take(&request), "unclear");
}

const BY_OPENSSL: &str = "/LTNz/k80Zu4UaIDRtRQ36P11H7YRJ19vleDX0ucQUs=";

#[test]
fn a_body_is_not_read_before_the_headers_are_right() {
    let receiver = Receiver::start("headers_first");
    let mut unsigned = event("v1", NOON, steps()[0]);
    unsigned.signature = None;
    let mut head = bytes(&unsigned);
    head.truncate(head.len() - unsigned.body.len());
    let mut connection = receiver.connect();
    // The body never comes; the answer does.
    connection.send_bytes(&head).unwrap();
    assert_eq!(connection.answer().unwrap().status, 401);
}

#[test]
fn refusals_and_replays_do_not_fill_the_log() {
    let mut receiver = Receiver::start("forged");
    let mut forged = event("v1", NOON, steps()[0]);
    forged.signature = Some("AAAA".into());
    let mut connection = receiver.connect();
    for _ in 0..2000 {
        assert_eq!(connection.send(&forged).unwrap().status, 401);
    }
    let replayed = event("v1", NOON, steps()[0]);
    for _ in 0..500 {
        assert_eq!(connection.send(&replayed).unwrap().status, 200);
    }
    assert_eq!(receiver.health().1["answered"]["refused"], 2000);
    let warnings = receiver.warnings();
    assert!(!warnings.is_empty() && warnings.len() < 200, "{} lines", warnings.len());
    assert!(warnings[0].contains("refused_since_start=1"), "{}", warnings[0]);
    assert!(!receiver.log().contains("duplicate"));
}

#[test]
fn during_a_rotation_two_secrets_are_valid() {
    let receiver = Receiver::start_with("rotation", |command| {
        command.env("CASHFREE_CLIENT_SECRET", "the new one");
        command.env("CASHFREE_CLIENT_SECRET_PREVIOUS", SECRET);
    });
    let old = event("v1", NOON, steps()[0]);
    let (time, body) = (old.timestamp.clone().unwrap(), old.body.clone());
    assert_eq!(receiver.take(&old), "applied");
    assert_eq!(receiver.take(&Request::signed("the new one", &time, body.clone())), "duplicate");
    assert_eq!(receiver.send(&Request::signed("an older one", &time, body)).status, 401);
}
