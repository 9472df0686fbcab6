//! Any pair, known or not, survives every format: with field names as text, bytes or numbers, or
//! without them.
#![cfg(all(feature = "serde", feature = "alloc"))]

use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;
use proptest::sample::select;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use vkyc_status::{Open, StatusCode, VkycStatus};

/// A pair within another struct, as most formats need a name for the root.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Event {
    id: u32,
    pair: VkycStatus,
}

/// A format, and whether it can carry a text at all.
struct Format {
    name: &'static str,
    carries: fn(&str) -> bool,
    round_trip: fn(&Event) -> Event,
}

const ANY: fn(&str) -> bool = |_| true;

const FORMATS: [Format; 10] = [
    Format {
        name: "JSON",
        carries: ANY,
        round_trip: |event| serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap(),
    },
    Format {
        name: "JSON as a value",
        carries: ANY,
        round_trip: |event| serde_json::from_value(serde_json::to_value(event).unwrap()).unwrap(),
    },
    Format {
        name: "postcard",
        carries: ANY,
        round_trip: |event| postcard::from_bytes(&postcard::to_allocvec(event).unwrap()).unwrap(),
    },
    Format {
        name: "MessagePack, compact",
        carries: ANY,
        round_trip: |event| rmp_serde::from_slice(&rmp_serde::to_vec(event).unwrap()).unwrap(),
    },
    Format {
        name: "MessagePack, named",
        carries: ANY,
        round_trip: |event| {
            rmp_serde::from_slice(&rmp_serde::to_vec_named(event).unwrap()).unwrap()
        },
    },
    Format { name: "CBOR", carries: ANY, round_trip: cbor },
    Format {
        name: "YAML",
        // Line ends are normalised; control characters are not part of YAML.
        carries: |text| !text.chars().any(char::is_control),
        round_trip: |event| {
            serde_yaml_ng::from_str(&serde_yaml_ng::to_string(event).unwrap()).unwrap()
        },
    },
    Format {
        name: "TOML",
        carries: ANY,
        round_trip: |event| toml::from_str(&toml::to_string(event).unwrap()).unwrap(),
    },
    Format {
        name: "RON",
        carries: ANY,
        round_trip: |event| ron::from_str(&ron::to_string(event).unwrap()).unwrap(),
    },
    Format {
        name: "XML",
        // Control characters are not part of XML, and white space at an end is layout.
        carries: |text| !text.chars().any(char::is_control) && text.trim() == text,
        round_trip: |event| {
            quick_xml::de::from_str(&quick_xml::se::to_string(event).unwrap()).unwrap()
        },
    },
];

fn cbor(event: &Event) -> Event {
    let mut bytes = Vec::new();
    ciborium::into_writer(event, &mut bytes).unwrap();
    ciborium::from_reader(&*bytes).unwrap()
}

/// CSV has no structs within structs, so the pair is a row of its own.
fn csv_row<T: DeserializeOwned>(headers: bool, pair: &VkycStatus) -> T {
    let mut writer = csv::WriterBuilder::new().has_headers(headers).from_writer(Vec::new());
    writer.serialize(pair).unwrap();
    let text = writer.into_inner().unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(headers).from_reader(&*text);
    reader.deserialize().next().unwrap().unwrap()
}

/// Texts that formats write with care.
const SPECIAL: &[&str] =
    &["null", "~", "true", "7", "1e5", "NaN", " x ", "a: b", "- a", "<a/>", "a,\"b\"", "#", "'"];

/// Any text, special and documented ones.
fn texts() -> impl Strategy<Value = String> {
    let documented = select(StatusCode::ALL).prop_map(|code| code.as_str().to_owned());
    prop_oneof![
        any::<String>(),
        "[A-Z_]{1,40}",
        select(SPECIAL).prop_map(str::to_owned),
        documented
    ]
}

