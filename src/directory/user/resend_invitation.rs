//! Sends a user's invitation once more (SPEC R4.1).

use super::invite::invite_again;
use crate::directory::find::find_user;
use crate::directory::may::may;
use crate::domain::{AccountStatus, Code, Error, Grant, LetterKind, Problem, Problems};
use crate::store::Work;

/// Sends the invitation of a user, named by address or id, once more; tells whether the address had not had enough letters
/// today.
///
/// Somebody who has not enrolled gets a new welcome. Somebody who has, but elsewhere, gets the notice again that they got in
/// its place: were that refused, the refusal would tell what the account does in other environments (SECURITY 2.1).
///
/// # Errors
/// Refuses a user who is no member, and one who has come to this environment already.
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
