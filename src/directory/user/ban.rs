//! Bans a user from the environment, and lifts a ban (SPEC R1.6). Scripts and imports can activate an inactive user
//! again, but not a banned one: only a caller who may ban can lift the ban.

use super::add::changed;
use super::last_administrator::keep_an_administrator;
use crate::directory::find::find_user;
use crate::directory::may::permitted;
use crate::domain::{Caller, Change, Code, Error, Permission, Problem, Property, User};
use crate::store::Work;
use crate::store::user::membership;

/// Bans a user, by address or id. A banned user stays banned.
///
/// # Errors
/// Returns a refusal for scripts, for callers without `users.ban`, and for callers without `users.administrators` if
/// the user is an administrator; also for a user who is not a member, oneself, and the last administrator. Returns a
/// fault if the database fails.
pub fn ban_user(work: &mut Work, address_or_id: &str) -> Result<User, Error> {
    set_banned(work, address_or_id, true)
}

/// Lifts the ban of a user, by address or id.
///
/// # Errors
/// As [`ban_user`].
pub fn lift_ban(work: &mut Work, address_or_id: &str) -> Result<User, Error> {
    set_banned(work, address_or_id, false)
}

fn set_banned(work: &mut Work, address_or_id: &str, banned: bool) -> Result<User, Error> {
    if work.run.is_some() {
        return Err(Problem::new(Code::NotPermitted, "scripts neither ban users nor lift bans").into());
    }
    permitted(work, Permission::UsersBan)?;
    let mut user = find_user(work, address_or_id)?;
    if matches!(&work.transaction.caller, Caller::Member { id, .. } if *id == user.account.id) {
        return Err(Problem::new(Code::NotPermitted, "nobody bans themselves, or lifts their own ban").into());
    }
    let before = user.membership.clone();
    let Some(change) = Change::between(Property::Banned, before.banned, banned) else {
        return Ok(user);
    };
    // A ban removes an administrator's rights, and lifting it restores them.
    if before.administrator {
        permitted(work, Permission::UsersAdministrators)?;
    }
    user.membership.banned = banned;
    keep_an_administrator(work, &before, &user.membership)??;
    membership::set_banned(work, &user.membership, banned)?;
    changed(work, &mut user, vec![change])?;
    Ok(user)
}
