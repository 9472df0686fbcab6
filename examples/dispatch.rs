//! What to do after an event: prints a line for each code, `cargo run --example dispatch`.
//!
//! The outcome decides whether a verification goes on. An action does not tell whether it has ended: the
//! user is notified of a queue, and of a rejection.

use std::io::{self, Write, stdout};

use vkyc_status::{Action, Outcome, StatusCode, VkycStatus};

fn next_step(status: &VkycStatus) -> &'static str {
    let Ok(code) = status.documented() else {
        // An undocumented pair says nothing about the person.
        return "keep the state, store both texts, ask a person";
    };
    match code.outcome() {
        Outcome::Approved => "open the account",
        Outcome::Rejected => "record the rejection, tell the user the reason",
        // Nothing irreversible: an auditor may still review it.
        Outcome::RejectedByAgent => "tell the user the reason, keep the application open",
        Outcome::Expired => "start a new request",
        Outcome::Interrupted => match code.actions() {
            [Action::AskUserToFix] => "tell the user what to correct",
            [Action::Retry] => "retry the step",
            [Action::OfferRescheduling] => "offer another time",
            [Action::OfferReconnection] => "offer a way back into the call",
            // Alternatives, another agent, or a session to review: a person decides.
            _ => "ask a person",
        },
        Outcome::Pending => match code.actions() {
            [Action::NotifyUser] => "tell the user what comes next",
            _ => "wait for the next webhook",
        },
        // An outcome of a later release.
        _ => "ask a person",
    }
}

fn main() -> io::Result<()> {
    print(&mut stdout().lock())
}

fn print(out: &mut impl Write) -> io::Result<()> {
    for code in StatusCode::ALL {
        let status = VkycStatus::from(*code);
        writeln!(out, "{status:<52} {:<17} {}", code.outcome(), next_step(&status))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use vkyc_status::Phase;

    use super::*;

    fn steps(outcome: Outcome) -> BTreeSet<&'static str> {
        outcome.codes().iter().map(|&code| next_step(&code.into())).collect()
    }

    /// So nobody goes on after the end, and nothing open is closed.
    #[test]
    fn no_outcome_has_a_step_of_another() {
        for (n, &outcome) in Outcome::ALL.iter().enumerate() {
            for &other in &Outcome::ALL[..n] {
                assert!(steps(outcome).is_disjoint(&steps(other)), "{outcome} and {other}");
            }
        }
        for (outcome, step) in [
            (Outcome::Approved, "open the account"),
            (Outcome::Rejected, "record the rejection, tell the user the reason"),
            (Outcome::RejectedByAgent, "tell the user the reason, keep the application open"),
            (Outcome::Expired, "start a new request"),
        ] {
            assert_eq!(steps(outcome), [step].into());
        }
    }

    #[test]
    fn what_is_not_documented_keeps_its_state() {
        let next_step = |status: &str, status_code: Option<&str>| {
            let (status, status_code) = (status.into(), status_code.map(Into::into));
            next_step(&VkycStatus { status, status_code })
        };
        let keep = "keep the state, store both texts, ask a person";
        assert_eq!(next_step("NEW", None), keep);
        assert_eq!(next_step(Phase::ALL[0].as_str(), Some("NEW")), keep);
        for code in StatusCode::ALL {
            assert_eq!(next_step("NEW", Some(code.as_str())), keep);
        }
    }

    #[test]
    fn a_line_is_printed_for_each_code() {
        let mut printed = Vec::new();
        print(&mut printed).unwrap();
        let printed = String::from_utf8(printed).unwrap();
        assert!(
            printed.lines().zip(StatusCode::ALL).all(|(line, code)| line.contains(code.as_str()))
        );
        assert_eq!(printed.lines().count(), StatusCode::ALL.len());
    }

    #[test]
    fn the_readme_dispatches_in_the_same_way() {
        let own = include_str!("dispatch.rs").replace("\r\n", "\n");
        let readme = include_str!("../README.md").replace("\r\n", "\n");
        let start = own.find("fn next_step").unwrap();
        let end = start + own[start..].find("\n}\n").unwrap();
        assert!(readme.contains(&own[start..end]), "README.md and examples/dispatch.rs differ");
    }
}
