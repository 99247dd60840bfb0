//! Which username an account may have. Usernames and addresses share one namespace (SECURITY 2.4).

use crate::domain::{Account, Code, Fault, Problem, Username};
use crate::store::Transaction;
use crate::store::account::own_account;

/// Returns the parsed username if the account may have it.
///
/// A username with an `@` must be the verified address of the account itself. For any other address the problem is the
/// same whether or not an account has it, so that it does not show who has an account.
///
/// # Errors
/// Returns a fault if the database fails. The inner problem says what is wrong with the username, or that it is taken.
pub fn check_username(
    transaction: &Transaction,
    account: &Account,
    text: &str,
) -> Result<Result<Username, Problem>, Fault> {
    let username = match Username::parse(text, &account.address) {
        Ok(username) => username,
        Err(problem) => return Ok(Err(problem)),
    };
    if username.key() == account.address.key() && !account.verified {
        let found = Problem::new(Code::UsernameIsAddress, "the own address is a username once it is verified");
        return Ok(Err(found.help("choose a username without `@`")));
    }
    let owner = own_account::owner_of_login_name(transaction, username.key())?;
    if owner.is_some_and(|owner| owner != account.row) {
        let found = Problem::new(Code::UsernameTaken, format!("the username {:?} is taken", username.as_str()));
        return Ok(Err(found.help("choose another one")));
    }
    Ok(Ok(username))
}
