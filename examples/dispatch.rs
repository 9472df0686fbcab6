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
    use vkyc_status::{Open, Phase};

    use super::*;

    /// The steps that end a verification, each with the only outcome that it may follow.
    const ENDS: [(&str, &str); 3] = [
        ("open the account", "approved"),
        ("record the rejection, tell the user the reason", "rejected"),
        ("start a new request", "expired"),
    ];

    #[test]
    fn nobody_goes_on_after_the_end_and_nothing_open_is_closed() {
        let mut printed = Vec::new();
        print(&mut printed).unwrap();
        let printed = String::from_utf8(printed).unwrap();
        assert_eq!(printed.lines().count(), StatusCode::ALL.len());
        for (line, code) in printed.lines().zip(StatusCode::ALL) {
            let words: Vec<_> = line.split_whitespace().collect();
            let outcome = code.outcome().as_str();
            assert_eq!(words[..2], [&format!("{}/{code}", code.phase()), outcome]);
            let step = words[2..].join(" ");
            let end = ENDS.iter().find(|(_, end)| *end == outcome);
            if let Some((end, _)) = end {
                assert_eq!(step, *end, "{line}");
                continue;
            }
            let open = ["pending", "interrupted", "rejected_by_agent"];
            assert!(open.contains(&outcome), "dispatch {outcome}");
            assert!(ENDS.iter().all(|(end, _)| *end != step), "{line}");
            let by_agent = step == "tell the user the reason, keep the application open";
            assert_eq!(by_agent, outcome == "rejected_by_agent", "{line}");
            let goes_on = ["tell the user what comes next", "wait for the next webhook"];
            assert_eq!(goes_on.contains(&&*step), outcome == "pending", "{line}");
        }
    }

    #[test]
    fn what_is_not_documented_keeps_its_state() {
        let other = || Open::from("not documented");
        let unknown = |status, status_code| VkycStatus { status, status_code };
        let mut pairs = vec![
            unknown("not documented".into(), None),
            unknown(Phase::ALL[0].into(), Some(other())),
        ];
        for code in StatusCode::ALL {
            pairs.push(unknown("not documented".into(), Some((*code).into())));
        }
        for pair in pairs {
            assert_eq!(
                next_step(&pair),
                "keep the state, store both texts, ask a person",
                "{pair}"
            );
        }
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
