//! Letters to users: the invitation when an environment adds them (SPEC R4.1), and messages of scripts.

use crate::directory::link::issue::issue_link;
use crate::domain::{
    EmailAddress, Fault, Letter, LetterKind, LetterStatus, LinkPurpose, Name, User, Warning, WarningCode,
};
use crate::store::{Work, letter};

/// The maximum number of letters that one address gets per day: from one environment, and in total (SECURITY 2.1).
pub const PER_DAY: (i64, i64) = (3, 10);

/// Stores the welcome for a new account, or the notice for an existing one, in the language of the member.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn invite(work: &mut Work, user: &User, kind: LetterKind) -> Result<(), Fault> {
    // A new account has had no letters yet, so the limit need not be checked.
    if kind == LetterKind::Welcome {
        let letter = letter_of(work, user, kind, &user.account.address);
        return write(work, user, letter);
    }
    invite_again(work, user, kind).map(drop)
}

/// Stores the invitation once more, within the daily limit of the address. Returns whether it did.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn invite_again(work: &mut Work, user: &User, kind: LetterKind) -> Result<bool, Fault> {
    let letter = letter_of(work, user, kind, &user.account.address);
    write_within_limits(work, user, letter, None)
}

/// Stores a script's message to a member, within the daily limit of the address. Returns whether it did.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn write_message(work: &mut Work, user: &User, subject: &Name, body: &str) -> Result<bool, Fault> {
    let letter = Letter {
        subject: Some(subject.to_string()),
        body: Some(body.to_owned()),
        ..letter_of(work, user, LetterKind::Message, &user.membership.email)
    };
    write_within_limits(work, user, letter, Some("to"))
}

fn write_within_limits(
    work: &mut Work,
    user: &User,
    letter: Letter,
    option: Option<&'static str>,
) -> Result<bool, Fault> {
    let (here, everywhere) =
        letter::count_since(&work.transaction, Some(work.environment.row), &letter.to, work.now().start_of_day())?;
    if here >= PER_DAY.0 || everywhere >= PER_DAY.1 {
        work.warn(vec![Warning {
            code: WarningCode::LetterLimit,
            option: option.map(Into::into),
            message: format!("{} has had enough letters today; none was written", letter.to),
            place: None,
        }]);
        return Ok(false);
    }
    write(work, user, letter)?;
    Ok(true)
}

/// Stores a letter. A welcome gets a new link, and the link of an earlier welcome becomes invalid.
fn write(work: &mut Work, user: &User, mut letter: Letter) -> Result<(), Fault> {
    if letter.kind == LetterKind::Welcome {
        let link = issue_link(&work.transaction, &user.account, LinkPurpose::Enrol, &letter.to)?;
        letter.link = Some(link.row);
    }
    letter::insert(work, &user.account, letter)
}

fn letter_of(work: &Work, user: &User, kind: LetterKind, to: &EmailAddress) -> Letter {
    Letter {
        id: work.transaction.new_id(),
        kind,
        language: user.membership.language,
        to: to.clone(),
        name: user.membership.name.to_string(),
        environment: work.environment.name.to_string(),
        sender: work.environment.policy.mail_sender.as_ref().map(Name::to_string),
        subject: None,
        body: None,
        link: None,
        status: LetterStatus::Waiting,
        attempts: 0,
        next_at: Some(work.now()),
        problem: None,
        created_at: work.now(),
    }
}
