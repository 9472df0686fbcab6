//! utoipa: a response with a pair, whose texts are strings.

use serde_json::{Value, to_value};
use utoipa::{PartialSchema, ToSchema};
use vkyc_status::{Open, Phase, StatusCode};

#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Verification {
    #[schema(value_type = String)]
    status: Open<Phase>,
    #[schema(value_type = Option<String>)]
    status_code: Option<Open<StatusCode>>,
}

#[test]
fn a_pair_is_described_as_strings() {
    let schema = to_value(Verification::schema()).unwrap();
    let types = |field: &str| schema["properties"][field]["type"].clone();
    assert_eq!(types("status"), "string");
    assert_eq!(types("status_code"), Value::from(vec!["string", "null"]));
}
