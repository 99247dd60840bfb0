//! Organizations, environments and what belongs to an environment: its policy, roles, menus and groups.

use super::{Grants, Language, Moment, Name, Permissions, PublicId, TimeZone};
use std::ops::RangeInclusive;

/// A customer: it owns environments.
#[derive(Debug, Clone)]
pub struct Organization {
    /// Row number in the database.
    pub row: i64,
    /// Public id.
    pub id: PublicId,
    /// Name, unique in the installation.
    pub name: Name,
    /// When it was added.
    pub created_at: Moment,
}

/// A place where people work: it has members, groups, menus and scripts. Nothing of it is seen from another one.
#[derive(Debug, Clone)]
pub struct Environment {
    /// Row number in the database.
    pub row: i64,
    /// Public id, unique in the installation.
    pub id: PublicId,
    /// Name, unique in its organization.
    pub name: Name,
    /// Row number of the organization it belongs to.
    pub organization: i64,
    /// What is allowed and what is taken where nothing is given.
    pub policy: Policy,
    /// When it was added.
    pub created_at: Moment,
}

/// An environment's policy (SPEC R1.10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The language of members for whom none is given.
    pub language: Language,
    /// The locale of members for whom none is given.
    pub locale: Language,
    /// Months without a login after which a membership is made inactive; 0 is never.
    pub inactivity_months: u32,
    /// Whether administrators of the organization may act as another member.
    pub impersonation: bool,
    /// Whether members open the environment only with a second factor.
    pub second_factor: bool,
    /// The sender of letters, as a name.
    pub mail_sender: Option<Name>,
    /// How many days a token may be in force at most.
    pub token_days: u32,
    /// What scripts may do.
    pub grants: Grants,
    /// The time zone of schedules that name none.
    pub time_zone: TimeZone,
    /// How many days input, log and result of a run are kept, and its letters once they are delivered; 0 is for ever.
    pub run_days: u32,
}

impl Policy {
    /// What `token_days` may be.
    pub const TOKEN_DAYS: RangeInclusive<u32> = 1..=3_650;

    /// How many days before a membership is made inactive, at least, the member is told.
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
    /// What its members may do.
    pub permissions: Permissions,
}

/// A menu: what its members see on the side of the page.
#[derive(Debug, Clone)]
pub struct Menu {
    /// Row number in the database.
    pub row: i64,
    /// Public id, unique in the environment.
    pub id: PublicId,
    /// Name, unique in the environment.
    pub name: Name,
    /// What people see; the name if none is given.
    pub label: String,
    /// Its items, in order.
    pub items: Vec<MenuItem>,
}

/// An item of a menu; the items of an item have none themselves (two levels, SPEC R1.9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    /// What people see.
    pub label: String,
    /// Where it leads.
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
    /// What people see; the name if none is given.
    pub label: String,
}
