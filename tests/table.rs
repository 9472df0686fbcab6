//! The enums against the page: every row, every near miss, every trait.

use std::collections::HashSet;
use std::fmt::Debug;

use vkyc_status::{Action, Documented, Phase, SOURCE_RETRIEVED, SOURCE_URL, StatusCode};

const PAGE: &str = include_str!("fixtures/page.txt");

/// The page's rows, read in the simplest way that serves its text and its Markdown.
fn page() -> Vec<[&'static str; 5]> {
    let mut rows = Vec::new();
    let mut phase = ("", "");
    for line in PAGE.lines() {
        if let Some((status, title)) = line.split_once("` – ") {
            let status = status.rsplit('`').next().unwrap();
            phase = (status, title.trim_end_matches(['"', '>']));
        }
        let cells = line.trim().trim_matches('|').split('|');
        let cells: Vec<_> = cells.map(|cell| cell.trim().trim_matches('`')).collect();
        if let ([code, description, action], true) = (&cells[..], line.contains('_')) {
            rows.push([phase.0, phase.1, code, description, action]);
        }
    }
    rows
}

#[test]
fn every_row_of_the_page_is_in_the_table() {
    let rows = page();
    assert_eq!(rows.len(), StatusCode::ALL.len());
    for (row, code) in rows.iter().zip(StatusCode::ALL) {
        let [status, title, text, description, action] = *row;
        assert_eq!(StatusCode::parse(text), Some(*code));
        assert_eq!(code.as_str(), text);
        assert_eq!(code.description(), description);
        assert_eq!(code.recommended_action(), action);
        assert_eq!(code.phase().as_str(), status);
        assert_eq!(code.phase().title(), title);
        assert_eq!(Phase::parse(status), Some(code.phase()));
    }
}

#[test]
fn phases_and_actions_list_their_codes_in_the_tables_order() {
    let by_phase: Vec<_> = Phase::ALL.iter().flat_map(|phase| phase.codes()).copied().collect();
    assert_eq!(by_phase, StatusCode::ALL);

    for action in Action::ALL {
        let asking = |code: &&StatusCode| code.actions().contains(action);
        let codes: Vec<_> = StatusCode::ALL.iter().filter(asking).copied().collect();
        assert_eq!(action.codes(), codes);
        assert!(action.summary().ends_with('.'));
    }
}

#[test]
fn actions_follow_the_wording_of_the_recommended_action() {
    use Action::{AskUserToFix, MarkFailed, OfferRescheduling, RejectRequest, Retry};
    assert_eq!(StatusCode::UserLocationOutsideIndia.actions(), [RejectRequest, AskUserToFix]);
    assert_eq!(StatusCode::UserRejectedMeeting.actions(), [OfferRescheduling, MarkFailed]);
    assert_eq!(StatusCode::NoAgentFound.actions(), [Retry, OfferRescheduling]);
}

/// The page offers alternatives and never asks for two things at once; readers of `actions` are told.
#[test]
fn several_actions_are_alternatives() {
    for code in StatusCode::ALL {
        let offers = code.recommended_action().contains(" or ");
        assert!(code.actions().len() == 1 || offers, "{code}");
    }
}

#[test]
fn the_source_is_the_page() {
    assert!(SOURCE_URL.starts_with("https://www.cashfree.com/docs/"));
    assert_eq!(SOURCE_RETRIEVED.replace(|c: char| c.is_ascii_digit(), "0"), "0000-00-00");
}

/// Texts that differ from `text` as little as a text can.
fn near_misses(text: &str) -> Vec<String> {
    let mut misses = vec![
        format!("{text}S"),
        format!("{text} "),
        format!(" {text}"),
        format!("{text}\0"),
        format!("X{text}"),
        text.replace('_', "-"),
    ];
    misses.extend((0..text.len()).map(|end| text[..end].to_owned()));
    misses.extend((1..text.len()).map(|start| text[start..].to_owned()));
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            misses.extend(String::from_utf8(bytes));
        }
    }
    let other_case = |c: char| {
        if c.is_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() }
    };
    misses.push(text.chars().map(other_case).collect());
    misses
}