proptest! {
    #[test]
    fn any_pair_survives_every_format(id: u32, status in texts(), code in proptest::option::of(texts())) {
        // An empty code is read as none.
        let code = code.filter(|code| !code.is_empty());
        let fits = |carries: fn(&str) -> bool| carries(&status) && code.as_deref().is_none_or(carries);
        let pair = VkycStatus {
            status: Open::from(&*status),
            status_code: code.as_deref().map(Open::from),
        };
        let event = Event { id, pair: pair.clone() };
        for format in FORMATS.iter().filter(|format| fits(format.carries)) {
            prop_assert_eq!(&(format.round_trip)(&event), &event, "{}", format.name);
        }
        prop_assert_eq!(&csv_row::<VkycStatus>(true, &pair), &pair, "CSV with headers");
        prop_assert_eq!(&csv_row::<VkycStatus>(false, &pair), &pair, "CSV without headers");
    }
}

/// One row of a file with more columns than the pair's.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    verification_id: String,
    #[serde(flatten)]
    pair: VkycStatus,
    agent_id: Option<u32>,
}

#[test]
fn a_pair_flattens_in_csv_with_headers() {
    for (at, code) in StatusCode::ALL.iter().enumerate() {
        let text = format!(
            "verificationId,sub_status,agentId,status\nv{at},{code},{at},{}\nv,,,NEW\n",
            code.phase()
        );
        for reading in [csv::Trim::None, csv::Trim::All] {
            let mut reader = csv::ReaderBuilder::new().trim(reading).from_reader(text.as_bytes());
            let rows: Vec<Row> = reader.deserialize().map(Result::unwrap).collect();
            assert_eq!(rows[0].pair, VkycStatus::from(*code));
            assert_eq!(rows[0].verification_id, format!("v{at}"));
            assert_eq!(rows[0].agent_id, u32::try_from(at).ok());
            assert_eq!((rows[1].pair.status.as_str(), &rows[1].pair.status_code), ("NEW", &None));
        }
    }
}

/// Packed formats number the fields of a struct, some write their names as bytes.
#[test]
fn keys_are_text_bytes_or_numbers() {
    for code in StatusCode::ALL {
        let (status, pair) = (code.phase().as_str(), VkycStatus::from(*code));
        for name in [1_u64, 2] {
            let map = BTreeMap::from([(0, status), (name, code.as_str()), (9, "other")]);
            let bytes = rmp_serde::to_vec(&map).unwrap();
            assert_eq!(rmp_serde::from_slice::<VkycStatus>(&bytes).unwrap(), pair);
        }
        for name in ["status_code", "sub_status"] {
            let key = |name: &str| ciborium::Value::Bytes(name.as_bytes().to_vec());
            let value = |text: &str| ciborium::Value::Text(text.to_owned());
            let map = ciborium::Value::Map(vec![
                (key("other"), value("other")),
                (key("status"), value(status)),
                (key(name), value(code.as_str())),
            ]);
            let mut bytes = Vec::new();
            ciborium::into_writer(&map, &mut bytes).unwrap();
            assert_eq!(ciborium::from_reader::<VkycStatus, _>(&*bytes).unwrap(), pair);
        }
    }
}

/// The columns of a CSV file by code: `csv` gives its keys as bytes.
#[test]
fn values_are_keys_that_come_as_bytes() {
    let codes: Vec<_> = StatusCode::ALL.iter().map(|code| code.as_str()).collect();
    let numbers: Vec<_> = (0..codes.len()).map(|at| at.to_string()).collect();
    let text = format!("{}\n{}\n", codes.join(","), numbers.join(","));
    let open: HashMap<Open<StatusCode>, usize> = row(&text);
    let strict: HashMap<StatusCode, usize> = row(&text);
    for (at, code) in StatusCode::ALL.iter().enumerate() {
        assert_eq!((strict[code], open[&Open::from(*code)]), (at, at));
    }
    let (keys, values) = (csv::ByteRecord::from(vec![b"\xff"]), csv::ByteRecord::from(vec!["1"]));
    let error = values.deserialize::<HashMap<Open<StatusCode>, usize>>(Some(&keys)).unwrap_err();
    let error = error.to_string();
    assert!(error.contains("expected a status code as a string"), "{error}");
}

fn row<T: DeserializeOwned>(text: &str) -> T {
    csv::Reader::from_reader(text.as_bytes()).deserialize().next().unwrap().unwrap()
}
