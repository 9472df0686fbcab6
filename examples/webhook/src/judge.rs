//! Takes the state of a verification and an event; says what the state is now, and what to do.
//!
//! Events arrive in any order. A verification that has not ended stands where its latest step left
//! it; one that has ended, at its earliest decision. So the state does not depend on the order of
//! arrival. What contradicts a decision never changes it silently: a person is asked.

use vkyc_status::{Action, StatusCode};

use crate::event::Event;
use crate::outcome_stand_in::{Outcome, outcome};

/// What a person has to do.
const ASK_PERSON: &str = "ask_person";

pub(crate) struct State {
    /// A text, since a newer build may have written a code that this one does not know.
    pub(crate) status_code: String,
    /// Microseconds since the Unix epoch.
    pub(crate) time: i64,
    pub(crate) ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The state is the event's.
    Applied,
    /// The event is no news: a later one is known, or a verification was created.
    Unchanged,
    /// The event and the state cannot both be right, or one of them came late.
    Conflict,
    Unclear,
    NotOurs,
    /// The same event was taken before.
    Duplicate,
}

impl Verdict {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Unchanged => "unchanged",
            Self::Conflict => "conflict",
            Self::Unclear => "unclear",
            Self::NotOurs => "not_ours",
            Self::Duplicate => "duplicate",
        }
    }
}

pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    /// Whether the state is now the event's.
    pub(crate) advance: bool,
    pub(crate) task: Option<&'static str>,
    pub(crate) why: Option<String>,
}

impl Judgement {
    pub(crate) fn new(verdict: Verdict) -> Self {
        Self { verdict, advance: false, task: None, why: None }
    }

    pub(crate) fn unclear(why: String) -> Self {
        Self { task: Some(ASK_PERSON), why: Some(why), ..Self::new(Verdict::Unclear) }
    }
}

pub(crate) fn judge(state: Option<&State>, event: &Event) -> Judgement {
    let Some(state) = state else {
        return applied(task(event.code));
    };
    let known = StatusCode::parse(&state.status_code);
    // At one instant, the code further down the table counts as the later one.
    let order = (event.time, Some(event.code)).cmp(&(state.time, known));
    let seconds = event.time.div_euclid(1_000_000).cmp(&state.time.div_euclid(1_000_000));
    match (state.ended, is_end(event.code)) {
        (false, false) if order.is_le() => Judgement::new(Verdict::Unchanged),
        (false, false) if known == Some(event.code) => applied(None),
        (false, false) => applied(task(event.code)),
        // Of one second, a decision counts as later than a step.
        (false, true) if seconds.is_ge() => applied(task(event.code)),
        (false, true) => conflict(true, "a decision, earlier than a step that was taken before"),
        (true, false) if seconds.is_le() => Judgement::new(Verdict::Unchanged),
        (true, false) => conflict(false, "a step after the decision"),
        (true, true) if order.is_eq() => Judgement::new(Verdict::Unchanged),
        (true, true) => conflict(order.is_lt(), "another decision"),
    }
}

pub(crate) fn is_end(code: StatusCode) -> bool {
    matches!(outcome(code), Outcome::Approved | Outcome::Rejected | Outcome::Expired)
}

/// What this service does next; `None` if it only waits. Several actions are alternatives, which a
/// person chooses from, as for outcomes and actions of later releases.
fn task(code: StatusCode) -> Option<&'static str> {
    match (outcome(code), code.actions()) {
        (Outcome::Approved, _) => Some("open_account"),
        (Outcome::Rejected, _) => Some("close_application"),
        (Outcome::Expired, _) => Some("start_new_request"),
        (Outcome::Pending, [Action::Proceed]) => None,
        (
            Outcome::Pending | Outcome::Interrupted,
            [
                Action::NotifyUser
                | Action::AskUserToFix
                | Action::Retry
                | Action::OfferRescheduling
                | Action::OfferReconnection,
            ],
        ) => Some("message_user"),
        _ => Some(ASK_PERSON),
    }
}

fn applied(task: Option<&'static str>) -> Judgement {
    Judgement { advance: true, task, ..Judgement::new(Verdict::Applied) }
}

fn conflict(advance: bool, why: &str) -> Judgement {
    Judgement { verdict: Verdict::Conflict, advance, ..Judgement::unclear(why.into()) }
}
