//! What the provider did not sign is refused, and costs little.

use crate::receiver::Receiver;
use crate::sender::{Request, SECRET, SIGNATURE, TIMESTAMP, event, milliseconds};

#[test]
fn what_the_provider_did_not_sign_is_refused() {
    let receiver = Receiver::start("refused");
    let good = event("v1", "12:00:00Z", "proceed");
    let at = |timestamp: &str| Request::signed(SECRET, timestamp, &*good.body);
    let minutes = |minutes| at(&milliseconds(minutes));
    let of = |bytes: usize| Request::new(format!("{{}}{}", " ".repeat(bytes - 2)));
    let other = event("v2", "12:00:00Z", "proceed");
    let day = 24 * 60;
    let requests = [
        (good.without(SIGNATURE), 401, "x-webhook-signature: missing"),
        (good.without(TIMESTAMP), 401, "x-webhook-timestamp: missing"),
        (good.with(SIGNATURE, ""), 401, "x-webhook-signature: not that"),
        (good.with(SIGNATURE, "INRf"), 401, "x-webhook-signature: not that"),
        (good.with(SIGNATURE, "no base64!"), 401, "x-webhook-signature: not base64"),
        (good.with(SIGNATURE, other.header(SIGNATURE)), 401, "x-webhook-signature: not that"),
        (good.with(TIMESTAMP, &milliseconds(-1)), 401, "x-webhook-signature: not that"),
        (good.and(SIGNATURE, good.header(SIGNATURE)), 401, "x-webhook-signature: sent more"),
        (good.and(TIMESTAMP, &milliseconds(-1)), 401, "x-webhook-timestamp: sent more"),
        (Request { body: other.body, ..good.clone() }, 401, "x-webhook-signature: not that"),
        (minutes(-day - 1), 401, "x-webhook-timestamp: too far from now"),
        (minutes(day + 1), 401, "x-webhook-timestamp: too far from now"),
        (at("noon"), 401, "x-webhook-timestamp: not milliseconds"),
        (at("9999999999999999999"), 401, "x-webhook-timestamp: not milliseconds"),
        (of(64 * 1024 + 1), 413, "body: "),
    ];
    for (request, status, why) in &requests {
        let answer = receiver.send(request);
        assert_eq!(answer.status, *status, "{why}: {answer:?}");
        assert!(answer.text.starts_with(why), "{why}: {answer:?}");
    }
    for path in ["/", "/webhook", "/healthz/"] {
        assert_eq!(receiver.connect().get(path).unwrap().status, 404);
    }
    assert_eq!(receiver.count("delivery"), 0);
    assert_eq!(receiver.health().1["answered"]["refused"], requests.len() + 3);
    assert_eq!(receiver.take(&good), "applied");
    assert_eq!(receiver.take(&of(64 * 1024)), "unclear");
    assert_eq!(receiver.take(&minutes(1 - day)), "duplicate");
    assert_eq!(receiver.take(&minutes(day - 1)), "duplicate");
}

/// `printf %s '1746427759733{"a":1}' | openssl dgst -sha256 -hmac 'a secret of this test' -binary |
/// base64` made the old signature.
#[test]
fn during_a_rotation_two_secrets_are_valid() {
    let receiver = Receiver::start_with("rotation", |command| {
        command.env("CASHFREE_CLIENT_SECRET", "the new one");
        command.env("CASHFREE_CLIENT_SECRET_PREVIOUS", SECRET);
        command.env("WEBHOOK_TOLERANCE_SECONDS", "9999999999");
    });
    let by = |secret| Request::signed(secret, "1746427759733", r#"{"a":1}"#);
    let old = "/LTNz/k80Zu4UaIDRtRQ36P11H7YRJ19vleDX0ucQUs=";
    assert_eq!(receiver.take(&by("").with(SIGNATURE, old)), "unclear");
    assert_eq!(receiver.take(&by("the new one")), "duplicate");
    assert_eq!(receiver.send(&by("an older one")).status, 401);
}

#[test]
fn refusals_and_replays_do_not_fill_the_log() {
    let mut receiver = Receiver::start("forged");
    let good = event("v1", "12:00:00Z", "proceed");
    let forged = good.with(SIGNATURE, "AAAA");
    let mut connection = receiver.connect();
    for _ in 0..500 {
        assert_eq!(connection.send(&forged).unwrap().status, 401);
        assert_eq!(connection.send(&good).unwrap().status, 200);
    }
    assert_eq!(receiver.health().1["answered"]["refused"], 500);
    let warnings = receiver.warnings();
    assert!(!warnings.is_empty() && warnings.len() < 100, "{} lines", warnings.len());
    assert!(warnings[0].contains("refused_since_start=1"), "{}", warnings[0]);
    assert!(!receiver.log().contains("duplicate"));
}
