//! Takes a request; answers what became of the event in it, or why it was refused.
//!
//! The provider sends again what is not answered 2xx.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde::Deserialize;
use tracing::{error, info, warn};
use vkyc_status::{Open, VkycStatus};

use super::signature::{Fault, Verifier};
use super::store::{Outcome, Store};

/// The provider's sample has 1,099 bytes.
const BODY_LIMIT: usize = 64 * 1024;

pub(crate) struct Service {
    pub(crate) verifier: Verifier,
    pub(crate) store: Store,
}

/// What a webhook says; fields that are not listed here are ignored.
#[derive(Deserialize)]
pub(crate) struct Webhook {
    pub(crate) event_type: String,
    pub(crate) event_time: String,
    pub(crate) data: Data,
}

#[derive(Deserialize)]
pub(crate) struct Data {
    pub(crate) verification_id: String,
    #[serde(flatten)]
    pub(crate) status: VkycStatus,
}

pub(crate) fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route("/webhook", post(receive))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(service)
}

async fn receive(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<&'static str, Refusal> {
    // Before 1970, every timestamp is stale.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    service.verifier.verify(&headers, &body, now).map_err(Refusal::Unsigned)?;
    let webhook: Webhook = serde_json::from_slice(&body).map_err(Refusal::Unreadable)?;
    // A task of its own ends whatever the sender does. A sender that hangs up would drop this
    // function where it waits, and a transaction dropped while it begins stays open in the pool.
    let taken = tokio::spawn(async move {
        let outcome = service.store.take(&webhook).await?;
        log(&webhook, &outcome);
        Ok(outcome.as_str())
    });
    taken.await.unwrap_or(Err(sqlx::Error::WorkerCrashed)).map_err(Refusal::Unstored)
}

/// Texts that were received are written with `?`, which escapes them: a line stays a line.
fn log(webhook: &Webhook, outcome: &Outcome) {
    let Webhook { event_type, data: Data { verification_id, status }, .. } = webhook;
    match outcome {
        Outcome::Applied { task } => info!(?verification_id, %status, task, "applied"),
        Outcome::Duplicate | Outcome::Superseded => {
            info!(?verification_id, ?event_type, "{}", outcome.as_str());
        }
        Outcome::Unclear { why, state } => warn!(
            ?verification_id,
            ?event_type,
            status = ?status.status.as_str(),
            status_code = ?status.status_code.as_ref().map(Open::as_str),
            why,
            state = state.as_ref().map(tracing::field::display),
            "unclear: stored, and the state kept"
        ),
    }
}

enum Refusal {
    Unsigned(Fault),
    Unreadable(serde_json::Error),
    Unstored(sqlx::Error),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, reason) = match self {
            Self::Unsigned(fault) => (StatusCode::UNAUTHORIZED, fault.to_string()),
            Self::Unreadable(error) => (StatusCode::BAD_REQUEST, format!("body: {error}")),
            Self::Unstored(error) => {
                error!(%error, "not stored");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        warn!(?reason, "refused");
        (status, reason).into_response()
    }
}
