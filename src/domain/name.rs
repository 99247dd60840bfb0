//! Names of people and objects, and the key by which two names are equal.

use super::{Code, Problem};
use std::fmt;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// A name: 1 to 200 characters on one line, without blanks before or after it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// Maximum number of characters of a name.
    pub const MAX: usize = 200;

    /// Parses a name, without surrounding blanks.
    ///
    /// # Errors
    /// Refuses an empty or too long name, control characters, line breaks and characters that change the direction of writing.
    /// Such a name could forge a line of a letter, a log or a table (SECURITY 2.7).
    pub fn parse(text: &str) -> Result<Name, Problem> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(Problem::new(Code::Empty, "expected a name, found an empty string"));
        }
        // Counting bytes is cheaper and is enough for nearly every name.
        if trimmed.len() > Self::MAX && trimmed.chars().count() > Self::MAX {
            return Err(Problem::new(
                Code::TooLong,
                format!("expected at most {} characters, found {}", Self::MAX, trimmed.chars().count()),
            ));
        }
        if let Some(bad) = trimmed.chars().find(|&c| is_unprintable(c)) {
            return Err(Problem::new(
                Code::BadCharacter,
                format!("expected a name on one line, found the control character U+{:04X}", bad as u32),
            )
            .help("leave out line breaks, tabs and invisible direction marks"));
        }
        Ok(Name(trimmed.to_owned()))
    }

    /// Makes a name from the database, which holds only valid ones.
    pub(crate) fn stored(text: String) -> Name {
        Name(text)
    }

    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the key. Two names with the same key are equal; see [`name_key`].
    pub fn key(&self) -> String {
        name_key(&self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the key of a name: NFKC, then lower case, without surrounding blanks (SPEC R1.4).
pub fn name_key(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        return text.to_lowercase();
    }
    text.nfkc().collect::<String>().to_lowercase()
}

/// Checks for control characters, line separators and marks that reverse or hide text. Names and addresses have none.
pub(crate) fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}')
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_the_same_have_the_same_key() {
        assert_eq!(name_key(" Planning "), "planning");
        assert_eq!(name_key("ＰＬＡＮＮＩＮＧ"), "planning");
        assert_eq!(name_key("Ångström"), name_key("A\u{30a}ngstro\u{308}m"));
        assert_ne!(name_key("plan"), name_key("planning"));
    }

    #[test]
    fn a_name_stands_on_one_line() {
        assert_eq!(Name::parse("  John Smith ").unwrap().as_str(), "John Smith");
        for bad in ["", "   ", "a\nb", "a\tb", "\u{202e}nhoJ", &"x".repeat(201)] {
            assert!(Name::parse(bad).is_err(), "{bad:?}");
        }
        assert!(Name::parse(&"é".repeat(200)).is_ok());
    }
}
