//! Secrets of programs: 256 random bits. A secret is shown once, when it is made; only its hash is stored.

use super::base64url;
use std::fmt;

/// The secret of a token.
///
/// It has no `Display`, so that no message contains it by accident. Code that shows it must call [`Secret::to_text`].
#[derive(Clone)]
pub struct Secret([u8; Self::BYTES]);

impl Secret {
    /// Length of a secret, in bytes.
    pub const BYTES: usize = 32;

    /// Prefix of every secret, by which scanners recognise leaked secrets.
    pub const PREFIX: &'static str = "enlist_";

    /// Makes a secret of these random bytes.
    pub const fn of(bytes: [u8; Self::BYTES]) -> Secret {
        Secret(bytes)
    }

    /// Reads a secret. Returns `None` if the text is not exactly as [`Secret::to_text`] writes it.
    pub fn parse(text: &str) -> Option<Secret> {
        base64url::read(text.strip_prefix(Self::PREFIX)?).map(Secret)
    }

    /// Returns the secret as a program sends it: the prefix, then base64url without padding.
    pub fn to_text(&self) -> String {
        format!("{}{}", Self::PREFIX, base64url::write(&self.0))
    }

    /// Returns the bytes for hashing.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Shows nothing of the secret.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_secret_is_written_in_one_way() {
        let zeros = Secret::of([0; 32]).to_text();
        assert_eq!(zeros, format!("enlist_{}", "A".repeat(43)));
        assert_eq!(Secret::of([255; 32]).to_text(), format!("enlist_{}8", "_".repeat(42)));
        let ascending: [u8; 32] = std::array::from_fn(|at| at as u8);
        assert_eq!(Secret::of(ascending).to_text(), "enlist_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
        for bad in [
            "",
            "enlist_",
            &zeros[7..],
            &zeros[..49],
            &format!("{zeros}A"),
            &format!("{zeros}="),
            &format!(" {zeros}"),
            &format!("{zeros}\n"),
            &zeros.replace("enlist_", "Enlist_"),
            &zeros.replace("enlist_", "enlist_enlist_"),
            &format!("enlist_{}B", "A".repeat(42)),
            &format!("enlist_{}+", "A".repeat(42)),
            &format!("enlist_{}é", "A".repeat(41)),
        ] {
            assert!(Secret::parse(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn a_secret_does_not_tell_itself() {
        assert_eq!(format!("{:?}", Secret::of([7; 32])), "Secret(…)");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bytes in any::<[u8; 32]>()) {
            let text = Secret::of(bytes).to_text();
            let read = Secret::parse(&text).unwrap();
            prop_assert_eq!(read.bytes(), &bytes);
        }

        #[test]
        fn what_is_read_is_written_the_same(text in "enlist_[A-Za-z0-9_-]{43}") {
            if let Some(secret) = Secret::parse(&text) {
                prop_assert_eq!(secret.to_text(), text);
            }
        }
    }
}
