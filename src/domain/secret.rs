//! Secrets that programs come with: 256 random bits. Shown once, when they are made; what is kept of them is a hash.

use std::fmt;

/// The secret of a token.
///
/// It has no `Display`, so that it gets into no message by accident: whoever shows it says so with [`Secret::to_text`].
#[derive(Clone)]
pub struct Secret([u8; Self::BYTES]);

/// The digits of base64url, each worth six bits.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Secret {
    /// How many bytes a secret has.
    pub const BYTES: usize = 32;

    /// What every secret begins with, so that those who look for leaked secrets know it.
    pub const PREFIX: &'static str = "enlist_";

    /// How many digits stand behind the prefix.
    const LENGTH: usize = 43;

    /// A secret of these bytes, which come from chance.
    pub const fn of(bytes: [u8; Self::BYTES]) -> Secret {
        Secret(bytes)
    }

    /// Reads a secret; nothing if it is not written exactly as [`Secret::to_text`] writes it.
    pub fn parse(text: &str) -> Option<Secret> {
        let digits = text.strip_prefix(Self::PREFIX)?.as_bytes();
        if digits.len() != Self::LENGTH {
            return None;
        }
        let mut bytes = Vec::with_capacity(Self::BYTES);
        let (mut bits, mut held) = (0_u32, 0);
        for digit in digits {
            let value = DIGITS.iter().position(|known| known == digit)?;
            bits = bits << 6 | value as u32;
            held += 6;
            if held >= 8 {
                held -= 8;
                bytes.push((bits >> held) as u8);
                bits &= (1 << held) - 1;
            }
        }
        // The last digit has two bits to spare. Were they ignored, four texts would be the same secret.
        if bits != 0 {
            return None;
        }
        bytes.try_into().ok().map(Secret)
    }

    /// The secret as a program sends it: the prefix, then base64url without padding.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(Self::PREFIX.len() + Self::LENGTH);
        text.push_str(Self::PREFIX);
        let (mut bits, mut held) = (0_u32, 0);
        for byte in self.0 {
            bits = bits << 8 | u32::from(byte);
            held += 8;
            while held >= 6 {
                held -= 6;
                text.push(char::from(DIGITS[(bits >> held) as usize & 63]));
            }
            bits &= (1 << held) - 1;
        }
        text.push(char::from(DIGITS[(bits << (6 - held)) as usize & 63]));
        text
    }

    /// The bytes, to be hashed.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Nothing of the secret.
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
