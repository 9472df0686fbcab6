//! The JSON Schemas, by a validator: the enums are closed lists, what the API sends is open.
#![cfg(all(feature = "schemars", feature = "serde"))]

use jsonschema::Validator;
use schemars::{JsonSchema, schema_for};
use serde_json::{Value, from_value, json};
use vkyc_status::{Action, Documented, Open, Phase, StatusCode, VkycStatus};

fn validator<T: JsonSchema>() -> Validator {
    jsonschema::validator_for(schema_for!(T).as_value()).unwrap()
}

fn closed<T: Documented + JsonSchema>(about: fn(T) -> &'static str) {
    let validator = validator::<T>();
    for value in T::ALL {
        assert!(validator.is_valid(&json!(value.as_str())));
    }
    for other in [json!("INITIATED"), json!(""), json!(null), json!(7), json!([T::ALL[0].as_str()])]
    {
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
}

#[test]
fn an_open_value_is_any_string_with_the_documented_ones_as_examples() {
    let validator = validator::<Open<Phase>>();
    assert!(validator.is_valid(&json!("RECEIVED")) && validator.is_valid(&json!("INITIATED")));
    assert!(!validator.is_valid(&json!(7)) && !validator.is_valid(&json!(null)));
    let schema = schema_for!(Open<Phase>);
    let texts: Vec<_> = Phase::ALL.iter().map(|phase| phase.as_str()).collect();
    assert_eq!(schema.as_value()["examples"], json!(texts));
    assert_eq!(schema.as_value()["title"], "OpenPhase");
}

#[test]
fn what_the_schema_of_a_pair_takes_is_what_decodes() {
    let validator = validator::<VkycStatus>();
    let (good, bad) = (true, false);
    let documents: [(Value, bool); 12] = [
        (json!({ "status": "RECEIVED", "status_code": "LINK_GENERATED" }), good),
        (json!({ "status": "RECEIVED", "sub_status": "LINK_GENERATED" }), good),
        (json!({ "status": "INITIATED" }), good),
        (json!({ "status": "RECEIVED", "status_code": null }), good),
        (json!({ "status": "RECEIVED", "status_code": "", "more": {} }), good),
        (json!(VkycStatus::from(StatusCode::UserQueued)), good),
        (json!({}), bad),
        (json!({ "status_code": "LINK_GENERATED" }), bad),
        (json!({ "status": null }), bad),
        (json!({ "status": "RECEIVED", "status_code": 7 }), bad),
        (json!({ "status": "RECEIVED", "sub_status": ["LINK_GENERATED"] }), bad),
        (json!("RECEIVED"), bad),
    ];
    for (document, expected) in documents {
        assert_eq!(validator.is_valid(&document), expected, "{document}");
        assert_eq!(from_value::<VkycStatus>(document.clone()).is_ok(), expected, "{document}");
    }
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
    let names: Vec<_> = definitions.keys().map(String::as_str).collect();
    assert_eq!(names, ["OpenPhase", "OpenStatusCode", "Phase", "VkycStatus"]);
}
