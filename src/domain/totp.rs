//! Time-based one-time passwords as a second factor (TOTP, RFC 6238). An app computes the codes from a shared secret. The
//! parameters are SHA-1, six digits and 30 seconds, because every app supports them.

use super::{Fault, Key, Moment, Secret};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use std::fmt;

/// A shared secret of 160 bits, as RFC 4226, section 4, recommends.
///
/// It has no `Display`, so that no message contains it by accident. The database stores it sealed only.
#[derive(Clone)]
pub struct Totp([u8; Totp::BYTES]);

impl Totp {
    /// Length of the shared secret, in bytes.
    pub const BYTES: usize = 20;

    /// Duration of a time step, in seconds.
    pub const SECONDS: i64 = 30;

    /// Number of time steps that a clock may be ahead or behind.
    const SKEW: u16 = 1;

    /// Length of the nonce of a seal, in bytes.
    const NONCE: usize = 24;

    /// The purpose from which the encryption key is derived.
    const PURPOSE: &'static str = "second factor";

    /// Makes a shared secret from the first 20 of these 32 random bytes.
    pub fn of(chance: &Secret) -> Totp {
        let mut bytes = [0; Self::BYTES];
        bytes.iter_mut().zip(chance.bytes()).for_each(|(byte, random)| *byte = *random);
        Totp(bytes)
    }

    /// Returns the secret for typing it into an app: base32 in groups of four.
    pub fn to_text(&self) -> String {
        let digits = self.codes("", "").secret().to_base32();
        let groups: Vec<String> = digits.as_bytes().chunks(4).map(|four| four.escape_ascii().to_string()).collect();
        groups.join(" ")
    }

    /// Returns the `otpauth` address that an app reads from a QR code: the secret, the issuer and the account.
    ///
    /// # Errors
    /// Returns a fault if the account name is empty.
    pub fn uri(&self, issuer: &str, account: &str) -> Result<String, Fault> {
        self.codes(issuer, account)
            .to_url()
            .map_err(|error| Fault::new("the address of a second factor", error.to_string()))
    }

    /// Returns the time step whose code this is: the current one, the previous or the next. Ignores blanks in the code.
    pub fn step_of(&self, code: &str, now: Moment) -> Option<i64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = u64::try_from(now.0.div_euclid(1_000_000)).ok().filter(|_| is_code)?;
        let step = self.codes("", "").check(&digits, seconds)?;
        i64::try_from(step).ok()
    }

    /// Returns the code that the app shows at a moment.
    pub fn code_at(&self, moment: Moment) -> String {
        let seconds = u64::try_from(moment.0.div_euclid(1_000_000)).unwrap_or(0);
        self.codes("", "").generate(seconds).to_string()
    }

    /// Seals the secret for the database with the installation's key, for this account alone. The text is hexadecimal.
    ///
    /// # Errors
    /// Returns a fault if the secret cannot be sealed.
    pub fn seal(&self, key: &Key, account: &str, chance: &Secret) -> Result<String, Fault> {
        let failed = |_| Fault::new("sealing a second factor", "the cipher refused");
        let nonce = chance.bytes().get(..Self::NONCE).and_then(|bytes| XNonce::try_from(bytes).ok());
        let nonce = nonce.ok_or_else(|| Fault::new("sealing a second factor", "the nonce is too short"))?;
        let payload = Payload { msg: &self.0, aad: account.as_bytes() };
        let sealed = cipher(key).encrypt(&nonce, payload).map_err(failed)?;
        Ok(nonce.iter().chain(&sealed).map(|byte| format!("{byte:02x}")).collect())
    }

    /// Opens a text that [`Totp::seal`] made.
    ///
    /// # Errors
    /// Returns a fault if the text was sealed with another key or for another account, or if it was altered.
    pub fn open(key: &Key, account: &str, sealed: &str) -> Result<Totp, Fault> {
        let failed = |why: &str| Fault::new("opening a second factor, which takes the key that sealed it", why);
        let pairs = sealed.as_bytes().chunks(2);
        let byte = |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let bytes: Option<Vec<u8>> = pairs.map(byte).collect();
        let bytes = bytes.filter(|bytes| bytes.len() > Self::NONCE).ok_or_else(|| failed("it is damaged"))?;
        let (nonce, sealed) = bytes.split_at(Self::NONCE);
        let nonce = XNonce::try_from(nonce).map_err(|_| failed("it is damaged"))?;
        let opened = cipher(key).decrypt(&nonce, Payload { msg: sealed, aad: account.as_bytes() });
        let opened = opened.map_err(|_| failed("it does not fit"))?;
        opened.try_into().map(Totp).map_err(|_| failed("it has another length"))
    }

    fn codes(&self, issuer: &str, account: &str) -> totp_rs::Totp {
        // A colon separates the issuer from the account in the address.
        let plain = |text: &str| text.replace(':', " ");
        totp_rs::Builder::new()
            .with_algorithm(totp_rs::Algorithm::SHA1)
            .with_digits(6)
            .with_skew(Self::SKEW)
            .with_step_duration(Self::SECONDS as u64)
            .with_secret(self.0.to_vec())
            .with_issuer(Some(plain(issuer)))
            .with_account_name(plain(account))
            .build_noncompliant()
    }
}

