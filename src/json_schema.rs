//! JSON Schema: the documented enums as closed lists of strings, each with its description; `Open`
//! as any string, with the documented ones as examples; [`VkycStatus`] as the object that it reads or
//! writes, depending on the contract of the schema generator.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{Documented, Open, Phase, StatusCode, VkycStatus};

/// Implements [`JsonSchema`] for a documented enum, whose method `$about` tells a value's meaning.
#[doc(hidden)]
#[macro_export]
macro_rules! __documented_schemars {
    ($T:ident, $about:ident) => {
        impl $crate::__private::schemars::JsonSchema for $T {
            fn schema_name() -> $crate::__private::Cow<'static, str> {
                $crate::__private::Cow::Borrowed(::core::stringify!($T))
            }

            fn schema_id() -> $crate::__private::Cow<'static, str> {
                $crate::__private::Cow::Borrowed(::core::concat!(
                    ::core::module_path!(),
                    "::",
                    ::core::stringify!($T),
                ))
            }

            fn json_schema(
                _: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::__private::closed(Self::$about)
            }
        }
    };
}

/// The schema of a documented enum: its values, and no others.
#[doc(hidden)]
pub fn closed<T: Documented>(about: fn(T) -> &'static str) -> Schema {
    let value = |value: &T| json_schema!({ "const": value.as_str(), "description": about(*value) });
    let values: Vec<_> = T::ALL.iter().map(value).collect();
    json_schema!({ "type": "string", "oneOf": values })
}

impl<T: Documented + JsonSchema> JsonSchema for Open<T> {
    fn schema_name() -> Cow<'static, str> {
        (String::from("Open") + &T::schema_name()).into()
    }

    fn schema_id() -> Cow<'static, str> {
        (String::from("Open ") + &T::schema_id()).into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let documented: Vec<_> = T::ALL.iter().map(|value| value.as_str()).collect();
        json_schema!({ "type": "string", "examples": documented })
    }
}

impl JsonSchema for VkycStatus {
    fn schema_name() -> Cow<'static, str> {
        "VkycStatus".into()
    }

    fn schema_id() -> Cow<'static, str> {
        concat!(module_path!(), "::VkycStatus").into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let status = generator.subschema_for::<Open<Phase>>();
        let code = generator.subschema_for::<Option<Open<StatusCode>>>();
        if generator.contract().is_serialize() {
            return json_schema!({
                "type": "object",
                "properties": { "status": status, "status_code": code },
                "required": ["status", "status_code"],
            });
        }
        json_schema!({
            "type": "object",
            "properties": { "status": status, "status_code": code, "sub_status": code },
            "required": ["status"],
        })
    }
}
