//! Decoding and encoding: strict enums, lenient `Open` and `VkycStatus`, in JSON, in a format that
//! is not self-describing, flattened, and as map keys. `formats.rs` has pairs in every format.
#![cfg(all(feature = "serde", feature = "alloc"))]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{from_slice, from_str, json, to_string};
use vkyc_status::{Action, Documented, Open, Outcome, Phase, StatusCode, VkycStatus};

/// A text that no table lists.
const UNKNOWN: &str = "not documented";

fn first() -> StatusCode {
    StatusCode::ALL[0]
}

fn round_trips<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    assert_eq!(&from_str::<T>(&to_string(value).unwrap()).unwrap(), value);
    assert_eq!(&serde_json::from_value::<T>(json!(value)).unwrap(), value);
    let bytes = postcard::to_allocvec(value).unwrap();
    assert_eq!(&postcard::from_bytes::<T>(&bytes).unwrap(), value);
}

fn strict<T: Documented + Serialize + DeserializeOwned>() {
    for value in T::ALL {
        assert_eq!(to_string(value).unwrap(), format!("{:?}", value.as_str()));
        round_trips(value);
        round_trips(&Open::from(*value));
        round_trips(&HashMap::from([(*value, 1)]));
        round_trips(&BTreeMap::from([(Open::from(*value), 1)]));
    }
    let error = from_str::<T>(&json!(UNKNOWN).to_string()).unwrap_err().to_string();
    let expected = format!("invalid value: string {UNKNOWN:?}, expected a documented {}", T::KIND);
    assert!(error.starts_with(&expected), "{error}");
    assert!(from_str::<T>("7").is_err());
    assert!(from_str::<T>("null").is_err());
}

#[test]
fn documented_values_are_strict() {
    strict::<Phase>();
    strict::<StatusCode>();
    strict::<Action>();
    strict::<Outcome>();
}

#[test]
fn open_values_keep_any_string() {
    for text in [UNKNOWN, "", "with \"quotes\" and \u{1f600}"] {
        let json = to_string(text).unwrap();
        let open: Open<Phase> = from_str(&json).unwrap();
        assert_eq!(open.as_str(), text);
        assert_eq!(to_string(&open).unwrap(), json);
        round_trips(&open);
        round_trips(&HashMap::from([(open.clone(), 1)]));
        assert_eq!(serde_json::from_reader::<_, Open<Phase>>(json.as_bytes()).unwrap(), open);
    }
    let error = from_str::<Open<Phase>>("7").unwrap_err().to_string();
    assert!(error.contains("expected a phase as a string"), "{error}");
}

#[test]
fn every_documented_pair_decodes_under_both_names_of_the_code() {
    for code in StatusCode::ALL {
        let phase = code.phase();
        for name in ["status_code", "sub_status"] {
            let json =
                json!({ "verification_id": "v1", "status": phase, name: code, "other": [1, {}] });
            let status: VkycStatus = from_slice(&serde_json::to_vec(&json).unwrap()).unwrap();
            assert_eq!(status, VkycStatus::from(*code));
        }
    }
}

#[test]
fn pairs_are_written_under_the_first_name() {
    let (phase, code) = (first().phase(), first());
    let json = to_string(&VkycStatus::from(code)).unwrap();
    assert_eq!(json, format!(r#"{{"status":"{phase}","status_code":"{code}"}}"#));
}

#[test]
fn an_absent_null_or_empty_code_is_none() {
    for rest in [
        "",
        r#","status_code":null"#,
        r#","status_code":"""#,
        r#","sub_status":"""#,
        r#","status_code":null,"sub_status":"""#,
    ] {
        for phase in Phase::ALL {
            let status: VkycStatus = from_str(&format!(r#"{{"status":"{phase}"{rest}}}"#)).unwrap();
            assert_eq!(status, VkycStatus { status: (*phase).into(), status_code: None });
        }
    }
    for json in [r#"["X",null]"#, r#"["X",""]"#, r#"["X"]"#] {
        let status: VkycStatus = from_str(json).unwrap();
        assert_eq!(status, VkycStatus { status: "X".into(), status_code: None });
    }
}

#[test]
fn a_code_under_both_names_must_be_one_code() {
    let both = |a: &str, b: &str| {
        from_str::<VkycStatus>(&format!(r#"{{"status":"A","status_code":{a},"sub_status":{b}}}"#))
    };
    for (a, b) in [(r#""X""#, r#""X""#), ("null", r#""X""#), (r#""X""#, r#""""#)] {
        assert_eq!(both(a, b).unwrap().status_code.unwrap(), "X");
    }
    let error = both(r#""X""#, r#""Y""#).unwrap_err().to_string();
    assert!(error.starts_with(r#"status_code "X" and sub_status "Y" contradict"#), "{error}");
}

#[test]
fn malformed_pairs_are_errors_that_say_why() {
    for (json, why) in [
        ("{}", "missing field `status`"),
        (r#"{"status":null}"#, "expected a phase as a string"),
        (r#"{"status":"A","status":"B"}"#, "duplicate field `status`"),
        (r#"{"status":"A","sub_status":"B","sub_status":"B"}"#, "duplicate field `sub_status`"),
        (r#"{"status":"A","status_code":5}"#, "expected a status code as a string"),
        (r#""A""#, "expected a status and its status_code"),
        ("[]", "expected a status and its status_code"),
    ] {
        let error = from_str::<VkycStatus>(json).unwrap_err().to_string();
        assert!(error.contains(why), "{json}: {error}");
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Webhook {
    event_type: String,
    data: Data,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    verification_id: String,
    #[serde(flatten)]
    status: VkycStatus,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

#[test]
fn pairs_flatten_into_a_larger_struct_whatever_its_case() {
    for (name, code) in [("status_code", first().as_str()), ("sub_status", UNKNOWN)] {
        let status = first().phase();
        let data = json!({ "verificationId": "v1", name: code, "status": status, "agent": "a7" });
        let json = json!({ "eventType": "VKYC_STATUS_UPDATE", "data": data });
        let webhook: Webhook = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(webhook.data.status.status, status);
        assert_eq!(webhook.data.status.status_code.as_ref().unwrap(), code);
        assert_eq!(webhook.data.rest, BTreeMap::from([("agent".to_owned(), json!("a7"))]));
        assert_eq!(from_str::<Webhook>(&json.to_string()).unwrap(), webhook);
        assert_eq!(from_str::<Webhook>(&to_string(&webhook).unwrap()).unwrap(), webhook);
    }
}