fn parses_its_own_texts_only<T: Documented>() {
    let texts: HashSet<&str> = T::ALL.iter().map(|value| value.as_str()).collect();
    assert_eq!(texts.len(), T::ALL.len());
    for (i, value) in T::ALL.iter().enumerate() {
        let text = value.as_str();
        assert_eq!(T::parse(text), Some(*value));
        for miss in near_misses(text).iter().filter(|miss| !texts.contains(&***miss)) {
            assert_eq!(T::parse(miss), None, "{miss:?}");
        }
        assert!(T::ALL[..i].iter().all(|earlier| earlier < value));
    }
}

#[test]
fn parse_takes_the_exact_wire_texts_only() {
    parses_its_own_texts_only::<Phase>();
    parses_its_own_texts_only::<StatusCode>();
    parses_its_own_texts_only::<Action>();
    assert_eq!(Phase::parse("INITIATED"), None);
}

fn converts<T>(value: T, text: &'static str)
where
    T: Documented + AsRef<str> + PartialEq<str> + PartialEq<&'static str> + Into<&'static str>,
    T: std::str::FromStr<Err: Debug> + TryFrom<&'static str, Error: Debug>,
{
    assert_eq!(text.parse::<T>().unwrap(), value);
    assert_eq!(T::try_from(text).unwrap(), value);
    assert_eq!(value.as_ref(), text);
    assert_eq!(value.into(), text);
    assert!(value == *text && value == text);
    assert_eq!(format!("{value}"), text);
    assert_eq!(format!("{value:>40}"), format!("{text:>40}"));
    assert_eq!(format!("{value:^40}|"), format!("{text:^40}|"));
    assert_eq!(format!("{value:.3}"), format!("{text:.3}"));
    assert!("".parse::<T>().is_err());
}

#[test]
fn values_convert_to_text_and_back() {
    for phase in Phase::ALL {
        converts(*phase, phase.as_str());
    }
    for code in StatusCode::ALL {
        converts(*code, code.as_str());
    }
    for action in Action::ALL {
        converts(*action, action.as_str());
    }
}

#[test]
fn debug_is_the_name_of_the_variant() {
    assert_eq!(format!("{:?}", Phase::PreVideoCall), "PreVideoCall");
    assert_eq!(
        format!("{:?}", StatusCode::UserIpVerificationSuccessful),
        "UserIpVerificationSuccessful"
    );
    assert_eq!(format!("{:?}", Some(Action::AskUserToFix)), "Some(AskUserToFix)");
}

#[test]
fn errors_say_what_was_expected_and_what_came() {
    let error = "NOPE\n".parse::<Phase>().unwrap_err();
    assert_eq!(error.expected(), "phase");
    let text = if cfg!(feature = "alloc") {
        r#"not a documented phase: "NOPE\n""#
    } else {
        "not a documented phase"
    };
    assert_eq!(error.to_string(), text);
    #[cfg(feature = "alloc")]
    {
        assert_eq!(error.text(), "NOPE\n");
        assert_eq!(StatusCode::try_from(String::from("USER_QUEUED")), Ok(StatusCode::UserQueued));
        assert_eq!(Action::try_from(String::from("x")).unwrap_err().expected(), "action");
    }
}

#[test]
fn values_are_small_and_usable_in_constants() {
    const CODE: StatusCode = match StatusCode::parse("AGENT_APPROVED") {
        Some(code) => code,
        None => StatusCode::AgentRejected,
    };
    const DESCRIPTION: &str = CODE.description();
    const PHASE: Phase = CODE.phase();
    assert_eq!((CODE, PHASE), (StatusCode::AgentApproved, Phase::AgentReviewed));
    assert_eq!(DESCRIPTION, "The agent approved the KYC verification.");
    assert_eq!(size_of::<(Phase, StatusCode, Action)>(), 3);
    assert_eq!(size_of::<Option<StatusCode>>(), 1);
}
