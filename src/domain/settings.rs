//! The settings of an account, and the environments that a person can open (SPEC R1.2, R4.4).

use super::{Environment, Moment, Name};

/// The global settings of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSettings {
    /// Row number of the environment that opens after login. `None`: the person chooses one.
    pub default_environment: Option<i64>,
    /// Whether the person receives letters about new versions.
    pub release_mails: bool,
    /// Whether the page cache is disabled for the person.
    pub disable_cache: bool,
    /// Time at which the person last opened an environment.
    pub last_login_at: Option<Moment>,
    /// Time of the last change.
    pub modified_at: Moment,
}

/// An environment that a person can open.
#[derive(Debug, Clone)]
pub struct EnvironmentChoice {
    /// The environment.
    pub environment: Environment,
    /// Name of its organization.
    pub organization: Name,
    /// Name of the person in the environment.
    pub name: Name,
    /// Whether the person administers the environment.
    pub administrator: bool,
    /// Whether it opens after login without a choice.
    pub is_default: bool,
    /// Time at which the person last opened it.
    pub last_opened_at: Option<Moment>,
}
