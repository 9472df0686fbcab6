//! `{"status":…,"status_code":…}` to a `VkycStatus`, beside a struct of two enums with serde's derive.
//!
//! ```sh
//! cargo bench -p vkyc-status-benches --bench decode
//! ```

use std::hint::black_box;

use serde::Deserialize;
use vkyc_status::{StatusCode, VkycStatus};
use vkyc_status_benches::peers;
use vkyc_status_benches::timer::{Pass, Random, print, time};

const MESSAGES: usize = 1 << 13;

#[derive(Deserialize)]
struct Derived {
    status: peers::phases::Peer,
    status_code: peers::codes::Peer,
}

fn main() {
    let mut random = Random(5);
    let messages: Vec<_> = (0..MESSAGES)
        .map(|_| StatusCode::ALL[random.below(StatusCode::ALL.len())])
        .map(|code| format!(r#"{{"status":"{}","status_code":"{code}"}}"#, code.phase()))
        .collect();

    macro_rules! each {
        ($message:ident => $decoded:expr) => {
            Box::new(|| {
                for $message in &messages {
                    let _ = black_box($decoded.unwrap());
                }
                0usize
            }) as Pass
        };
    }
    let methods = [
        (
            "derived, str",
            each!(m => serde_json::from_str::<Derived>(m).map(|d| (d.status, d.status_code))),
        ),
        ("ours, str", each!(m => serde_json::from_str::<VkycStatus>(m))),
    ];
    print("from_str", &methods, &time(101, MESSAGES, &methods));
    let methods = [
        (
            "derived, slice",
            each!(m => serde_json::from_slice::<Derived>(m.as_bytes()).map(|d| (d.status, d.status_code))),
        ),
        ("ours, slice", each!(m => serde_json::from_slice::<VkycStatus>(m.as_bytes()))),
    ];
    print("from_slice", &methods, &time(101, MESSAGES, &methods));
}
