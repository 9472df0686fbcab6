//! The enums against the table that they were generated from, which an independent parser reads:
//! every column, every near miss, every trait.

use std::collections::HashSet;
use std::fmt::Debug;

use vkyc_status::{
    Action, Documented, Outcome, Phase, SOURCE_RETRIEVED, SOURCE_URL, StatusCode, TABLE,
};

fn table() -> toml::Table {
    TABLE.parse().unwrap()
}

fn rows<'a>(table: &'a toml::Table, name: &str) -> &'a [toml::Value] {
    table.get(name).map_or(&[], |rows| rows.as_array().unwrap())
}

fn text<'a>(row: &'a toml::Value, column: &str) -> &'a str {
    row[column].as_str().unwrap()
}

fn retired(row: &toml::Value) -> Option<String> {
    row.get("retired").map(|day| day.as_datetime().unwrap().to_string())
}

fn of<'a, T: Documented>(texts: impl IntoIterator<Item = &'a str>) -> Vec<T> {
    texts.into_iter().map(|text| T::parse(text).unwrap()).collect()
}

#[test]
fn every_row_of_the_table_is_a_value_with_its_columns() {
    let table = table();
    let phases = rows(&table, "phase");
    assert_eq!(of::<Phase>(phases.iter().map(|row| text(row, "status"))), Phase::ALL);
    let mut all: Vec<StatusCode> = Vec::new();
    for (row, phase) in phases.iter().zip(Phase::ALL) {
        assert_eq!(phase.as_str(), text(row, "status"));
        assert_eq!(phase.title(), text(row, "title"));
        assert_eq!(phase.retired(), retired(row).as_deref());
        let rows = row.get("code").map_or(&[][..], |rows| rows.as_array().unwrap());
        assert_eq!(phase.codes(), of::<StatusCode>(rows.iter().map(|row| text(row, "code"))));
        for (row, code) in rows.iter().zip(phase.codes()) {
            assert_eq!(code.as_str(), text(row, "code"));
            assert_eq!(code.phase(), *phase);
            assert_eq!(code.description(), text(row, "description"));
            assert_eq!(code.recommended_action(), text(row, "recommended_action"));
            let actions = row["actions"].as_array().unwrap().iter();
            assert_eq!(code.actions(), of::<Action>(actions.map(|id| id.as_str().unwrap())));
            assert_eq!(code.outcome().as_str(), text(row, "outcome"));
            assert_eq!(code.retired(), retired(row).as_deref());
        }
        all.extend(phase.codes());
    }
    assert_eq!(all, StatusCode::ALL);
}

#[test]
fn actions_and_outcomes_list_their_codes_in_the_tables_order() {
    let table = table();
    for (row, action) in rows(&table, "action").iter().zip(Action::ALL) {
        assert_eq!((action.as_str(), action.summary()), (text(row, "id"), text(row, "summary")));
        let codes = StatusCode::ALL.iter().filter(|code| code.actions().contains(action));
        assert_eq!(action.codes(), codes.copied().collect::<Vec<_>>());
    }
    for (row, outcome) in rows(&table, "outcome").iter().zip(Outcome::ALL) {
        assert_eq!((outcome.as_str(), outcome.summary()), (text(row, "id"), text(row, "summary")));
        let codes = StatusCode::ALL.iter().filter(|code| code.outcome() == *outcome);
        assert_eq!(outcome.codes(), codes.copied().collect::<Vec<_>>());
    }
    assert_eq!(Action::ALL.len(), rows(&table, "action").len());
    assert_eq!(Outcome::ALL.len(), rows(&table, "outcome").len());
}

#[test]
fn the_source_is_the_tables() {
    let table = table();
    let source = &table["source"];
    assert_eq!(SOURCE_URL, text(source, "url"));
    assert_eq!(SOURCE_RETRIEVED, source["retrieved"].as_datetime().unwrap().to_string());
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
    parses_its_own_texts_only::<Outcome>();
}

