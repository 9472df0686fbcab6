//! Takes a request; answers what became of the delivery in it, or why it was refused.
//!
//! The provider sends again what is not answered 2xx, so what it signed is answered 200 once stored.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderValue, RETRY_AFTER};
use hyper::{Method, Response, StatusCode};
use serde_json::json;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tracing::warn;

use crate::judge::{APPLIED, CONFLICT, DUPLICATE, NOT_OURS, UNCHANGED, UNCLEAR, Verdict};
use crate::signature::Verifier;
use crate::store::{Delivery, Job, QUEUE, now};

/// The provider's sample has 1,099 bytes.
const BODY_LIMIT: usize = 64 * 1024;
/// How long a body may take to arrive, and how long it may take to be stored.
const PATIENCE: Duration = Duration::from_secs(8);

pub(crate) struct Service {
    verifier: Verifier,
    queue: mpsc::WeakSender<Job>,
    answered: Mutex<Answered>,
}

/// How many requests had each answer, and when a refusal was last logged.
type Answered = (BTreeMap<&'static str, u64>, Option<Instant>);
type Request = hyper::Request<Incoming>;
type Reply = (StatusCode, String);
type Answer = Response<Full<Bytes>>;

impl Service {
    pub(crate) fn new(verifier: Verifier, queue: mpsc::WeakSender<Job>) -> Self {
        let answers = [APPLIED, UNCHANGED, CONFLICT, UNCLEAR, NOT_OURS, DUPLICATE, "refused"];
        let answered = Mutex::new((answers.map(|answer| (answer, 0)).into(), None));
        Self { verifier, queue, answered }
    }

    pub(crate) async fn respond(self: Arc<Self>, request: Request) -> Result<Answer, Infallible> {
        let result = match (request.method(), request.uri().path()) {
            (&Method::POST, "/webhook") => self.receive(request).await,
            (&Method::GET, "/healthz") => self.health().await,
            _ => Err((StatusCode::NOT_FOUND, "not POST /webhook or GET /healthz".into())),
        };
        let (status, text) = result.unwrap_or_else(|refusal| self.refuse(refusal));
        let mut answer = Response::new(Full::new(text.into()));
        *answer.status_mut() = status;
        if status == StatusCode::SERVICE_UNAVAILABLE {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
        }
        Ok(answer)
    }

    async fn receive(&self, request: Request) -> Result<Reply, Reply> {
        let unsigned = |reason| (StatusCode::UNAUTHORIZED, reason);
        let received = now();
        let (head, body) = request.into_parts();
        let claim = self.verifier.claim(&head.headers, received / 1000).map_err(unsigned)?;
        let body = timeout(PATIENCE, Limited::new(body, BODY_LIMIT).collect())
            .await
            .map_err(|_| (StatusCode::REQUEST_TIMEOUT, format!("body: takes over {PATIENCE:?}")))?
            .map_err(|error| (StatusCode::PAYLOAD_TOO_LARGE, format!("body: {error}")))?
            .to_bytes();
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
        let queue = self.queue.upgrade().ok_or("the receiver stops; send it again")?;
        queue.try_send((delivery, reply)).map_err(|_| "too many deliveries wait; send it again")?;
        drop(queue);
        let late = "not stored in time; send it again";
        timeout(PATIENCE, answer).await.map_err(|_| late)?.map_err(|_| "not stored; send it again")
    }

    /// Shows that a delivery could be stored now, and what was answered since the start.
    async fn health(&self) -> Result<Reply, Reply> {
        let error = self.store(None).await.err();
        let queued = self.queue.upgrade().map(|queue| QUEUE - queue.capacity());
        let report = json!({ "error": error, "queued": queued, "answered": self.answered().0 });
        let status = error.map_or(StatusCode::OK, |_| StatusCode::SERVICE_UNAVAILABLE);
        Ok((status, format!("{report}\n")))
    }

    fn answered(&self) -> MutexGuard<'_, Answered> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner)
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
