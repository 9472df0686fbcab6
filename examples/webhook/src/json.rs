//! Takes JSON; gives its value, or an error, also if an object has a key twice: which of the two is
//! meant would be a guess.

use serde_json::Value;

pub(crate) fn parse(json: &[u8]) -> Result<Value, String> {
    let value = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    // Of a key that is there twice, the value has one entry.
    if entries(&value) == colons(json) {
        Ok(value)
    } else {
        Err("an object has a key twice".into())
    }
}

/// How many entries all of its objects have.
fn entries(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(entries).sum(),
        Value::Object(object) => object.len() + object.values().map(entries).sum::<usize>(),
        _ => 0,
    }
}

/// How many colons valid JSON has outside of texts: one for each entry that is written.
fn colons(json: &[u8]) -> usize {
    let (mut count, mut in_text, mut escaped) = (0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_text = !in_text,
            b':' if !in_text => count += 1,
            _ => {}
        }
    }
    count
}
