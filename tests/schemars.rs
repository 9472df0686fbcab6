//! The JSON Schemas, by a validator: the enums are closed lists, what the API sends is open, and a
//! pair is what is read or what is written.
#![cfg(all(feature = "schemars", feature = "serde"))]

use jsonschema::Validator;
use schemars::generate::{Contract, SchemaSettings};
use schemars::{JsonSchema, Schema, schema_for};
use serde_json::{Value, from_value, json};
use vkyc_status::{Action, Documented, Open, Outcome, Phase, StatusCode, VkycStatus};

const UNKNOWN: &str = "not documented";

fn schema<T: JsonSchema>(contract: Contract) -> Schema {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.contract = contract);
    settings.into_generator().into_root_schema_for::<T>()
}

fn validator<T: JsonSchema>(contract: Contract) -> Validator {
    jsonschema::validator_for(schema::<T>(contract).as_value()).unwrap()
}

fn closed<T: Documented + JsonSchema>(about: fn(T) -> &'static str) {
    let validator = validator::<T>(Contract::Serialize);
    for value in T::ALL {
        assert!(validator.is_valid(&json!(value.as_str())));
    }
    for other in [json!(UNKNOWN), json!(""), json!(null), json!(7), json!([T::ALL[0].as_str()])] {
        assert!(!validator.is_valid(&other), "{other}");
    }
    let schema = schema_for!(T);
    let values: Vec<_> = schema.as_value()["oneOf"].as_array().unwrap().iter().collect();
    assert_eq!(values.len(), T::ALL.len());
    for (described, value) in values.into_iter().zip(T::ALL) {
        assert_eq!(described, &json!({ "const": value.as_str(), "description": about(*value) }));
    }
}

#[test]
fn the_enums_are_closed_lists_of_described_strings() {
    closed::<Phase>(Phase::title);
    closed::<StatusCode>(StatusCode::description);
    closed::<Action>(Action::summary);
    closed::<Outcome>(Outcome::summary);
}

#[test]
fn an_open_value_is_any_string_with_the_documented_ones_as_examples() {
    let validator = validator::<Open<Phase>>(Contract::Deserialize);
    assert!(validator.is_valid(&json!(Phase::ALL[0])) && validator.is_valid(&json!(UNKNOWN)));
    assert!(!validator.is_valid(&json!(7)) && !validator.is_valid(&json!(null)));
    let schema = schema_for!(Open<Phase>);
    let texts: Vec<_> = Phase::ALL.iter().map(|phase| phase.as_str()).collect();
    assert_eq!(schema.as_value()["examples"], json!(texts));
    assert_eq!(schema.as_value()["title"], "OpenPhase");
}

#[test]
fn what_the_schema_of_a_pair_takes_is_what_decodes() {
    let validator = validator::<VkycStatus>(Contract::Deserialize);
    let (status, code) = (Phase::ALL[0], StatusCode::ALL[0]);
    let (good, bad) = (true, false);
    let documents: [(Value, bool); 12] = [
        (json!({ "status": status, "status_code": code }), good),
        (json!({ "status": status, "sub_status": code }), good),
        (json!({ "status": UNKNOWN }), good),
        (json!({ "status": status, "status_code": null }), good),
        (json!({ "status": status, "status_code": "", "more": {} }), good),
        (json!(VkycStatus::from(code)), good),
        (json!({}), bad),
        (json!({ "status_code": code }), bad),
        (json!({ "status": null }), bad),
        (json!({ "status": status, "status_code": 7 }), bad),
        (json!({ "status": status, "sub_status": [code] }), bad),
        (json!(status), bad),
    ];
    for (document, expected) in documents {
        assert_eq!(validator.is_valid(&document), expected, "{document}");
        assert_eq!(from_value::<VkycStatus>(document.clone()).is_ok(), expected, "{document}");
    }
}

#[test]
fn what_is_written_has_a_schema_of_its_own() {
    let validator = validator::<VkycStatus>(Contract::Serialize);
    let without_code = VkycStatus { status: UNKNOWN.into(), status_code: None };
    let pairs = StatusCode::ALL.iter().map(|code| VkycStatus::from(*code)).chain([without_code]);
    for pair in pairs {
        assert!(validator.is_valid(&json!(pair)), "{pair}");
    }
    assert!(!validator.is_valid(&json!({ "status": UNKNOWN })));
    let schema = schema::<VkycStatus>(Contract::Serialize);
    let properties = schema.as_value()["properties"].as_object().unwrap();
    assert_eq!(properties.keys().collect::<Vec<_>>(), ["status", "status_code"]);
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "a schema is all that is made of it")]
struct Row {
    phase: Phase,
    received: Open<Phase>,
    status: VkycStatus,
}

#[test]
fn the_schemas_share_their_definitions() {
    let schema = schema_for!(Row);
    let definitions = schema.as_value()["$defs"].as_object().unwrap();
    let mut names: Vec<_> = definitions.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["OpenPhase", "OpenStatusCode", "Phase", "VkycStatus"]);
}