fn converts<T>()
where
    T: Documented + AsRef<str> + PartialEq<str> + PartialEq<&'static str> + Into<&'static str>,
    T: std::str::FromStr<Err: Debug> + TryFrom<&'static str, Error: Debug>,
{
    for value in T::ALL {
        let (value, text) = (*value, value.as_str());
        assert_eq!(text.parse::<T>().unwrap(), value);
        assert_eq!(T::try_from(text).unwrap(), value);
        assert_eq!(value.as_ref(), text);
        assert_eq!(value.into(), text);
        assert!(value == *text && value == text);
        assert_eq!(format!("{value}"), text);
        assert_eq!(format!("{value:>40}"), format!("{text:>40}"));
        assert_eq!(format!("{value:-^40}"), format!("{text:-^40}"));
        assert_eq!(format!("{value:.3}"), format!("{text:.3}"));
        let variant = text.split('_').map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + &rest.to_lowercase()
        });
        let variant: String = variant.collect();
        assert_eq!(format!("{value:?}"), variant);
        assert_eq!(format!("{:?}", Some(value)), format!("Some({variant})"));
    }
    assert!("".parse::<T>().is_err());
}

#[test]
fn values_convert_to_text_and_back() {
    converts::<Phase>();
    converts::<StatusCode>();
    converts::<Action>();
    converts::<Outcome>();
}

#[cfg(feature = "alloc")]
fn converts_strings<T>()
where
    T: Documented + TryFrom<String, Error: Debug>,
    String: From<T>,
{
    for value in T::ALL {
        assert_eq!(T::try_from(String::from(*value)).unwrap(), *value);
    }
}

#[cfg(feature = "alloc")]
#[test]
fn values_convert_to_string_and_back() {
    converts_strings::<Phase>();
    converts_strings::<StatusCode>();
    converts_strings::<Action>();
    converts_strings::<Outcome>();
}

fn says_what_was_expected<T>(kind: &str)
where
    T: Documented + std::str::FromStr<Err = vkyc_status::ParseError>,
{
    let error = "nope\n".parse::<T>().unwrap_err();
    assert_eq!(error.expected(), kind);
    let values: Vec<_> = T::ALL.iter().map(|value| value.as_str()).collect();
    let values = match &*values {
        [others @ .., last] if values.len() <= 10 => {
            format!("; expected {} or {last}", others.join(", "))
        }
        _ => String::new(),
    };
    let text = if cfg!(feature = "alloc") { r#": "nope\n""# } else { "" };
    assert_eq!(error.to_string(), format!("not a documented {kind}{text}{values}"));
    #[cfg(feature = "alloc")]
    assert_eq!(error.text(), "nope\n");
}

#[test]
fn errors_say_what_was_expected_and_what_came() {
    says_what_was_expected::<Phase>("phase");
    says_what_was_expected::<StatusCode>("status code");
    says_what_was_expected::<Action>("action");
    says_what_was_expected::<Outcome>("outcome");
}

#[test]
fn values_are_small_and_usable_in_constants() {
    const CODE: StatusCode = StatusCode::ALL[0];
    const PARSED: Option<StatusCode> = StatusCode::parse(CODE.as_str());
    const PHASE: Phase = CODE.phase();
    const OUTCOME: Outcome = CODE.outcome();
    const ACTIONS: &[Action] = CODE.actions();
    const TEXTS: [&str; 4] =
        [CODE.description(), CODE.recommended_action(), PHASE.title(), OUTCOME.summary()];
    const RETIRED: (Option<&str>, Option<&str>) = (CODE.retired(), PHASE.retired());
    const CODES: [&[StatusCode]; 3] = [PHASE.codes(), OUTCOME.codes(), ACTIONS[0].codes()];

    assert_eq!(PARSED, Some(CODE));
    assert!(CODES.iter().all(|codes| codes.contains(&CODE)));
    assert!(TEXTS.iter().all(|text| !text.is_empty()));
    assert_eq!(RETIRED.0, CODE.retired());
    assert_eq!(size_of::<(Phase, StatusCode, Action, Outcome)>(), 4);
    assert_eq!(size_of::<Option<StatusCode>>(), 1);
}
