//! A mail server that wants STARTTLS, a user and a password: letters leave with the right one, and wait with a wrong one.

use super::delivery::{ada, database, mailer, try_once, wait_until, world_with};
use super::server::{Client, Server};
use super::smtp::MailServer;
use super::world::{Shell, connection};
use enlist::jobs::MailTransport;
use enlist::jobs::outbox::Outcome;
use serde_json::{Value, json};
use std::path::Path;

/// A server that hands letters to a mail server, with this password.
fn server(path: &Path, mail: &MailServer, password: &str) -> Server {
    let url = format!("smtp://enlist@localhost:{}?tls=required", mail.port);
    let flags = ["--smtp", &url, "--public-url", "https://people.example.com", "--mail-from", "letters@example.com"];
    let trust = mail.file("ca.pem").display().to_string();
    let variables = [("SSL_CERT_FILE", trust.as_str()), ("ENLIST_SMTP_PASSWORD", password)];
    Server::try_on(path, &flags, &variables).expect("the server starts")
}

fn letters(client: &Client) -> Vec<Value> {
    client.get("/letters?limit=50").ok()["letters"].as_array().unwrap().clone()
}

#[test]
fn a_server_delivers_by_starttls_with_a_password_that_it_shows_to_nobody() {
    let mail = MailServer::with_tls();
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let server = server(&path, &mail, "p@ss:word/");
    let client = server.client("acme");
    client.post("/users", ada()).ok();
    wait_until(|| !mail.lines("taken").is_empty());
    wait_until(|| letters(&client)[0]["status"] == "sent");
    let letter = letters(&client)[0].clone();
    assert_eq!((&letter["attempts"], &letter["nextAt"], &letter["problem"]), (&json!(1), &json!(null), &json!(null)));
    let id = letter["_id"].as_str().unwrap();
    assert_eq!(mail.lines("taken"), [format!("<{id}@example.com> ada@example.com")]);
    let again = client.act(&format!("/letters/{id}/resend"));
    assert_eq!(again.refusal(), "409 E0713");
    assert!(!server.log().contains("p@ss"), "{}", server.log());
    assert!(!server.log().contains("ada@"), "{}", server.log());
    assert!(server.stop());
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
    let mail = MailServer::with_tls();
    let world = world_with(1);
    let url = format!("smtp://enlist@localhost:{}?tls=required", mail.port);
    let mailer = mailer(&world, MailTransport::Smtp(url, Some("p@ss:word/".to_owned())));
    let Outcome::Later(why) = try_once(&world, &mailer) else { panic!("it was not refused") };
    assert!(why.to_lowercase().contains("certificate"), "{why}");
    assert!(!why.contains("p@ss") && mail.lines("taken").is_empty());
}

/// Somebody has mistyped the password of the mail server: nothing is lost by it, people are told what is wrong, and once the
/// password is right every letter arrives, once.
#[test]
fn a_wrong_password_keeps_all_letters_waiting_until_it_is_right() {
    const LETTERS: usize = 12;
    let mail = MailServer::with_tls();
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let wrong = server(&path, &mail, "mistyped-7");
    let client = wrong.client("acme");
    for number in 0..LETTERS {
        let mut user = ada();
        user["globalEmailAddress"] = format!("user-{number}@example.com").into();
        client.post("/users", user).ok();
    }
    wait_until(|| letters(&client).iter().all(|letter| letter["problem"].is_string()));
    let all = letters(&client);
    assert_eq!(all.len(), LETTERS);
    for letter in &all {
        let problem = letter["problem"].as_str().unwrap();
        assert!(problem.starts_with("the mail server rejects the user or the password: "), "{problem}");
        assert!(problem.contains("535") && !problem.contains("mistyped"), "{problem}");
        assert_eq!((&letter["status"], &letter["attempts"]), (&json!("waiting"), &json!(1)));
        assert!(letter["nextAt"].is_string(), "it is tried again: {letter}");
    }
    assert!(mail.lines("taken").is_empty());
    assert!(!wrong.log().contains("mistyped"), "{}", wrong.log());
    let jobs = client.get("/jobs").ok()["jobs"].clone();
    let waiting = jobs.as_array().unwrap().iter().find(|job| job["job"] == "letters").unwrap();
    assert_eq!((&waiting["waiting"], &waiting["givenUp"]), (&json!(LETTERS), &json!(0)));
    assert!(wrong.stop());

    // The pause passes, and the password is the right one.
    connection(&path).execute("UPDATE letter SET next_at = 1 WHERE next_at IS NOT NULL", []).unwrap();
    let right = server(&path, &mail, "p@ss:word/");
    let client = right.client("acme");
    wait_until(|| letters(&client).iter().all(|letter| letter["status"] == "sent"));
    let taken = mail.lines("taken");
    for number in 0..LETTERS {
        let to = format!(" user-{number}@example.com");
        assert_eq!(taken.iter().filter(|line| line.ends_with(&to)).count(), 1, "{taken:?}");
    }
    assert!(right.stop());
}

#[test]
fn settings_that_cannot_be_used_are_refused_before_anything_listens() {
    let shell = Shell::acme();
    for (flags, why) in [
        (&["--smtp", "smtp://ann:secret@h"][..], "the password would be sent unencrypted"),
        (&["--smtp", "http://h"], "expected the URL of a mail server"),
        (&["--smtp", "smtp://localhost"], "expected a domain name as the host of the public URL, found \"127.0.0.1\""),
        (&["--smtp", "smtp://localhost", "--mail-from", "nobody"], "mail-from"),
        (&["--mail-folder", "{}/mail", "--public-url", "people.example.com"], "expected a public URL"),
    ] {
        let words: Vec<&str> = ["serve", "--key-file", "{}/enlist.key"].iter().chain(flags).copied().collect();
        let ended = shell.enlist(&words);
        assert!(ended.err.contains(why), "{flags:?}: {}", ended.err);
        assert!(!ended.err.contains("secret"));
    }
    let mail = ["--smtp", "smtps://ann:secret@mail.example.com", "--mail-from", "letters@example.com"];
    let shown = shell.out(&[&["serve", "--show-config"], &mail[..]].concat());
    assert!(shown.contains("smtps://ann:…@mail.example.com") && !shown.contains("secret"), "{shown}");
}
