//! Sends letters: to a mail server by SMTP (RFC 5321), or to a folder as files.
//!
//! The link is inserted here and not before (SECURITY 2.6). This module does not use the database, because a mail server
//! may be slow.

use super::eml::{Email, email};
use super::outbox::Outcome;
use crate::directory::link_path;
use crate::domain::{Claim, Code, EmailAddress, Fault, Key, Problem, PublicUrl, Refusal};
use crate::words::{self, Link};
use lettre::transport::smtp::{Error, PoolConfig, SmtpTransport};
use lettre::{Transport, transport::smtp::response::Severity};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The settings for sending letters.
#[derive(Clone)]
pub struct MailSettings {
    /// The URL of the installation. Links begin with it.
    pub public_url: PublicUrl,
    /// The sender address of letters. Default: `no-reply` at the host of the public URL.
    pub from: Option<String>,
    /// The destination of letters.
    pub way: MailTransport,
}

/// The destination of letters.
#[derive(Clone)]
pub enum MailTransport {
    /// A mail server: its URL, and the password if the URL does not contain it.
    Smtp(String, Option<String>),
    /// A folder, for `.eml` files.
    Folder(PathBuf),
}

/// Sends letters. Any number of threads can use it at the same time.
pub struct Mailer {
    public_url: PublicUrl,
    from: String,
    key: Key,
    transport: Way,
}

enum Way {
    Smtp(SmtpTransport),
    Folder(PathBuf),
}

/// Number of letters that are sent at the same time, each over its own connection, which is kept for the next letter.
pub const CONNECTIONS: usize = 8;

/// Timeout for one response of a mail server.
const ANSWER: Duration = Duration::from_secs(60);

/// Time after which an idle connection is closed.
const KEPT: Duration = Duration::from_secs(30);

impl MailSettings {
    /// Checks the settings without a connection to the mail server.
    ///
    /// # Errors
    /// Returns a refusal with every setting that is invalid, also if a password would be sent unencrypted.
    pub fn check(&self) -> Result<(), Refusal> {
        self.read().map(drop)
    }

    /// Returns the transport and the sender address, or only its host for an address `no-reply`.
    fn read(&self) -> Result<(Way, String), Refusal> {
        let transport = match &self.way {
            MailTransport::Folder(folder) => check_folder(folder).map(|()| Way::Folder(folder.clone())),
            MailTransport::Smtp(url, password) => transport(url, password.as_deref()).map(Way::Smtp),
        };
        match (transport, self.sender()) {
            (Ok(transport), Ok(from)) => Ok((transport, from)),
            (transport, from) => Err(Refusal { problems: transport.err().into_iter().chain(from.err()).collect() }),
        }
    }

    fn sender(&self) -> Result<String, Problem> {
        let host = self.public_url.host();
        match &self.from {
            Some(from) => Ok(EmailAddress::parse(from).map_err(|problem| problem.of("--mail-from"))?.key().to_owned()),
            None if EmailAddress::parse(&format!("no-reply@{host}")).is_ok() => Ok(host.to_owned()),
            None if matches!(self.way, MailTransport::Smtp(..)) => {
                let found = format!("expected a domain name as the host of the public URL, found {host:?}");
                Err(bad(found).help("add `--mail-from ADDRESS`, the sender address of letters"))
            }
            None => Ok("enlist.invalid".to_owned()),
        }
    }
}

impl Mailer {
    /// Creates a mailer from settings.
    ///
    /// # Errors
    /// As for [`MailSettings::check`].
    pub fn new(settings: &MailSettings, key: Key) -> Result<Mailer, Refusal> {
        let (transport, from) = settings.read()?;
        Ok(Mailer { public_url: settings.public_url.clone(), from, key, transport })
    }

    /// Sends a letter and returns the outcome. The duration depends on the mail server. If a letter causes a panic, it is
    /// given up.
    pub fn deliver(&self, claim: &Claim) -> Outcome {
        if let Some(obstacle) = claim.obstacle() {
            return Outcome::Dead(obstacle.to_owned());
        }
        let email = match catch_unwind(AssertUnwindSafe(|| self.write(claim))) {
            Ok(Ok(email)) => email,
            Ok(Err(fault)) => return Outcome::Dead(fault.to_string()),
            Err(_) => return Outcome::Dead("it cannot be written as an e-mail".to_owned()),
        };
        match &self.transport {
            Way::Folder(folder) => match put(folder, claim.letter.id.as_str(), &email.bytes) {
                Ok(()) => Outcome::Sent,
                Err(error) => Outcome::Later(format!("cannot write to {}: {error}", folder.display())),
            },
            Way::Smtp(smtp) => match smtp.send_raw(&email.envelope, &email.bytes) {
                Ok(_) => Outcome::Sent,
                Err(error) => refused(smtp, &error),
            },
        }
    }

    fn write(&self, claim: &Claim) -> Result<Email, Fault> {
        let address = claim.link.as_ref().map(|link| format!("{}{}", self.public_url, link_path(&self.key, link)));
        let link = address.as_deref().map_or(Link::AtDelivery, Link::Address);
        email(&claim.letter, &words::letter(&claim.letter, link)?, &self.from)
    }
}

