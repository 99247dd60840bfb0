//! What a person settles about the own account, and where the person can go (SPEC R1.2, R4.4).

use super::{Environment, Moment, Name};

/// The global settings of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSettings {
    /// The row number of the environment that opens without being asked for.
    pub default_environment: Option<i64>,
    /// Whether the person wants letters about new versions.
    pub release_mails: bool,
    /// Whether pages are made anew for the person each time.
    pub disable_cache: bool,
    /// When the person last opened an environment.
    pub last_login_at: Option<Moment>,
    /// When the account last changed.
    pub modified_at: Moment,
}

/// An environment that a person can open.
#[derive(Debug, Clone)]
pub struct EnvironmentChoice {
    /// The environment.
    pub environment: Environment,
    /// The name of its organization.
    pub organization: Name,
    /// The person's name there.
    pub name: Name,
    /// Whether the person administers it.
    pub administrator: bool,
    /// Whether it opens without being asked for.
    pub is_default: bool,
    /// When the person last opened it.
    pub last_opened_at: Option<Moment>,
}
