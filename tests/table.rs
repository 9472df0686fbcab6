//! The enums against the table that they were generated from, which an independent parser reads: every
//! column, every near miss, every trait.

use std::collections::HashSet;
use std::fmt::Debug;

use toml::de::{DeTable, DeValue};
use vkyc_status::{
    Action, Documented, Outcome, ParseError, Phase, SOURCE_RETRIEVED, SOURCE_URL, StatusCode, TABLE,
};

fn rows<'a>(table: &'a DeTable<'a>, name: &str) -> Vec<&'a DeTable<'a>> {
    let rows = table.get(name).map_or(&[][..], |rows| rows.get_ref().as_array().unwrap());
    rows.iter().map(|row| row.get_ref().as_table().unwrap()).collect()
}

fn text<'a>(row: &'a DeTable<'a>, key: &str) -> &'a str {
    row.get(key).unwrap().get_ref().as_str().unwrap()
}

fn day(row: &DeTable<'_>, key: &str) -> Option<String> {
    row.get(key).map(|day| match day.get_ref() {
        DeValue::Datetime(day) => day.to_string(),
        other => panic!("{other:?}"),
    })
}

fn values<'a, T: Documented>(texts: impl IntoIterator<Item = &'a str>) -> Vec<T> {
    texts.into_iter().map(|text| T::parse(text).unwrap()).collect()
}

#[test]
fn every_row_of_the_table_is_a_value_with_its_columns() {
    let table = DeTable::parse(TABLE).unwrap().into_inner();
    let phases = rows(&table, "phase");
    assert_eq!(Phase::ALL, values::<Phase>(phases.iter().map(|row| text(row, "status"))));
    let mut all: Vec<StatusCode> = Vec::new();
    for (row, phase) in phases.into_iter().zip(Phase::ALL) {
        assert_eq!(phase.title(), text(row, "title"));
        assert_eq!(phase.retired(), day(row, "retired").as_deref());
        let codes = rows(row, "code");
        assert_eq!(phase.codes(), values::<StatusCode>(codes.iter().map(|row| text(row, "code"))));
        for (row, code) in codes.into_iter().zip(phase.codes()) {
            assert_eq!(code.phase(), *phase);
            assert_eq!(code.description(), text(row, "description"));
            assert_eq!(code.recommended_action(), text(row, "recommended_action"));
            let actions = row.get("actions").unwrap().get_ref().as_array().unwrap();
            let actions = actions.iter().map(|id| id.get_ref().as_str().unwrap());
            assert_eq!(code.actions(), values::<Action>(actions));
            assert_eq!(code.outcome().as_str(), text(row, "outcome"));
            assert_eq!(code.retired(), day(row, "retired").as_deref());
        }
        all.extend(phase.codes());
    }
    assert_eq!(all, StatusCode::ALL);

    let source = table.get("source").unwrap().get_ref().as_table().unwrap();
    assert_eq!(SOURCE_URL, text(source, "url"));
    assert_eq!(SOURCE_RETRIEVED, day(source, "retrieved").unwrap());
}

#[test]
fn actions_and_outcomes_list_their_codes_in_the_tables_order() {
    let table = DeTable::parse(TABLE).unwrap().into_inner();
    let labels = |name| {
        let label = |row| (text(row, "id"), text(row, "summary"));
        rows(&table, name).into_iter().map(label).collect::<Vec<_>>()
    };
    let codes = |has: &dyn Fn(&StatusCode) -> bool| {
        StatusCode::ALL.iter().copied().filter(has).collect::<Vec<_>>()
    };
    let actions = Action::ALL.iter().map(|action| (action.as_str(), action.summary()));
    assert!(actions.eq(labels("action")));
    for action in Action::ALL {
        assert_eq!(action.codes(), codes(&|code| code.actions().contains(action)));
    }
    let outcomes = Outcome::ALL.iter().map(|outcome| (outcome.as_str(), outcome.summary()));
    assert!(outcomes.eq(labels("outcome")));
    for outcome in Outcome::ALL {
        assert_eq!(outcome.codes(), codes(&|code| code.outcome() == *outcome));
    }
}

