//! What a script may do: the one place that asks the environment's grants (SPEC R2.9).
//!
//! Grants bind scripts. The operator, and a member who does something by hand, answer to their own rights; nobody hands on
//! more of those than they have.

use crate::domain::{Code, Grant, Permission, Permissions, Problem, list_of};
use crate::store::{Transaction, Work};

/// Whether the work may do what the grant covers. Every verb that scripts reach asks here.
///
/// # Errors
/// Names the grant and how to give it.
pub fn may(work: &Work, grant: Grant) -> Result<(), Problem> {
    if work.run.is_none() || work.environment.policy.grants.holds(grant) {
        return Ok(());
    }
    Err(not_granted(grant))
}

/// What is said of a grant that is missing.
pub fn not_granted(grant: Grant) -> Problem {
    let text = grant.as_str();
    Problem::new(Code::NotGranted, format!("the environment does not grant `{text}` to scripts"))
        .help(format!("`enlist env grant {text}` grants it"))
}

/// Whether the caller may do by hand what the permission covers. What a script may do is a matter of grants, whoever
/// triggered it.
///
/// This is the one place that asks for a permission of a caller. Each door asks here before it calls a verb: REST once for every
/// request, with the permission that stands in its table of routes, so that no route is without one. A verb that a caller with the
/// permission may still not do to everybody asks here again. The operator's door does not ask: the operator has every permission.
///
/// # Errors
/// Names the permission.
pub fn permitted(work: &Work, permission: Permission) -> Result<(), Problem> {
    permitted_outside(&work.transaction, permission)
}

/// The same of a caller who has entered no environment.
///
/// # Errors
/// As [`permitted`].
pub fn permitted_outside(transaction: &Transaction, permission: Permission) -> Result<(), Problem> {
    if transaction.caller.permissions().holds(permission) {
        return Ok(());
    }
    Err(Problem::new(Code::NotPermitted, format!("the permission `{}` is missing", permission.as_str())))
}

/// Whether the work may make somebody an administrator: in a run that no administrator triggered, the environment must have
/// granted it expressly, or the fields of a form could make anybody one (SECURITY 2.3).
pub fn may_make_administrators(work: &Work) -> Vec<Problem> {
    if work.run.is_none() {
        return permitted(work, Permission::UsersAdministrators).err().into_iter().collect();
    }
    let in_any_run = match work.transaction.caller.is_administrator() {
        true => Ok(()),
        false => may(work, Grant::UsersGrantAdministratorToAll).map_err(|problem| {
            let message = format!("{}, and it was no administrator who triggered this run", problem.message);
            Problem { message, ..problem }
        }),
    };
    [may(work, Grant::UsersGrantAdministrator), in_any_run].into_iter().filter_map(Result::err).collect()
}

/// Whether the work may add people. Both grants are wanted, whether or not there is an account: if one of them sufficed for
/// some addresses, the refusals of the others would tell who has an account elsewhere (SECURITY 2.1).
pub fn may_add_people(work: &Work) -> Vec<Problem> {
    let asked = [Grant::UsersAdd, Grant::UsersLink].map(|grant| may(work, grant));
    asked.into_iter().filter_map(Result::err).collect()
}

/// Checks whether the caller may give somebody these permissions by a role: nobody raises themselves or others above their own
/// permissions (SPEC R1.3). In a run, the permissions of its trigger count, unless the environment grants
/// `users.grantRolesToAll` to scripts (SPEC R2.9).
///
/// # Errors
/// Returns a problem that names the missing permissions, and the grant in a run.
pub fn may_hand_on(work: &Work, permissions: Permissions) -> Result<(), Problem> {
    let own = work.transaction.caller.permissions();
    if own.covers(permissions) {
        return Ok(());
    }
    let beyond = permissions.iter().filter(|permission| !own.holds(*permission)).map(|permission| permission.as_str());
    if work.run.is_some() {
        return may(work, Grant::UsersGrantRolesToAll).map_err(|problem| {
            let beyond = list_of(beyond);
            let message =
                format!("{}, and the trigger of this run lacks permissions of the role: {beyond}", problem.message);
            Problem { message, ..problem }
        });
    }
    let message = format!("the role would allow what you may not do yourself: {}", list_of(beyond));
    Err(Problem::new(Code::NotPermitted, message).help("ask an administrator of the environment"))
}
