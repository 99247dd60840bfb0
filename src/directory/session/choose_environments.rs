//! The environments that a person can open (SPEC R4.4).

use crate::domain::{EnvironmentChoice, Fault};
use crate::store::Transaction;
use crate::store::account::own_account;

/// The environments in which an account has a membership that is active and not banned: the default first, the others by
/// name. With one of them, or a default, there is nothing to choose.
///
/// # Errors
/// A fault of the database.
pub fn choose_environments(transaction: &Transaction, account: i64) -> Result<Vec<EnvironmentChoice>, Fault> {
    own_account::choices(transaction, account)
}
