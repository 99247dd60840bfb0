//! Tests that mail programs can read the e-mails. They are parsed with a different crate than the one that writes them.

use super::message;
use crate::domain::{EmailAddress, LANGUAGES, Language, Letter, LetterKind, Moment, PublicId};
use crate::words::{self, LetterText, Link};
use mail_parser::{Message, MessageParser, MimeHeaders};
use proptest::prelude::*;

const HOST: &str = "enlist.example";
const LINK: Link<'static> = Link::Address("https://enlist.example/enrol?token=abc");

fn welcome(language: &str) -> Letter {
    let language = Language::parse(language).unwrap();
    let wanted = |letter: &Letter| letter.language == language && letter.kind == LetterKind::Welcome;
    words::samples().into_iter().find(wanted).unwrap()
}

fn write(letter: &Letter) -> (LetterText, Vec<u8>) {
    let text = words::letter(letter, LINK).unwrap();
    let bytes = message(letter, &text, HOST).unwrap_or_else(|fault| panic!("{fault}: {letter:?}"));
    (text, bytes)
}

fn parse(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).expect("an e-mail")
}

/// Checks the properties of every e-mail: each header occurs once, and no content is lost.
fn check(letter: &Letter) {
    let (text, bytes) = write(letter);
    for line in bytes.split(|&byte| byte == b'\n') {
        assert!(line.len() <= 999 && line.is_ascii(), "{}", String::from_utf8_lossy(line));
        assert!(line.is_empty() || line.ends_with(b"\r"), "a bare line feed");
    }
    let parsed = parse(&bytes);
    let names: Vec<&str> = parsed.headers().iter().map(|header| header.name.as_str()).collect();
    let expected = [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "Content-Language",
        "MIME-Version",
        "Content-Type",
    ];
    assert_eq!(names, expected);
    assert_eq!(parsed.subject().unwrap_or_default(), text.subject);
    let to: Vec<_> = parsed.to().unwrap().clone().into_list();
    assert_eq!(to.len(), 1, "{to:?}");
    assert_eq!(to[0].address.as_deref(), Some(letter.to.as_str()));
    assert_eq!(to[0].name.as_deref().unwrap_or_default(), letter.name.trim());
    let from: Vec<_> = parsed.from().unwrap().clone().into_list();
    assert_eq!(from.len(), 1, "{from:?}");
    assert_eq!(from[0].address.as_deref(), Some("no-reply@enlist.example"));
    assert_eq!(from[0].name.as_deref(), Some(letter.sender.as_deref().unwrap_or("enlist").trim()));
    assert_eq!((parsed.text_body_count(), parsed.html_body_count(), parsed.attachment_count()), (1, 1, 0));
    let unix = |body: String| body.replace("\r\n", "\n");
    assert_eq!(unix(parsed.body_text(0).unwrap().into_owned()), text.text);
    assert_eq!(unix(parsed.body_html(0).unwrap().into_owned()), text.html);
}

#[test]
fn every_sample_can_be_read_in_every_language() {
    for sample in words::samples() {
        check(&sample);
    }
    // The samples contain characters outside ASCII, in subjects and in texts.
    for (language, letter) in [("fr", 'é'), ("de", 'ß'), ("pl", 'ł'), ("es", 'ñ')] {
        assert!(words::letter(&welcome(language), LINK).unwrap().text.contains(letter), "{language}");
    }
    assert_eq!(LANGUAGES.len() * LetterKind::TEXTS.len() * 2, words::samples().len());
}

