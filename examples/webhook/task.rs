//! Takes a documented code; says what this service does next.

use vkyc_status::{Action, StatusCode};

pub(crate) fn task(code: StatusCode) -> &'static str {
    // Several actions are alternatives.
    match code.actions() {
        [Action::Proceed] => "wait",
        [Action::MarkComplete] => "open_account",
        [Action::MarkFailed] => "close_application",
        [
            Action::NotifyUser
            | Action::AskUserToFix
            | Action::Retry
            | Action::OfferRescheduling
            | Action::OfferReconnection
            | Action::StartNewRequest,
        ] => "message_user",
        // Choices, reviews, and the actions of later releases.
        _ => "hand_to_person",
    }
}
