//! Takes the state of a verification and an event; says what the state is now, and what to do.
//!
//! The state is the earliest decision, or without one the latest step, so it does not depend on the
//! order of arrival. What contradicts a decision never changes it silently: a person is asked.

use vkyc_status::{Action, Outcome, StatusCode};

/// Times are microseconds since the Unix epoch.
pub(crate) struct Event {
    pub(crate) verification_id: String,
    pub(crate) kind: String,
    pub(crate) code: StatusCode,
    pub(crate) time: i64,
}

pub(crate) struct State {
    /// A text, since a newer build may have written a code that this one does not know.
    pub(crate) status_code: String,
    pub(crate) time: i64,
    pub(crate) ended: bool,
}

pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    /// Whether the state is now the event's.
    pub(crate) advance: bool,
    pub(crate) task: Option<&'static str>,
    pub(crate) why: Option<String>,
}

/// A word that the database, the answer, the log and the health check share.
pub(crate) type Verdict = &'static str;
pub(crate) const APPLIED: Verdict = "applied";
/// Nothing changes: a later event is known.
pub(crate) const UNCHANGED: Verdict = "unchanged";
/// The event and the state cannot both be right, or one of them came late.
pub(crate) const CONFLICT: Verdict = "conflict";
pub(crate) const UNCLEAR: Verdict = "unclear";
pub(crate) const NOT_OURS: Verdict = "not_ours";
pub(crate) const DUPLICATE: Verdict = "duplicate";

/// How many characters of a reason are kept.
const WHY_LIMIT: usize = 300;

/// What follows from a decision. While a person is asked whether it is right, it waits.
pub(crate) const FINAL_TASKS: [&str; 3] = [OPEN_ACCOUNT, CLOSE_APPLICATION, START_NEW_REQUEST];
const OPEN_ACCOUNT: &str = "open_account";
const CLOSE_APPLICATION: &str = "close_application";
const START_NEW_REQUEST: &str = "start_new_request";
const ASK_PERSON: &str = "ask_person";

impl Judgement {
    pub(crate) fn nothing(verdict: Verdict) -> Self {
        Self { verdict, advance: false, task: None, why: None }
    }

    pub(crate) fn ask_person(verdict: Verdict, advance: bool, why: impl Into<String>) -> Self {
        // It can quote what was received, which may be long.
        let why = why.into().chars().take(WHY_LIMIT).collect();
        Self { verdict, advance, task: Some(ASK_PERSON), why: Some(why) }
    }

    /// The same, but nothing is done unless a person says so.
    pub(crate) fn ask_again(self) -> Self {
        match self.task {
            None | Some(ASK_PERSON) => self,
            Some(task) => {
                let why = format!("interpreted after a person was asked; not done: {task}");
                Self::ask_person(self.verdict, self.advance, why)
            }
        }
    }
}

pub(crate) fn judge(state: Option<&State>, event: &Event) -> Judgement {
    let unchanged = Judgement::nothing(UNCHANGED);
    let applied = |task| Judgement { verdict: APPLIED, advance: true, task, why: None };
    let conflict = |advance, why| Judgement::ask_person(CONFLICT, advance, why);
    let Some(state) = state else { return applied(task(event.code)) };
    let known = StatusCode::parse(&state.status_code);
    // Of two steps at the same instant, the lower row wins.
    let order = (event.time, Some(event.code)).cmp(&(state.time, known));
    let seconds = event.time.div_euclid(1_000_000).cmp(&state.time.div_euclid(1_000_000));
    match (state.ended, is_end(event.code)) {
        (false, false) if order.is_le() => unchanged,
        (false, false) => applied(task(event.code)),
        // Of one second, a decision counts as later than a step.
        (false, true) if seconds.is_ge() => applied(task(event.code)),
        (false, true) => conflict(true, "a decision, earlier than a step that came before it"),
        (true, false) if seconds.is_le() => unchanged,
        (true, false) => conflict(false, "a step after the decision"),
        (true, true) if order.is_eq() => unchanged,
        (true, true) => conflict(order.is_lt(), "another decision"),
    }
}

/// A rejection by an agent is none: an auditor may still review it.
pub(crate) fn is_end(code: StatusCode) -> bool {
    matches!(code.outcome(), Outcome::Approved | Outcome::Rejected | Outcome::Expired)
}

/// What this service does next; `None` if it only waits. Several actions are alternatives, which a
/// person chooses from, as for the outcomes and actions of later releases.
fn task(code: StatusCode) -> Option<&'static str> {
    use Action::{AskUserToFix, NotifyUser, OfferReconnection, OfferRescheduling, Proceed, Retry};
    Some(match (code.outcome(), code.actions()) {
        (Outcome::Approved, _) => OPEN_ACCOUNT,
        (Outcome::Rejected, _) => CLOSE_APPLICATION,
        (Outcome::Expired, _) => START_NEW_REQUEST,
        (Outcome::Pending, [Proceed]) => return None,
        (
            Outcome::Pending | Outcome::Interrupted | Outcome::RejectedByAgent,
            [NotifyUser | AskUserToFix | Retry | OfferRescheduling | OfferReconnection],
        ) => "message_user",
        _ => ASK_PERSON,
    })
}
