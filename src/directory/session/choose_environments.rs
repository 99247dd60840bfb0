//! Lists the environments that a person can open (SPEC R4.4).

use crate::domain::{EnvironmentChoice, Fault};
use crate::store::Transaction;
use crate::store::account::own_account;

/// Returns the environments in which an account has an active membership that is not banned: the default first, the
/// others by name. If there is only one, or a default, the person need not choose.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn choose_environments(transaction: &Transaction, account: i64) -> Result<Vec<EnvironmentChoice>, Fault> {
    own_account::choices(transaction, account)
}
