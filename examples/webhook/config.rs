//! Takes the environment; gives the receiver's settings, or says which variable is wrong and why.

use std::env::{self, VarError};
use std::fmt::Display;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

pub(crate) struct Config {
    /// `CASHFREE_CLIENT_SECRET`: the provider signs with it.
    pub(crate) secret: String,
    /// `WEBHOOK_LISTEN`: the address to listen on.
    pub(crate) listen: SocketAddr,
    /// `WEBHOOK_DATABASE`: the `SQLite` file, made if it is missing.
    pub(crate) database: PathBuf,
    /// `WEBHOOK_TOLERANCE_SECONDS`: how far a timestamp may be from now. If the provider's later
    /// attempts repeat the first one's timestamp, this has to outlast them; that is safe, since a
    /// replayed event is a duplicate.
    pub(crate) tolerance: Duration,
}

impl Config {
    pub(crate) fn from_env() -> Result<Self, String> {
        let secret: String = read("CASHFREE_CLIENT_SECRET", None)?;
        if secret.is_empty() {
            return Err("CASHFREE_CLIENT_SECRET: empty; anybody could sign with it".into());
        }
        Ok(Self {
            secret,
            listen: read("WEBHOOK_LISTEN", Some("127.0.0.1:8080"))?,
            database: read("WEBHOOK_DATABASE", Some("webhook.sqlite3"))?,
            tolerance: Duration::from_secs(read("WEBHOOK_TOLERANCE_SECONDS", Some("300"))?),
        })
    }
}

/// An error shows the text: never the secret's, for any text is one.
fn read<T: FromStr<Err: Display>>(name: &str, default: Option<&str>) -> Result<T, String> {
    let text = match (env::var(name), default) {
        (Ok(text), _) => text,
        (Err(VarError::NotPresent), Some(default)) => default.into(),
        (Err(VarError::NotPresent), None) => return Err(format!("{name}: not set; it has to be")),
        (Err(VarError::NotUnicode(_)), _) => return Err(format!("{name}: not UTF-8")),
    };
    text.parse().map_err(|error| format!("{name}: {text:?}: {error}"))
}