#[test]
fn headers_in_full() {
    let (_, bytes) = write(&welcome("de"));
    let text = String::from_utf8(bytes).unwrap();
    let (headers, _) = text.split_once("\r\n\r\n").unwrap();
    let expected = [
        "From: enlist <no-reply@enlist.example>",
        "To: \"John Smith\" <John.Smith@example.com>",
        "Subject: Ihr neues Konto =?utf-8?b?ZsO8cg==?= Example Environment",
        "Date: Sun, 01 Jan 2023 00:00:00 +0000",
        "Message-ID: <99999999999999999@enlist.example>",
        "Auto-Submitted: auto-generated",
        "Content-Language: de",
        "MIME-Version: 1.0",
        "Content-Type: multipart/alternative; boundary=\"=_99999999999999999\"",
    ];
    assert_eq!(headers.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    for sample in words::samples() {
        assert_eq!(write(&sample).1, write(&sample).1);
    }
    let (one, mut other) = (welcome("en"), welcome("en"));
    other.id = PublicId::parse("another").unwrap();
    assert_ne!(write(&one).1, write(&other).1);
}

#[test]
fn spanish_is_es_however_it_was_written() {
    let (_, bytes) = write(&welcome("sp"));
    assert_eq!(parse(&bytes).content_language().as_text(), Some("es"));
}

#[test]
fn an_international_domain_is_sent_in_ascii() {
    let mut letter = welcome("en");
    letter.to = EmailAddress::parse("Info@BÜCHER.example").unwrap();
    let text = words::letter(&letter, LINK).unwrap();
    let bytes = message(&letter, &text, "Größe.example").unwrap();
    let parsed = parse(&bytes);
    let address = |list: Option<&mail_parser::Address>| list.unwrap().first().unwrap().address().unwrap().to_owned();
    assert_eq!(address(parsed.to()), "Info@xn--bcher-kva.example");
    assert_eq!(address(parsed.from()), "no-reply@xn--gre-6ka8i.example");
    assert_eq!(parsed.message_id(), Some("99999999999999999@xn--gre-6ka8i.example"));
}

#[test]
fn a_value_with_a_line_break_is_a_fault_and_no_e_mail() {
    for hostile in [
        "Bob\r\nBcc: all@example.com",
        "Bob\nBcc: all@example.com",
        "Bob\rBcc: all@example.com",
        "Bob\r\n\r\n<html>",
        "\u{85}Bob\u{2028}Bcc: all@example.com",
        "Bob\0",
        "Bob\u{1b}[31m",
        "B\tob",
        "\u{202e}boB",
    ] {
        let changes: [fn(&mut Letter, String); 3] = [
            |letter, text| letter.name = text,
            |letter, text| letter.environment = text,
            |letter, text| letter.sender = Some(text),
        ];
        for change in changes {
            for hostile in [hostile.to_owned(), format!("{}{hostile}", "x".repeat(190))] {
                let mut letter = welcome("en");
                change(&mut letter, hostile.clone());
                let text = words::letter(&letter, LINK).unwrap();
                let fault = message(&letter, &text, HOST).expect_err(&hostile).to_string();
                assert!(fault.starts_with("the e-mail of letter \"99999999999999999\": "), "{fault}");
                assert!(fault.contains("found the control character U+"), "{fault}");
                assert!(!fault.contains(char::is_control), "{fault}");
            }
        }
    }
}

#[test]
fn a_subject_alone_cannot_forge_a_header() {
    let letter = welcome("en");
    let mut text = words::letter(&letter, LINK).unwrap();
    text.subject = "Hello\r\nBcc: all@example.com".to_owned();
    assert!(message(&letter, &text, HOST).is_err());
}

#[test]
fn an_id_that_is_none_is_a_fault() {
    for id in ["a\r\nBcc: all@example.com", "a>", "", &"x".repeat(65)] {
        let mut letter = welcome("en");
        letter.id = PublicId::stored(id.to_owned());
        let text = words::letter(&letter, LINK).unwrap();
        let fault = message(&letter, &text, HOST).unwrap_err().to_string();
        assert!(!fault.contains(char::is_control), "{fault}");
    }
}

#[test]
fn a_host_that_is_none_is_a_fault() {
    let letter = welcome("en");
    let text = words::letter(&letter, LINK).unwrap();
    for host in ["", "a b", "a\r\nBcc: all@example.com", "a>", "enlist.example:8080", "ü\n.example", "ü"] {
        assert!(message(&letter, &text, host).is_err(), "{host:?}");
    }
    for host in ["localhost", "127.0.0.1", "mail.enlist.example"] {
        assert!(message(&letter, &text, host).is_ok(), "{host:?}");
    }
}

#[test]
fn a_moment_that_no_date_can_say_is_a_fault() {
    for moment in [-1, i64::MAX] {
        let mut letter = welcome("en");
        letter.created_at = Moment(moment);
        let text = words::letter(&letter, LINK).unwrap();
        assert!(message(&letter, &text, HOST).is_err(), "{moment}");
    }
}

#[test]
fn names_that_are_strange_but_honest_arrive() {
    let long = "Wolfeschlegelsteinhausenbergerdorff".repeat(5);
    for name in [
        "O'Neill, \"Bob\" <b@example.com>",
        "(Bob) \\ Smith; a:b,c@d",
        "Zażółć Gęślą Jaźń",
        "👩‍👩‍👧 Family 🏳️‍🌈",
        "עברית ערבית",
        "محمد بن عبد الله",
        "=?utf-8?q?Bcc:_all@example.com?=",
        "=?utf-8?b?DQpCY2M6IGFsbEBleGFtcGxlLmNvbQ==?=",
        "a  b   c",
        ".",
        "9",
        "--=_99999999999999999",
        &long,
    ] {
        let mut letter = welcome("en");
        letter.name = name.to_owned();
        check(&letter);
        letter.sender = Some(name.to_owned());
        letter.environment = name.to_owned();
        check(&letter);
    }
}

#[test]
fn what_is_too_long_for_a_line_is_cut_or_folded() {
    let mut letter = welcome("en");
    letter.name = "x".repeat(5_000);
    letter.environment = "y".repeat(5_000);
    let (text, bytes) = write(&letter);
    assert!(bytes.split(|&byte| byte == b'\n').all(|line| line.len() <= 999));
    let parsed = parse(&bytes);
    assert_eq!(parsed.to().unwrap().first().unwrap().name.as_deref(), Some("x".repeat(200).as_str()));
    assert_eq!(parsed.subject(), Some(text.subject.as_str()));
}

#[test]
fn a_blank_name_leaves_the_address() {
    let mut letter = welcome("en");
    letter.name = "  ".to_owned();
    letter.sender = Some(String::new());
    let (_, bytes) = write(&letter);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("From: enlist <no-reply@enlist.example>\r\nTo: John.Smith@example.com\r\n"), "{text}");
}

proptest! {
    #[test]
    fn every_name_that_is_valid_arrives(name in "\\PC{1,60}", environment in "\\PC{1,60}", sender in "\\PC{1,60}") {
        let valid = |text: &str| crate::domain::Name::parse(text).ok().map(|name| name.as_str().to_owned());
        if let (Some(name), Some(environment), Some(sender)) = (valid(&name), valid(&environment), valid(&sender)) {
            let mut letter = welcome("pl");
            letter.name = name;
            letter.environment = environment;
            letter.sender = Some(sender);
            check(&letter);
        }
    }
}
