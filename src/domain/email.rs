//! E-mail addresses: the typed text, and the key by which two addresses are equal.

use super::{Code, Problem, name::is_unprintable};
use std::fmt;

/// An e-mail address that can receive letters (SECURITY 2.7).
///
/// Two addresses are equal if their [`key`](EmailAddress::key) is equal: the local part in ASCII lower case and the domain in
/// its ASCII form (IDNA). The typed text is kept for display and for sending.
#[derive(Debug, Clone)]
pub struct EmailAddress {
    typed: String,
    key: String,
}

impl EmailAddress {
    /// Maximum number of characters of an address (RFC 5321, 4.5.3.1.3).
    pub const MAX: usize = 254;

    /// Parses an address, without surrounding blanks.
    ///
    /// # Errors
    /// Refuses addresses that two people could share or that could forge a letter: quoted local parts, address literals,
    /// domains of a single label, letters outside ASCII before the `@`, control and direction characters.
    pub fn parse(text: &str) -> Result<EmailAddress, Problem> {
        let typed = text.trim();
        let wrong = |found: String, help: &str| {
            Err(Problem::new(Code::InvalidAddress, format!("expected an e-mail address, found {found}")).help(help))
        };
        let shown = || match typed.chars().count() {
            0 => "an empty string".to_owned(),
            count if count > 60 => format!("{count} characters"),
            _ => format!("{typed:?}"),
        };
        if typed.len() > Self::MAX {
            return wrong(shown(), "an address has at most 254 characters");
        }
        if let Some(bad) = typed.chars().find(|&c| is_unprintable(c)) {
            return wrong(
                format!("the control character U+{:04X} in it", bad as u32),
                "leave out line breaks, tabs and invisible direction marks",
            );
        }
        let Some((local, domain)) = typed.rsplit_once('@') else {
            return wrong(shown(), "an address looks like `name@example.com`");
        };
        if local.starts_with('"') {
            return wrong(shown(), "a quoted part before the `@` is not accepted");
        }
        if !local.is_ascii() {
            return wrong(shown(), "before the `@` only letters a to z, digits and signs of ASCII are accepted");
        }
        if !is_dot_atom(local) {
            return wrong(
                shown(),
                "before the `@` stand 1 to 64 letters, digits or signs, with single dots between them",
            );
        }
        if domain.starts_with('[') {
            return wrong(shown(), "write a domain name, not an IP address, after the `@`");
        }
        let Some(domain) = domain_key(domain) else {
            return wrong(shown(), "after the `@` stands a domain with at least one dot, such as `example.com`");
        };
        let mut key = String::with_capacity(typed.len());
        key.push_str(local);
        key.make_ascii_lowercase();
        key.push('@');
        key.push_str(&domain);
        Ok(EmailAddress { typed: typed.to_owned(), key })
    }

    /// Makes an address from the database, which holds only valid ones.
    pub(crate) fn stored(typed: String, key: String) -> EmailAddress {
        EmailAddress { typed, key }
    }

    /// Returns the address as it was typed. Letters are sent to it.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// Returns the key. Two addresses with the same key are equal.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for EmailAddress {}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

/// Checks for an RFC 5322 dot-atom, the only form of a local part that every mail server reads the same way.
fn is_dot_atom(local: &str) -> bool {
    (1..=64).contains(&local.len())
        && local.split('.').all(|atom| {
            !atom.is_empty() && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
        })
}

/// Returns the domain in ASCII lower case by IDNA, or `None` if it cannot receive mail.
fn domain_key(domain: &str) -> Option<String> {
    let ascii =
        if domain.is_ascii() { domain.to_ascii_lowercase() } else { idna::domain_to_ascii_strict(domain).ok()? };
    let labels = ascii.split('.');
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_top = |label: &str| label.bytes().any(|b| b.is_ascii_alphabetic());
    let valid = labels.clone().count() >= 2
        && labels.clone().all(is_label)
        && labels.clone().next_back().is_some_and(is_top)
        && ascii.len() <= 253;
    // An ASCII domain may contain an invalid punycode label. A valid one decodes to a text that encodes to the same domain.
    let canonical = !ascii.contains("xn--") || idna::domain_to_ascii_strict(&ascii).is_ok_and(|again| again == ascii);
    (valid && canonical).then_some(ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_differ_in_case_and_blanks_are_the_same() {
        let typed = EmailAddress::parse("  John.Smith@BizzStream.COM ").unwrap();
        assert_eq!(typed.as_str(), "John.Smith@BizzStream.COM");
        assert_eq!(typed.key(), "john.smith@bizzstream.com");
        assert_eq!(typed, EmailAddress::parse("john.smith@bizzstream.com").unwrap());
    }

    #[test]
    fn a_domain_has_one_key_in_every_script() {
        let unicode = EmailAddress::parse("info@BÜCHER.example").unwrap();
        let ascii = EmailAddress::parse("info@xn--bcher-kva.example").unwrap();
        assert_eq!(unicode.key(), "info@xn--bcher-kva.example");
        assert_eq!(unicode, ascii);
        assert_eq!(unicode.as_str(), "info@BÜCHER.example");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in [
            "",
            "john",
            "@example.com",
            "john@",
            "john@localhost",
            "john@example..com",
            "john@-a.com",
            "\"john smith\"@example.com",
            "john@[127.0.0.1]",
            "john@127.0.0.1",
            "jöhn@example.com",
            ".john@example.com",
            "john.@example.com",
            "jo..hn@example.com",
            "john smith@example.com",
            "john@exam ple.com",
            "a@b@example.com",
            "john@example.com\r\nBcc: all@example.com",
            "john\u{202e}@example.com",
            "ｊohn@example.com",
            "john@xn--a.example",
            "john@xn--.example",
        ] {
            let problem = EmailAddress::parse(bad).unwrap_err();
            assert_eq!(problem.code, Code::InvalidAddress, "{bad:?}");
            assert!(problem.help.is_some(), "{bad:?}");
        }
        assert!(EmailAddress::parse(&format!("{}@example.com", "x".repeat(65))).is_err());
        assert!(EmailAddress::parse(&format!("x@{}.com", "a.".repeat(150))).is_err());
    }

    #[test]
    fn compatibility_letters_do_not_make_a_second_address() {
        // Full-width and ligature forms of a domain normalise to the same key, so that they never make a second account.
        let plain = EmailAddress::parse("info@fit.example").unwrap();
        let ligature = EmailAddress::parse("info@ﬁt.example").unwrap();
        assert_eq!(plain.key(), ligature.key());
    }
}
