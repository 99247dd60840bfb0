//! Sends the invitation of a user again (SPEC R4.1).

use super::invite::invite_again;
use crate::directory::find::find_user;
use crate::directory::may::may;
use crate::domain::{AccountStatus, Code, Error, Grant, LetterKind, Problem, Problems};
use crate::store::Work;

/// Sends the invitation of a user, by address or id, again. Returns `false` if the address has reached its daily limit
/// of letters.
///
/// A person who has not enrolled gets a new welcome. A person who enrolled through another environment gets the notice
/// again. A refusal would show what the account does in other environments (SECURITY 2.1).
///
/// # Errors
/// Returns a refusal if there is no such user, or if the user has opened this environment already; a fault if the
/// database fails.
pub fn resend_invitation(work: &mut Work, address_or_id: &str) -> Result<bool, Error> {
    let mut problems = Problems::default();
    if let Err(problem) = may(work, Grant::UsersAdd) {
        problems.add(problem);
    }
    problems.refuse()?;
    let user = find_user(work, address_or_id)?;
    if user.membership.last_opened_at.is_some() {
        let found = format!("{} has accepted the invitation already", user.account.address);
        return Err(Problem::new(Code::NotInvited, found)
            .help("who has forgotten the password asks for a new one")
            .into());
    }
    let kind = match user.account.status {
        AccountStatus::Invited => LetterKind::Welcome,
        _ => LetterKind::Notice,
    };
    Ok(invite_again(work, &user, kind)?)
}