/// Returns the outcome for a letter after a failure. A permanent error (5yz, RFC 5321 4.2.1) concerns the letter only if the
/// mail server accepts the connection. If the greeting or the authentication fails, the letter waits.
fn refused(smtp: &SmtpTransport, error: &Error) -> Outcome {
    let about_us = error.status().map(u16::from).and_then(about_us);
    let said = match about_us {
        Some(sentence) => format!("{sentence}: {}", told(error)),
        None => told(error),
    };
    let is_permanent = error.status().is_some_and(|code| code.severity == Severity::PermanentNegativeCompletion);
    match is_permanent && about_us.is_none() && smtp.test_connection().unwrap_or(false) {
        true => Outcome::Dead(said),
        false => Outcome::Later(said),
    }
}

/// Returns a message for codes that concern the login at the mail server, not the letter (RFC 4954, 6).
fn about_us(code: u16) -> Option<&'static str> {
    match code {
        530 => Some("the mail server requires a user and a password"),
        534 | 538 => Some("the mail server does not accept this authentication method"),
        535 => Some("the mail server rejects the user or the password"),
        _ => None,
    }
}

/// Returns the error message with its causes.
fn told(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        // The message of the system for a timeout is hard to understand.
        let kind = inner.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        if matches!(kind, Some(ErrorKind::WouldBlock | ErrorKind::TimedOut)) {
            return format!("the mail server did not respond within {} seconds", ANSWER.as_secs());
        }
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    text
}

fn bad(found: impl Into<String>) -> Problem {
    Problem::new(Code::BadMail, found)
}

/// Checks that a path is a folder, or can become one.
fn check_folder(folder: &Path) -> Result<(), Problem> {
    match folder.ancestors().find(|path| path.exists()) {
        Some(present) if !present.is_dir() => {
            let found = format!("expected a folder for letters, found the file {}", present.display());
            Err(Problem::new(Code::BadSetting, found)
                .of("--mail-folder")
                .help("name a folder; it is created if it is missing"))
        }
        _ => Ok(()),
    }
}

/// Creates the transport to a mail server. Its certificate is verified with the root certificates of the machine.
fn transport(url: &str, password: Option<&str>) -> Result<SmtpTransport, Problem> {
    let whole = with_password(url, password);
    let scheme = url.split("://").next().unwrap_or_default();
    let is_secret = scheme == "smtps" || url.contains("tls=required");
    let has_user = whole.split("://").nth(1).is_some_and(|rest| rest.contains('@'));
    if has_user && !is_secret {
        return Err(bad("the password would be sent unencrypted").help("use `smtps://…` or `smtp://…?tls=required`"));
    }
    // An error of lettre may contain the URL with the password, so it is not shown.
    let builder = SmtpTransport::from_url(&whole).map_err(|_| {
        bad(format!("expected the URL of a mail server, found {:?}", shown(url)))
            .help("write for example smtps://mail.example.com")
    })?;
    let pool = PoolConfig::new().max_size(CONNECTIONS as u32).idle_timeout(KEPT);
    Ok(builder.timeout(Some(ANSWER)).pool_config(pool).build())
}

/// Adds the password to the URL, if the URL has a user but no password.
fn with_password(url: &str, password: Option<&str>) -> String {
    let (Some(password), Some((scheme, rest))) = (password, url.split_once("://")) else { return url.to_owned() };
    match rest.split_once('@') {
        Some((user, host)) if !user.contains(':') => {
            let coded: String = password.bytes().map(|byte| format!("%{byte:02X}")).collect();
            format!("{scheme}://{user}:{coded}@{host}")
        }
        _ => url.to_owned(),
    }
}

/// Returns the URL of a mail server without the password.
pub fn shown(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, host)) => format!("{scheme}://{}:…@{host}", user.split(':').next().unwrap_or_default()),
        None => url.to_owned(),
    }
}

/// Writes a file under a temporary name and renames it, so that other programs never read a partial file.
fn put(folder: &Path, id: &str, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let part = folder.join(format!(".{id}.part"));
    let mut file = File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, folder.join(format!("{id}.eml")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(url: &str, password: Option<&str>) -> String {
        transport(url, password).err().map(|problem| problem.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_password_is_never_sent_in_the_clear() {
        for good in ["smtp://localhost:2525", "smtps://ann:secret@mail.example.com", "smtp://ann:x@h?tls=required"] {
            assert_eq!(said(good, None), "", "{good}");
        }
        for bad in ["smtp://ann:secret@h", "smtp://ann@h", "smtp://ann:secret@h?tls=opportunistic"] {
            assert_eq!(said(bad, Some("p")), "the password would be sent unencrypted", "{bad}");
        }
        assert!(said("http://h", None).contains("expected the URL of a mail server"));
        assert!(!said("smtps://ann:secret@", None).contains("secret"));
    }

    #[test]
    fn a_password_is_put_into_the_url_and_never_shown() {
        assert_eq!(with_password("smtps://ann@h:465", Some("p@:/")), "smtps://ann:%70%40%3A%2F@h:465");
        assert_eq!(with_password("smtps://ann:own@h", Some("other")), "smtps://ann:own@h");
        assert_eq!(shown("smtps://ann:se@cret@h:465"), "smtps://ann:…@h:465");
        assert_eq!(shown("smtp://h?tls=required"), "smtp://h?tls=required");
    }
}
