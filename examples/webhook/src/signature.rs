//! Takes a request's headers, then its raw body; says whether the provider signed it, and recently.

use std::time::Duration;

use axum::http::HeaderMap;
use base64::prelude::{BASE64_STANDARD, Engine};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Takes what any of the secrets signed, if its timestamp is not too far from now.
pub(crate) struct Verifier {
    pub(crate) secrets: Vec<String>,
    pub(crate) tolerance: Duration,
}

/// The timestamp and the signature. Without the body, they are not known to be true.
pub(crate) struct Claim(String, Vec<u8>);

impl Verifier {
    /// Checks the headers of a request that arrived `now`, in milliseconds since the Unix epoch.
    /// The body of a request that fails here is not read.
    pub(crate) fn claim(&self, headers: &HeaderMap, now: i64) -> Result<Claim, String> {
        let signature = header(headers, "x-webhook-signature")?;
        let timestamp = header(headers, "x-webhook-timestamp")?;
        let sent: Result<i64, _> = timestamp.parse();
        let sent =
            sent.map_err(|_| "x-webhook-timestamp: not milliseconds since the Unix epoch")?;
        if u128::from(now.abs_diff(sent)) > self.tolerance.as_millis() {
            return Err("x-webhook-timestamp: too far from now".into());
        }
        let signature = BASE64_STANDARD.decode(signature);
        let signature = signature.or(Err("x-webhook-signature: not base64"))?;
        Ok(Claim(timestamp.into(), signature))
    }

    pub(crate) fn verify(&self, claim: &Claim, body: &[u8]) -> Result<(), String> {
        let Claim(timestamp, signature) = claim;
        let signed = |secret: &String| {
            let key = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
            // The comparison takes constant time.
            key.chain_update(timestamp).chain_update(body).verify_slice(signature).ok()
        };
        let valid = self.secrets.iter().find_map(signed);
        valid.ok_or("x-webhook-signature: not that of this timestamp and body".into())
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, String> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().map_err(|_| format!("{name}: not ASCII")),
        (None, _) => Err(format!("{name}: missing")),
        // Which one is meant is unclear.
        (Some(_), Some(_)) => Err(format!("{name}: sent more than once")),
    }
}
