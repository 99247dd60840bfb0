//! Letters: e-mails in the outbox.

use super::{AccountStatus, EmailAddress, Language, Link, Moment, PublicId, member::words};

/// A letter. It is stored in the transaction that causes it. Its text is rendered from the words of its language when it is
/// shown or delivered. A link is inserted only at delivery, so that a stolen database contains none (SECURITY 2.6).
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// Public id.
    pub id: PublicId,
    /// Kind of the letter.
    pub kind: LetterKind,
    /// Language of the recipient.
    pub language: Language,
    /// Address of the recipient.
    pub to: EmailAddress,
    /// Name of the recipient in the environment; in a letter of the installation, the username.
    pub name: String,
    /// Name of the environment. Empty in a letter of the installation, which concerns only the account.
    pub environment: String,
    /// Name of the sender, if the environment has one.
    pub sender: Option<String>,
    /// Subject of a message. Other kinds have a fixed subject in each language.
    pub subject: Option<String>,
    /// Text of a message. Other kinds have a fixed text in each language.
    pub body: Option<String>,
    /// Row of the link that is inserted at delivery.
    pub link: Option<i64>,
    /// Status of the delivery.
    pub status: LetterStatus,
    /// Number of delivery attempts.
    pub attempts: u32,
    /// Time of the next attempt. `None` after the letter was sent or given up.
    pub next_at: Option<Moment>,
    /// Reason why the last attempt failed.
    pub problem: Option<String>,
    /// Time of creation.
    pub created_at: Moment,
}

impl Letter {
    /// Returns the number of bytes that the letter holds, including itself. A run's memory budget excludes them.
    pub fn footprint(&self) -> usize {
        let texts = self.id.as_str().len() + self.to.as_str().len() + self.to.key().len() + self.name.len();
        size_of::<Letter>() + texts + self.environment.len() + self.sender.as_ref().map_or(0, String::len)
    }
}

/// A letter that a worker has claimed for delivery.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Row number of the letter in the database.
    pub row: i64,
    /// The letter; its attempts include this one.
    pub letter: Letter,
    /// The link to insert.
    pub link: Option<Link>,
    /// Whether no newer link has replaced it.
    pub is_link_newest: bool,
    /// Status of the recipient's account.
    pub account_status: AccountStatus,
    /// Time of the claim.
    pub claimed_at: Moment,
}

impl Claim {
    /// Number of attempts after which a letter is given up. With the pauses between them, this takes about three days.
    pub const MOST_ATTEMPTS: u32 = 20;

    /// Returns the reason why the letter cannot be sent, if a retry would not help either.
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

/// The kind of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterKind {
    /// To a new account: choose a username and password.
    Welcome,
    /// To an account that was added to a further environment.
    Notice,
    /// A message of a script to a member.
    Message,
    /// To a member who has not logged in for long: the membership will be deactivated.
    Inactivity,
    /// To a person who has forgotten the password: choose another.
    Reset,
    /// The password was changed.
    PasswordChanged,
    /// To a new global address: confirm it.
    AddressConfirm,
    /// To the current address: a change to another address is pending.
    AddressNotice,
    /// To the previous address: it was replaced.
    AddressChanged,
    /// The account was locked after too many wrong passwords.
    Locked,
    /// A second factor is required to log in from now on.
    SecondFactorOn,
    /// A second factor is no longer required to log in.
    SecondFactorOff,
    /// Somebody has logged in with a recovery code.
    RecoveryUsed,
}

/// The delivery status of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterStatus {
    /// It is queued for the first or another attempt.
    Waiting,
    /// A mail server has accepted it.
    Sent,
    /// It was given up and is delivered only if somebody sends it again.
    Dead,
}

impl LetterKind {
    /// Checks whether letters of the kind belong to an environment. The others concern only the account.
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
