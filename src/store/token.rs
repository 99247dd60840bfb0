//! Tokens. A program authenticates before its environment is known, so the functions take a transaction. Those about the tokens
//! of one environment take a work.

use super::chain;
use super::json;
use super::sql::{Row, params};
use super::transaction::{Transaction, Work};
use crate::domain::{Fault, Moment, Name, Permission, Permissions, PublicId, Secret, Token, TokenReach};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

/// A token with the names of the environment or organization that it reaches.
const TOKENS: &str = "SELECT t.id, t.public_id, t.name, t.permissions, t.created_at, t.created_by, t.expires_at,
        t.last_used_at, t.revoked_at, e.id, e.public_id, e.name, o.id, o.public_id, o.name
    FROM token t LEFT JOIN environment e ON e.id = t.environment_id LEFT JOIN organization o ON o.id = t.organization_id";

/// Adds a token. Returns its row; the row number in `token` is ignored.
pub fn insert(transaction: &Transaction, token: &Token, secret: &Secret) -> Result<i64, Fault> {
    let (environment, organization) = match token.reach {
        TokenReach::Environment { row, .. } => (Some(row), None),
        TokenReach::Organization { row, .. } => (None, Some(row)),
    };
    let permissions = Json::from(token.permissions.texts().collect::<Vec<_>>()).to_string();
    transaction.sql.insert(
        "INSERT INTO token (public_id, environment_id, organization_id, name, name_key, permissions, secret_hash,
                            created_at, created_by, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            token.id.as_str(),
            environment,
            organization,
            token.name.as_str(),
            &token.name.key(),
            &permissions,
            &hash(secret),
            token.created_at.0,
            &token.created_by,
            token.expires_at.0,
        ],
    )
}

/// Returns all tokens of the environment of the work, by name; not those of its organization.
pub fn all(work: &Work) -> Result<Vec<Token>, Fault> {
    of(&work.transaction, "t.environment_id", work.environment.row)
}

/// Returns all tokens of an organization, by name; not those of its environments.
pub fn of_organization(transaction: &Transaction, organization: i64) -> Result<Vec<Token>, Fault> {
    of(transaction, "t.organization_id", organization)
}

/// Returns the token with this secret. The lookup is by hash, so its duration reveals nothing about the secret.
pub fn with_secret(transaction: &Transaction, secret: &Secret) -> Result<Option<Token>, Fault> {
    one(transaction, "t.secret_hash = ?1", &hash(secret))
}

/// Returns the token with this id, of any environment or organization.
pub fn with_id(transaction: &Transaction, id: &PublicId) -> Result<Option<Token>, Fault> {
    one(transaction, "t.public_id = ?1", id.as_str())
}

/// Revokes a token. A token that was revoked before keeps its time.
pub fn revoke(transaction: &Transaction, token: i64) -> Result<(), Fault> {
    transaction
        .sql
        .execute(
            "UPDATE token SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL",
            params![token, transaction.now.0],
        )
        .map(drop)
}

/// Records that a token is used now, unless a use after `noted_after` is recorded already.
pub fn set_last_use(transaction: &Transaction, token: i64, noted_after: Moment) -> Result<(), Fault> {
    transaction
        .sql
        .execute(
            "UPDATE token SET last_used_at = ?2 WHERE id = ?1 AND (last_used_at IS NULL OR last_used_at <= ?3)",
            params![token, transaction.now.0, noted_after.0],
        )
        .map(drop)
}

fn of(transaction: &Transaction, column: &str, row: i64) -> Result<Vec<Token>, Fault> {
    transaction.sql.query(&format!("{TOKENS} WHERE {column} = ?1 ORDER BY t.name_key, t.id"), params![row], read)
}

fn one(transaction: &Transaction, condition: &str, value: &str) -> Result<Option<Token>, Fault> {
    let mut found = transaction.sql.query(&format!("{TOKENS} WHERE {condition}"), params![value], read)?;
    Ok(found.pop())
}

/// Returns the SHA-256 of a secret, in hexadecimal. A secret is 256 random bits: nobody can guess it, and a slow hash is not
/// needed.
pub(super) fn hash(secret: &Secret) -> String {
    chain::hex(&Sha256::digest(secret.bytes()).into()).map(char::from).iter().collect()
}

fn read(row: &Row) -> Result<Token, Fault> {
    Ok(Token {
        row: row.int(0)?,
        id: PublicId::stored(row.text(1)?),
        name: Name::stored(row.text(2)?),
        permissions: read_permissions(&row.text(3)?)?,
        reach: read_reach(row)?,
        created_at: Moment(row.int(4)?),
        created_by: row.text(5)?,
        expires_at: Moment(row.int(6)?),
        last_used_at: row.optional_int(7)?.map(Moment),
        revoked_at: row.optional_int(8)?.map(Moment),
    })
}

fn read_reach(row: &Row) -> Result<TokenReach, Fault> {
    if let Some(environment) = row.optional_int(9)? {
        let (id, name) = (PublicId::stored(row.text(10)?), Name::stored(row.text(11)?));
        return Ok(TokenReach::Environment { row: environment, id, name });
    }
    let (id, name) = (PublicId::stored(row.text(13)?), Name::stored(row.text(14)?));
    Ok(TokenReach::Organization { row: row.int(12)?, id, name })
}

/// Parses permissions. A permission that this version does not know allows nothing.
fn read_permissions(text: &str) -> Result<Permissions, Fault> {
    let texts = json::stored(text)?;
    let texts = texts.as_array().into_iter().flatten().filter_map(Json::as_str);
    let known: Vec<Permission> = texts.filter_map(|text| Permission::parse(text).ok()).collect();
    Ok(Permissions::of(&known))
}
