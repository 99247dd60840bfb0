//! `enlist account set-password`: sets the password of a person who cannot receive letters.

use super::Named;
use crate::cli::Exit;
use crate::cli::input::settings::Context;
use crate::cli::server::serve::Passwords;
use crate::directory;
use crate::domain::{Account, Code, Error, Fault, PasswordProfile, PasswordPurpose, Problem};
use crate::json;
use crate::store::{Access, Transaction};
use crate::workers::Hashers;
use clap::Args;

/// Set a password.
#[derive(Debug, Clone, Args)]
pub struct SetPasswordCommand {
    #[command(flatten)]
    named: Named,

    /// The rules for passwords
    #[arg(long, value_name = "RULES", env = "ENLIST_PASSWORDS", default_value = "seed")]
    passwords: Passwords,
}

impl SetPasswordCommand {
    pub fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let password = read_password(context)?;
        // The hashes take long, so they are made before the transaction that writes.
        let (_app, transaction, account) = self.named.find(context, Access::Read)?;
        let hash = hash(&transaction, &account, &password, self.passwords.profile())?;
        drop(transaction);
        context.change_installation(|transaction| {
            let account = directory::find_account(transaction, &self.named.address)?;
            let account = directory::set_password(transaction, &account, &hash)?;
            Ok(json::account(&directory::show_account(transaction, account)?))
        })
    }
}

/// Returns the first line of standard input. So the password is neither in the list of processes nor in the history of a shell.
fn read_password(context: &mut Context) -> Result<String, Error> {
    let input = context.terminal.read_input().map_err(|error| {
        let found = format!("cannot read standard input: {error}");
        Problem::new(Code::Unreadable, found).help("give it as in `enlist account set-password ADDRESS < FILE`")
    })?;
    Ok(input.lines().next().unwrap_or_default().to_owned())
}

/// Checks a password against the rules, and returns its hash.
fn hash(
    transaction: &Transaction,
    account: &Account,
    password: &str,
    profile: PasswordProfile,
) -> Result<String, Error> {
    let forbidden = directory::forbidden_passwords(transaction, account, PasswordPurpose::Change)?;
    let former = forbidden.check(profile, password)?;
    let hashers = Hashers::start(1, 1)?;
    let mut is_one = false;
    for hash in &former.0 {
        is_one |= hashers.verify_and_wait(password, Some(hash.clone()))?;
    }
    former.judge(is_one)?;
    let salt = transaction.new_secret();
    let salt = salt.bytes().first_chunk().ok_or_else(|| Fault::new("making a salt", "a secret is too short"))?;
    Ok(hashers.hash_and_wait(password, *salt)?)
}