/// Texts that differ from `text` in one bit or one byte, or in the case of its letters.
fn near_misses(text: &str) -> Vec<String> {
    let mut misses =
        vec![format!("{text}S"), format!("{text} "), format!(" {text}"), format!("{text}\0")];
    misses.extend([text.to_lowercase(), text.to_uppercase(), text.replace('_', "-")]);
    for at in 0..text.len() {
        misses.extend([text[..at].to_owned(), text[at + 1..].to_owned()]);
        for bit in 0..7 {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            misses.push(String::from_utf8(bytes).unwrap());
        }
    }
    misses
}

fn parses_its_own_texts_only<T: Documented>() {
    let texts: HashSet<&str> = T::ALL.iter().map(|value| value.as_str()).collect();
    for value in T::ALL {
        assert_eq!(T::parse(value.as_str()), Some(*value));
        let misses = near_misses(value.as_str()).into_iter();
        for miss in misses.filter(|miss| !texts.contains(&**miss)) {
            assert_eq!(T::parse(&miss), None, "{miss:?}");
        }
    }
    assert!(T::ALL.is_sorted_by(|a, b| a < b), "not in the table's order");
}

fn converts_to_text_and_back<T>()
where
    T: Documented + AsRef<str> + PartialEq<str> + PartialEq<&'static str> + Into<&'static str>,
    T: std::str::FromStr<Err = ParseError> + TryFrom<&'static str, Error: Debug>,
{
    for value in T::ALL {
        let (value, text) = (*value, value.as_str());
        assert_eq!((text.parse::<T>().unwrap(), T::try_from(text).unwrap()), (value, value));
        assert_eq!((value.as_ref(), value.into()), (text, text));
        assert!(value == *text && value == text && value != *"" && value != "");
        assert_eq!(
            format!("{value}|{value:>40}|{value:.3}"),
            format!("{text}|{text:>40}|{text:.3}")
        );
        let variant =
            text.split('_').map(|word| word[..1].to_uppercase() + &word[1..].to_lowercase());
        assert_eq!(format!("{value:?}"), variant.collect::<String>());
    }
}

fn says_what_was_expected_and_what_came<T>(kind: &str)
where
    T: Documented + std::str::FromStr<Err = ParseError>,
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

/// A module for each enum, with a test for each promise that all of them share.
macro_rules! every_enum {
    ($($module:ident $T:ident $kind:literal)*) => {
        $(mod $module {
            #[test]
            fn parses_its_own_texts_only() {
                super::parses_its_own_texts_only::<vkyc_status::$T>();
            }

            #[test]
            fn converts_to_text_and_back() {
                super::converts_to_text_and_back::<vkyc_status::$T>();
            }

            #[test]
            fn says_what_was_expected_and_what_came() {
                super::says_what_was_expected_and_what_came::<vkyc_status::$T>($kind);
            }
        })*
    };
}

every_enum! { phase Phase "phase" code StatusCode "status code" action Action "action" outcome Outcome "outcome" }

#[test]
fn values_are_small_and_usable_in_constants() {
    const CODE: StatusCode = StatusCode::ALL[0];
    const PARSED: Option<StatusCode> = StatusCode::parse(CODE.as_str());
    const PHASE: Phase = CODE.phase();
    const OUTCOME: Outcome = CODE.outcome();
    const ACTIONS: &[Action] = CODE.actions();
    const TEXTS: [&str; 4] =
        [CODE.description(), CODE.recommended_action(), PHASE.title(), OUTCOME.summary()];
    const RETIRED: [Option<&str>; 2] = [CODE.retired(), PHASE.retired()];
    const CODES: [&[StatusCode]; 3] = [PHASE.codes(), OUTCOME.codes(), ACTIONS[0].codes()];

    assert_eq!(PARSED, Some(CODE));
    assert!(CODES.iter().all(|codes| codes.contains(&CODE)));
    assert!(TEXTS.iter().all(|text| !text.is_empty()));
    assert_eq!(RETIRED, [CODE.retired(), CODE.phase().retired()]);
    assert_eq!(size_of::<(Phase, StatusCode, Action, Outcome)>(), 4);
    assert_eq!(size_of::<Option<StatusCode>>(), 1);
}
