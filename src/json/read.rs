//! Reads the JSON that people and programs send. A key that occurs twice and a number that would be rounded are refused, so
//! that no value changes silently.

use crate::domain::{Code, Problem};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// Reads JSON. Messages name values by their path below `root`, such as `input.users[3].id`.
///
/// # Errors
/// Returns a problem with `code` for text that is not JSON, for an object with the same key twice, and for a whole number
/// outside 64 bits: JSON has no larger integers here, and a floating-point number would lose digits.
pub fn read(text: &str, root: &str, code: Code) -> Result<Value, Problem> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let path = Path::Root(root);
    let value = At(&path).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| {
        let problem = Problem::new(code, error.to_string());
        match error.to_string() {
            text if text.contains(TOO_LARGE) => problem.help("send the number as text, in quotes"),
            text if text.contains(TWICE) => problem.help("remove one of the two"),
            _ => problem,
        }
    })
}

const TOO_LARGE: &str = "is a number outside 64 bits";
const TWICE: &str = "occurs twice in";

/// Where a value is.
enum Path<'a> {
    Root(&'a str),
    Key(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root(name) => f.write_str(name),
            Path::Key(above, key) => write!(f, "{above}.{key}"),
            Path::Item(above, at) => write!(f, "{above}[{at}]"),
        }
    }
}

/// Reads the value at a path.
#[derive(Clone, Copy)]
struct At<'a>(&'a Path<'a>);

impl At<'_> {
    fn too_large<E: Error>(self, number: impl fmt::Display) -> E {
        E::custom(format!("`{}` {TOO_LARGE}: {number}", self.0))
    }
}

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        i64::try_from(number).map(Value::from).map_err(|_| self.too_large(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        // The reader passes integers beyond 64 bits on as floating-point numbers; every such number is whole.
        const BITS_64: f64 = 9_223_372_036_854_775_808.0;
        if number.abs() >= BITS_64 {
            return Err(self.too_large(number));
        }
        Number::from_f64(number).map(Value::Number).ok_or_else(|| self.too_large(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(At(&Path::Item(self.0, list.len())))? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if map.contains_key(&key) {
                return Err(A::Error::custom(format!("the key `{key}` {TWICE} {}", self.0)));
            }
            let value = entries.next_value_seed(At(&Path::Key(self.0, &key)))?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, message: &str) {
        let problem = read(text, "input", Code::BadInput).unwrap_err();
        assert!(problem.message.starts_with(message), "{}", problem.message);
        assert!(problem.help.is_some(), "{message}");
    }

    #[test]
    fn json_is_read_as_it_is() {
        let text = r#"{"a":[1,-2,0.5,"é",null,true,9223372036854775807,-9223372036854775808],"b":{"a":{}}}"#;
        assert_eq!(read(text, "input", Code::BadInput).unwrap().to_string(), text);
        assert_eq!(read(" \"\\u00e9\" ", "input", Code::BadInput).unwrap(), "é");
    }

    #[test]
    fn a_number_that_would_be_rounded_is_refused_with_its_place() {
        refused(
            r#"{"users":[{"id":1},{"id":9223372036854775808}]}"#,
            "`input.users[1].id` is a number outside 64 bits: 9223372036854775808",
        );
        refused("123456789012345678901234567890", "`input` is a number outside 64 bits");
        refused("-9223372036854775809", "`input` is a number outside 64 bits");
        refused("1e300", "`input` is a number outside 64 bits");
    }

    #[test]
    fn a_key_that_occurs_twice_is_refused_with_its_place() {
        refused(r#"{"a":1,"b":2,"a":3}"#, "the key `a` occurs twice in input");
        refused(r#"{"a":{"b":1,"\u0062":2}}"#, "the key `b` occurs twice in input.a");
    }

    #[test]
    fn what_is_not_json_is_refused() {
        assert!(read("{", "input", Code::BadInput).is_err());
        assert!(read("1 2", "input", Code::BadInput).is_err());
        // Depth is bounded by the reader.
        assert!(read(&"[".repeat(100_000), "input", Code::BadInput).is_err());
    }
}
