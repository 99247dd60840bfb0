//! Queries: which users are meant.

use super::member::words;

/// Which single user is meant: every part that is given must fit (SPEC R2.7).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserMatch {
    /// The account's id.
    pub id: Option<String>,
    /// The username.
    pub username: Option<String>,
    /// The global address.
    pub address: Option<String>,
    /// The name in the environment, ignoring case.
    pub name: Option<String>,
    /// The address in the environment.
    pub email: Option<String>,
}

/// Which users are meant, in which order, and how many of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserQuery {
    /// A part of the name or of an address, ignoring case.
    pub text: Option<String>,
    /// By standing.
    pub filter: UserFilter,
    /// Only members of this group, by name or id.
    pub group: Option<String>,
    /// By which property they are ordered.
    pub sort: UserSort,
    /// From the last to the first.
    pub descending: bool,
    /// At most so many; see [`UserQuery::MAX_LIMIT`].
    pub limit: u32,
    /// After leaving out so many.
    pub skip: u32,
    /// Only those who come after the user with this id, in the order of the query: the next page.
    pub after: Option<String>,
}

impl UserQuery {
    /// The most users of one answer (SPEC R8.2).
    pub const MAX_LIMIT: u32 = 800;

    /// The most characters of a text to look for; names and addresses are shorter.
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

/// Users by standing (seeds 003 and 004).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserFilter {
    /// Those who can open the environment.
    Active,
    /// Those who cannot, because they are inactive.
    Inactive,
    /// Everybody.
    All,
    /// Those who are banned, from the environment or altogether.
    Banned,
    /// Those who are locked after wrong passwords.
    Denied,
    /// Those who administer the environment.
    Administrators,
}

/// By which property users are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserSort {
    /// Name in the environment.
    Name,
    /// Global address.
    Address,
    /// When they were added.
    CreatedOn,
    /// When they last changed.
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
