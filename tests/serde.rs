//! Decoding and encoding: strict enums, lenient `Open` and `VkycStatus`, in JSON, in a format that
//! is not self-describing, flattened, and as map keys.
#![cfg(all(feature = "serde", feature = "alloc"))]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{from_slice, from_str, json, to_string};
use vkyc_status::{Action, Documented, Open, Phase, StatusCode, VkycStatus};

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
    let error = from_str::<T>(r#""INITIATED""#).unwrap_err().to_string();
    let expected =
        format!(r#"invalid value: string "INITIATED", expected a documented {}"#, T::KIND);
    assert!(error.starts_with(&expected), "{error}");
    assert!(from_str::<T>("7").is_err());
    assert!(from_str::<T>("null").is_err());
}

#[test]
fn documented_values_are_strict() {
    strict::<Phase>();
    strict::<StatusCode>();
    strict::<Action>();
}

#[test]
fn open_values_keep_any_string() {
    for text in ["INITIATED", "", "received", "with \"quotes\" and \u{1f600}"] {
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
            assert_eq!(status.documented(), Ok(*code));
            round_trips(&status);
        }
    }
}

#[test]
fn pairs_are_written_under_the_first_name() {
    let status = VkycStatus::from(StatusCode::VkycExpired);
    assert_eq!(to_string(&status).unwrap(), r#"{"status":"EXPIRED","status_code":"VKYC_EXPIRED"}"#);
}

#[test]
fn an_absent_null_or_empty_code_is_none() {
    for json in [
        r#"{"status":"RECEIVED"}"#,
        r#"{"status":"RECEIVED","status_code":null}"#,
        r#"{"status_code":"","status":"RECEIVED"}"#,
        r#"{"status":"RECEIVED","sub_status":""}"#,
        r#"{"status":"RECEIVED","status_code":null,"sub_status":""}"#,
        r#"["RECEIVED",null]"#,
        r#"["RECEIVED"]"#,
    ] {
        let status: VkycStatus = from_str(json).unwrap();
        assert_eq!(status.status, Phase::Received);
        assert_eq!(status.status_code, None);
        round_trips(&status);
    }
}

#[test]
fn undocumented_and_mismatched_pairs_are_kept() {
    for (phase, code) in
        [("INITIATED", "NEW"), ("FAILED", "USER_QUEUED"), ("", "x"), ("received", " ")]
    {
        let status: VkycStatus =
            serde_json::from_value(json!({ "status": phase, "status_code": code })).unwrap();
        assert_eq!(status.status, phase);
        assert_eq!(status.status_code.as_ref().unwrap(), code);
        assert!(status.documented().is_err());
        round_trips(&status);
    }
}

#[test]
fn a_code_under_both_names_must_be_one_code() {
    let both = |a: &str, b: &str| {
        from_str::<VkycStatus>(&format!(
            r#"{{"status":"FAILED","status_code":{a},"sub_status":{b}}}"#
        ))
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
        (r#""RECEIVED""#, "expected a status and its status_code"),
        ("[]", "expected a status and its status_code"),
    ] {
        let error = from_str::<VkycStatus>(json).unwrap_err().to_string();
        assert!(error.contains(why), "{json}: {error}");
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Webhook {
    event_type: String,
    data: Data,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Data {
    verification_id: String,
    #[serde(flatten)]
    status: VkycStatus,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

#[test]
fn pairs_flatten_into_a_larger_struct() {
    for (name, code) in [("status_code", "USER_DROPPED_OFF"), ("sub_status", "BRAND_NEW")] {
        let json = json!({
            "event_type": "VKYC_STATUS_UPDATE",
            "data": { "verification_id": "v1", name: code, "status": "VIDEO_CALL", "agent": "a7" },
        });
        let webhook: Webhook = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(webhook.data.status.status, Phase::VideoCall);
        assert_eq!(webhook.data.status.status_code.as_ref().unwrap(), code);
        assert_eq!(webhook.data.rest["agent"], "a7");
        assert_eq!(from_str::<Webhook>(&json.to_string()).unwrap(), webhook);
        assert_eq!(from_str::<Webhook>(&to_string(&webhook).unwrap()).unwrap(), webhook);
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Row {
    id: u32,
    status: VkycStatus,
    seen: Vec<Open<StatusCode>>,
}

#[test]
fn pairs_sit_inside_formats_without_field_names() {
    for code in [None, Some("USER_QUEUED"), Some("BRAND_NEW")] {
        round_trips(&Row {
            id: 7,
            status: VkycStatus {
                status: "PRE_VIDEO_CALL".into(),
                status_code: code.map(Open::from),
            },
            seen: code.into_iter().map(Open::from).collect(),
        });
    }
}
