//! What the recipes in `tests` store.

use vkyc_status::{Open, StatusCode, VkycStatus};

/// Every documented pair, and two that the table does not list.
pub fn pairs() -> Vec<VkycStatus> {
    let documented = StatusCode::ALL.iter().map(|code| VkycStatus::from(*code));
    let unknown = [Some("NEW"), None].map(|code| VkycStatus {
        status: "not documented".into(),
        status_code: code.map(Open::from),
    });
    documented.chain(unknown).collect()
}
