//! Checks grants and permissions. This is the one place that reads the grants of an environment (SPEC R2.9).
//!
//! Grants limit scripts. The operator and members have permissions instead, and nobody passes on permissions that they
//! lack.

use crate::domain::{Code, Grant, Permission, Permissions, Problem, list_of};
use crate::store::{Transaction, Work};

/// Checks whether the work may do what the grant covers. Every function that scripts can call checks it here.
///
/// # Errors
/// Returns a problem that names the grant and how to add it.
pub fn may(work: &Work, grant: Grant) -> Result<(), Problem> {
    if work.run.is_none() || work.environment.policy.grants.holds(grant) {
        return Ok(());
    }
    Err(not_granted(grant))
}

/// Returns the problem for a missing grant.
pub fn not_granted(grant: Grant) -> Problem {
    let text = grant.as_str();
    Problem::new(Code::NotGranted, format!("the environment does not grant `{text}` to scripts"))
        .help(format!("`enlist env grant {text}` grants it"))
}

/// Checks whether the caller has a permission. Scripts need grants instead, no matter who triggered them.
///
/// This is the one place that checks a permission of a caller. Each interface calls it before it calls a function of
/// the directory. REST does so once for every request, with the permission in its table of routes, so that no route
/// lacks one. A function that not every caller with the permission may apply to everybody checks again. The command
/// line does not check: the operator has every permission.
///
/// # Errors
/// Returns a problem that names the permission.
pub fn permitted(work: &Work, permission: Permission) -> Result<(), Problem> {
    permitted_outside(&work.transaction, permission)
}

/// Checks the same for a caller who has entered no environment.
///
/// # Errors
/// As [`permitted`].
pub fn permitted_outside(transaction: &Transaction, permission: Permission) -> Result<(), Problem> {
    if transaction.caller.permissions().holds(permission) {
        return Ok(());
    }
    Err(Problem::new(Code::NotPermitted, format!("the permission `{}` is missing", permission.as_str())))
}

/// Checks whether the work may make somebody an administrator. If no administrator triggered the run, the environment
/// must grant it explicitly: otherwise anybody could become one through the fields of a form (SECURITY 2.3).
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

/// Checks whether the work may add people. Both grants are required, whether or not the account exists. If one were
/// enough for some addresses, the refusals of the others would show who has an account elsewhere (SECURITY 2.1).
pub fn may_add_people(work: &Work) -> Vec<Problem> {
    let asked = [Grant::UsersAdd, Grant::UsersLink].map(|grant| may(work, grant));
    asked.into_iter().filter_map(Result::err).collect()
}

/// Checks whether the caller may give somebody these permissions by a role. Nobody raises themselves or others above
/// their own permissions (SPEC R1.3). In a run the permissions of its trigger count, unless the environment grants
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
