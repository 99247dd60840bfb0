//! Lists the audit of an environment or of the installation.

use crate::directory::find::{find_run, find_user};
use crate::domain::{AuditEntry, AuditQuery, Error, Subject};
use crate::store::{Transaction, Work, audit};

/// Returns the matching entries of the environment, the newest first. `user` is an address or id.
///
/// # Errors
/// Returns a refusal for an unknown user or run; a fault if the database fails.
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

/// Returns the matching entries outside of environments, the newest first. They are about organizations, environments
/// and accounts.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn list_installation_audit(transaction: &Transaction, query: &AuditQuery) -> Result<Vec<AuditEntry>, Error> {
    Ok(audit::of_installation(transaction, query)?)
}
