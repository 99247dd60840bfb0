//! Accounts and sessions as the operator sees them.

use super::environment::Named;
use super::shape::{Id, Stamp, value};
use crate::directory::{AccountDetails, MembershipSummary};
use crate::domain::{self, AccountStatus, Moment, SessionStep};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Everything about an account.
pub fn account(details: &AccountDetails) -> Value {
    value(Account::of(details))
}

/// A session, without its secret.
pub fn session(session: &domain::Session) -> Value {
    value(Session::of(session))
}

/// A link that was just made for an account.
pub fn account_link(address: &str, expires_at: Moment) -> Value {
    value(AccountLink { link: address, expires_at: Stamp(expires_at) })
}

/// A link by which the person of an account chooses a password.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccountLink<'a> {
    /// The address, which is told this once.
    link: &'a str,
    /// From when on it is good no more.
    expires_at: Stamp,
}

/// An account as a whole, outside of any environment.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Account<'a> {
    /// The id.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The name to log in with.
    username: &'a str,
    /// The global address.
    address: &'a str,
    /// Whether the person has shown that the address is theirs.
    verified: bool,
    /// Where it stands.
    #[schemars(extend("enum" = AccountStatus::TEXTS))]
    status: &'a str,
    /// Whether it has a password.
    has_password: bool,
    /// Whether logging in takes a second factor.
    has_second_factor: bool,
    /// How many wrong passwords in a row strangers have tried.
    failures: i64,
    /// How many sessions are in force.
    sessions: usize,
    /// When it was added.
    created_at: Stamp,
    /// When the person last opened an environment.
    last_login_at: Option<Stamp>,
    /// The environments that it is a member of.
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
    /// How far the person has come.
    #[schemars(extend("enum" = SessionStep::TEXTS))]
    step: &'a str,
    /// The environment that is open.
    environment: Option<Id<'a>>,
    /// The account of the administrator who acts as this person.
    impersonator: Option<Id<'a>>,
    /// What the browser says it is.
    browser: &'a str,
    /// When the person logged in.
    created_at: Stamp,
    /// When something was last done with it, to the minute.
    seen_at: Stamp,
    /// When it ends, whatever is done with it.
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
