//! Takes the environment; gives the receiver's settings, or says which variable is wrong and why.

use std::env::{self, VarError};
use std::fmt::Display;
use std::path::{self, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use tracing_subscriber::filter::Targets;

use crate::signature::Verifier;

pub(crate) struct Config {
    pub(crate) verifier: Verifier,
    /// A host name or an IP address, and a port.
    pub(crate) listen: String,
    pub(crate) database: PathBuf,
    pub(crate) log: Targets,
}

pub(crate) fn from_env() -> Result<Config, String> {
    let previous = "CASHFREE_CLIENT_SECRET_PREVIOUS";
    let previous = env::var_os(previous).map(|_| secret(previous)).transpose()?;
    let secrets = [secret("CASHFREE_CLIENT_SECRET")?].into_iter().chain(previous).collect();
    // A day: if the provider's later attempts repeat the first one's timestamp, it has to outlast
    // them. That is safe, since what is sent again is a duplicate.
    let tolerance = Duration::from_secs(read("WEBHOOK_TOLERANCE_SECONDS", Some("86400"))?);
    let database: PathBuf = read("WEBHOOK_DATABASE", Some("webhook.sqlite3"))?;
    Ok(Config {
        verifier: Verifier { secrets, tolerance },
        listen: read("WEBHOOK_LISTEN", Some("127.0.0.1:8080"))?,
        database: path::absolute(database).map_err(|error| format!("WEBHOOK_DATABASE: {error}"))?,
        log: read("RUST_LOG", Some("info"))?,
    })
}

fn secret(name: &str) -> Result<String, String> {
    let secret: String = read(name, None)?;
    if secret.trim() != secret {
        return Err(format!("{name}: white space at its start or end; remove it"));
    }
    Ok(secret)
}

/// An error shows the text, but never that of a secret, as any text but the empty one is valid.
fn read<T: FromStr<Err: Display>>(name: &str, default: Option<&str>) -> Result<T, String> {
    let text = match (env::var(name), default) {
        (Ok(text), _) if text.is_empty() => return Err(format!("{name}: empty; give it a value")),
        (Ok(text), _) => text,
        (Err(VarError::NotPresent), Some(default)) => default.into(),
        (Err(VarError::NotPresent), None) => {
            return Err(format!("{name}: not set; give it a value"));
        }
        (Err(VarError::NotUnicode(_)), _) => return Err(format!("{name}: not UTF-8")),
    };
    text.parse().map_err(|error| format!("{name}: {text:?}: {error}"))
}
