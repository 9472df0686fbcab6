//! Takes a listener and a router; serves HTTP/1.1 with limits, and stops within a limit.

use std::future::{Ready, ready};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::{Router, http::Request};
use axum_server::{Handle, accept::Accept};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{AcquireError, Semaphore};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_io_timeout::TimeoutStream;
use tower::{ServiceExt, service_fn};
use tracing::warn;

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

pub(crate) struct Server {
    handle: Handle<SocketAddr>,
    permits: Arc<Semaphore>,
    task: JoinHandle<io::Result<()>>,
}

impl Server {
    pub(crate) fn start(listener: TcpListener, router: Router) -> Self {
        let handle = Handle::new();
        let permits = Arc::new(Semaphore::new(CONNECTIONS));
        let mut server = axum_server::Server::from_listener(listener)
            .http1_only()
            .acceptor(Timed)
            .accept_error_handler(|_, error| warn!(%error, "not accepted"))
            .handle(handle.clone());
        let mut http = server.http_builder().http1();
        http.header_read_timeout(HEADERS).max_buf_size(HEADER_LIMIT);
        let free = Arc::clone(&permits);
        // The server awaits this before it accepts the next connection.
        let connect = service_fn(move |_: SocketAddr| {
            let (free, router) = (Arc::clone(&free), router.clone());
            async {
                let permit = Arc::new(free.acquire_owned().await?);
                Ok::<_, AcquireError>(service_fn(move |request: Request<_>| {
                    // Part of this service, the permit is returned when the connection ends.
                    let _permit = &permit;
                    router.clone().oneshot(request)
                }))
            }
        });
        Self { handle, permits, task: tokio::spawn(server.serve(connect)) }
    }

    /// Ends only with an error.
    pub(crate) async fn run(&mut self) -> String {
        format!("the server ended: {:?}", (&mut self.task).await)
    }

    /// Answers the requests that are under way, and closes all connections.
    pub(crate) async fn stop(mut self) {
        // No connection that still waits for a permit gets one.
        self.permits.close();
        self.handle.graceful_shutdown(None);
        if timeout(DRAIN, &mut self.task).await.is_err() {
            warn!("cutting off connections whose requests take too long");
            self.handle.shutdown();
        }
    }
}

#[derive(Clone)]
struct Timed;

impl<S> Accept<TcpStream, S> for Timed {
    type Stream = Pin<Box<TimeoutStream<TcpStream>>>;
    type Service = S;
    type Future = Ready<io::Result<(Self::Stream, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        // Otherwise an answer could wait for the client to acknowledge the one before.
        _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(WRITE));
        ready(Ok((Box::pin(stream), service)))
    }
}