/// Returns a text as a QR code: an SVG image, dark on light whatever the colours of the page.
///
/// # Errors
/// Returns a fault if the text is too long for a QR code.
pub fn qr_code(text: &str) -> Result<String, Fault> {
    let code = QRBuilder::new(text).build().map_err(|error| Fault::new("a QR code", error.to_string()))?;
    Ok(SvgBuilder::default().to_str(&code))
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.derived(Totp::PURPOSE).bytes().into())
}

/// Shows nothing of the secret.
impl fmt::Debug for Totp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Totp(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totp() -> Totp {
        Totp(*b"12345678901234567890")
    }

    fn at(seconds: i64) -> Moment {
        Moment(seconds * 1_000_000)
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(totp().code_at(at(seconds)), code);
            assert_eq!(totp().step_of(code, at(seconds)), Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_is_good_one_step_before_and_after() {
        let code = totp().code_at(at(3_000));
        let step = |seconds| totp().step_of(&code, at(seconds));
        assert_eq!(
            [step(2_940), step(2_970), step(3_029), step(3_059), step(3_060)],
            [None, Some(100), Some(100), Some(100), None]
        );
        for bad in ["", "12345", "1234567", "12345a", "１２３４５６", "-12345", "+12345"] {
            assert_eq!(totp().step_of(bad, at(3_000)), None, "{bad:?}");
        }
        assert_eq!(totp().step_of(&format!(" {} {} ", &code[..3], &code[3..]), at(3_000)), Some(100));
        assert_eq!(totp().step_of(&code, Moment(-1)), None);
    }

    #[test]
    fn what_an_app_reads_has_everything_in_it() {
        let uri = totp().uri("example.com:8080", "ada+1@example.com").unwrap();
        assert_eq!(
            uri,
            "otpauth://totp/example.com%208080:ada%2B1%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=example.com%208080"
        );
        assert_eq!(totp().to_text(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let image = qr_code(&uri).unwrap();
        assert!(image.starts_with("<svg ") && image.ends_with("</svg>"), "{image}");
    }

    #[test]
    fn a_seal_opens_with_its_key_for_its_account_alone() {
        let (key, chance) = (Key::of([1; 32]), Secret::of([9; 32]));
        let sealed = totp().seal(&key, "ada", &chance).unwrap();
        assert!(!sealed.contains("3132333435"));
        assert_eq!(Totp::open(&key, "ada", &sealed).unwrap().0, totp().0);
        assert!(Totp::open(&Key::of([2; 32]), "ada", &sealed).is_err());
        assert!(Totp::open(&key, "eve", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut altered = sealed.clone().into_bytes();
            altered[at] = if altered[at] == b'0' { b'1' } else { b'0' };
            let altered = String::from_utf8(altered).unwrap();
            assert!(Totp::open(&key, "ada", &altered).is_err(), "{at}");
        }
        for bad in ["", "0", "00", "zz", &sealed[..60], "é"] {
            assert!(Totp::open(&key, "ada", bad).is_err(), "{bad:?}");
        }
        assert_eq!(format!("{:?}", totp()), "Totp(…)");
    }
}
