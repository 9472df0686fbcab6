//! Makes events of the table's codes, chosen by what they mean and not by name, so that the tests
//! outlast a change of the provider's page.

use serde_json::{Value, json};
use vkyc_status::{Outcome, Phase, StatusCode};

use crate::sender::Request;

/// When most events happen, and a minute and an hour later.
pub(crate) const NOON: &str = "2026-11-22T12:00:00Z";
pub(crate) const MINUTE: &str = "2026-11-22T12:01:00Z";
pub(crate) const HOUR: &str = "2026-11-22T13:00:00Z";

/// Codes that end nothing, in the table's order.
pub(crate) fn steps() -> Vec<StatusCode> {
    StatusCode::ALL.iter().copied().filter(|&code| !is_end(code)).collect()
}

pub(crate) fn of(wanted: Outcome) -> StatusCode {
    let code = StatusCode::ALL.iter().find(|&&code| code.outcome() == wanted);
    *code.expect("the table has a code of every outcome")
}

pub(crate) fn approved() -> StatusCode {
    of(Outcome::Approved)
}

pub(crate) fn rejected() -> StatusCode {
    of(Outcome::Rejected)
}

pub(crate) fn is_end(code: StatusCode) -> bool {
    matches!(code.outcome(), Outcome::Approved | Outcome::Rejected | Outcome::Expired)
}

/// A phase that is not the code's.
pub(crate) fn other_phase(code: StatusCode) -> Phase {
    *Phase::ALL.iter().find(|&&phase| phase != code.phase()).unwrap()
}

pub(crate) fn event(id: &str, time: &str, code: StatusCode) -> Request {
    pair(id, time, code.phase().as_str(), code.as_str())
}

pub(crate) fn pair(
    id: &str,
    time: &str,
    status: impl Into<Value>,
    code: impl Into<Value>,
) -> Request {
    let (status, code) = (status.into(), code.into());
    Request::new(body(id, time, &json!({ "status": status, "sub_status": code })))
}

/// With fields that the receiver does not know.
pub(crate) fn body(id: &str, time: &str, status: &Value) -> String {
    let mut data = json!({ "verification_id": id, "user_id": "u7", "agents": [{ "name": null }] });
    data.as_object_mut().unwrap().extend(status.as_object().unwrap().clone());
    json!({ "event_type": "VKYC_X", "event_time": time, "version": "v1", "data": data }).to_string()
}
