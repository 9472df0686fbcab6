//! A receiver of Video KYC webhooks: keeps what the provider signed, follows the state of every
//! verification, and says in an outbox what to do next.

mod config;
mod database;
mod event;
mod json;
mod judge;
mod receive;
mod serve;
mod signature;
mod store;

use std::error::Error;
use std::io::{self, Write};
use std::process;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::select;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};
use tracing::info;
use tracing_appender::non_blocking::{NonBlocking, NonBlockingBuilder};
use tracing_subscriber::prelude::*;

use self::serve::{CONNECTIONS, serve};

/// How many lines wait for the reader of the log before further ones are dropped.
const LOG_LINES: usize = 4096;
/// How long to wait for the last lines of the log, and for the writer to end.
const PATIENCE: Duration = Duration::from_secs(3);

#[tokio::main]
async fn main() {
    // If nobody reads standard error, only the log may stop.
    let log = NonBlockingBuilder::default().buffered_lines_limit(LOG_LINES);
    let (mut log, rest) = log.finish(io::stderr());
    let result = run(log.clone()).await;
    if let Err(error) = &result {
        _ = log.write_all(format!("error: {error}\n").as_bytes());
    }
    _ = timeout(PATIENCE, spawn_blocking(|| drop(rest))).await;
    // Returning would wait for threads that may hang.
    process::exit(i32::from(result.is_err()));
}

async fn run(log: NonBlocking) -> Result<(), Box<dyn Error>> {
    let config = config::from_env()?;
    let dropped = log.error_counter();
    let lines = tracing_subscriber::fmt::layer().with_writer(log);
    tracing_subscriber::registry().with(lines).with(config.log).init();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut asked = async || select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} };
    // By default, a limit of the file size ends the process. Handled, it is an error of the write.
    _ = signal(SignalKind::from_raw(libc::SIGXFSZ))?;

    let path = config.database;
    info!(database = %path.display(), sqlite = rusqlite::version(), "opening");
    let database = store::start(&path)
        .map_err(|error| format!("WEBHOOK_DATABASE: {}: {error}", path.display()))?;
    let listener = TcpListener::bind(&config.listen)
        .await
        .map_err(|error| format!("WEBHOOK_LISTEN: {:?}: {error}", config.listen))?;
    // A connection has one request at a time, so there is room for each.
    let (queue, jobs) = mpsc::channel(CONNECTIONS);
    let writer = spawn_blocking(move || store::write(database, jobs));
    let router = receive::router(config.verifier, queue.downgrade(), dropped);
    info!(address = %listener.local_addr()?, "listening");
    let (stop, stopping) = oneshot::channel();
    let signals = async {
        asked().await;
        info!("stopping");
        _ = stop.send(());
        asked().await;
    };
    let serving = async {
        serve(listener, router, stopping).await;
        // Without a sender, the writer stores what is queued, closes the database and ends.
        drop(queue);
        sleep(PATIENCE).await;
    };
    select! {
        ended = writer => ended.map_err(|error| format!("the writer ended: {error}"))?,
        () = serving => return Err("what is queued takes too long to store: stopped".into()),
        () = signals => return Err("asked to stop a second time: stopped at once".into()),
    }
    info!("stopped");
    Ok(())
}
