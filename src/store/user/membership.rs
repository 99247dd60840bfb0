//! Memberships: accounts in the environment of the work.

use super::administrator::counting;
use super::condition::with_environment;
use super::search;
use crate::domain::{
    Account, AccountStatus, EmailAddress, Fault, InactiveReason, Language, Membership, Moment, Name, PublicId, Role,
    Theme, User, UserMatch, Value, name_key,
};
use crate::store::sql::{Row, params};
use crate::store::transaction::Work;
use crate::store::{json, role};
use std::borrow::Cow;

const USERS: &str = "SELECT m.id, m.name, m.email, m.email_key, m.language, m.locale, m.theme, m.active,
        m.inactive_reason, m.administrator, m.banned, m.external_id, m.profile, m.last_opened_at, m.created_at,
        m.created_by, m.modified_at, m.modified_by, r.id, r.public_id, r.name,
        r.permissions, a.id, a.public_id, a.username, a.address, a.address_key, a.verified, a.status, a.created_at
    FROM membership m JOIN account a ON a.id = m.account_id LEFT JOIN role r ON r.id = m.role_id";

/// The condition that a user belongs to the environment.
const HERE: &str = "WHERE m.environment_id = ?1";

/// The same condition for a lookup by row: the plus keeps SQLite from using an index of the environment, which it would scan
/// completely.
const HERE_BY_ROW: &str = "WHERE +m.environment_id = ?1";

/// Returns the membership of an account in the environment, if it has one.
pub fn of_account(work: &Work, account: &Account) -> Result<Option<Membership>, Fault> {
    work.sql().query_one(
        "SELECT m.id, m.name, m.email, m.email_key, m.language, m.locale, m.theme, m.active,
                m.inactive_reason, m.administrator, m.banned, m.external_id, m.profile, m.last_opened_at,
                m.created_at, m.created_by, m.modified_at, m.modified_by, r.id, r.public_id,
                r.name, r.permissions
         FROM membership m LEFT JOIN role r ON r.id = m.role_id
         WHERE m.environment_id = ?1 AND m.account_id = ?2",
        params![work.environment.row, account.row],
        |row| read_membership(work, row),
    )
}

/// Returns the users with these rows that still exist.
pub fn with_rows(work: &Work, members: &[i64]) -> Result<Vec<User>, Fault> {
    let rows = serde_json::Value::from(members).to_string();
    let statement =
        format!("{USERS} {HERE_BY_ROW} AND m.id IN (SELECT CAST(value AS INTEGER) FROM json_each(?2)) ORDER BY m.id");
    users(work, &statement, &[rows])
}

/// Returns the users with this role.
pub fn with_role(work: &Work, role: &Role) -> Result<Vec<User>, Fault> {
    users(work, &format!("{USERS} {HERE} AND r.public_id = ?2 ORDER BY m.id"), &[role.id.to_string()])
}

/// Returns the users who have a value of this profile field.
pub fn with_field(work: &Work, key: &str) -> Result<Vec<User>, Fault> {
    let condition = "EXISTS (SELECT 1 FROM json_each(m.profile) f WHERE f.key = ?2)";
    users(work, &format!("{USERS} {HERE} AND {condition} ORDER BY m.id"), &[key.to_owned()])
}

/// Adds a membership. Returns its row.
pub fn insert(work: &Work, account: &Account, membership: &Membership) -> Result<i64, Fault> {
    let member = work.sql().insert(
        "INSERT INTO membership (environment_id, account_id, name, name_key, email, email_key, language, locale, theme,
                                 active, inactive_reason, administrator, banned, role_id, external_id, profile,
                                 created_at, created_by, modified_at, modified_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?17, ?18)",
        params![
            work.environment.row,
            account.row,
            membership.name.as_str(),
            &membership.name.key(),
            membership.email.as_str(),
            membership.email.key(),
            membership.language.written(),
            membership.locale.written(),
            membership.theme.as_str(),
            membership.active,
            membership.inactive_reason.map(InactiveReason::as_str),
            membership.administrator,
            membership.banned,
            membership.role.as_ref().map(|role| role.row),
            membership.external_id.as_deref(),
            &profile_text(&membership.profile),
            membership.created_at.0,
            &membership.created_by,
        ],
    )?;
    search::added(work, member)?;
    Ok(member)
}

/// Updates a membership.
pub fn update(work: &Work, membership: &Membership) -> Result<(), Fault> {
    let was_found = search::leave(work, membership)?;
    work.sql().execute(
        "UPDATE membership SET name = ?2, name_key = ?3, email = ?4, email_key = ?5, language = ?6, locale = ?7,
                 theme = ?8, active = ?9, inactive_reason = ?10, administrator = ?11, role_id = ?12, external_id = ?13,
                 profile = ?14, modified_at = ?15, modified_by = ?16,
                 inactivity_announced_at = CASE WHEN active = 0 AND ?9 = 1 THEN NULL ELSE inactivity_announced_at END
             WHERE id = ?1",
        params![
            membership.row,
            membership.name.as_str(),
            &membership.name.key(),
            membership.email.as_str(),
            membership.email.key(),
            membership.language.written(),
            membership.locale.written(),
            membership.theme.as_str(),
            membership.active,
            membership.inactive_reason.map(InactiveReason::as_str),
            membership.administrator,
            membership.role.as_ref().map(|role| role.row),
            membership.external_id.as_deref(),
            &profile_text(&membership.profile),
            membership.modified_at.0,
            &membership.modified_by,
        ],
    )?;
    if was_found {
        search::enter(work, membership.row)?;
    }
    Ok(())
}

