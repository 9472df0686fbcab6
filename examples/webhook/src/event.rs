//! Takes the body of a signed delivery; gives the event in it, or says why there is none.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use vkyc_status::{Open, VkycStatus};

use crate::judge::{Event, Judgement, NOT_OURS, UNCHANGED, UNCLEAR};
use crate::outcome_stand_in::{Outcome, outcome};

/// Every type of the provider's Video KYC events starts so.
const OURS: &str = "VKYC";
/// The provider's sample identifiers have under 20 bytes.
const ID_LIMIT: usize = 200;
/// How far ahead of its arrival an event may be, in microseconds. Clocks differ by less than a day.
const AHEAD_LIMIT: i64 = 24 * 60 * 60 * 1_000_000;

/// What a webhook says; fields that are not listed here are ignored.
#[derive(Deserialize)]
struct Webhook {
    event_type: String,
    event_time: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    verification_id: String,
    #[serde(flatten)]
    status: VkycStatus,
}

/// An event; or the verification, if it is known, and what to make of the rest.
pub(crate) type Reading = Result<Event, (Option<String>, Judgement)>;

/// Reads a body that was received at a time, in microseconds since the Unix epoch.
pub(crate) fn read(body: &[u8], received: i64) -> Reading {
    let not_ours = Judgement::nothing(NOT_OURS);
    let Webhook { event_type: kind, event_time, data } = match serde_json::from_slice(body) {
        Ok(webhook) => webhook,
        Err(_) if is_foreign(body) => return Err((None, not_ours)),
        Err(error) => return Err(unclear(id(body), format!("body: {error}"))),
    };
    let Data { verification_id, status } = data;
    let documented = status.documented();
    let foreign = !kind.is_empty() && !kind.starts_with(OURS);
    let why = match (documented, event_time.parse().map(Timestamp::as_microsecond)) {
        (Err(_), _) if foreign => return Err((None, not_ours)),
        _ if foreign => format!("event_type {kind:?} is not known, but the status is"),
        _ if verification_id.is_empty() => "verification_id is empty".into(),
        _ if verification_id.len() > ID_LIMIT => {
            return Err(unclear(None, format!("verification_id is over {ID_LIMIT} bytes long")));
        }
        (Err(_), _) if is_initiated(&status) => {
            return Err((Some(verification_id), Judgement::nothing(UNCHANGED)));
        }
        (Err(undocumented), _) => undocumented.to_string(),
        (_, Err(error)) => format!("event_time {event_time:?}: {error}"),
        (_, Ok(time)) if time > received.saturating_add(AHEAD_LIMIT) => {
            format!("event_time {event_time:?} is more than a day ahead")
        }
        (Ok(code), Ok(time)) => return Ok(Event { verification_id, kind, code, time }),
    };
    Err(unclear(Some(verification_id), why))
}

/// A person has to read it.
fn unclear(id: Option<String>, why: String) -> (Option<String>, Judgement) {
    (id, Judgement::ask_person(UNCLEAR, false, why))
}

/// Sent for every new verification: a phase that the provider's page does not list.
fn is_initiated(status: &VkycStatus) -> bool {
    let code = status.status_code.as_ref().and_then(Open::known);
    status.status.as_str() == "INITIATED" && code.map(outcome) == Some(Outcome::Pending)
}

/// Whether it is another product's event, or the test delivery of the provider's dashboard.
fn is_foreign(body: &[u8]) -> bool {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let kind = body["event_type"].as_str().or(body["type"].as_str()).unwrap_or_default();
    !kind.is_empty() && !kind.starts_with(OURS) || body["data"]["test_object"].is_object()
}

fn id(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let id = body["data"]["verification_id"].as_str()?;
    (id.len() <= ID_LIMIT).then(|| id.into())
}
