//! Takes the body of a signed delivery; says what it means: an event, nothing for this service, or
//! something that a person has to read.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use vkyc_status::{StatusCode, VkycStatus};

use crate::outcome_stand_in::{Outcome, outcome};

/// Every type of the provider's Video KYC events starts so.
const OURS: &str = "VKYC";
/// The phase of the initiate call, which the provider's page does not list.
const INITIATED: &str = "INITIATED";
/// The provider's sample identifiers have under 20 bytes.
const ID_LIMIT: usize = 200;
/// How far ahead of its arrival an event may be: clocks differ, but not by more than a day.
const AHEAD_LIMIT: i64 = 24 * 60 * 60 * 1_000_000;

pub(crate) enum Reading {
    Event(Event),
    /// A verification was created: sent for every one, and no news about it.
    Initiated,
    /// Another product's event, or the test delivery of the provider's dashboard.
    NotOurs,
    Unclear {
        verification_id: Option<String>,
        why: String,
    },
}

#[expect(clippy::struct_field_names, reason = "the provider's name")]
pub(crate) struct Event {
    pub(crate) verification_id: String,
    pub(crate) event_type: String,
    pub(crate) code: StatusCode,
    /// Microseconds since the Unix epoch.
    pub(crate) time: i64,
}

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

/// Reads a body that was received at a time, in microseconds since the Unix epoch.
pub(crate) fn read(body: &[u8], received: i64) -> Reading {
    match serde_json::from_slice(body) {
        Ok(webhook) => interpret(webhook, received),
        Err(error) => explain(body, &error),
    }
}

fn interpret(webhook: Webhook, received: i64) -> Reading {
    let Webhook { event_type, event_time, data: Data { verification_id, status } } = webhook;
    let documented = status.documented();
    let ours = event_type.starts_with(OURS);
    if !ours && !event_type.is_empty() && documented.is_err() {
        return Reading::NotOurs;
    }
    let time = event_time.parse().map(Timestamp::as_microsecond);
    let why = match (documented, time) {
        _ if !ours => format!("event_type {event_type:?} is unknown, but the status is not"),
        _ if verification_id.is_empty() => "verification_id is empty".into(),
        _ if verification_id.len() > ID_LIMIT => {
            let why = format!("verification_id has {} bytes", verification_id.len());
            return Reading::Unclear { verification_id: None, why };
        }
        (Err(_), _) if is_initiated(&status) => return Reading::Initiated,
        (Err(undocumented), _) => undocumented.to_string(),
        (_, Err(error)) => format!("event_time {event_time:?}: {error}"),
        (_, Ok(time)) if time > received.saturating_add(AHEAD_LIMIT) => {
            format!("event_time {event_time:?} is more than a day ahead")
        }
        (Ok(code), Ok(time)) => {
            return Reading::Event(Event { verification_id, event_type, code, time });
        }
    };
    Reading::Unclear { verification_id: Some(verification_id), why }
}

fn is_initiated(status: &VkycStatus) -> bool {
    let code = status.status_code.as_ref().and_then(vkyc_status::Open::known);
    status.status.as_str() == INITIATED
        && code.is_some_and(|code| outcome(code) == Outcome::Pending)
}

/// What lacks a field or has one of another type.
fn explain(body: &[u8], error: &serde_json::Error) -> Reading {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let name = value["event_type"].as_str().or(value["type"].as_str()).unwrap_or_default();
    let other = !name.is_empty() && !name.starts_with(OURS);
    if other || value["data"]["test_object"].is_object() {
        return Reading::NotOurs;
    }
    let id = value["data"]["verification_id"].as_str().filter(|id| id.len() <= ID_LIMIT);
    Reading::Unclear { verification_id: id.map(Into::into), why: format!("body: {error}") }
}
