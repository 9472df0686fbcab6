//! The pair: an object with `status` and, under either of its names, perhaps a code; or the two in a
//! row, in formats without field names.

use core::fmt;
use core::marker::PhantomData;

use alloc::format;
use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_core::ser::{SerializeStruct, Serializer};

use crate::{Documented, Open};

const NAME: &str = "VkycStatus";
const STATUS: &str = "status";
const STATUS_CODE: &str = "status_code";
const SUB_STATUS: &str = "sub_status";
/// `flatten` passes on the fields named here and no others.
const FIELDS: &[&str] = &[STATUS, STATUS_CODE, SUB_STATUS];

/// A status and perhaps a code.
type Pair<P, C> = (Open<P>, Option<Open<C>>);

/// Writes the fields of a pair.
#[doc(hidden)]
pub fn serialize_pair<P: Documented, C: Documented, S: Serializer>(
    status: &Open<P>,
    status_code: &Option<Open<C>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut fields = serializer.serialize_struct(NAME, 2)?;
    fields.serialize_field(STATUS, status)?;
    fields.serialize_field(STATUS_CODE, status_code)?;
    fields.end()
}

/// Reads the fields of a pair.
#[doc(hidden)]
#[inline]
pub fn deserialize_pair<'de, P: Documented, C: Documented, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Pair<P, C>, D::Error> {
    deserializer.deserialize_struct(NAME, FIELDS, Fields(PhantomData))
}

struct Fields<P, C>(PhantomData<(P, C)>);

impl<'de, P: Documented, C: Documented> Visitor<'de> for Fields<P, C> {
    type Value = Pair<P, C>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a status and its status_code")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pair<P, C>, A::Error> {
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
        let status_code = match (status_code, sub_status) {
            (Some(code), None) | (None, Some(code)) => code.0,
            (a, b) => either(a, b)?,
        };
        Ok((status.ok_or_else(|| Error::missing_field(STATUS))?, status_code))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Pair<P, C>, A::Error> {
        let status = seq.next_element()?;
        let code = seq.next_element()?.unwrap_or(Code(None));
        Ok((status.ok_or_else(|| Error::invalid_length(0, &self))?, code.0))
    }
}

fn read_code<'de, C: Documented, A: MapAccess<'de>>(
    map: &mut A,
    into: &mut Option<Code<C>>,
    name: &'static str,
) -> Result<(), A::Error> {
    match into.replace(map.next_value()?) {
        Some(_) => Err(Error::duplicate_field(name)),
        None => Ok(()),
    }
}

/// The code, if it may have come under both of its names.
fn either<C: Documented, E: Error>(
    status_code: Option<Code<C>>,
    sub_status: Option<Code<C>>,
) -> Result<Option<Open<C>>, E> {
    match (status_code.and_then(|code| code.0), sub_status.and_then(|code| code.0)) {
        (Some(a), Some(b)) if a != b => {
            let (a, b) = (a.as_str(), b.as_str());
            Err(E::custom(format!("{STATUS_CODE} {a:?} and {SUB_STATUS} {b:?} contradict")))
        }
        (a, b) => Ok(a.or(b)),
    }
}

/// A code that may be `null` or empty.
struct Code<C: Documented>(Option<Open<C>>);

impl<'de, C: Documented> Deserialize<'de> for Code<C> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Option::<Open<C>>::deserialize(deserializer)?;
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
