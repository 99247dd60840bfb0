//! Makes e-mails (RFC 5322) of letters: the bytes of an `.eml` file or of an SMTP session.
//!
//! The same letter always gives the same bytes. So a letter that is sent twice has the same Message-ID, and exported
//! files can be compared. `words` writes the text, and other modules deliver the e-mail.

use crate::domain::{EmailAddress, Fault, Letter, Moment, Name, PublicId};
use crate::words::LetterText;
use lettre::address::{Address, Envelope};
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, MultiPartKind, SinglePart};
use std::error::Error;
use std::panic;
use std::time::{Duration, SystemTime};

/// An e-mail, and the envelope with the sender and recipient for the mail server.
pub(super) struct Email {
    pub envelope: Envelope,
    pub bytes: Vec<u8>,
}

/// Makes the e-mail of a letter. `from` is the sender address, or only its domain: then the sender is `no-reply` at that
/// domain.
///
/// # Errors
/// Returns a fault if the letter cannot be an e-mail: a name contains a line break or another unprintable character, or a
/// domain is invalid. A retry cannot help.
pub fn message(letter: &Letter, text: &LetterText, from: &str) -> Result<Vec<u8>, Fault> {
    email(letter, text, from).map(|email| email.bytes)
}

/// Makes the e-mail of a letter with its envelope; see [`message`].
pub(super) fn email(letter: &Letter, text: &LetterText, from: &str) -> Result<Email, Fault> {
    let context = || format!("the e-mail of letter {:?}", letter.id.as_str());
    // lettre panics if it cannot write a value, such as a date after the year 9999. One bad letter must not stop the
    // delivery of the others.
    panic::catch_unwind(|| build(letter, text, from))
        .unwrap_or_else(|_| Err("it cannot be written as an e-mail".into()))
        .map_err(|error| Fault::new(context(), error))
}

type Failure = Box<dyn Error + Send + Sync>;

fn build(letter: &Letter, text: &LetterText, from: &str) -> Result<Email, Failure> {
    // The id becomes part of the Message-ID and the boundary. Like the names below, it comes from the database and is
    // checked.
    PublicId::parse(letter.id.as_str()).map_err(|problem| problem.to_string())?;
    let (local, host) = from.rsplit_once('@').unwrap_or(("no-reply", from));
    let host = host_in_ascii(host)?;
    let from = Address::new(local, &host)?;
    let to = address_in_ascii(&letter.to)?;
    let sender = match &letter.sender {
        Some(sender) => display_name("sender", sender)?,
        None => None,
    };
    let sender = sender.unwrap_or_else(|| "enlist".to_owned());
    let recipient = display_name("recipient", &letter.name)?;
    one_line("environment", &letter.environment)?;
    one_line("subject", &text.subject)?;

    let envelope = Envelope::new(Some(from.clone()), vec![to.clone()])?;
    let message = Message::builder()
        .envelope(envelope.clone())
        .from(Mailbox::new(Some(sender), from))
        .to(Mailbox::new(recipient, to))
        .raw_header(subject(&text.subject))
        .date(date(letter.created_at)?)
        .message_id(Some(format!("<{}@{host}>", letter.id)))
        .raw_header(plain("Auto-Submitted", "auto-generated"))
        .raw_header(plain("Content-Language", letter.language.code()))
        .multipart(body(letter, text))?;
    Ok(Email { envelope, bytes: message.formatted() })
}

/// Returns both texts as alternatives, the preferred one last (RFC 2046, 5.1.4).
///
/// `=_` cannot occur in quoted-printable text, so a part never contains the boundary although it is predictable.
fn body(letter: &Letter, text: &LetterText) -> MultiPart {
    let part = |content_type, text: &str| {
        SinglePart::builder()
            .header(content_type)
            .header(ContentTransferEncoding::QuotedPrintable)
            .body(text.to_owned())
    };
    MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(format!("=_{}", letter.id))
        .singlepart(part(ContentType::TEXT_PLAIN, &text.text))
        .singlepart(part(ContentType::TEXT_HTML, &text.html))
}

