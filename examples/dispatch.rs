//! What to do after an event: prints a line for each code, `cargo run --example dispatch`.
//!
//! How it stands is decided by the outcome alone. Actions say what to do while it is open: an action
//! such as `notify_user` may also follow a rejection.

use std::fmt;
use std::io::{self, Write, stdout};

use vkyc_status::{Action, Outcome, StatusCode, VkycStatus};

/// What the integrator's software does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Record the verification as complete.
    Complete,
    /// Record it as rejected, and say so to the user.
    Close,
    /// Offer a new verification.
    StartAgain,
    /// Keep it open, and offer these ways on; to give up is for a person to decide.
    Resume(&'static [Action]),
    /// Keep it open, and wait for the next event.
    GoOn(&'static [Action]),
    /// Keep its state, and let a person look at the event.
    Review,
}

fn next(received: &VkycStatus) -> Step {
    let Ok(code) = received.documented() else { return Step::Review };
    match code.outcome() {
        Outcome::Approved => Step::Complete,
        Outcome::Rejected => Step::Close,
        Outcome::Expired => Step::StartAgain,
        Outcome::Interrupted => Step::Resume(code.actions()),
        Outcome::Pending => Step::GoOn(code.actions()),
        // One that a later release adds.
        _ => Step::Review,
    }
}

fn main() -> io::Result<()> {
    print(&mut stdout().lock())
}

fn print(out: &mut impl Write) -> io::Result<()> {
    for code in StatusCode::ALL {
        let event = VkycStatus::from(*code);
        writeln!(out, "{event:<48} {:<12} {}", code.outcome(), next(&event))?;
    }
    Ok(())
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (step, actions): (_, &[Action]) = match self {
            Self::Complete => ("complete", &[]),
            Self::Close => ("close", &[]),
            Self::StartAgain => ("start again", &[]),
            Self::Resume(actions) => ("resume", actions),
            Self::GoOn(actions) => ("go on", actions),
            Self::Review => ("review", &[]),
        };
        f.write_str(step)?;
        for (at, action) in actions.iter().enumerate() {
            write!(f, "{} {action}", if at == 0 { ":" } else { " or" })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use vkyc_status::{Open, Phase};

    use super::*;

    #[test]
    fn every_code_is_dispatched_by_its_outcome() {
        for code in StatusCode::ALL {
            let step = next(&VkycStatus::from(*code));
            let expected = match code.outcome().as_str() {
                "approved" => Step::Complete,
                "rejected" => Step::Close,
                "expired" => Step::StartAgain,
                "interrupted" => Step::Resume(code.actions()),
                "pending" => Step::GoOn(code.actions()),
                other => panic!("dispatch the outcome {other}"),
            };
            assert_eq!(step, expected, "{code}");
        }
    }

    #[test]
    fn nobody_goes_on_after_the_end_and_nothing_open_is_closed() {
        let mut printed = Vec::new();
        print(&mut printed).unwrap();
        let printed = String::from_utf8(printed).unwrap();
        assert_eq!(printed.lines().count(), StatusCode::ALL.len());
        for (line, code) in printed.lines().zip(StatusCode::ALL) {
            let (event, rest) = line.split_once(' ').unwrap();
            assert_eq!(event, format!("{}/{code}", code.phase()));
            let (outcome, step) = rest.trim_start().split_once(' ').unwrap();
            assert_eq!(outcome, code.outcome().as_str());
            let is_open =
                ["go on", "resume"].iter().any(|open| step.trim_start().starts_with(open));
            assert_eq!(is_open, ["pending", "interrupted"].contains(&outcome), "{line}");
        }
    }

    #[test]
    fn what_is_not_documented_keeps_its_state() {
        for (phase, code) in
            [("not documented", None), (Phase::ALL[0].as_str(), Some("not documented"))]
        {
            let received = VkycStatus { status: phase.into(), status_code: code.map(Open::from) };
            assert_eq!(next(&received), Step::Review);
        }
        for code in StatusCode::ALL {
            let received =
                VkycStatus { status: "not documented".into(), status_code: Some((*code).into()) };
            assert_eq!(next(&received), Step::Review);
        }
    }
}
