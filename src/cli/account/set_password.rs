//! `enlist account set-password`: a password for somebody whom no letter reaches.

use super::Named;
use crate::cli::input::settings::Context;
use crate::cli::output::changes::Changes;
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

    /// The rules that passwords follow
    #[arg(long, value_name = "RULES", env = "ENLIST_PASSWORDS", default_value = "seed")]
    passwords: Passwords,
}

impl SetPasswordCommand {
    pub fn carry_out(self, context: &mut Context) -> Result<(), Error> {
        let password = read_password(context)?;
        // Nobody waits for the hashes: they are made before the right to write is taken.
        let (_app, transaction, account) = self.named.find(context, Access::Read)?;
        let hash = hash(&transaction, &account, &password, self.passwords.profile())?;
        drop(transaction);
        let (_app, mut transaction, account) = self.named.find(context, Access::Write)?;
        let account = directory::set_password(&mut transaction, &account, &hash)?;
        let details = directory::show_account(&transaction, account)?;
        let changes = Changes::of_transaction(&mut transaction);
        transaction.commit()?;
        changes.tell(&json::account(&details), context);
        Ok(())
    }
}

/// The first line of standard input, so that the password stands neither in the list of processes nor in a shell's history.
fn read_password(context: &mut Context) -> Result<String, Error> {
    let input = context.terminal.input().map_err(|error| {
        let found = format!("cannot read standard input: {error}");
        Problem::new(Code::Unreadable, found).help("for example `enlist account set-password ADDRESS < FILE`")
    })?;
    Ok(input.lines().next().unwrap_or_default().to_owned())
}

/// The hash of a password that keeps the rules.
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
