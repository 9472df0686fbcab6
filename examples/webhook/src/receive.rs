//! Takes a request; answers what became of the delivery in it, or why it was refused.
//!
//! The provider sends again what is not answered 2xx, so all that it signed is answered 200 once it
//! is stored, whatever it says.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderValue, RETRY_AFTER};
use hyper::{HeaderMap, Method, Response, StatusCode};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tracing::warn;

use crate::judge::{APPLIED, CONFLICT, DUPLICATE, NOT_OURS, UNCHANGED, UNCLEAR, Verdict};
use crate::signature::Verifier;
use crate::store::{Delivery, Job, QUEUE, now};

/// The provider's sample has 1,099 bytes.
const BODY_LIMIT: usize = 64 * 1024;
/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(5);
/// How long a delivery may take to be stored.
const STORE_TIME: Duration = Duration::from_secs(10);
/// How often a refusal is logged at most: anybody can cause one.
const LOG_EVERY: Duration = Duration::from_secs(1);
const REFUSED: &str = "refused";

pub(crate) struct Service {
    verifier: Verifier,
    queue: mpsc::WeakSender<Job>,
    /// How many requests had each answer.
    counts: Mutex<BTreeMap<&'static str, u64>>,
    logged: Mutex<Option<Instant>>,
}

type Request = hyper::Request<Incoming>;
type Answer = Response<Full<Bytes>>;
type Reply = (StatusCode, String);

impl Service {
    pub(crate) fn new(verifier: Verifier, queue: mpsc::WeakSender<Job>) -> Self {
        let answers = [APPLIED, UNCHANGED, CONFLICT, UNCLEAR, NOT_OURS, DUPLICATE, REFUSED];
        let counts = Mutex::new(answers.map(|answer| (answer, 0)).into());
        Self { verifier, queue, counts, logged: Mutex::default() }
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
        let body = timeout(BODY_TIME, Limited::new(body, BODY_LIMIT).collect())
            .await
            .map_err(|_| (StatusCode::REQUEST_TIMEOUT, format!("body: takes over {BODY_TIME:?}")))?
            .map_err(|error| (StatusCode::PAYLOAD_TOO_LARGE, format!("body: {error}")))?
            .to_bytes();
        self.verifier.verify(&claim, &body).map_err(unsigned)?;
        let headers = provider_headers(&head.headers);
        let verdict = self.store(Some(Delivery { received, headers, body })).await;
        let unstored =
            |reason| (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}; send it again"));
        let verdict = verdict.map_err(unstored)?;
        self.count(verdict);
        Ok((StatusCode::OK, verdict.into()))
    }

    async fn store(&self, delivery: Option<Delivery>) -> Result<Verdict, &'static str> {
        let (reply, answer) = oneshot::channel();
        let queue = self.queue.upgrade().ok_or("the receiver stops")?;
        queue.try_send((delivery, reply)).map_err(|_| "too many deliveries wait")?;
        drop(queue);
        let answer = timeout(STORE_TIME, answer).await.map_err(|_| "not stored in time")?;
        answer.map_err(|_| "not stored")
    }

    /// Shows that a delivery could be stored now, and what was answered since the start.
    async fn health(&self) -> Result<Reply, Reply> {
        let result = self.store(None).await;
        let queued = self.queue.upgrade().map(|queue| QUEUE - queue.capacity());
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let report = json!({ "error": result.err(), "queued": queued, "answered": &*counts });
        let status = result.map_or(StatusCode::SERVICE_UNAVAILABLE, |_| StatusCode::OK);
        Ok((status, format!("{report}\n")))
    }

    fn count(&self, answer: &'static str) -> u64 {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(answer).or_default();
        *count += 1;
        *count
    }

    fn refuse(&self, (status, reason): Reply) -> Reply {
        let refused = self.count(REFUSED);
        let mut logged = self.logged.lock().unwrap_or_else(PoisonError::into_inner);
        if logged.is_none_or(|logged| logged.elapsed() >= LOG_EVERY) {
            *logged = Some(Instant::now());
            warn!(reason, refused_since_start = refused, "refused");
        }
        (status, reason)
    }
}

/// Most are not signed, so whoever repeats a delivery may have written what he likes into them.
fn provider_headers(headers: &HeaderMap) -> Value {
    let ours = headers.iter().filter(|(name, _)| name.as_str().starts_with("x-webhook-"));
    let short = ours.filter(|(_, value)| value.len() < 64);
    short.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect()
}
