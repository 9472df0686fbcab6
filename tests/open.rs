//! `Open` and `VkycStatus`: nothing received is lost, nothing documented is unknown.
#![cfg(feature = "alloc")]

use std::collections::{BTreeMap, HashMap};

use toml::de::DeTable;
use vkyc_status::{
    Action, Documented, Open, Outcome, Phase, StatusCode, TABLE, Undocumented, VkycStatus,
};

fn pair(status: &str, code: Option<&str>) -> VkycStatus {
    VkycStatus { status: status.into(), status_code: code.map(Open::from) }
}

fn has_one_open_value<T>()
where
    T: Documented + PartialEq<Open<T>> + TryFrom<String> + Into<String>,
{
    for (i, value) in T::ALL.iter().enumerate() {
        let text = value.as_str();
        let opens: [Open<T>; 4] =
            [Open::from(*value), text.into(), String::from(text).into(), text.parse().unwrap()];
        for open in opens {
            assert!(matches!(open, Open::Known(known) if known == *value));
            assert_eq!((open.known(), open.as_str(), open.as_ref()), (Some(*value), text, text));
            assert!(open == *value && open == *text && open == text);
            assert!(T::ALL[..i].iter().all(|other| open != *other));
            assert!(*value == open);
            assert!(T::ALL[..i].iter().all(|other| *other != open));
            assert_eq!(String::from(open), text);
        }
        let text: String = (*value).into();
        assert!(T::try_from(text).is_ok_and(|same| same == *value));
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
            let Open::Unknown(unknown) = &open else { panic!("{open:?}") };
            assert_eq!((unknown.as_str(), unknown.as_ref()), (text, text));
            assert_eq!(String::from(unknown.clone()), text);
            assert_eq!((open.known(), open.as_ref()), (None, text));
            assert!(open != Phase::ALL[0] && open == text && open != *"other" && open != "other");
            let shown = format!("{text:>12}");
            assert_eq!((format!("{open:>12}"), format!("{unknown:>12}")), (shown.clone(), shown));
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
    assert_eq!(size_of::<Open<StatusCode>>(), size_of::<Box<str>>(), "no more room than its text");
}

/// The rows of `[[pair]]`: what is documented elsewhere.
fn pairs() -> Vec<(String, String)> {
    let table = DeTable::parse(TABLE).unwrap().into_inner();
    let rows = table.get("pair").map_or(&[][..], |rows| rows.get_ref().as_array().unwrap());
    let text = |row: &toml::de::DeValue<'_>, key| row[key].get_ref().as_str().unwrap().to_owned();
    rows.iter().map(|row| (text(row.get_ref(), "status"), text(row.get_ref(), "code"))).collect()
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
                let error = Undocumented::OtherPhase { phase: *phase, code: *code };
                assert_eq!(received.documented(), Err(error));
            }
        }
    }
}

#[test]
fn what_is_not_documented_is_told_apart() {
    let (code, phase) = (StatusCode::ALL[0], StatusCode::ALL[0].phase());
    let other = Phase::ALL.iter().find(|other| **other != phase).unwrap();
    let lower_case = code.as_str().to_lowercase();
    let unknown = |text: &str| match Open::<Phase>::from(text) {
        Open::Unknown(unknown) => unknown,
        Open::Known(known) => panic!("{known}"),
    };
    let cases = [
        (pair("INIT\n", Some(code.as_str())), Undocumented::UnknownPhase(unknown("INIT\n"))),
        (pair("unlisted", None), Undocumented::UnknownPhase(unknown("unlisted"))),
        (
            pair(phase.as_str(), Some(&lower_case)),
            Undocumented::UnknownStatusCode(unknown(&lower_case)),
        ),
        (pair(phase.as_str(), None), Undocumented::MissingStatusCode(phase)),
        (pair(phase.as_str(), Some("")), Undocumented::MissingStatusCode(phase)),
        (
            pair(other.as_str(), Some(code.as_str())),
            Undocumented::OtherPhase { phase: *other, code },
        ),
    ];
    let mut said = Vec::new();
    for (received, error) in cases {
        assert_eq!(received.documented(), Err(error.clone()), "{received}");
        said.push(error.to_string());
    }
    let expected = [
        r#"not a documented phase: "INIT\n""#.to_owned(),
        r#"not a documented phase: "unlisted""#.to_owned(),
        format!("not a documented status code: {lower_case:?}"),
        format!("phase {phase} without a status code"),
        format!("phase {phase} without a status code"),
        format!("status code {code} belongs to phase {phase}, not to {other}"),
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_pair_is_shown_on_one_line_of_any_width() {
    let code = StatusCode::ALL[0];
    let (pair_of, shown) = (VkycStatus::from(code), format!("{}/{code}", code.phase()));
    assert_eq!(pair_of.to_string(), shown);
    assert_eq!(format!("{pair_of:-^91}|{pair_of:.4}"), format!("{shown:-^91}|{shown:.4}"));
    assert_eq!(format!("{:<12}|", pair("unlisted", None)), "unlisted    |");
    assert_eq!(pair("A\nB", Some("\u{1b}[0m")).to_string(), r"A\nB/\u{1b}[0m");
}
