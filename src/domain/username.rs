//! Usernames, and the key by which a login name is looked up (SECURITY 2.4).

use super::{Code, EmailAddress, Name, Problem, name_key};
use std::fmt;
use unicode_normalization::char::is_combining_mark;

/// A login name that its owner chooses: 1 to 100 letters, digits and a few signs, or the owner's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Username {
    typed: String,
    key: String,
}

impl Username {
    /// Maximum number of characters of a username that is not an address.
    pub const MAX: usize = 100;

    /// Parses a username, without surrounding blanks. `own` is the verified address of its owner.
    ///
    /// Usernames and addresses share one namespace. A username with an `@`, in any of the forms that Unicode has for it, must
    /// therefore be the owner's address. Invisible characters are refused, because they could make two usernames look alike.
    ///
    /// # Errors
    /// Refuses an empty or too long username, characters that are not allowed, and addresses of others.
    pub fn parse(text: &str, own: &EmailAddress) -> Result<Username, Problem> {
        let name = Name::parse(text)?;
        let key = name.key();
        if key.contains('@') {
            return match EmailAddress::parse(name.as_str()) {
                Ok(address) if address == *own => {
                    Ok(Username { typed: address.as_str().to_owned(), key: own.key().to_owned() })
                }
                _ => Err(Problem::new(Code::UsernameIsAddress, "a username with `@` in it must be the own address")
                    .help(format!("leave out the `@`, or take `{own}`"))),
            };
        }
        let found = key.chars().count().max(name.as_str().chars().count());
        if found > Self::MAX {
            let message = format!("expected at most {} characters, found {found}", Self::MAX);
            return Err(Problem::new(Code::TooLong, message));
        }
        // The key is checked as well, because some characters become others in it.
        if let Some(bad) = name.as_str().chars().chain(key.chars()).find(|c| !may_stand(*c)) {
            let message = format!("expected letters, digits, blanks and `. _ - + '`, found U+{:04X}", bad as u32);
            return Err(Problem::new(Code::BadCharacter, message).help("choose another username"));
        }
        Ok(Username { typed: name.as_str().to_owned(), key })
    }

    /// Returns the username as it was typed.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// Returns the key. Two usernames with the same key are the same.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

/// Returns the key of a login name, which may be a username or an address. Returns `None` if it cannot be either.
pub fn login_key(text: &str) -> Option<String> {
    // No username is longer, and an address has at most 254 characters.
    const MOST_BYTES: usize = 1_024;
    if text.len() > MOST_BYTES {
        return None;
    }
    let key = name_key(text);
    match key.contains('@') {
        true => EmailAddress::parse(text).ok().map(|address| address.key().to_owned()),
        false => (!key.is_empty()).then_some(key),
    }
}

/// Checks for letters of any script and digits. Unicode classes a few blank characters as letters; they are not allowed.
fn may_stand(c: char) -> bool {
    let is_gap = matches!(c, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}');
    (c.is_alphanumeric() && !is_gap) || is_mark(c) || matches!(c, ' ' | '.' | '_' | '-' | '+' | '\'')
}

/// Checks for a mark that is written with a letter. Invisible marks are not allowed.
fn is_mark(c: char) -> bool {
    let is_hidden = matches!(c, '\u{034F}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}')
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    is_combining_mark(c) && !is_hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> EmailAddress {
        EmailAddress::parse("Ada@example.com").unwrap()
    }

    #[test]
    fn usernames_that_differ_in_case_or_form_are_the_same() {
        let key = |text: &str| Username::parse(text, &own()).unwrap().key().to_owned();
        assert_eq!(key(" Ada.L "), "ada.l");
        assert_eq!(key("ＡＤＡ"), "ada");
        assert_eq!(key("\u{212A}ate"), "kate");
        assert_eq!(key("ﬁona"), "fiona");
        assert_eq!(key("A\u{30a}sa"), key("Åsa"));
        assert_eq!(key("ADA@example.COM"), "ada@example.com");
        for good in ["Ёжик", "佐藤", "O'Neil-2", "İrem", "हिन्दी"] {
            assert!(Username::parse(good, &own()).is_ok(), "{good}");
        }
    }

    #[test]
    fn nobody_takes_the_address_of_somebody_else_or_what_cannot_be_seen() {
        for (bad, code) in [
            ("grace@example.com", Code::UsernameIsAddress),
            ("ada＠example.com", Code::UsernameIsAddress),
            ("ada﹫example.com", Code::UsernameIsAddress),
            ("a@b", Code::UsernameIsAddress),
            ("", Code::Empty),
            ("ada\u{200d}", Code::BadCharacter),
            ("ada\u{ad}", Code::BadCharacter),
            ("ada\u{2060}", Code::BadCharacter),
            ("\u{3164}", Code::BadCharacter),
            ("ada\u{fe0f}", Code::BadCharacter),
            ("ada\u{202e}", Code::BadCharacter),
            ("ada/../grace", Code::BadCharacter),
            ("<ada>", Code::BadCharacter),
            (&"x".repeat(101), Code::TooLong),
        ] {
            assert_eq!(Username::parse(bad, &own()).unwrap_err().code, code, "{bad:?}");
        }
    }

    #[test]
    fn what_is_typed_to_log_in_has_one_key() {
        assert_eq!(login_key(" ADA "), Some("ada".to_owned()));
        assert_eq!(login_key("Ada@Example.com"), Some("ada@example.com".to_owned()));
        // No other sign counts as an `@`.
        assert_eq!(login_key("ada＠example.com"), None);
        assert_eq!(login_key("ada@localhost"), None);
        assert_eq!(login_key("  "), None);
        assert_eq!(login_key(&"x".repeat(2_000)), None);
    }
}
