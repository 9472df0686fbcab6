//! `Open` and `VkycStatus`: nothing received is lost, nothing documented is unknown.
#![cfg(feature = "alloc")]

use std::collections::{BTreeMap, HashMap};

use vkyc_status::{Open, Phase, StatusCode, Undocumented, VkycStatus};

fn pair(status: &str, code: Option<&str>) -> VkycStatus {
    VkycStatus { status: status.into(), status_code: code.map(Open::from) }
}

#[test]
fn every_text_has_one_open_value() {
    for code in StatusCode::ALL {
        for open in [
            Open::from(*code),
            Open::from(code.as_str()),
            Open::from(String::from(code.as_str())),
            code.as_str().parse().unwrap(),
        ] {
            assert!(matches!(open, Open::Known(known) if known == *code));
            assert_eq!(open.known(), Some(*code));
            assert_eq!(open.as_str(), code.as_str());
            assert!(open == *code);
            assert!(*code == open);
            assert!(open == *code.as_str() && open == code.as_str());
            assert_eq!(String::from(open), code.as_str());
        }
    }
}

#[test]
fn an_undocumented_text_is_kept_as_it_came() {
    for text in ["INITIATED", "", " received", "RECEIVED ", "नया", "a\0b"] {
        for open in [Open::<Phase>::from(text), Open::from(String::from(text))] {
            assert!(matches!(&open, Open::Unknown(unknown) if unknown.as_str() == text));
            assert_eq!(open.known(), None);
            assert_eq!(open.as_ref(), text);
            assert!(open != Phase::Received && open == text);
            assert_eq!(format!("{open:>12}"), format!("{text:>12}"));
            assert_eq!(format!("{open:?}"), format!("Unknown({text:?})"));
            assert_eq!(String::from(open), text);
        }
    }
}

#[test]
fn open_values_are_map_keys() {
    let texts = ["USER_QUEUED", "BRAND_NEW", "AGENT_APPROVED"];
    let hashed: HashMap<Open<StatusCode>, usize> =
        texts.into_iter().map(Open::from).zip(0..).collect();
    let sorted: BTreeMap<Open<StatusCode>, usize> =
        texts.into_iter().map(Open::from).zip(0..).collect();
    for (i, text) in texts.into_iter().enumerate() {
        assert_eq!(hashed[&Open::from(text)], i);
        assert_eq!(sorted[&Open::from(text)], i);
    }
    // The table's order, then what it does not list.
    let order: Vec<_> = sorted.keys().map(Open::as_str).collect();
    assert_eq!(order, ["USER_QUEUED", "AGENT_APPROVED", "BRAND_NEW"]);
}

#[test]
fn an_open_value_takes_no_more_room_than_its_text() {
    assert_eq!(size_of::<Open<StatusCode>>(), size_of::<Box<str>>());
}

#[test]
fn exactly_the_documented_pairs_are_documented() {
    for phase in Phase::ALL {
        for code in StatusCode::ALL {
            let documented = pair(phase.as_str(), Some(code.as_str())).documented();
            if code.phase() == *phase {
                assert_eq!(documented, Ok(*code));
                assert_eq!(VkycStatus::from(*code).documented(), Ok(*code));
            } else {
                let text =
                    format!("status code {code} belongs to phase {}, not to {phase}", code.phase());
                assert_eq!(documented.unwrap_err().to_string(), text);
            }
        }
    }
}

#[test]
fn what_is_not_documented_is_told_apart() {
    let undocumented = |status, code| pair(status, code).documented().unwrap_err();
    let told = |error: Undocumented| match error {
        Undocumented::UnknownPhase(text) => format!("phase {text}"),
        Undocumented::UnknownStatusCode(text) => format!("code {text}"),
        Undocumented::MissingStatusCode(phase) => format!("missing in {phase}"),
        Undocumented::OtherPhase { phase, code } => format!("{code} in {phase}"),
        _ => String::new(),
    };
    assert_eq!(told(undocumented("INITIATED", Some("USER_QUEUED"))), "phase INITIATED");
    assert_eq!(told(undocumented("INITIATED", None)), "phase INITIATED");
    assert_eq!(told(undocumented("FAILED", Some("user_queued"))), "code user_queued");
    assert_eq!(told(undocumented("FAILED", None)), "missing in FAILED");
    assert_eq!(told(undocumented("FAILED", Some(""))), "missing in FAILED");
    assert_eq!(told(undocumented("FAILED", Some("USER_QUEUED"))), "USER_QUEUED in FAILED");

    let unknown = undocumented("INIT\n", None);
    assert_eq!(unknown.to_string(), r#"not a documented phase: "INIT\n""#);
    let missing = undocumented("FAILED", None);
    assert_eq!(missing.to_string(), "phase FAILED without a status code");
}

#[test]
fn a_pair_is_shown_on_one_line() {
    assert_eq!(pair("FAILED", Some("TECHNICAL_ERROR")).to_string(), "FAILED/TECHNICAL_ERROR");
    assert_eq!(pair("INITIATED", None).to_string(), "INITIATED");
    assert_eq!(pair("A\nB", Some("\u{1b}[0m")).to_string(), r"A\nB/\u{1b}[0m");
}
