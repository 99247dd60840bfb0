//! Base64url without padding (RFC 4648, section 5), the format of secrets, keys and links. The same bytes have one text, and
//! no other text is accepted. An altered text is therefore never read as the original.

/// The digits, each worth six bits.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Returns the bytes as text.
pub fn write(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 2);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 6 {
            held -= 6;
            text.push(char::from(DIGITS[(bits >> held) as usize & 63]));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        text.push(char::from(DIGITS[(bits << (6 - held)) as usize & 63]));
    }
    text
}

/// Returns the 32 bytes of a text, or `None` if it is not exactly as [`write`] writes it.
pub fn read(text: &str) -> Option<[u8; 32]> {
    const LENGTH: usize = 43;
    let digits = text.as_bytes();
    if digits.len() != LENGTH {
        return None;
    }
    let mut bytes = Vec::with_capacity(32);
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
    // The last digit has two spare bits. If they were ignored, four texts would decode to the same bytes.
    if bits != 0 {
        return None;
    }
    bytes.try_into().ok()
}
