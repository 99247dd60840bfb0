//! Accounts and sessions, as the operator sees them.

use super::environment::Named;
use super::shape::{Id, Stamp, value};
use crate::directory::{AccountDetails, MembershipSummary};
use crate::domain::{self, AccountStatus, Moment, SessionStep};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Returns an account with its details.
pub fn account(details: &AccountDetails) -> Value {
    value(Account::of(details))
}

/// Returns a session, without its secret.
pub fn session(session: &domain::Session) -> Value {
    value(Session::of(session))
}

/// Returns the new link of an account.
pub fn account_link(address: &str, expires_at: Moment) -> Value {
    value(AccountLink { link: address, expires_at: Stamp(expires_at) })
}

/// A link with which the person of an account chooses a password.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccountLink<'a> {
    /// The address of the link. It is shown only once.
    link: &'a str,
    /// The first moment at which the link is not valid any more.
    expires_at: Stamp,
}

/// An account as a whole, outside any environment.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Account<'a> {
    /// The id.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The login name.
    username: &'a str,
    /// The global address.
    address: &'a str,
    /// Whether the person has confirmed the address.
    verified: bool,
    /// The status.
    #[schemars(extend("enum" = AccountStatus::TEXTS))]
    status: &'a str,
    /// Whether it has a password.
    has_password: bool,
    /// Whether a second factor is required to log in.
    has_second_factor: bool,
    /// The number of consecutive wrong passwords from unknown browsers.
    failures: i64,
    /// How many sessions are in force.
    sessions: usize,
    /// The time of creation.
    created_at: Stamp,
    /// The time at which the person last opened an environment.
    last_login_at: Option<Stamp>,
    /// The memberships of the account.
    memberships: Vec<Membership<'a>>,
}

/// A membership of an account.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MembershipOfAccount")]
pub struct Membership<'a> {
    /// The environment.
    environment: Named<'a>,
    /// Whether the person can open it.
    active: bool,
    /// Whether the person is banned from it.
    banned: bool,
    /// Whether the person administers it.
    administrator: bool,
}

/// A session of an account.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session<'a> {
    /// The id.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The step of the login.
    #[schemars(extend("enum" = SessionStep::TEXTS))]
    step: &'a str,
    /// The id of the open environment.
    environment: Option<Id<'a>>,
    /// The account id of the administrator who acts as this person.
    impersonator: Option<Id<'a>>,
    /// The description that the browser sends of itself.
    browser: &'a str,
    /// The time of the login.
    created_at: Stamp,
    /// The time of the last use, to the minute.
    seen_at: Stamp,
    /// The time at which it ends even if it is used.
    expires_at: Stamp,
}

impl<'a> Account<'a> {
    fn of(details: &'a AccountDetails) -> Account<'a> {
        let account = &details.account;
        let membership = |one: &'a MembershipSummary| Membership {
            environment: Named::of(&one.environment, &one.name),
            active: one.active,
            banned: one.banned,
            administrator: one.administrator,
        };
        Account {
            id: Id(&account.id),
            username: &account.username,
            address: account.address.as_str(),
            verified: account.verified,
            status: account.status.as_str(),
            has_password: details.has_password,
            has_second_factor: details.has_second_factor,
            failures: details.failures,
            sessions: details.sessions,
            created_at: Stamp(account.created_at),
            last_login_at: details.last_login_at.map(Stamp),
            memberships: details.memberships.iter().map(membership).collect(),
        }
    }
}

impl<'a> Session<'a> {
    fn of(session: &'a domain::Session) -> Session<'a> {
        Session {
            id: Id(&session.id),
            step: session.step.as_str(),
            environment: session.environment.as_ref().map(|environment| Id(&environment.id)),
            impersonator: session.impersonator.as_ref().map(Id),
            browser: &session.browser,
            created_at: Stamp(session.created_at),
            seen_at: Stamp(session.seen_at),
            expires_at: Stamp(session.expires_at),
        }
    }
}
