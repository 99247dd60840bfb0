//! Letters: e-mails that wait in the outbox.

use super::{AccountStatus, EmailAddress, Language, Link, Moment, PublicId, member::words};

/// A letter as it was written down in the transaction that caused it. Its text is made from the words of its language when
/// it is shown or delivered; a link is put in only at delivery, so a stolen database holds none (SECURITY 2.6).
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// Public id.
    pub id: PublicId,
    /// What it is about.
    pub kind: LetterKind,
    /// The recipient's language.
    pub language: Language,
    /// Where it goes.
    pub to: EmailAddress,
    /// The recipient's name in the environment; in a letter of the installation the username.
    pub name: String,
    /// The name of the environment it speaks of; empty in a letter of the installation, which is about the account alone.
    pub environment: String,
    /// The sender's name, if the environment has one.
    pub sender: Option<String>,
    /// The subject of a message; other kinds take theirs from the words.
    pub subject: Option<String>,
    /// The text of a message, likewise.
    pub body: Option<String>,
    /// The row of the link that is put in at delivery.
    pub link: Option<i64>,
    /// Whether it was delivered.
    pub status: LetterStatus,
    /// How often that was tried.
    pub attempts: u32,
    /// When it is tried, or tried again; nothing once it was sent or given up.
    pub next_at: Option<Moment>,
    /// Why it was not delivered the last time it was tried.
    pub problem: Option<String>,
    /// When it was written down.
    pub created_at: Moment,
}

impl Letter {
    /// The bytes that the letter holds, itself included; a run's budget of memory leaves them out.
    pub fn footprint(&self) -> usize {
        let texts = self.id.as_str().len() + self.to.as_str().len() + self.to.key().len() + self.name.len();
        size_of::<Letter>() + texts + self.environment.len() + self.sender.as_ref().map_or(0, String::len)
    }
}

/// A letter that somebody has claimed to deliver it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Row number of the letter in the database.
    pub row: i64,
    /// The letter; this attempt is among its attempts.
    pub letter: Letter,
    /// The link that is to be put in.
    pub link: Option<Link>,
    /// Whether no newer link has taken its place.
    pub is_link_newest: bool,
    /// How the account of the letter stands.
    pub account_status: AccountStatus,
    /// When it was claimed.
    pub claimed_at: Moment,
}

impl Claim {
    /// How often a letter is tried before it is given up: with the pauses between, that takes about three days.
    pub const MOST_ATTEMPTS: u32 = 20;

    /// Why the letter is not sent, if something is in its way that no other attempt would change.
    pub fn obstacle(&self) -> Option<&'static str> {
        if self.letter.attempts > Self::MOST_ATTEMPTS {
            return Some("it was tried too often, and nobody came to tell what became of it");
        }
        if self.account_status == AccountStatus::Obfuscated {
            return Some("the account is no more");
        }
        self.letter.link?;
        match &self.link {
            _ if self.account_status == AccountStatus::Banned => {
                Some("the account is banned, and the letter has a link")
            }
            None => Some("its link is gone"),
            Some(link) if link.used_at.is_some() => Some("its link was used already"),
            Some(_) if !self.is_link_newest => Some("a newer letter has the link that counts"),
            Some(link) if link.is_over(self.claimed_at) => Some("its link is too old"),
            Some(_) => None,
        }
    }
}

/// What a letter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterKind {
    /// To a new account: choose a username and password.
    Welcome,
    /// To an account that was added to a further environment.
    Notice,
    /// What a script wrote to a member.
    Message,
    /// To a member who has not come for long: the membership is about to be made inactive.
    Inactivity,
    /// To somebody who has forgotten the password: choose another.
    Reset,
    /// The password was changed.
    PasswordChanged,
    /// To a new global address: confirm it.
    AddressConfirm,
    /// To the address that is about to be replaced.
    AddressNotice,
    /// To the address that was replaced.
    AddressChanged,
    /// The account was denied after too many wrong passwords.
    Locked,
    /// Logging in takes a second factor from now on.
    SecondFactorOn,
    /// Logging in takes no second factor any more.
    SecondFactorOff,
    /// Somebody has logged in with a recovery code.
    RecoveryUsed,
}

/// Whether a letter was delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterStatus {
    /// It waits for delivery, or to be tried again.
    Waiting,
    /// A mail server has taken it.
    Sent,
    /// It was given up: it is delivered only once somebody sends it again.
    Dead,
}

impl LetterKind {
    /// Tells whether letters of the kind are written by an environment; the others are about the account alone.
    pub const fn is_of_environment(self) -> bool {
        matches!(self, Self::Welcome | Self::Notice | Self::Message | Self::Inactivity)
    }
}

words!(LetterKind {
    Welcome = "welcome",
    Notice = "notice",
    Message = "message",
    Inactivity = "inactivity",
    Reset = "reset",
    PasswordChanged = "passwordChanged",
    AddressConfirm = "addressConfirm",
    AddressNotice = "addressNotice",
    AddressChanged = "addressChanged",
    Locked = "locked",
    SecondFactorOn = "secondFactorOn",
    SecondFactorOff = "secondFactorOff",
    RecoveryUsed = "recoveryUsed",
});

words!(LetterStatus {
    Waiting = "waiting",
    Sent = "sent",
    Dead = "dead",
});