/// Bans a member from the environment, or lifts the ban.
pub fn set_banned(work: &Work, membership: &Membership, banned: bool) -> Result<(), Fault> {
    work.sql().execute("UPDATE membership SET banned = ?2 WHERE id = ?1", params![membership.row, banned]).map(drop)
}

/// Returns whether another member counts as an administrator of the environment; see [`counting`].
pub fn has_other_administrator(work: &Work, member: i64) -> Result<bool, Fault> {
    let statement = format!(
        "SELECT 1 FROM membership m JOIN account a ON a.id = m.account_id
         WHERE m.environment_id = ?1 AND m.id <> ?2 AND {} LIMIT 1",
        counting("m", "a")
    );
    let found = work.sql().query(&statement, params![work.environment.row, member], |_| Ok(()))?;
    Ok(!found.is_empty())
}

/// Returns the member with this external id, if there is one.
pub fn with_external_id(work: &Work, external_id: &str) -> Result<Option<i64>, Fault> {
    work.sql().query_one(
        "SELECT id FROM membership WHERE environment_id = ?1 AND external_id = ?2",
        params![work.environment.row, external_id],
        |row| row.int(0),
    )
}

/// The most candidates that are looked up one by one; with more of them, all users are scanned.
const MOST_WITH_EMAIL: usize = 2_000;

/// Returns the users that match every part that is given. The caller decides what more than one of them means.
pub fn matching(work: &Work, wanted: &UserMatch) -> Result<Vec<User>, Fault> {
    let address =
        |text: &str| EmailAddress::parse(text).map_or_else(|_| text.to_owned(), |address| address.key().to_owned());
    let email = wanted.email.as_deref().map(address);
    // No index covers the address in the environment as a whole.
    let few = match &email {
        Some(email) => search::candidates(work, email, MOST_WITH_EMAIL)?,
        None => None,
    };
    let mut statement = format!("{USERS} {}", if few.is_some() { HERE_BY_ROW } else { HERE });
    let mut values: Vec<String> = Vec::new();
    let mut condition = |text: &str, value: String| {
        values.push(value);
        statement.push_str(&text.replace('?', &format!("?{}", values.len() + 1)));
    };
    if let Some(few) = few {
        condition(
            " AND m.id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))",
            serde_json::Value::from(few).to_string(),
        );
    }
    if let Some(id) = &wanted.id {
        condition(" AND a.public_id = ?", id.clone());
    }
    if let Some(username) = &wanted.username {
        // As in `User::visible_username`: until the person has opened it, the environment sees only the address.
        condition(
            " AND a.id = (SELECT account_id FROM login_name WHERE key = ?)
              AND (m.last_opened_at IS NOT NULL OR a.address_key = ?)",
            name_key(username),
        );
    }
    if let Some(global) = &wanted.address {
        condition(
            " AND a.address_key = ? AND a.id = (SELECT account_id FROM login_name WHERE key = ?)",
            address(global),
        );
    }
    if let Some(name) = &wanted.name {
        condition(" AND m.name_key = ?", name_key(name));
    }
    if let Some(email) = email {
        condition(" AND m.email_key = ?", email);
    }
    statement.push_str(" ORDER BY m.id");
    users(work, &statement, &values)
}

fn users(work: &Work, statement: &str, values: &[String]) -> Result<Vec<User>, Fault> {
    work.sql().query(statement, &with_environment(work, values), |row| {
        Ok(User {
            membership: read_membership(work, row)?,
            account: Account {
                row: row.int(22)?,
                id: PublicId::stored(row.text(23)?),
                username: row.text(24)?,
                address: EmailAddress::stored(row.text(25)?, row.text(26)?),
                verified: row.flag(27)?,
                status: row.word(28, AccountStatus::from_text)?,
                created_at: Moment(row.int(29)?),
            },
        })
    })
}

/// Reads a membership. Every membership is read here, so that a run records the members that it read.
fn read_membership(work: &Work, row: &Row) -> Result<Membership, Fault> {
    let language = |code: &str| Language::parse(code).ok();
    let member = row.int(0)?;
    work.note_read(member);
    Ok(Membership {
        row: member,
        name: Name::stored(row.text(1)?),
        email: EmailAddress::stored(row.text(2)?, row.text(3)?),
        language: row.word(4, language)?,
        locale: row.word(5, language)?,
        theme: row.word(6, Theme::from_text)?,
        active: row.flag(7)?,
        inactive_reason: row.optional_text(8)?.and_then(|reason| InactiveReason::from_text(&reason)),
        administrator: row.flag(9)?,
        banned: row.flag(10)?,
        external_id: row.optional_text(11)?,
        profile: read_profile(&row.text(12)?)?,
        last_opened_at: row.optional_int(13)?.map(Moment),
        created_at: Moment(row.int(14)?),
        created_by: row.text(15)?,
        modified_at: Moment(row.int(16)?),
        modified_by: row.text(17)?,
        role: match row.optional_int(18)? {
            Some(_) => Some(role::read(row, 18)?),
            None => None,
        },
    })
}

fn profile_text(profile: &[(String, Value<'static>)]) -> String {
    if profile.is_empty() {
        return "{}".to_owned();
    }
    let entries = profile.iter().map(|(key, value)| (Cow::Borrowed(key.as_str()), value.clone()));
    let mut text = String::new();
    json::to_json_text(&Value::Map(entries.collect()), &mut text);
    text
}

fn read_profile(text: &str) -> Result<Vec<(String, Value<'static>)>, Fault> {
    match json::from_json(json::stored(text)?) {
        Value::Map(entries) => Ok(entries.into_iter().map(|(key, value)| (key.into_owned(), value)).collect()),
        _ => Ok(Vec::new()),
    }
}
