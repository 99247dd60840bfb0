//! Public ids: the ids that people and programs see instead of row numbers.

use super::{Code, Problem, Secret};
use std::fmt;

/// The id of an account, menu, group, environment, run or letter.
///
/// Ids that enlist makes have 17 characters of an alphabet without look-alikes (SPEC R1.2). You may give environments, menus
/// and groups an id of your own: 1 to 64 letters, digits, `-`, `_` or `.`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicId(String);

/// A source of new ids and secrets: random in the program, a counter in tests and fixtures.
pub trait Ids {
    /// Returns a new, unused id.
    fn next(&mut self) -> PublicId;

    /// Returns the bytes of a new, unused secret.
    fn secret(&mut self) -> [u8; Secret::BYTES];
}

impl PublicId {
    /// The characters of ids that enlist makes (SPEC R1.2).
    pub const ALPHABET: &'static [u8; 55] = b"23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";

    /// The length of ids that enlist makes.
    pub const LENGTH: usize = 17;

    /// Makes an id of 17 numbers, each taken modulo the size of the alphabet.
    pub fn from_digits(digits: [u8; Self::LENGTH]) -> PublicId {
        let characters = digits.map(|digit| Self::ALPHABET[digit as usize % Self::ALPHABET.len()]);
        PublicId(characters.iter().map(|&byte| char::from(byte)).collect())
    }

    /// Reads an id that a caller gives.
    ///
    /// # Errors
    /// Returns the allowed characters and the allowed length.
    pub fn parse(text: &str) -> Result<PublicId, Problem> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if (1..=64).contains(&text.len()) && text.chars().all(fits) {
            return Ok(PublicId(text.to_owned()));
        }
        Err(Problem::new(Code::InvalidId, format!("expected an id, found {text:?}"))
            .help("an id has 1 to 64 letters, digits, `-`, `_` or `.`"))
    }

    /// Makes an id from the database, which holds only valid ones.
    pub(crate) fn stored(text: String) -> PublicId {
        PublicId(text)
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_id_has_17_characters_of_the_alphabet() {
        let id = PublicId::from_digits([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 54, 55, 56, 200, 254, 255]);
        assert_eq!(id.as_str().len(), 17);
        assert!(PublicId::parse(id.as_str()).is_ok());
        assert!(id.as_str().bytes().all(|byte| PublicId::ALPHABET.contains(&byte)));
    }

    #[test]
    fn a_given_id_is_short_and_plain() {
        for good in ["2345", "example-environment", "a.b_C"] {
            assert_eq!(PublicId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "a b", "é", "a/b", "\u{202e}", &"x".repeat(65)] {
            assert!(PublicId::parse(bad).is_err(), "{bad:?}");
        }
    }
}