/// Returns the address as it was typed, with the domain in ASCII, because not every mail server accepts other domains.
fn address_in_ascii(address: &EmailAddress) -> Result<Address, Failure> {
    let local = address.as_str().rsplit_once('@').map(|(local, _)| local);
    let domain = address.key().rsplit_once('@').map(|(_, domain)| domain);
    match (local, domain) {
        (Some(local), Some(domain)) if local.is_ascii() && domain.is_ascii() => Ok(Address::new(local, domain)?),
        _ => Err("the stored address is invalid".into()),
    }
}

fn host_in_ascii(host: &str) -> Result<String, Failure> {
    if host.is_ascii() {
        return Ok(host.to_ascii_lowercase());
    }
    let address = EmailAddress::parse(&format!("no-reply@{host}")).map_err(|problem| problem.to_string())?;
    match address.key().rsplit_once('@') {
        Some((_, domain)) => Ok(domain.to_owned()),
        None => Err("expected a host name, found an invalid one".into()),
    }
}

/// Returns a name for an address header, or `None` if it is blank. A first and a last name together can be longer than a
/// [`Name`], and a line has at most 998 characters (RFC 5322, 2.1.1). So the result is cut to the length of a [`Name`].
fn display_name(what: &str, name: &str) -> Result<Option<String>, Failure> {
    let short: String = name.trim().chars().take(Name::MAX).collect();
    if short.is_empty() {
        return Ok(None);
    }
    one_line(what, &short)?;
    Ok(Some(short))
}

/// Returns an error if a text contains characters that could forge a header line. Values from `domain` never do, but
/// somebody may have tampered with the database.
fn one_line(what: &str, text: &str) -> Result<(), Failure> {
    // `Name` checks the characters. The text is checked in pieces, because a subject can be longer than a name. The bars
    // protect the ends of a piece, because `Name` trims whitespace, which includes line breaks.
    let characters: Vec<char> = text.chars().collect();
    for piece in characters.chunks(Name::MAX - 2) {
        let piece: String = piece.iter().collect();
        Name::parse(&format!("|{piece}|")).map_err(|problem| format!("{what}: {}", problem.message))?;
    }
    Ok(())
}

/// Returns the subject, encoded by lettre if that preserves it. The whole subject is encoded in three cases. A mail program
/// would decode a word that looks like an encoded word. One of two adjacent spaces can be lost. A long word makes a line
/// that servers refuse.
fn subject(text: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    let is_tricky = text.contains("=?") || text.contains("  ") || text.split(' ').any(|word| word.len() > 100);
    match is_tricky {
        false => HeaderValue::new(name, text.to_owned()),
        true => HeaderValue::dangerous_new_pre_encoded(name, text.to_owned(), encoded_words(text)),
    }
}

/// Returns text as encoded words with the `Q` encoding, one per line (RFC 2047, 4.2). An encoded word has at most 75
/// characters and contains only whole characters: twelve for its delimiters, and three for each byte.
fn encoded_words(text: &str) -> String {
    let mut words = vec![String::new()];
    for character in text.chars() {
        let code: String = character.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("={byte:02X}")).collect();
        match words.last_mut() {
            Some(word) if word.len() + code.len() <= 60 => word.push_str(&code),
            _ => words.push(code),
        }
    }
    let words: Vec<String> = words.iter().map(|word| format!("=?utf-8?q?{word}?=")).collect();
    words.join("\r\n ")
}

fn plain(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn date(moment: Moment) -> Result<SystemTime, Failure> {
    let since = u64::try_from(moment.0).map_err(|_| "its time is before 1970")?;
    Ok(SystemTime::UNIX_EPOCH + Duration::from_micros(since))
}

#[cfg(test)]
mod tests;
