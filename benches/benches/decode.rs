//! `{"status":…,"status_code":…}` to a `VkycStatus`, beside a struct of two enums with serde's derive.
//!
//! ```sh
//! cargo bench -p vkyc-status-benches --bench decode
//! ```

use std::hint::black_box;

use serde::Deserialize;
use vkyc_status::{StatusCode, VkycStatus};
use vkyc_status_benches::{Method, peers, print, random, time};

const MESSAGES: usize = 1 << 13;

#[derive(Deserialize)]
struct Derived {
    status: peers::phases::Peer,
    status_code: peers::codes::Peer,
}

impl Derived {
    fn fields(self) -> (peers::phases::Peer, peers::codes::Peer) {
        (self.status, self.status_code)
    }
}

fn main() {
    let messages: Vec<_> = (0..MESSAGES)
        .map(|i| StatusCode::ALL[random(i, StatusCode::ALL.len())])
        .map(|code| format!(r#"{{"status":"{}","status_code":"{code}"}}"#, code.phase()))
        .collect();

    let methods = [
        method("derived", &messages, |m| serde_json::from_str(m).map(Derived::fields)),
        method("ours", &messages, serde_json::from_str::<VkycStatus>),
    ];
    print("decoding", &methods, &time(101, MESSAGES, &methods));
}

/// A method that decodes each message.
fn method<'a, T>(
    name: &'static str,
    messages: &'a [String],
    decode: impl Fn(&'a str) -> serde_json::Result<T> + 'a,
) -> Method<'a> {
    let pass = move || {
        for message in messages {
            let _ = black_box(decode(message).unwrap());
        }
        0
    };
    (name, Box::new(pass))
}
