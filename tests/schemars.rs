//! The JSON Schemas, to the letter: the enums are closed lists, what the API sends is open, and a pair is
//! what is read or what is written.
#![cfg(feature = "schemars")]

use schemars::generate::{Contract, SchemaSettings};
use schemars::{JsonSchema, schema_for};
use serde_json::{Value, json};
use vkyc_status::{Action, Documented, Open, Outcome, Phase, StatusCode, VkycStatus};

fn texts<T: Documented>() -> Vec<&'static str> {
    T::ALL.iter().map(|value| value.as_str()).collect()
}

fn is_a_closed_list<T: Documented + JsonSchema>(title: &str, about: fn(T) -> &'static str) {
    let value = |value: &T| json!({ "const": value.as_str(), "description": about(*value) });
    let values: Vec<_> = T::ALL.iter().map(value).collect();
    let expected = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "string",
        "oneOf": values,
    });
    assert_eq!(schema_for!(T).as_value(), &expected);
}

#[test]
fn the_enums_are_closed_lists_of_described_strings() {
    is_a_closed_list("Phase", Phase::title);
    is_a_closed_list("StatusCode", StatusCode::description);
    is_a_closed_list("Action", Action::summary);
    is_a_closed_list("Outcome", Outcome::summary);
}

fn schema<T: JsonSchema>(contract: Contract) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.contract = contract);
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

#[test]
fn a_pair_is_what_is_read_or_what_is_written() {
    let code = json!({ "anyOf": [{ "$ref": "#/$defs/OpenStatusCode" }, { "type": "null" }] });
    let expected = |properties: Value, required: &[&str]| {
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "VkycStatus",
            "type": "object",
            "properties": properties,
            "required": required,
            "$defs": {
                "OpenPhase": { "type": "string", "examples": texts::<Phase>() },
                "OpenStatusCode": { "type": "string", "examples": texts::<StatusCode>() },
            },
        })
    };
    let status = json!({ "$ref": "#/$defs/OpenPhase" });
    assert_eq!(
        schema::<VkycStatus>(Contract::Deserialize),
        expected(json!({ "status": status, "status_code": code, "sub_status": code }), &["status"])
    );
    assert_eq!(
        schema::<VkycStatus>(Contract::Serialize),
        expected(json!({ "status": status, "status_code": code }), &["status", "status_code"])
    );
}

#[test]
fn the_schemas_share_their_definitions() {
    let schema = schema_for!((Phase, Open<Phase>, VkycStatus, VkycStatus));
    let definitions = schema.as_value()["$defs"].as_object().unwrap();
    let mut names: Vec<_> = definitions.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["OpenPhase", "OpenStatusCode", "Phase", "VkycStatus"]);
}
