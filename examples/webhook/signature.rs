//! Takes a request's headers, its raw body and the time; says whether the provider signed it, lately.

use std::fmt;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue};
use base64::prelude::{BASE64_STANDARD, Engine};
use hmac::digest::InvalidLength;
use hmac::{Hmac, Mac};
use sha2::Sha256;

const SIGNATURE: &str = "x-webhook-signature";
const TIMESTAMP: &str = "x-webhook-timestamp";

pub(crate) struct Verifier {
    key: Hmac<Sha256>,
    tolerance: Duration,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Fault {
    Missing(&'static str),
    Forged,
    Timeless,
    Stale,
}

impl Verifier {
    pub(crate) fn new(secret: &str, tolerance: Duration) -> Result<Self, InvalidLength> {
        Ok(Self { key: Hmac::new_from_slice(secret.as_bytes())?, tolerance })
    }

    /// Checks a request that arrived `now`, counted from the Unix epoch.
    pub(crate) fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Duration,
    ) -> Result<(), Fault> {
        let timestamp = header(headers, TIMESTAMP)?;
        let signature = header(headers, SIGNATURE)?;
        let signature = BASE64_STANDARD.decode(signature).map_err(|_| Fault::Forged)?;

        // `verify_slice` takes the same time wherever the first wrong byte stands.
        let signed = self.key.clone().chain_update(timestamp).chain_update(body);
        signed.verify_slice(&signature).map_err(|_| Fault::Forged)?;

        let sent = milliseconds(timestamp).ok_or(Fault::Timeless)?;
        if now.abs_diff(sent) > self.tolerance { Err(Fault::Stale) } else { Ok(()) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "{name}: missing"),
            Self::Forged => write!(f, "{SIGNATURE}: not the signature of this timestamp and body"),
            Self::Timeless => write!(f, "{TIMESTAMP}: not milliseconds since the Unix epoch"),
            Self::Stale => write!(f, "{TIMESTAMP}: too far from now"),
        }
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a [u8], Fault> {
    headers.get(name).map(HeaderValue::as_bytes).ok_or(Fault::Missing(name))
}

fn milliseconds(text: &[u8]) -> Option<Duration> {
    std::str::from_utf8(text).ok()?.parse().ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf %s '1746427759733{"a":1}' | openssl dgst -sha256 -hmac secret -binary | base64`
    const BY_OPENSSL: &str = "INRfeMrxw+SifS8zIW6JPIizMSQ5aiwrVgkUtjZGM50=";

    fn at(milliseconds: u64) -> Result<(), Fault> {
        let mut headers = HeaderMap::new();
        headers.insert(TIMESTAMP, "1746427759733".parse().unwrap());
        headers.insert(SIGNATURE, BY_OPENSSL.parse().unwrap());
        let verifier = Verifier::new("secret", Duration::from_secs(300)).unwrap();
        verifier.verify(&headers, br#"{"a":1}"#, Duration::from_millis(milliseconds))
    }

    #[test]
    fn a_timestamp_holds_for_the_tolerance_and_no_longer() {
        assert_eq!(at(1_746_427_759_733), Ok(()));
        assert_eq!(at(1_746_427_759_733 - 300_000), Ok(()));
        assert_eq!(at(1_746_427_759_733 + 300_000), Ok(()));
        assert_eq!(at(1_746_427_759_733 - 300_001), Err(Fault::Stale));
        assert_eq!(at(1_746_427_759_733 + 300_001), Err(Fault::Stale));
        assert_eq!(at(0), Err(Fault::Stale));
        assert_eq!(at(u64::MAX), Err(Fault::Stale));
    }
}
