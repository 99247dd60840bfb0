//! Lists what happened: in an environment, or outside of any.

use crate::directory::find::{find_run, find_user};
use crate::domain::{AuditEntry, AuditQuery, Error, Subject};
use crate::store::{Transaction, Work, audit};

/// The entries of the environment that fit, the newest first; `user` is an address or id.
///
/// # Errors
/// Refuses a user or run that the environment does not know.
pub fn list_audit(work: &Work, user: Option<&str>, mut query: AuditQuery) -> Result<Vec<AuditEntry>, Error> {
    if let Some(user) = user {
        query.id = Some(find_user(work, user)?.account.id.to_string());
        query.subject = query.subject.or(Some(Subject::User));
    }
    if let Some(run) = &query.run {
        find_run(work, run)?;
    }
    Ok(audit::of_environment(work, &query)?)
}

/// The entries outside of any environment that fit, the newest first: organizations and environments that were added.
///
/// # Errors
/// A fault of the database.
pub fn list_installation_audit(transaction: &Transaction, query: &AuditQuery) -> Result<Vec<AuditEntry>, Error> {
    Ok(audit::of_installation(transaction, query)?)
}
