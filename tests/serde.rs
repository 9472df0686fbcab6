//! Decoding and encoding: strict enums, lenient `Open` and `VkycStatus`. The formats stand for all there
//! are: JSON names fields by texts, CSV by bytes and has no types, postcard has neither names nor types,
//! and a map of serde's own has numbers for names.
#![cfg(all(feature = "serde", feature = "alloc"))]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use proptest::prelude::*;
use proptest::sample::select;
use serde::de::DeserializeOwned;
use serde::de::value::{Error, MapDeserializer};
use serde::{Deserialize, Serialize};
use serde_json::{Value, from_str, from_value, json, to_string};
use vkyc_status::{Action, Documented, Open, Outcome, Phase, StatusCode, VkycStatus};

/// A text that no table lists.
const UNKNOWN: &str = "not documented";

fn pair(status: &str, code: Option<&str>) -> VkycStatus {
    VkycStatus { status: status.into(), status_code: code.map(Open::from) }
}

fn round_trips<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    assert_eq!(&from_str::<T>(&to_string(value).unwrap()).unwrap(), value, "JSON");
    assert_eq!(&from_value::<T>(json!(value)).unwrap(), value, "JSON as a value");
    let bytes = postcard::to_allocvec(value).unwrap();
    assert_eq!(&postcard::from_bytes::<T>(&bytes).unwrap(), value, "postcard");
}

/// A value as a row of CSV, with or without headers, and back.
fn csv_row<T: Serialize + DeserializeOwned>(value: &T, headers: bool) -> T {
    let mut writer = csv::WriterBuilder::new().has_headers(headers).from_writer(Vec::new());
    writer.serialize(value).unwrap();
    let text = writer.into_inner().unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(headers).from_reader(&*text);
    reader.deserialize().next().unwrap().unwrap()
}

fn is_strict<T: Documented + Serialize + DeserializeOwned>() {
    for value in T::ALL {
        assert_eq!(to_string(value).unwrap(), format!("{:?}", value.as_str()));
        round_trips(value);
        round_trips(&HashMap::from([(*value, Open::from(*value))]));
        round_trips(&BTreeMap::from([(Open::from(*value), 1)]));
    }
    let error = from_str::<T>(&json!(UNKNOWN).to_string()).unwrap_err().to_string();
    let expected = format!("invalid value: string {UNKNOWN:?}, expected a documented {}", T::KIND);
    let listed = if T::ALL.len() <= 10 { format!(": {}, ", T::ALL[0]) } else { " at ".to_owned() };
    assert!(error.starts_with(&(expected + &listed)), "{error}");
    assert!(from_str::<T>("7").is_err() && from_str::<T>("null").is_err());
}

#[test]
fn documented_values_are_strict() {
    is_strict::<Phase>();
    is_strict::<StatusCode>();
    is_strict::<Action>();
    is_strict::<Outcome>();
}

#[test]
fn open_values_are_strings_and_nothing_else() {
    let json = json!("with \"quotes\" and \u{1f600}").to_string();
    let open: Open<Phase> = from_str(&json).unwrap();
    assert_eq!(serde_json::from_reader::<_, Open<Phase>>(json.as_bytes()).unwrap(), open);
    let error = from_str::<Open<Phase>>("7").unwrap_err().to_string();
    assert!(error.contains("expected a phase as a string"), "{error}");
}

/// The header of a CSV file, which lists values: `csv` gives it as bytes.
#[test]
fn values_are_keys_that_come_as_bytes() {
    fn read<T: DeserializeOwned>(header: &[u8]) -> Result<T, String> {
        let (header, row) = (csv::ByteRecord::from(vec![header]), csv::ByteRecord::from(vec!["1"]));
        row.deserialize(Some(&header)).map_err(|error| error.to_string())
    }
    for code in StatusCode::ALL {
        let text = code.as_str().as_bytes();
        assert_eq!(read(text), Ok(HashMap::from([(*code, 1)])));
        assert_eq!(read(text), Ok(HashMap::from([(Open::from(*code), 1)])));
    }
    let error = read::<HashMap<Open<StatusCode>, i32>>(b"\xff").unwrap_err();
    assert!(error.contains("byte array, expected a status code as a string"), "{error}");
    let error = read::<HashMap<StatusCode, i32>>(b"\xff").unwrap_err();
    assert!(error.contains("byte array, expected a documented status code"), "{error}");
}

/// Any text, texts that formats write with care, and documented ones.
fn texts() -> impl Strategy<Value = String> {
    const SPECIAL: &[&str] =
        &["null", "~", "true", "7", "1e5", "NaN", " x ", "a: b", "<a/>", "a,\"b\"", "#", "'"];
    let documented = select(StatusCode::ALL).prop_map(|code| code.as_str().to_owned());
    prop_oneof![any::<String>(), select(SPECIAL).prop_map(str::to_owned), documented]
}

