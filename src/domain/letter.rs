//! Letters: e-mails that wait in the outbox.

use super::{EmailAddress, Language, Moment, PublicId, member::words};

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
    /// Where it goes: the stored address of the account.
    pub to: EmailAddress,
    /// The recipient's name in the environment.
    pub name: String,
    /// The name of the environment it speaks of.
    pub environment: String,
    /// The sender's name, if the environment has one.
    pub sender: Option<String>,
    /// The subject of a message; other kinds take theirs from the words.
    pub subject: Option<String>,
    /// The text of a message, likewise.
    pub body: Option<String>,
    /// Whether it was delivered.
    pub status: LetterStatus,
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
}

/// Whether a letter was delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterStatus {
    /// It waits for delivery.
    Waiting,
}

words!(LetterKind {
    Welcome = "welcome",
    Notice = "notice",
    Message = "message",
    Inactivity = "inactivity",
});

words!(LetterStatus {
    Waiting = "waiting",
});
