//! `Open` and `VkycStatus`: nothing received is lost, nothing documented is unknown.
#![cfg(feature = "alloc")]

use std::collections::{BTreeMap, HashMap};

use vkyc_status::{
    Action, Documented, Open, Outcome, Phase, StatusCode, TABLE, Undocumented, VkycStatus,
};

fn pair(status: &str, code: Option<&str>) -> VkycStatus {
    VkycStatus { status: status.into(), status_code: code.map(Open::from) }
}

fn has_one_open_value<T>()
where
    T: Documented + PartialEq<Open<T>>,
{
    for value in T::ALL {
        let text = value.as_str();
        for open in [
            Open::from(*value),
            Open::from(text),
            Open::from(String::from(text)),
            text.parse().unwrap(),
        ] {
            assert!(matches!(open, Open::Known(known) if known == *value));
            assert_eq!(open.known(), Some(*value));
            assert_eq!(open.as_str(), text);
            assert!(open == *value);
            assert!(*value == open);
            assert!(open == *text && open == text);
            assert_eq!(String::from(open), text);
        }
    }
}

#[test]
fn every_documented_text_has_one_open_value() {
    has_one_open_value::<Phase>();
    has_one_open_value::<StatusCode>();
    has_one_open_value::<Action>();
    has_one_open_value::<Outcome>();
}

#[test]
fn an_undocumented_text_is_kept_as_it_came() {
    for text in ["not documented", "", " X", "नया", "a\0b"] {
        for open in [Open::<Phase>::from(text), Open::from(String::from(text))] {
            assert!(matches!(&open, Open::Unknown(unknown) if unknown.as_str() == text));
            assert_eq!(open.known(), None);
            assert_eq!(open.as_ref(), text);
            assert!(open != Phase::ALL[0] && open == text);
            assert_eq!(format!("{open:>12}"), format!("{text:>12}"));
            assert_eq!(format!("{open:?}"), format!("Unknown({text:?})"));
            assert_eq!(String::from(open), text);
        }
    }
}

#[test]
fn open_values_are_map_keys() {
    let known = StatusCode::ALL.iter().map(|code| Open::from(*code));
    let unknown = ["not documented", "not documented either"].map(Open::from);
    // The table's order, then what it does not list.
    let all: Vec<Open<StatusCode>> = known.chain(unknown).collect();
    let hashed: HashMap<_, _> = all.iter().cloned().zip(0..).collect();
    let sorted: BTreeMap<_, _> = all.iter().rev().cloned().zip(0..).collect();
    for (at, open) in all.iter().enumerate() {
        assert_eq!(hashed[&Open::from(open.as_str())], at);
    }
    assert!(sorted.keys().eq(&all));
}

#[test]
fn an_open_value_takes_no_more_room_than_its_text() {
    assert_eq!(size_of::<Open<StatusCode>>(), size_of::<Box<str>>());
}

/// The rows of `[[pair]]`: what is documented elsewhere.
fn pairs() -> Vec<(String, String)> {
    let table: toml::Table = TABLE.parse().unwrap();
    let rows = table.get("pair").map_or(&[][..], |rows| rows.as_array().unwrap());
    let text = |row: &toml::Value, key| row[key].as_str().unwrap().to_owned();
    rows.iter().map(|row| (text(row, "status"), text(row, "code"))).collect()
}

#[test]
fn exactly_the_documented_pairs_are_documented() {
    let pairs = pairs();
    for (status, code) in &pairs {
        let received = pair(status, Some(code));
        assert_eq!(received.documented(), Ok(StatusCode::parse(code).unwrap()));
        assert_eq!(received.status, **status);
    }
    for phase in Phase::ALL {
        for code in StatusCode::ALL {
            let received = pair(phase.as_str(), Some(code.as_str()));
            if code.phase() == *phase {
                assert_eq!(received.documented(), Ok(*code));
                assert_eq!(VkycStatus::from(*code), received);
            } else if !pairs.contains(&(phase.to_string(), code.to_string())) {
                let error = received.documented().unwrap_err();
                assert_eq!(error, Undocumented::OtherPhase { phase: *phase, code: *code });
                let text =
                    format!("status code {code} belongs to phase {}, not to {phase}", code.phase());
                assert_eq!(error.to_string(), text);
            }
        }
    }
}

#[test]
fn what_is_not_documented_is_told_apart() {
    let why = |status: &str, code: Option<&str>| {
        let received = pair(status, code);
        match received.documented().unwrap_err() {
            Undocumented::UnknownPhase(text) => format!("phase {text}"),
            Undocumented::UnknownStatusCode(text) => format!("code {text}"),
            Undocumented::MissingStatusCode(phase) => format!("missing in {phase}"),
            Undocumented::OtherPhase { phase, code } => format!("{code} in {phase}"),
            other => panic!("{other}"),
        }
    };
    let (phase, code) = (Phase::ALL[0].as_str(), StatusCode::ALL[0].as_str());
    let other_case = code.to_lowercase();
    assert_eq!(why("not documented", Some(code)), "phase not documented");
    assert_eq!(why("not documented", None), "phase not documented");
    assert_eq!(why(phase, Some(&other_case)), format!("code {other_case}"));
    assert_eq!(why(phase, None), format!("missing in {phase}"));
    assert_eq!(why(phase, Some("")), format!("missing in {phase}"));

    let error = |status, code| pair(status, code).documented().unwrap_err().to_string();
    assert_eq!(error("INIT\n", Some(code)), r#"not a documented phase: "INIT\n""#);
    assert_eq!(error(phase, Some("a\n")), r#"not a documented status code: "a\n""#);
    assert_eq!(error(phase, None), format!("phase {phase} without a status code"));
}

#[test]
fn a_pair_is_shown_on_one_line_of_any_width() {
    for code in StatusCode::ALL {
        let shown = format!("{}/{code}", code.phase());
        let pair = VkycStatus::from(*code);
        assert_eq!(pair.to_string(), shown);
        assert_eq!(format!("{pair:>90}|{pair:-^91}|"), format!("{shown:>90}|{shown:-^91}|"));
        assert_eq!(format!("{pair:.4}"), format!("{shown:.4}"));
    }
    assert_eq!(format!("{:<12}|", pair("unlisted", None)), "unlisted    |");
    assert_eq!(pair("A\nB", Some("\u{1b}[0m")).to_string(), r"A\nB/\u{1b}[0m");
}