proptest! {
    #[test]
    fn any_pair_survives_every_format(status in texts(), code in proptest::option::of(texts())) {
        // An empty code is read as none.
        let pair = pair(&status, code.as_deref().filter(|code| !code.is_empty()));
        round_trips(&(1, pair.clone()));
        prop_assert_eq!(&csv_row(&pair, true), &pair, "CSV with headers");
        prop_assert_eq!(&csv_row(&pair, false), &pair, "CSV without headers");
    }
}

#[test]
fn every_documented_pair_decodes_under_both_names_of_the_code() {
    for code in StatusCode::ALL {
        let (phase, pair) = (code.phase(), VkycStatus::from(*code));
        for name in ["status_code", "sub_status"] {
            let json = json!({ "id": "v1", "status": phase, name: code, "other": [1, {}] });
            assert_eq!(from_str::<VkycStatus>(&json.to_string()).unwrap(), pair);
        }
        // Some formats number the fields.
        for name in [1_u64, 2] {
            let fields = [(0, json!(phase)), (name, json!(code)), (3, json!([])), (9, json!({}))];
            let fields = MapDeserializer::<_, serde_json::Error>::new(fields.into_iter());
            assert_eq!(VkycStatus::deserialize(fields).unwrap(), pair);
        }
        let json = format!(r#"{{"status":"{phase}","status_code":"{code}"}}"#);
        assert_eq!(to_string(&pair).unwrap(), json);
    }
}

#[test]
fn an_absent_null_or_empty_code_is_none() {
    for json in [
        r#"{"status":"X"}"#,
        r#"{"status":"X","status_code":null}"#,
        r#"{"status":"X","status_code":""}"#,
        r#"{"status":"X","sub_status":""}"#,
        r#"{"status":"X","status_code":null,"sub_status":""}"#,
        r#"["X",null]"#,
        r#"["X",""]"#,
        r#"["X"]"#,
    ] {
        assert_eq!(from_str::<VkycStatus>(json).unwrap(), pair("X", None), "{json}");
    }
}

#[test]
fn a_code_under_both_names_must_be_one_code() {
    for (a, b) in [(r#""X""#, r#""X""#), ("null", r#""X""#), (r#""X""#, r#""""#)] {
        let json = format!(r#"{{"status":"A","status_code":{a},"sub_status":{b}}}"#);
        assert_eq!(from_str::<VkycStatus>(&json).unwrap(), pair("A", Some("X")));
    }
}

#[test]
fn malformed_pairs_are_errors_that_say_why() {
    for (json, why) in [
        ("{}", "missing field `status`"),
        (r#"{"status":null}"#, "expected a phase as a string"),
        (r#"{"status":"A","status":"B"}"#, "duplicate field `status`"),
        (r#"{"status":"A","status_code":"B","status_code":"B"}"#, "duplicate field `status_code`"),
        (r#"{"status":"A","sub_status":"B","sub_status":"B"}"#, "duplicate field `sub_status`"),
        (
            r#"{"status":"A","status_code":"X","sub_status":"Y"}"#,
            r#"status_code "X" and sub_status "Y" contradict"#,
        ),
        (r#"{"status":"A","status_code":5}"#, "expected a status code as a string"),
        (r#""A""#, "expected a status and its status_code"),
        ("[]", "expected a status and its status_code"),
    ] {
        let error = from_str::<VkycStatus>(json).unwrap_err().to_string();
        assert!(error.contains(why), "{json}: {error}");
    }
    let named = MapDeserializer::<_, Error>::new([(true, "A")].into_iter());
    let error = VkycStatus::deserialize(named).unwrap_err().to_string();
    assert!(error.contains("expected the name of a field"), "{error}");
}

/// A message with more fields than the pair's.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    verification_id: String,
    #[serde(flatten)]
    pair: VkycStatus,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[test]
fn pairs_flatten_into_a_larger_struct_whatever_its_case() {
    for name in ["status_code", "sub_status"] {
        let json = json!({ "verificationId": "v1", name: UNKNOWN, "status": "S", "agent": "a7" });
        let message = from_str::<Message>(&json.to_string()).unwrap();
        assert_eq!(message.pair, pair("S", Some(UNKNOWN)));
        assert_eq!(message.rest, BTreeMap::from([("agent".to_owned(), json!("a7"))]));
        assert_eq!(from_value::<Message>(json!(message)).unwrap(), message);
    }
    let rows = "verificationId,sub_status,agent,status\nv1,C,a7,S\nv2,,,S\n";
    for trim in [csv::Trim::None, csv::Trim::All] {
        let mut reader = csv::ReaderBuilder::new().trim(trim).from_reader(rows.as_bytes());
        let read: Vec<Message> = reader.deserialize().map(Result::unwrap).collect();
        let pairs: Vec<_> = read.into_iter().map(|row| row.pair).collect();
        assert_eq!(pairs, [pair("S", Some("C")), pair("S", None)]);
    }
}
