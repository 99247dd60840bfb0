//! E-mails (RFC 5322) made from letters: the bytes of an `.eml` file or of an SMTP session.
//!
//! The same letter gives the same bytes, however often it is made: so a letter that is sent twice is known as one by its
//! Message-ID, and what was exported can be compared. The text is the work of `words`, the delivery that of others.

use crate::domain::{EmailAddress, Fault, Letter, Moment, Name, PublicId};
use crate::words::LetterText;
use lettre::address::{Address, Envelope};
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, MultiPartKind, SinglePart};
use std::error::Error;
use std::panic;
use std::time::{Duration, SystemTime};

/// An e-mail, and whom the mail server is told it is from and to.
pub(super) struct Email {
    pub envelope: Envelope,
    pub bytes: Vec<u8>,
}

/// Makes the e-mail of a letter; `from` is the address that letters come from, or its domain alone: then they come from
/// `no-reply` there.
///
/// # Errors
/// A letter that no e-mail can be made of: a line break or another unprintable character in a name, or a domain that is none.
/// Such a letter cannot be mended by trying again.
pub fn message(letter: &Letter, text: &LetterText, from: &str) -> Result<Vec<u8>, Fault> {
    email(letter, text, from).map(|email| email.bytes)
}

/// The same with the envelope.
pub(super) fn email(letter: &Letter, text: &LetterText, from: &str) -> Result<Email, Fault> {
    let context = || format!("the e-mail of letter {:?}", letter.id.as_str());
    // lettre panics where it finds what it cannot write, such as a date after the year 9999. One poisoned letter must not
    // end the delivery of all others.
    panic::catch_unwind(|| build(letter, text, from))
        .unwrap_or_else(|_| Err("it cannot be written".into()))
        .map_err(|error| Fault::new(context(), error))
}

type Failure = Box<dyn Error + Send + Sync>;

fn build(letter: &Letter, text: &LetterText, from: &str) -> Result<Email, Failure> {
    // The id goes into the Message-ID and the boundary; what was read from the database is checked like the names below.
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

/// Both texts as alternatives, the better one last (RFC 2046, 5.1.4).
///
/// `=_` cannot occur in quoted-printable text, so the boundary is never met inside a part although it is foreseeable.
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

/// The address as it was typed, with the domain in ASCII: not every mail server understands another one.
fn address_in_ascii(address: &EmailAddress) -> Result<Address, Failure> {
    let local = address.as_str().rsplit_once('@').map(|(local, _)| local);
    let domain = address.key().rsplit_once('@').map(|(_, domain)| domain);
    match (local, domain) {
        (Some(local), Some(domain)) if local.is_ascii() && domain.is_ascii() => Ok(Address::new(local, domain)?),
        _ => Err("the stored address is none".into()),
    }
}

fn host_in_ascii(host: &str) -> Result<String, Failure> {
    if host.is_ascii() {
        return Ok(host.to_ascii_lowercase());
    }
    let address = EmailAddress::parse(&format!("no-reply@{host}")).map_err(|problem| problem.to_string())?;
    match address.key().rsplit_once('@') {
        Some((_, domain)) => Ok(domain.to_owned()),
        None => Err("expected a host name".into()),
    }
}

/// A name for the line of an address, or `None` if it is blank. It is cut after as many characters as a [`Name`] may have:
/// a first and a last name together may have more, and a line has at most 998 (RFC 5322, 2.1.1).
fn display_name(what: &str, name: &str) -> Result<Option<String>, Failure> {
    let short: String = name.trim().chars().take(Name::MAX).collect();
    if short.is_empty() {
        return Ok(None);
    }
    one_line(what, &short)?;
    Ok(Some(short))
}

/// Refuses what could forge a line. Everything that comes from `domain` is free of it; a database that somebody has
/// tampered with need not be.
fn one_line(what: &str, text: &str) -> Result<(), Failure> {
    // `Name` knows the characters. It is asked piece by piece, because a subject may be longer than a name, and between bars,
    // because it drops blanks at the ends, and a line break is one.
    let characters: Vec<char> = text.chars().collect();
    for piece in characters.chunks(Name::MAX - 2) {
        let piece: String = piece.iter().collect();
        Name::parse(&format!("|{piece}|")).map_err(|problem| format!("{what}: {}", problem.message))?;
    }
    Ok(())
}

/// The subject, encoded by lettre where that arrives as it was. A word that looks like an encoded one would be decoded by the
/// reader, of two blanks one may be lost, and a long word would make a line that servers refuse: then all of it is encoded.
fn subject(text: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    let is_tricky = text.contains("=?") || text.contains("  ") || text.split(' ').any(|word| word.len() > 100);
    match is_tricky {
        false => HeaderValue::new(name, text.to_owned()),
        true => HeaderValue::dangerous_new_pre_encoded(name, text.to_owned(), encoded_words(text)),
    }
}

/// Text as encoded words of the `Q` kind, one a line (RFC 2047, 4.2). An encoded word has at most 75 characters and holds
/// only whole characters: twelve for its frame, and three for each byte.
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
    let since = u64::try_from(moment.0).map_err(|_| "its moment is before 1970")?;
    Ok(SystemTime::UNIX_EPOCH + Duration::from_micros(since))
}

#[cfg(test)]
mod tests;
