//! The letter that a person gets when an environment adds them (SPEC R4.1).

use crate::domain::{Fault, Letter, LetterKind, LetterStatus, Name, User, Warning, WarningCode};
use crate::store::{Work, letter};

/// The most letters that one address gets in a day from one environment, and from all (SECURITY 2.1).
const PER_DAY: (i64, i64) = (3, 10);

/// Writes the welcome for a new account, or the notice for one that existed, in the member's language.
///
/// # Errors
/// A fault of the database.
pub fn invite(work: &mut Work, user: &User, kind: LetterKind) -> Result<(), Fault> {
    // A new account cannot have had letters yet.
    if kind != LetterKind::Welcome {
        let (here, everywhere) = letter::count_since(work, &user.account.address, work.now().start_of_day())?;
        if here >= PER_DAY.0 || everywhere >= PER_DAY.1 {
            work.warn(vec![Warning {
                code: WarningCode::LetterLimit,
                option: None,
                message: format!("{} has had enough letters today; none was written", user.account.address),
                place: None,
            }]);
            return Ok(());
        }
    }
    let letter = Letter {
        id: work.transaction.new_id(),
        kind,
        language: user.membership.language,
        to: user.account.address.clone(),
        name: user.membership.name.to_string(),
        environment: work.environment.name.to_string(),
        sender: work.environment.policy.mail_sender.as_ref().map(Name::to_string),
        subject: None,
        body: None,
        status: LetterStatus::Waiting,
        created_at: work.now(),
    };
    letter::insert(work, &user.account, letter)
}
