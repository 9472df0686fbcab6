//! [`VkycStatus`]: an object with `status` and, under either of its names, perhaps a code; or the
//! two in a row, in formats without field names.

use core::fmt;

use alloc::format;
use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_core::ser::{Serialize, SerializeStruct, Serializer};

use crate::{Open, StatusCode, VkycStatus};

const STATUS: &str = "status";
const STATUS_CODE: &str = "status_code";
const SUB_STATUS: &str = "sub_status";
/// `flatten` passes on the fields named here and no others.
const FIELDS: &[&str] = &[STATUS, STATUS_CODE, SUB_STATUS];

impl Serialize for VkycStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("VkycStatus", 2)?;
        fields.serialize_field(STATUS, &self.status)?;
        fields.serialize_field(STATUS_CODE, &self.status_code)?;
        fields.end()
    }
}

impl<'de> Deserialize<'de> for VkycStatus {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("VkycStatus", FIELDS, Pair)
    }
}

struct Pair;

impl<'de> Visitor<'de> for Pair {
    type Value = VkycStatus;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a status and its status_code")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<VkycStatus, A::Error> {
        let (mut status, mut status_code, mut sub_status) = (None, None, None);
        while let Some(position) = map.next_key_seed(Name)? {
            match position {
                0 if status.is_some() => return Err(Error::duplicate_field(STATUS)),
                0 => status = Some(map.next_value()?),
                1 => read_code(&mut map, &mut status_code, STATUS_CODE)?,
                2 => read_code(&mut map, &mut sub_status, SUB_STATUS)?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(VkycStatus {
            status: status.ok_or_else(|| Error::missing_field(STATUS))?,
            status_code: match (status_code, sub_status) {
                (Some(code), None) | (None, Some(code)) => code.0,
                (a, b) => either(a, b)?,
            },
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<VkycStatus, A::Error> {
        let status = seq.next_element()?;
        let code = seq.next_element()?.unwrap_or(Code(None));
        Ok(VkycStatus {
            status: status.ok_or_else(|| Error::invalid_length(0, &self))?,
            status_code: code.0,
        })
    }
}

fn read_code<'de, A: MapAccess<'de>>(
    map: &mut A,
    into: &mut Option<Code>,
    name: &'static str,
) -> Result<(), A::Error> {
    match into.replace(map.next_value()?) {
        Some(_) => Err(Error::duplicate_field(name)),
        None => Ok(()),
    }
}

/// The code, if it may have come under both of its names.
fn either<E: Error>(
    status_code: Option<Code>,
    sub_status: Option<Code>,
) -> Result<Option<Open<StatusCode>>, E> {
    match (status_code.and_then(|code| code.0), sub_status.and_then(|code| code.0)) {
        (Some(a), Some(b)) if a != b => {
            let (a, b) = (a.as_str(), b.as_str());
            Err(E::custom(format!("{STATUS_CODE} {a:?} and {SUB_STATUS} {b:?} contradict")))
        }
        (a, b) => Ok(a.or(b)),
    }
}

/// A code that may be `null` or empty.
struct Code(Option<Open<StatusCode>>);

impl<'de> Deserialize<'de> for Code {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Option::<Open<StatusCode>>::deserialize(deserializer)?;
        let empty = matches!(&code, Some(Open::Unknown(text)) if text.as_str().is_empty());
        Ok(Self(if empty { None } else { code }))
    }
}

/// The name of a field, as its position in `FIELDS`; any greater number is another field.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        self.visit_bytes(name.as_bytes())
    }

    #[inline]
    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<usize, E> {
        let position = FIELDS.iter().position(|field| field.as_bytes() == name);
        Ok(position.unwrap_or(FIELDS.len()))
    }

    /// For formats that number the fields of a struct.
    fn visit_u64<E: Error>(self, position: u64) -> Result<usize, E> {
        Ok(position.try_into().unwrap_or(FIELDS.len()))
    }
}
