//! A receiver of Video KYC webhooks: checks the signature, takes each event once, keeps the state of
//! every verification in `SQLite`, and says in an outbox what to do next.
//!
//! ```sh
//! CASHFREE_CLIENT_SECRET=secret cargo run --example webhook --features serde
//! ```
//!
//! In another shell, an event as the provider sends it:
//!
//! ```sh
//! time=$(date +%s)000
//! body='{"event_type": "VKYC_USER_DROPOFF_FROM_CALL", "event_time": "2026-11-22T09:30:00Z",
//!        "data": {"verification_id": "v-1041", "status": "VIDEO_CALL", "sub_status": "USER_DROPPED_OFF"}}'
//! curl -i http://127.0.0.1:8080/webhook --data-binary "$body" -H "x-webhook-timestamp: $time" \
//!     -H "x-webhook-signature: $(printf %s "$time$body" | openssl dgst -sha256 -hmac secret -binary | base64)"
//! ```
//!
//! It answers `applied`, a second time `duplicate`. `config.rs` lists what the environment sets; TLS and
//! slow clients are left to the proxy in front.

mod config;
mod receive;
mod signature;
mod store;
mod task;

use std::error::Error;
use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::net::TcpListener;
use tracing::{error, info};

use self::config::Config;
use self::receive::{Service, router};
use self::signature::Verifier;
use self::store::Store;

#[tokio::main]
pub(crate) async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let config = Config::from_env()?;
    let verifier = Verifier::new(&config.secret, config.tolerance)?;
    let store = Store::open(&config.database)
        .await
        .map_err(|error| format!("{}: {error}", config.database.display()))?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("{}: {error}", config.listen))?;
    let stop = stop_signal()?;

    info!(address = %listener.local_addr()?, "listening");
    let service = Arc::new(Service { verifier, store: store.clone() });
    axum::serve(listener, router(service)).with_graceful_shutdown(stop).await?;
    store.close().await;
    info!("stopped");
    Ok(())
}

/// Ends when the process is asked to end; requests under way are then answered first.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        _ = tokio::signal::ctrl_c().await;
    })
}
