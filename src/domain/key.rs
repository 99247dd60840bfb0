//! The installation's key: 256 random bits that are stored outside the database. Somebody who has only the database, or a
//! backup of it, can therefore make nothing that depends on the key (SECURITY 2.6).

use super::base64url;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

/// The installation's key.
///
/// It has no `Display`, so that no message contains it by accident. [`Key::to_text`] is for the key file.
#[derive(Clone)]
pub struct Key([u8; Self::BYTES]);

impl Key {
    /// Length of a key, in bytes.
    pub const BYTES: usize = 32;

    /// Makes a key of these random bytes.
    pub const fn of(bytes: [u8; Self::BYTES]) -> Key {
        Key(bytes)
    }

    /// Reads a key as [`Key::to_text`] writes it, ignoring blanks and line breaks around it.
    pub fn parse(text: &str) -> Option<Key> {
        base64url::read(text.trim()).map(Key)
    }

    /// Returns the key as its file stores it: base64url without padding.
    pub fn to_text(&self) -> String {
        base64url::write(&self.0)
    }

    /// Returns the seal of a message: HMAC-SHA256 (RFC 2104) with this key, in base64url without padding.
    pub fn seal(&self, message: &[u8]) -> String {
        base64url::write(&self.sealed(message))
    }

    /// Checks whether a text is exactly the seal of a message. The duration of the check reveals nothing about the right seal.
    pub fn has_sealed(&self, message: &[u8], seal: &str) -> bool {
        base64url::read(seal).is_some_and(|seal| self.mac(message).verify(&seal.into()).is_ok())
    }

    /// Derives a key for one purpose alone, such as encryption. Nothing made with it can pass for a seal.
    pub fn derived(&self, purpose: &str) -> Key {
        Key(self.sealed(format!("key\n{purpose}").as_bytes()))
    }

    /// Returns the bytes, to encrypt with a [`derived`](Key::derived) key.
    pub fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    fn sealed(&self, message: &[u8]) -> [u8; 32] {
        self.mac(message).finalize().into_bytes().into()
    }

    fn mac(&self, message: &[u8]) -> Hmac<Sha256> {
        // HMAC takes a key as long as a block of the hash; a shorter key is filled with zeros (RFC 2104, section 2).
        let mut block = [0; 64];
        block[..Self::BYTES].copy_from_slice(&self.0);
        Hmac::<Sha256>::new(&block.into()).chain_update(message)
    }
}

/// Shows nothing of the key.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_that_of_the_standard() {
        // RFC 4231 has no key of 32 bytes. A shorter key filled with zeros is the same key (RFC 2104, section 2).
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let key = Key::of(key);
        let seal = key.seal(b"what do ya want for nothing?");
        let bytes = base64url::read(&seal).unwrap();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert!(key.has_sealed(b"what do ya want for nothing?", &seal));
        assert!(!key.has_sealed(b"what do ya want for nothing!", &seal));
        assert!(!key.derived("a").has_sealed(b"what do ya want for nothing?", &seal));
        assert_ne!(key.derived("a").bytes(), key.derived("b").bytes());
    }

    #[test]
    fn a_key_is_read_as_it_is_written_and_does_not_tell_itself() {
        let key = Key::of([7; 32]);
        assert_eq!(Key::parse(&format!("{}\n", key.to_text())).unwrap().bytes(), key.bytes());
        assert!(Key::parse("").is_none() && Key::parse(&key.to_text()[1..]).is_none());
        assert_eq!(format!("{key:?}"), "Key(…)");
    }
}
