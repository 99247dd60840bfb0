//! The passwords that a person may not choose (SPEC R4.2): those that contain what others know about the person, and
//! former ones.

use crate::domain::{
    Account, FORMER, Fault, MOST_BYTES, PasswordProfile, PasswordPurpose, Refusal, check_password, used_before,
};
use crate::store::Transaction;
use crate::store::account::{own_account, password};

/// The rules for a new password of a person. Only hashing shows whether it is a former one. Hashing takes long and is
/// done between two transactions: [`ForbiddenPasswords::check`] returns the hashes to compare with.
#[derive(Debug, Clone)]
pub struct ForbiddenPasswords {
    /// The occasion on which the password is chosen.
    pub occasion: PasswordPurpose,
    /// Texts that belong to the person: username, address, the names in all environments.
    pub own: Vec<String>,
    /// The hashes of the former passwords, the present one first. Empty at enrolment.
    pub former: Vec<String>,
}

/// The hashes to compare a password with that keeps all other rules.
#[derive(Debug)]
#[must_use]
pub struct FormerPasswords(pub Vec<String>);

/// Returns the rules for a new password of an account. The last ten passwords are forbidden, including the present one.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn forbidden_passwords(
    transaction: &Transaction,
    account: &Account,
    occasion: PasswordPurpose,
) -> Result<ForbiddenPasswords, Fault> {
    let mut own = vec![account.username.clone(), account.address.to_string()];
    own.extend(own_account::names(transaction, account.row)?);
    let former = match occasion {
        PasswordPurpose::Enrolment => Vec::new(),
        PasswordPurpose::Change => password::last(transaction, account.row, FORMER)?,
    };
    Ok(ForbiddenPasswords { occasion, own, former })
}

impl ForbiddenPasswords {
    /// Adds a username that the person chooses together with the password.
    pub fn with_username(mut self, username: &str) -> ForbiddenPasswords {
        // No password contains a text that is longer than a password.
        self.own.extend((username.len() <= MOST_BYTES).then(|| username.to_owned()));
        self
    }

    /// Checks every rule of a profile that needs no hashing. Returns the hashes that are left to compare.
    ///
    /// # Errors
    /// Returns a refusal with every broken rule.
    pub fn check(&self, profile: PasswordProfile, password: &str) -> Result<FormerPasswords, Refusal> {
        let own: Vec<&str> = self.own.iter().map(String::as_str).collect();
        match check_password(profile, self.occasion, password, &own) {
            Ok(()) => Ok(FormerPasswords(self.former.clone())),
            Err(problems) => Err(Refusal { problems }),
        }
    }
}

impl FormerPasswords {
    /// Ends the comparison. `is_one` says whether the password matches one of the hashes.
    ///
    /// # Errors
    /// Returns a refusal if it does.
    pub fn judge(self, is_one: bool) -> Result<(), Refusal> {
        if is_one { Err(used_before().into()) } else { Ok(()) }
    }
}
