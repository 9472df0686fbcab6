//! Takes the body of a signed delivery; gives the event in it, or says why there is none.

use jiff::Timestamp;
use vkyc_status::VkycStatus;

use crate::json;
use crate::judge::{Event, Judgement, NOT_OURS, UNCLEAR};

/// The provider's sample identifiers have under 20 bytes.
const ID_LIMIT: usize = 200;
/// How far ahead of its arrival an event may be, in microseconds. Clocks differ by less than a day.
const AHEAD_LIMIT: i64 = 24 * 60 * 60 * 1_000_000;

/// An event; or the verification, if it is known, and what to make of the rest.
pub(crate) type Reading = Result<Event, (Option<String>, Judgement)>;

/// Reads a body that was received at a time, in microseconds since the Unix epoch.
pub(crate) fn read(body: &[u8], received: i64) -> Reading {
    let unclear = |why| Judgement::ask_person(UNCLEAR, false, why);
    let body = json::parse(body).map_err(|error| (None, unclear(format!("body: {error}"))))?;
    let data = &body["data"];
    let kind = body["event_type"].as_str().or(body["type"].as_str()).unwrap_or_default();
    let status = serde_json::from_value(data.clone());
    let documented = status.as_ref().map(VkycStatus::documented);
    // Every type of the provider's Video KYC events starts so. Others are those of other products.
    let foreign = !kind.is_empty() && !kind.starts_with("VKYC");
    // The test delivery of the provider's dashboard has nothing else.
    let is_test = data.as_object().is_some_and(|data| data.keys().eq(["test_object"]));
    if is_test || foreign && !matches!(documented, Ok(Ok(_))) {
        return Err((None, Judgement::nothing(NOT_OURS)));
    }
    let id = data["verification_id"].as_str().filter(|id| (1..=ID_LIMIT).contains(&id.len()));
    let time =
        body["event_time"].as_str().unwrap_or_default().parse().map(Timestamp::as_microsecond);
    let why = match (id, documented, time) {
        _ if foreign => format!("event_type {kind:?} is not known, but the status is"),
        _ if data.get("test_object").is_some() => "test_object beside other data".into(),
        (None, ..) => format!("verification_id is not a text of 1 to {ID_LIMIT} bytes"),
        (_, Err(error), _) => format!("status: {error}"),
        (_, Ok(Err(undocumented)), _) => undocumented.to_string(),
        (.., Err(error)) => format!("event_time: {}: {error}", body["event_time"]),
        (.., Ok(time)) if time > received.saturating_add(AHEAD_LIMIT) => {
            format!("event_time: {}: more than a day ahead", body["event_time"])
        }
        (Some(id), Ok(Ok(code)), Ok(time)) => {
            return Ok(Event { verification_id: id.into(), kind: kind.into(), code, time });
        }
    };
    Err((id.map(Into::into), unclear(why)))
}
