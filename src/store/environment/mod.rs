//! Environments and their policies. The functions take a transaction, except the one that changes the policy of the
//! environment of the work.

pub mod profile_field;
pub mod upkeep;

use super::json;
use super::sql::{Row, params};
use super::transaction::{Transaction, Work};
use crate::domain::{Environment, Fault, Grant, Grants, Language, Moment, Name, Policy, PublicId, TimeZone};
use serde_json::json;

const COLUMNS: &str = "SELECT id, public_id, organization_id, name, policy, created_at FROM environment";

/// Adds an environment. Returns its row.
pub fn insert(
    transaction: &Transaction,
    id: &PublicId,
    organization: i64,
    name: &Name,
    policy: &Policy,
) -> Result<i64, Fault> {
    transaction.sql.insert(
        "INSERT INTO environment (public_id, organization_id, name, name_key, policy, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id.as_str(), organization, name.as_str(), &name.key(), &policy_text(policy), transaction.now.0],
    )
}

/// Returns all environments, by name.
pub fn all(transaction: &Transaction) -> Result<Vec<Environment>, Fault> {
    let statement = format!("{COLUMNS} ORDER BY name_key, id");
    transaction.sql.query(&statement, &[], read)
}

/// Returns the environments with this id or, if there is none, with this name.
pub fn find(transaction: &Transaction, name_or_id: &str) -> Result<Vec<Environment>, Fault> {
    let by = |column: &str, value: &str| {
        let statement = format!("{COLUMNS} WHERE {column} = ?1 ORDER BY id");
        transaction.sql.query(&statement, params![value], read)
    };
    let by_id = by("public_id", name_or_id)?;
    if by_id.is_empty() {
        return by("name_key", &crate::domain::name_key(name_or_id));
    }
    Ok(by_id)
}

/// Returns the environment of a row.
pub fn of_row(transaction: &Transaction, row: i64) -> Result<Vec<Environment>, Fault> {
    transaction.sql.query(&format!("{COLUMNS} WHERE id = ?1"), params![row], read)
}

/// Returns the environments of an organization, by name.
pub fn of_organization(transaction: &Transaction, organization: i64) -> Result<Vec<Environment>, Fault> {
    let statement = format!("{COLUMNS} WHERE organization_id = ?1 ORDER BY name_key, id");
    transaction.sql.query(&statement, params![organization], read)
}

/// Sets the policy of the environment of the work.
pub fn set_policy(work: &mut Work, policy: Policy) -> Result<(), Fault> {
    work.sql().execute(
        "UPDATE environment SET policy = ?2 WHERE id = ?1",
        params![work.environment.row, &policy_text(&policy)],
    )?;
    work.environment.policy = policy;
    Ok(())
}

/// Reads an environment from the first columns of a row, in the order of [`COLUMNS`].
pub(super) fn read(row: &Row) -> Result<Environment, Fault> {
    Ok(Environment {
        row: row.int(0)?,
        id: PublicId::stored(row.text(1)?),
        organization: row.int(2)?,
        name: Name::stored(row.text(3)?),
        policy: read_policy(&row.text(4)?)?,
        created_at: Moment(row.int(5)?),
    })
}

fn policy_text(policy: &Policy) -> String {
    json!({
        "language": policy.language.written(),
        "locale": policy.locale.written(),
        "inactivityMonths": policy.inactivity_months,
        "impersonation": policy.impersonation,
        "secondFactor": policy.second_factor,
        "mailSender": policy.mail_sender.as_ref().map(Name::as_str),
        "tokenDays": policy.token_days,
        "grants": policy.grants.texts().collect::<Vec<_>>(),
        "timeZone": policy.time_zone.as_str(),
        "runDays": policy.run_days,
    })
    .to_string()
}

fn read_policy(text: &str) -> Result<Policy, Fault> {
    let policy = json::stored(text)?;
    let language = |key: &str| {
        let code = policy[key].as_str().and_then(|code| Language::parse(code).ok());
        code.unwrap_or(Language::ENGLISH)
    };
    Ok(Policy {
        language: language("language"),
        locale: language("locale"),
        inactivity_months: policy["inactivityMonths"].as_u64().unwrap_or(0) as u32,
        impersonation: policy["impersonation"].as_bool().unwrap_or(false),
        second_factor: policy["secondFactor"].as_bool().unwrap_or(false),
        mail_sender: policy["mailSender"].as_str().map(|name| Name::stored(name.to_owned())),
        token_days: policy["tokenDays"].as_u64().unwrap_or(1) as u32,
        grants: read_grants(&policy["grants"]),
        time_zone: policy["timeZone"].as_str().map_or(TimeZone::UTC, |zone| TimeZone::stored(zone.to_owned())),
        // An unreadable value must not remove anything.
        run_days: policy["runDays"].as_u64().unwrap_or(0) as u32,
    })
}

/// Parses grants. An unreadable list or an unknown name grants nothing.
fn read_grants(texts: &serde_json::Value) -> Grants {
    let texts = texts.as_array().into_iter().flatten().filter_map(|text| text.as_str());
    let known: Vec<Grant> = texts.filter_map(|text| Grant::parse(text).ok()).collect();
    Grants::of(&known)
}
