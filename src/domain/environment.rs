//! Organizations, environments and the parts of an environment: its policy, roles, menus and groups.

use super::{Grants, Language, Moment, Name, Permissions, PublicId, TimeZone};
use std::ops::RangeInclusive;

/// A customer that owns environments.
#[derive(Debug, Clone)]
pub struct Organization {
    /// Row number in the database.
    pub row: i64,
    /// Public id.
    pub id: PublicId,
    /// Name, unique in the installation.
    pub name: Name,
    /// Time of creation.
    pub created_at: Moment,
}

/// A workspace with its own members, groups, menus and scripts. Other environments see nothing of it.
#[derive(Debug, Clone)]
pub struct Environment {
    /// Row number in the database.
    pub row: i64,
    /// Public id, unique in the installation.
    pub id: PublicId,
    /// Name, unique in its organization.
    pub name: Name,
    /// Row number of its organization.
    pub organization: i64,
    /// Its permissions and defaults.
    pub policy: Policy,
    /// Time of creation.
    pub created_at: Moment,
}

/// An environment's policy (SPEC R1.10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Language of members who are added without one. Default: English.
    pub language: Language,
    /// Locale of members who are added without one. Default: English.
    pub locale: Language,
    /// Months without a login after which a membership is deactivated. Default: 3; 0 disables it.
    pub inactivity_months: u32,
    /// Whether administrators of the organization may act as another member. Default: no.
    pub impersonation: bool,
    /// Whether members need a second factor to open the environment. Default: no.
    pub second_factor: bool,
    /// Name of the sender of letters. Default: none.
    pub mail_sender: Option<Name>,
    /// Maximum lifetime of a token, in days. Default: 365.
    pub token_days: u32,
    /// Permissions of scripts.
    pub grants: Grants,
    /// Time zone of schedules that have none of their own. Default: UTC.
    pub time_zone: TimeZone,
    /// Days for which input, log and result of a run are kept, and its delivered letters. Default: 365; 0 keeps them for ever.
    pub run_days: u32,
}

impl Policy {
    /// Allowed values of `token_days`.
    pub const TOKEN_DAYS: RangeInclusive<u32> = 1..=3_650;

    /// Minimum number of days between the notice to a member and the deactivation of the membership.
    pub const INACTIVITY_NOTICE_DAYS: i64 = 14;
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            language: Language::ENGLISH,
            locale: Language::ENGLISH,
            inactivity_months: 3,
            impersonation: false,
            second_factor: false,
            mail_sender: None,
            token_days: 365,
            grants: Grants::default(),
            time_zone: TimeZone::UTC,
            run_days: 365,
        }
    }
}

/// A named set of permissions; a member has at most one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Row number in the database.
    pub row: i64,
    /// Public id, unique in the environment.
    pub id: PublicId,
    /// Name, unique in the environment.
    pub name: Name,
    /// Permissions of its members.
    pub permissions: Permissions,
}

/// A menu, which its members see on the side of the page.
#[derive(Debug, Clone)]
pub struct Menu {
    /// Row number in the database.
    pub row: i64,
    /// Public id, unique in the environment.
    pub id: PublicId,
    /// Name, unique in the environment.
    pub name: Name,
    /// Label that people see. Default: the name.
    pub label: String,
    /// Its items, in order.
    pub items: Vec<MenuItem>,
}

/// An item of a menu. There are two levels: an item below an item has no items of its own (SPEC R1.9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    /// Label that people see.
    pub label: String,
    /// Page that the item opens.
    pub target: String,
    /// The items below it, in order.
    pub items: Vec<MenuItem>,
}

/// A member group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Row number in the database.
    pub row: i64,
    /// Public id, unique in the environment.
    pub id: PublicId,
    /// Name, unique in the environment.
    pub name: Name,
    /// Label that people see. Default: the name.
    pub label: String,
}
