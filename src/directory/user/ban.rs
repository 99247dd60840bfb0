//! Bans a user from the environment, and lifts a ban (SPEC R1.6). Unlike an inactive user, a banned one is not made active again
//! by scripts or imports: only somebody who may ban lifts it.

use super::add::changed;
use super::last_administrator::keep_an_administrator;
use crate::directory::find::find_user;
use crate::directory::may::permitted;
use crate::domain::{Caller, Change, Code, Error, Permission, Problem, Property, User};
use crate::store::Work;
use crate::store::user::membership;

/// Bans a user, named by address or id. One who is banned stays so.
///
/// # Errors
/// Refuses scripts, callers without `users.ban`, and for an administrator those without `users.administrators`; a user who is no
/// member, oneself, and the last administrator.
pub fn ban_user(work: &mut Work, address_or_id: &str) -> Result<User, Error> {
    set_banned(work, address_or_id, true)
}

/// Lifts the ban of a user, named by address or id.
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
    // A ban takes an administrator's rights away, and lifting it gives them back.
    if before.administrator {
        permitted(work, Permission::UsersAdministrators)?;
    }
    user.membership.banned = banned;
    keep_an_administrator(work, &before, &user.membership)??;
    membership::set_banned(work, &user.membership, banned)?;
    changed(work, &mut user, vec![change])?;
    Ok(user)
}
