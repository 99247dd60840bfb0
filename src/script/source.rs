//! The text of a script as the engine gets it. Everything that compiles a script takes its text from here.
//!
//! A byte-order mark at the beginning is removed, a first line `#!…` becomes a comment, and empty strings in single quotes get
//! double quotes. Line numbers stay exact. Columns stay exact too; in the first line they are counted without the byte-order
//! mark. The version of a script is the hash of its stored text, not of this one.

use std::borrow::Cow;

/// The byte-order mark that some editors write at the beginning of a file.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Returns the text of a script for the engine.
pub fn readable(source: &str) -> Cow<'_, str> {
    let text = without_mark(source);
    if !text.starts_with("#!") && !text.contains("''") {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    if text.starts_with("#!") {
        bytes[..2].fill(b'/');
    }
    quote_empty_strings(&mut bytes);
    // Only ASCII bytes were replaced by ASCII bytes.
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Returns the text without its byte-order mark.
pub fn without_mark(source: &str) -> &str {
    source.strip_prefix(BYTE_ORDER_MARK).unwrap_or(source)
}

/// Writes each empty string in single quotes in double quotes: the engine reads `''` as one and a half strings.
fn quote_empty_strings(text: &mut [u8]) {
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        at += match rest {
            [b'/', b'/', ..] => length_until(rest, b"\n"),
            [b'/', b'*', ..] => length_until(rest, b"*/"),
            [b'\'', b'\'', ..] => {
                text[at..at + 2].fill(b'"');
                2
            }
            [quote @ (b'"' | b'\'' | b'`'), ..] => string_length(rest, *quote),
            _ => 1,
        };
    }
}

/// Returns the number of bytes up to the end mark, including it.
fn length_until(rest: &[u8], end: &[u8]) -> usize {
    let found = rest[2..].windows(end.len()).position(|bytes| bytes == end);
    found.map_or(rest.len(), |position| 2 + position + end.len())
}

/// Returns the number of bytes of a string literal, including its quotes.
pub fn string_length(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 1,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn a_mark_is_removed_and_a_first_line_for_the_shell_is_a_comment() {
        assert_eq!(readable("let x = 1;"), "let x = 1;");
        assert_eq!(readable("\u{feff}#!/usr/bin/env it''s\r\nlet x = '';"), "///usr/bin/env it''s\r\nlet x = \"\";");
        assert_eq!(readable("let x = \"#!\"; // ''"), "let x = \"#!\"; // ''");
        assert_eq!(readable(" #! x"), " #! x");
    }
}
