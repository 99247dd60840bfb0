//! Checks whether a caller may trigger a deployed script (SPEC R2.9).

use crate::directory::find::find_user;
use crate::domain::{Caller, Code, DeployedScript, Error, Problem, RoleAndGroups};
use crate::store::{Work, group};

/// Checks whether a caller may trigger a deployed script.
///
/// # Errors
/// Returns a refusal with a hint if not; a fault if the database fails.
pub fn may_trigger_deployed(work: &Work, script: &DeployedScript, caller: &Caller) -> Result<(), Error> {
    if script.who.includes(caller, &standing(work, caller)?) {
        return Ok(());
    }
    let who = match caller {
        Caller::Token { .. } => "the token",
        _ => "whoever is no administrator",
    };
    let name = script.name.as_str();
    let texts = script.who.texts();
    let found = format!("{who} may not trigger {name:?}, which is open to {}", texts.join(", "));
    let help = match caller {
        Caller::Token { .. } => {
            format!("the token needs `scripts.run`, and `enlist script change {name} --who tokens` opens it to tokens")
        }
        _ => format!("`enlist script change {name} --who WHO` opens it to others"),
    };
    Err(Problem::new(Code::MayNotTrigger, found).help(help).into())
}

/// The role and groups of a member, where they count.
fn standing(work: &Work, caller: &Caller) -> Result<RoleAndGroups, Error> {
    let id = match caller {
        Caller::Member { id, administrator: false, .. } | Caller::Impersonator { member: id, .. } => id,
        _ => return Ok(RoleAndGroups::default()),
    };
    match find_user(work, id.as_str()) {
        Ok(user) => Ok(RoleAndGroups {
            role: user.membership.role.as_ref().map(|role| role.row),
            groups: group::of_member(work, user.membership.row)?,
        }),
        // The trigger of a fixture may be a person who is not in the directory.
        Err(Error::Refused(_)) => Ok(RoleAndGroups::default()),
        Err(fault) => Err(fault),
    }
}
