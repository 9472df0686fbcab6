//! Takes a request; answers what became of the delivery in it, or why it was refused.
//!
//! The provider sends again what is not answered 2xx, so what it signed is answered 200 once stored.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header::RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::json;
use tokio::sync::{mpsc::WeakSender, oneshot};
use tokio::time::timeout;
use tracing::warn;
use tracing_appender::non_blocking::ErrorCounter;

use crate::judge::{APPLIED, CONFLICT, DUPLICATE, NOT_OURS, UNCHANGED, UNCLEAR, Verdict};
use crate::signature::Verifier;
use crate::store::{Delivery, Job, now};

/// The provider's sample has 1,099 bytes.
const BODY_LIMIT: usize = 64 * 1024;
/// How long a body may take to arrive, and how long it may take to be stored.
const PATIENCE: Duration = Duration::from_secs(8);

struct Service {
    verifier: Verifier,
    queue: WeakSender<Job>,
    dropped: ErrorCounter,
    answered: Mutex<Answered>,
}

/// How many requests had each answer, and when a refusal was last logged.
type Answered = (BTreeMap<&'static str, u64>, Option<Instant>);
type Reply = (StatusCode, String);

/// The counter is that of the lines which the log has dropped.
pub(crate) fn router(verifier: Verifier, queue: WeakSender<Job>, dropped: ErrorCounter) -> Router {
    let answers = [APPLIED, UNCHANGED, CONFLICT, UNCLEAR, NOT_OURS, DUPLICATE, "refused"];
    let answered = Mutex::new((answers.map(|answer| (answer, 0)).into(), None));
    Router::new()
        .route("/webhook", post(webhook))
        .route("/healthz", get(healthz))
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        .with_state(Arc::new(Service { verifier, queue, dropped, answered }))
}

async fn webhook(State(service): State<Arc<Service>>, request: Request) -> Response {
    service.answer(service.receive(request).await)
}

async fn healthz(State(service): State<Arc<Service>>) -> Response {
    service.answer(Ok(service.health().await))
}

async fn unknown(State(service): State<Arc<Service>>) -> Response {
    service.answer(Err((StatusCode::NOT_FOUND, "not POST /webhook or GET /healthz".into())))
}

impl Service {
    async fn receive(&self, request: Request) -> Result<Reply, Reply> {
        let unsigned = |reason| (StatusCode::UNAUTHORIZED, reason);
        let received = now();
        let (head, body) = request.into_parts();
        let claim = self.verifier.claim(&head.headers, received / 1000).map_err(unsigned)?;
        let body = timeout(PATIENCE, to_bytes(body, BODY_LIMIT))
            .await
            .map_err(|_| (StatusCode::REQUEST_TIMEOUT, format!("body: takes over {PATIENCE:?}")))?
            .map_err(|error| (StatusCode::PAYLOAD_TOO_LARGE, format!("body: {error}")))?;
        self.verifier.verify(&claim, &body).map_err(unsigned)?;
        // Most are not signed: anyone who repeats a delivery can change them.
        let ours = head.headers.iter().filter(|(name, _)| name.as_str().starts_with("x-webhook-"));
        let short = ours.filter(|(_, text)| text.len() < 64);
        let headers = short.map(|(name, text)| (name.as_str(), text.to_str().ok())).collect();
        let verdict = self.store(Some(Delivery { received, headers, body })).await;
        let verdict = verdict.map_err(|error| (StatusCode::SERVICE_UNAVAILABLE, error.into()))?;
        *self.answered().0.entry(verdict).or_default() += 1;
        Ok((StatusCode::OK, verdict.into()))
    }

    async fn store(&self, delivery: Option<Delivery>) -> Result<Verdict, &'static str> {
        let (reply, answer) = oneshot::channel();
        let queue = self.queue.upgrade().ok_or("shutting down; send it again")?;
        queue.try_send((delivery, reply)).map_err(|_| "the queue is full; send it again")?;
        drop(queue);
        let late = "not stored in time; send it again";
        timeout(PATIENCE, answer).await.map_err(|_| late)?.map_err(|_| "not stored; send it again")
    }

    /// Shows whether a delivery could be stored now, and what was answered since the start.
    async fn health(&self) -> Reply {
        let error = self.store(None).await.err();
        let report = json!({
            "error": error,
            "queued": self.queue.upgrade().map(|queue| queue.max_capacity() - queue.capacity()),
            "answered": self.answered().0,
            "log_lines_dropped": self.dropped.dropped_lines(),
        });
        let status = error.map_or(StatusCode::OK, |_| StatusCode::SERVICE_UNAVAILABLE);
        (status, format!("{report}\n"))
    }

    fn answered(&self) -> MutexGuard<'_, Answered> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, result: Result<Reply, Reply>) -> Response {
        let (status, text) = result.unwrap_or_else(|refusal| self.refuse(refusal));
        let later = (status == StatusCode::SERVICE_UNAVAILABLE).then_some([(RETRY_AFTER, "5")]);
        (status, later, text).into_response()
    }

    fn refuse(&self, (status, reason): Reply) -> Reply {
        let (counts, logged) = &mut *self.answered();
        let refused = counts.entry("refused").or_default();
        *refused += 1;
        // Anyone can cause refusals, which must not fill the log.
        if logged.is_none_or(|logged| logged.elapsed() >= Duration::from_secs(1)) {
            *logged = Some(Instant::now());
            warn!(reason, refused_since_start = *refused, "refused");
        }
        (status, reason)
    }
}
