//! Recovery codes, which replace a lost second factor. Each is valid once.

use super::Secret;

/// The digits: Crockford's base32, in which no two digits look alike.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Number of digits of a code: 80 bits.
const LENGTH: usize = 16;

/// Number of codes in a set.
pub const RECOVERY_CODES: usize = 10;

/// Makes a code of random bytes, in the stored form. [`shown_recovery_code`] returns the form for people.
pub fn recovery_code(chance: &Secret) -> String {
    chance.bytes().iter().take(LENGTH).map(|byte| char::from(DIGITS[usize::from(*byte) % DIGITS.len()])).collect()
}

/// Returns the form of a code for people: small letters, in groups of four.
pub fn shown_recovery_code(code: &str) -> String {
    let groups: Vec<String> =
        code.as_bytes().chunks(4).map(|four| four.escape_ascii().to_string().to_ascii_lowercase()).collect();
    groups.join("-")
}

/// Returns the stored form of a typed code, or `None` if it cannot be a code. Ignores case, blanks and hyphens, and reads
/// letters that look like a digit as that digit.
pub fn read_recovery_code(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(LENGTH);
    for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let digit = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let is_digit = u8::try_from(digit).is_ok_and(|byte| DIGITS.contains(&byte));
        if !is_digit || code.len() == LENGTH {
            return None;
        }
        code.push(digit);
    }
    (code.len() == LENGTH).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = recovery_code(&Secret::of(std::array::from_fn(|at| at as u8)));
        assert_eq!(code, "0123456789ABCDEF");
        let shown = shown_recovery_code(&code);
        assert_eq!(shown, "0123-4567-89ab-cdef");
        for typed in [&shown, &code, " oI23 4567 89AB cdEF ", "OL23456789abcdef"] {
            assert_eq!(read_recovery_code(typed).as_deref(), Some(&*code), "{typed}");
        }
        for bad in ["", "0123", "0123-4567-89ab-cdef0", "0123-4567-89ab-cdeU", "0123-4567-89ab-cdeé"] {
            assert_eq!(read_recovery_code(bad), None, "{bad}");
        }
    }
}
