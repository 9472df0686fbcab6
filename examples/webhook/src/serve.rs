//! Takes a listener and a router; serves HTTP/1.1 with limits, until it is asked to stop.

use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio::{select, spawn};
use tokio_io_timeout::TimeoutStream;
use tracing::warn;

use crate::database::PAUSE;

/// How many connections are open at once; later ones wait to be accepted.
pub(crate) const CONNECTIONS: usize = 512;
/// How long headers may take to arrive, and how long a connection may be idle.
const HEADERS: Duration = Duration::from_secs(5);
/// How many bytes the headers may have.
const HEADER_LIMIT: usize = 16 * 1024;
/// How long a client may read nothing of an answer.
const WRITE: Duration = Duration::from_secs(5);
/// How long requests that are under way have when the process is to end. Supervisors kill after
/// ten seconds or more.
const DRAIN: Duration = Duration::from_secs(5);

static PERMITS: Semaphore = Semaphore::const_new(CONNECTIONS);

/// After the stop, answers the requests that are under way. Those that take too long end with the
/// process.
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: impl Future) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(HEADER_LIMIT);
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let next = async { (PERMITS.acquire().await, listener.accept().await) };
        let (permit, accepted) = select! { next = next => next, _ = &mut stop => break };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                // For instance, too many files are open.
                warn!(%error, "not accepted");
                sleep(PAUSE).await;
                continue;
            }
        };
        // Otherwise an answer could wait for the client to acknowledge the one before.
        _ = stream.set_nodelay(true);
        let mut stream = Box::pin(TimeoutStream::new(stream));
        stream.as_mut().set_write_timeout_pinned(Some(WRITE));
        let service = TowerToHyperService::new(router.clone());
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), service));
        spawn(async move {
            // An error is the client's, or one of the limits.
            _ = connection.await;
            drop(permit);
        });
    }
    drop(listener);
    if timeout(DRAIN, open.shutdown()).await.is_err() {
        warn!("cutting off connections whose requests take too long");
    }
}
