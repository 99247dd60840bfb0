//! Organizations. They cross environments, so the functions take a transaction.

pub mod administrator;

use super::sql::{Row, params};
use super::transaction::Transaction;
use crate::domain::{Fault, Moment, Name, Organization, PublicId};

/// Adds an organization. Returns its row.
pub fn insert(transaction: &Transaction, id: &PublicId, name: &Name) -> Result<i64, Fault> {
    transaction.sql.insert(
        "INSERT INTO organization (public_id, name, name_key, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![id.as_str(), name.as_str(), &name.key(), transaction.now.0],
    )
}

/// Returns all organizations, by name.
pub fn all(transaction: &Transaction) -> Result<Vec<Organization>, Fault> {
    transaction.sql.query("SELECT id, public_id, name, created_at FROM organization ORDER BY name_key", &[], read)
}

fn read(row: &Row) -> Result<Organization, Fault> {
    Ok(Organization {
        row: row.int(0)?,
        id: PublicId::stored(row.text(1)?),
        name: Name::stored(row.text(2)?),
        created_at: Moment(row.int(3)?),
    })
}
