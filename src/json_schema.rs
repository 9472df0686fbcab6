//! JSON Schema: the documented enums as closed lists of strings, each with its description; `Open`
//! as any string, with the documented ones as examples; a pair as the object that it reads or writes,
//! depending on the contract of the schema generator.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{Documented, Open};

/// Implements [`JsonSchema`] for a type by a function from the generator of schemas.
#[doc(hidden)]
#[macro_export]
macro_rules! __schema {
    ($T:ident, $schema:expr) => {
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
                generator: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $schema(generator)
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

/// The schema of a pair.
#[doc(hidden)]
pub fn pair<P, C>(generator: &mut SchemaGenerator) -> Schema
where
    P: Documented + JsonSchema,
    C: Documented + JsonSchema,
{
    let status = generator.subschema_for::<Open<P>>();
    let code = generator.subschema_for::<Option<Open<C>>>();
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
