//! Accounts and memberships: a person in the system, and that person in one environment.

use super::{EmailAddress, Language, Moment, Name, PublicId, Role, Value};

/// A person in the whole system. Only the person changes it; no script or administrator can (SPEC R1.2).
#[derive(Debug, Clone)]
pub struct Account {
    /// Row number in the database.
    pub row: i64,
    /// Public id.
    pub id: PublicId,
    /// The name to log in with; the address until the person chooses another.
    pub username: String,
    /// Global address: letters of the system go there.
    pub address: EmailAddress,
    /// Whether the person has shown that the address is theirs.
    pub verified: bool,
    /// Where the account stands.
    pub status: AccountStatus,
    /// When it was added.
    pub created_at: Moment,
}

/// Where an account stands (SPEC R1.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountStatus {
    /// Invited; has not enrolled yet and cannot log in.
    Invited,
    /// Has enrolled.
    Validated,
    /// Locked after ten wrong passwords in a row.
    Denied,
    /// Locked by the operator.
    Banned,
    /// Personal data was removed for good.
    Obfuscated,
}

/// An account in one environment.
#[derive(Debug, Clone)]
pub struct Membership {
    /// Row number in the database.
    pub row: i64,
    /// Name in this environment.
    pub name: Name,
    /// Address for letters of workflows.
    pub email: EmailAddress,
    /// Language of pages and letters.
    pub language: Language,
    /// Locale of numbers, dates and times.
    pub locale: Language,
    /// Light or dark pages.
    pub theme: Theme,
    /// Whether the person can open the environment.
    pub active: bool,
    /// Why not, if not.
    pub inactive_reason: Option<InactiveReason>,
    /// Whether the person administers the environment.
    pub administrator: bool,
    /// Banned by an administrator; only an administrator lifts it (SPEC R1.6).
    pub banned: bool,
    /// The role.
    pub role: Option<Role>,
    /// The person's id in a system outside.
    pub external_id: Option<String>,
    /// Profile fields, by key.
    pub profile: Vec<(String, Value<'static>)>,
    /// When the person last opened the environment.
    pub last_opened_at: Option<Moment>,
    /// When the membership was added.
    pub created_at: Moment,
    /// Who added it: an account's id or `system`.
    pub created_by: String,
    /// When it last changed.
    pub modified_at: Moment,
    /// Who changed it last: an account's id or `system`.
    pub modified_by: String,
}

/// What people call a user: an account together with its membership in an environment.
#[derive(Debug, Clone)]
pub struct User {
    /// The account.
    pub account: Account,
    /// The membership.
    pub membership: Membership,
}

impl User {
    /// The username as the environment may see it.
    ///
    /// An environment can add anybody by address. What it then sees of the account is what it gave itself, until the person
    /// has opened the environment: so adding reveals nothing (SECURITY 2.1).
    pub fn visible_username(&self) -> &str {
        match self.membership.last_opened_at {
            Some(_) => &self.account.username,
            None => self.account.address.as_str(),
        }
    }

    /// Whether the address is verified, as far as the environment may see it; see [`User::visible_username`].
    pub fn visible_verified(&self) -> bool {
        self.membership.last_opened_at.is_some() && self.account.verified
    }
}

impl Membership {
    /// Whether this member counts as an administrator who can act (SPEC R1.7).
    pub fn is_acting_administrator(&self) -> bool {
        self.administrator && self.active && !self.banned
    }
}

/// Why a membership is inactive (SPEC R1.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InactiveReason {
    /// An administrator or a script made it so, or it was added so.
    Administrator,
    /// The person did not come for months.
    Inactivity,
    /// The person's resources were transferred.
    Transfer,
    /// An external directory made it so.
    Directory,
}

/// Light or dark pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the person's system has it.
    SystemSettings,
}

/// Gives an enum of words its text and back; the texts are those of the documented API and of the database.
macro_rules! words {
    ($type:ty { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $type {
            /// Every text this can be.
            pub const TEXTS: &'static [&'static str] = &[$($text),*];

            /// The text.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// The value of a text, if it is one of [`Self::TEXTS`].
            pub fn from_text(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

words!(AccountStatus {
    Invited = "invited",
    Validated = "validated",
    Denied = "denied",
    Banned = "banned",
    Obfuscated = "obfuscated",
});

words!(InactiveReason {
    Administrator = "administrator",
    Inactivity = "inactivity",
    Transfer = "transfer",
    Directory = "directory",
});

words!(Theme {
    Light = "light",
    Dark = "dark",
    SystemSettings = "systemSettings",
});
