//! Which passwords somebody may not choose (SPEC R4.2): what others know of the person, and what the person has had.

use crate::domain::{
    Account, FORMER, Fault, MOST_BYTES, PasswordProfile, PasswordPurpose, Refusal, check_password, used_before,
};
use crate::store::Transaction;
use crate::store::account::{own_account, password};

/// What a new password of somebody must not be. Whether it is one of those before it is told by hashing alone, which takes long
/// and is done between two transactions: [`ForbiddenPasswords::check`] says what to compare with.
#[derive(Debug, Clone)]
pub struct ForbiddenPasswords {
    /// When the password is chosen.
    pub occasion: PasswordPurpose,
    /// What belongs to the person: username, address, the names in all environments.
    pub own: Vec<String>,
    /// The hashes of the passwords before it, the present one first; none at enrolment, when there is nothing before it.
    pub former: Vec<String>,
}

/// The hashes of the passwords that one that keeps every other rule is still to be compared with.
#[derive(Debug)]
#[must_use]
pub struct FormerPasswords(pub Vec<String>);

/// What an account's new password must not be. Of the former ones the last ten count, the present one among them.
///
/// # Errors
/// A fault of the database.
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
    /// The same for somebody who wants another username besides.
    pub fn with_username(mut self, username: &str) -> ForbiddenPasswords {
        // What is too long for a password stands in none.
        self.own.extend((username.len() <= MOST_BYTES).then(|| username.to_owned()));
        self
    }

    /// Whether a password keeps every rule of a profile that can be told without hashing; answers what is left to compare.
    ///
    /// # Errors
    /// Refuses it with every rule that it does not keep.
    pub fn check(&self, profile: PasswordProfile, password: &str) -> Result<FormerPasswords, Refusal> {
        let own: Vec<&str> = self.own.iter().map(String::as_str).collect();
        match check_password(profile, self.occasion, password, &own) {
            Ok(()) => Ok(FormerPasswords(self.former.clone())),
            Err(problems) => Err(Refusal { problems }),
        }
    }
}

impl FormerPasswords {
    /// What comes of the comparison: `is_one` tells whether the password is that of one of the hashes.
    ///
    /// # Errors
    /// Refuses a password that the person has had.
    pub fn judge(self, is_one: bool) -> Result<(), Refusal> {
        if is_one { Err(used_before().into()) } else { Ok(()) }
    }
}
