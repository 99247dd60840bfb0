//! Accounts and memberships: a person in the installation, and the same person in one environment.

use super::{EmailAddress, Language, Moment, Name, PublicId, Role, Value};

/// A person in the whole installation. Only the person can change it; scripts and administrators cannot (SPEC R1.2).
#[derive(Debug, Clone)]
pub struct Account {
    /// Row number in the database.
    pub row: i64,
    /// Public id.
    pub id: PublicId,
    /// Login name. Default: the address, until the person chooses another.
    pub username: String,
    /// Global address, for letters of the system.
    pub address: EmailAddress,
    /// Whether the person has confirmed the address.
    pub verified: bool,
    /// Status.
    pub status: AccountStatus,
    /// Time of creation.
    pub created_at: Moment,
}

/// The status of an account (SPEC R1.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountStatus {
    /// Invited: the person has not enrolled yet and cannot log in.
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
    /// Reason of the inactivity.
    pub inactive_reason: Option<InactiveReason>,
    /// Whether the person administers the environment.
    pub administrator: bool,
    /// Whether an administrator has banned the person. Only an administrator can lift the ban (SPEC R1.6).
    pub banned: bool,
    /// Role. Default: none.
    pub role: Option<Role>,
    /// Id of the person in an external system.
    pub external_id: Option<String>,
    /// Profile fields, by key.
    pub profile: Vec<(String, Value<'static>)>,
    /// Time at which the person last opened the environment.
    pub last_opened_at: Option<Moment>,
    /// Time of creation.
    pub created_at: Moment,
    /// Account id of the creator, or `system`.
    pub created_by: String,
    /// Time of the last change.
    pub modified_at: Moment,
    /// Account id of the last person who changed it, or `system`.
    pub modified_by: String,
}

/// A user: an account together with its membership in an environment.
#[derive(Debug, Clone)]
pub struct User {
    /// The account.
    pub account: Account,
    /// The membership.
    pub membership: Membership,
}

impl User {
    /// Returns the username that the environment may see.
    ///
    /// An environment can add anybody by address. Until the person has opened the environment, it sees only the data that it
    /// gave itself. Adding somebody therefore reveals nothing (SECURITY 2.1).
    pub fn visible_username(&self) -> &str {
        match self.membership.last_opened_at {
            Some(_) => &self.account.username,
            None => self.account.address.as_str(),
        }
    }

    /// Returns whether the address is verified, if the environment may see it; see [`User::visible_username`].
    pub fn visible_verified(&self) -> bool {
        self.membership.last_opened_at.is_some() && self.account.verified
    }
}

impl Membership {
    /// Checks whether this member counts as an active administrator (SPEC R1.7).
    pub fn is_acting_administrator(&self) -> bool {
        self.administrator && self.active && !self.banned
    }
}

/// The reason why a membership is inactive (SPEC R1.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InactiveReason {
    /// An administrator or a script deactivated it or added it as inactive.
    Administrator,
    /// The person has not opened the environment for months.
    Inactivity,
    /// The person's resources were transferred.
    Transfer,
    /// An external directory deactivated it.
    Directory,
}

/// Light or dark pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// The setting of the person's system.
    SystemSettings,
}

/// Converts an enum of words to its texts and back. The texts are those of the documented API and of the database.
macro_rules! words {
    ($type:ty { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $type {
            /// Every text.
            pub const TEXTS: &'static [&'static str] = &[$($text),*];

            /// Returns the text.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// Returns the value of a text, or `None` if it is not one of [`Self::TEXTS`].
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
