//! A receiver of Video KYC webhooks: keeps what the provider signed, follows the state of every
//! verification, and says in an outbox what to do next.

mod config;
mod event;
mod judge;
mod receive;
mod signature;
mod store;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use std::{io, process};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::select;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};
use tracing::{info, warn};
use tracing_subscriber::prelude::*;

use self::{receive::Service, store::QUEUE};

/// How many connections are open at once; later ones wait to be accepted.
const CONNECTIONS: usize = 512;
/// How long headers may take to arrive, and how long a connection may be idle.
const HEADERS: Duration = Duration::from_secs(5);
/// How long a connection lives, so that a client that reads no answer does not hold it for ever.
const LIFETIME: Duration = Duration::from_secs(300);
/// How long requests that are under way have when the process is to end.
const DRAIN: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() {
    if let Err(error) = run().await {
        eprintln!("error: {error}");
        // To return would wait for a writer that may hang.
        process::exit(1);
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let config = config::from_env()?;
    // A log that cannot be written must not end the process; to report that would.
    let log = tracing_subscriber::fmt::layer().with_writer(io::stderr).log_internal_errors(false);
    tracing_subscriber::registry().with(log).with(config.log).init();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut asked = async || select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} };

    let path = config.database;
    info!(database = %path.display(), sqlite = rusqlite::version(), "opening");
    let db = store::first_open(&path)
        .map_err(|error| format!("WEBHOOK_DATABASE: {}: {error}", path.display()))?;
    let listener = TcpListener::bind(&config.listen)
        .await
        .map_err(|error| format!("WEBHOOK_LISTEN: {:?}: {error}", config.listen))?;
    let (queue, jobs) = mpsc::channel(QUEUE);
    let mut writer = spawn_blocking(move || store::write(&path, db, jobs));
    let service = Arc::new(Service::new(config.verifier, queue.downgrade()));
    let connections = GracefulShutdown::new();
    info!(address = %listener.local_addr()?, "listening");
    select! {
        () = accept(listener, &service, &connections) => {}
        () = asked() => info!("stopping"),
        ended = &mut writer => return Err(format!("the writer ended: {ended:?}").into()),
    }
    let finish = async {
        if timeout(DRAIN, connections.shutdown()).await.is_err() {
            warn!("cutting off connections whose requests take too long");
        }
        // Without a sender, the writer stores what is queued, closes the database and ends.
        drop(queue);
        timeout(DRAIN, writer).await
    };
    select! {
        closed = finish => closed??,
        () = asked() => return Err("asked to stop a second time: stopped at once".into()),
    }
    info!("stopped");
    Ok(())
}

async fn accept(listener: TcpListener, service: &Arc<Service>, connections: &GracefulShutdown) {
    let permits = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let permit = Arc::clone(&permits).acquire_owned().await;
        let accepted = listener.accept().await;
        let Ok((stream, _)) = accepted.inspect_err(|error| warn!(%error, "not accepted")) else {
            // Too many open files, for example: to try again at once would only cost time.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        // Otherwise an answer could wait for the client to acknowledge the one before.
        _ = stream.set_nodelay(true);
        let service = Arc::clone(service);
        let respond = service_fn(move |request| Arc::clone(&service).respond(request));
        let mut server = http1::Builder::new();
        server.timer(TokioTimer::new()).header_read_timeout(HEADERS);
        let connection = connections.watch(server.serve_connection(TokioIo::new(stream), respond));
        tokio::spawn(async move {
            _ = timeout(LIFETIME, connection).await;
            drop(permit);
        });
    }
}
