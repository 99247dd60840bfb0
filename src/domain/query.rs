//! Queries for users.

use super::member::words;

/// A query for a single user. All given conditions must match (SPEC R2.7).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserMatch {
    /// Id of the account.
    pub id: Option<String>,
    /// Username.
    pub username: Option<String>,
    /// Global address.
    pub address: Option<String>,
    /// Name in the environment, ignoring case.
    pub name: Option<String>,
    /// Address in the environment.
    pub email: Option<String>,
}

/// A query for users, with their order and number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserQuery {
    /// Part of the name or of an address, ignoring case.
    pub text: Option<String>,
    /// Condition on the status. Default: all users.
    pub filter: UserFilter,
    /// Only members of this group, by name or id.
    pub group: Option<String>,
    /// Property for the order. Default: the name.
    pub sort: UserSort,
    /// Reverses the order. Default: no.
    pub descending: bool,
    /// Maximum number of users. Default and maximum: [`UserQuery::MAX_LIMIT`].
    pub limit: u32,
    /// Number of users to skip. Default: 0.
    pub skip: u32,
    /// Only users after the user with this id, in the order of the query: the next page.
    pub after: Option<String>,
}

impl UserQuery {
    /// Maximum number of users in one result (SPEC R8.2).
    pub const MAX_LIMIT: u32 = 800;

    /// Maximum number of characters of a searched text; names and addresses are shorter.
    pub const MAX_TEXT: usize = 500;
}

impl Default for UserQuery {
    fn default() -> Self {
        UserQuery {
            text: None,
            filter: UserFilter::All,
            group: None,
            sort: UserSort::Name,
            descending: false,
            limit: Self::MAX_LIMIT,
            skip: 0,
            after: None,
        }
    }
}

/// A condition on the status of users (seeds 003 and 004).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserFilter {
    /// Users who can open the environment.
    Active,
    /// Users who cannot open it because they are inactive.
    Inactive,
    /// All users.
    All,
    /// Users who are banned, from the environment or from the installation.
    Banned,
    /// Users who are locked after wrong passwords.
    Denied,
    /// Administrators of the environment.
    Administrators,
}

/// A property by which users are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserSort {
    /// Name in the environment.
    Name,
    /// Global address.
    Address,
    /// Time of creation.
    CreatedOn,
    /// Time of the last change.
    LastModifiedOn,
}

words!(UserFilter {
    Active = "active",
    Inactive = "inactive",
    All = "all",
    Banned = "banned",
    Denied = "denied",
    Administrators = "administrators",
});

words!(UserSort {
    Name = "name",
    Address = "globalEmailAddress",
    CreatedOn = "_createdOn",
    LastModifiedOn = "_lastModifiedOn",
});
