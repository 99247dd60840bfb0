//! Strict reading of JSON that people and programs send: nothing is dropped and no number changes its value.
//!
//! `serde_json` takes the last of two equal keys and turns a whole number beyond 64 bits into a rounded floating-point number.
//! Both would change input silently, so both are refused here. What the values mean is checked elsewhere.

use crate::domain::{Code, Problem};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt::Write;

/// Reads a JSON text in UTF-8.
///
/// # Errors
/// Returns a problem if the text is not JSON, if an object has a key twice, or if a whole number does not fit 64 bits with a
/// sign. The message names the place, such as `input.users[3].id`. The code is E0402, [`Code::BadInput`]; an interface with
/// another code for its input replaces it.
///
/// ```
/// let read = |text: &str| enlist::json::read_strict(text).map_err(|problem| problem.message);
/// assert_eq!(read(r#"{"id": 7}"#), Ok(serde_json::json!({ "id": 7 })));
/// assert_eq!(read(r#"{"users": [{"id": 1, "id": 2}]}"#).unwrap_err(), "the key `users[0].id` is given twice");
/// ```
pub fn read_strict(text: impl AsRef<[u8]>) -> Result<Value, Problem> {
    let text = text.as_ref();
    let value = serde_json::from_slice(text)
        .map_err(|error| Problem::new(Code::BadInput, format!("expected JSON, found a mistake: {error}")))?;
    check(text)?;
    Ok(value)
}

/// A level of the text that is being read.
enum Level {
    /// An object, its keys so far, and the last of them.
    Object(HashSet<String>, String),
    /// An array, and the index of the item.
    Array(usize),
}

/// Looks for double keys and numbers that are too large. The text is known to be JSON.
fn check(text: &[u8]) -> Result<(), Problem> {
    let mut levels: Vec<Level> = Vec::new();
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let end = match byte {
            b'"' => end_of_string(text, at),
            b'-' | b'0'..=b'9' => end_of_number(text, at),
            _ => at + 1,
        };
        match byte {
            b'{' => levels.push(Level::Object(HashSet::new(), String::new())),
            b'[' => levels.push(Level::Array(0)),
            b'}' | b']' => drop(levels.pop()),
            b',' => {
                if let Some(Level::Array(index)) = levels.last_mut() {
                    *index += 1;
                }
            }
            b'"' if is_key(&text[end..]) => {
                let key: String = serde_json::from_slice(&text[at..end]).unwrap_or_default();
                if let Some(Level::Object(keys, last)) = levels.last_mut() {
                    let is_new = keys.insert(key.clone());
                    *last = key;
                    if !is_new {
                        let found = format!("the key `{}` is given twice", path(&levels));
                        return Err(Problem::new(Code::BadInput, found).help("give each key once"));
                    }
                }
            }
            b'-' | b'0'..=b'9' => check_number(&text[at..end], &levels)?,
            _ => {}
        }
        at = end;
    }
    Ok(())
}

/// The end of the string that begins here.
fn end_of_string(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

fn end_of_number(text: &[u8], start: usize) -> usize {
    let length = text[start..].iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    length.map_or(text.len(), |length| start + length)
}

/// Whether the string before this text is a key: only a key is followed by a colon.
fn is_key(rest: &[u8]) -> bool {
    rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
}

fn check_number(number: &[u8], levels: &[Level]) -> Result<(), Problem> {
    let is_whole = number.iter().all(|byte| !matches!(byte, b'.' | b'e' | b'E'));
    let number = String::from_utf8_lossy(number);
    if !is_whole || number.parse::<i64>().is_ok() {
        return Ok(());
    }
    let place = match path(levels) {
        path if path.is_empty() => String::new(),
        path => format!(" of `{path}`"),
    };
    let shown: String = number.chars().take(40).collect();
    let dots = if shown.len() < number.len() { "…" } else { "" };
    let found = format!("expected a whole number{place} of at most 64 bits, found {shown}{dots}");
    Err(Problem::new(Code::BadInput, found).help("send the number as text, between quotes"))
}

/// The place that is being read, such as `users[3].id`.
fn path(levels: &[Level]) -> String {
    let mut path = String::new();
    for level in levels {
        // Writing to a string cannot fail.
        let _ = match level {
            Level::Object(_, key) if path.is_empty() => write!(path, "{key}"),
            Level::Object(_, key) => write!(path, ".{key}"),
            Level::Array(index) => write!(path, "[{index}]"),
        };
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn message(text: &str) -> String {
        read_strict(text).unwrap_err().message
    }

    #[test]
    fn a_key_that_is_given_twice_is_named() {
        assert_eq!(message(r#"{"a": 1, "b": {"a": 2}, "a": 3}"#), "the key `a` is given twice");
        assert_eq!(message(r#"{"input": {"users": [{}, {"id": "}{\"", "\u0069d" : 2}]}}"#).as_str(), {
            "the key `input.users[1].id` is given twice"
        });
        assert_eq!(read_strict(r#"[{"a": "a"}, {"a": [{"a": "a"}]}]"#).unwrap()[1]["a"][0]["a"], "a");
    }

    #[test]
    fn a_whole_number_beyond_64_bits_is_named() {
        let beyond = "expected a whole number of `users[1].id` of at most 64 bits, found 9223372036854775808";
        assert_eq!(message(r#"{"users": [{"id": 1}, {"id": 9223372036854775808}]}"#), beyond);
        assert!(message("-9223372036854775809").starts_with("expected a whole number of at most 64 bits"));
        assert!(message(&"9".repeat(300)).ends_with("999…"));
        let fits = r#"[9223372036854775807, -9223372036854775808, 1.5, 1e20, -0, "9223372036854775808"]"#;
        assert_eq!(read_strict(fits).unwrap()[0], json!(i64::MAX));
    }

    #[test]
    fn a_text_that_is_not_json_says_where() {
        assert_eq!(message("{"), "expected JSON, found a mistake: EOF while parsing an object at line 1 column 1");
        assert!(read_strict(b"\"\xff\"").is_err());
        assert!(message(&"[".repeat(200)).contains("recursion limit"));
    }
}
