//! The daily jobs of each environment, and the last moment at which the clock was right.
//!
//! The query for due jobs covers all environments, and the clock belongs to the whole installation, so these functions take
//! a transaction.

use crate::domain::{Fault, Moment, Name, PublicId};
use crate::store::sql::params;
use crate::store::transaction::{Transaction, Work};

/// The state of a daily job of the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upkeep {
    /// When it is due.
    pub next_at: Moment,
    /// When the policy about it last changed.
    pub since: Moment,
}

/// Adds a daily job of a new environment, and when it is due first.
pub fn insert(transaction: &Transaction, environment: i64, job: &str, next_at: Moment) -> Result<(), Fault> {
    let statement = "INSERT INTO upkeep (environment_id, job, next_at, since) VALUES (?1, ?2, ?3, ?4)";
    transaction.sql.execute(statement, params![environment, job, next_at.0, transaction.now.0]).map(drop)
}

/// Returns a daily job of the environment.
pub fn find(work: &Work, job: &str) -> Result<Option<Upkeep>, Fault> {
    work.sql().query_one(
        "SELECT next_at, since FROM upkeep WHERE environment_id = ?1 AND job = ?2",
        params![work.environment.row, job],
        |row| Ok(Upkeep { next_at: Moment(row.int(0)?), since: Moment(row.int(1)?) }),
    )
}

/// Records that a job was done, when it is due again, and a report for the operator.
pub fn done(work: &Work, job: &str, next_at: Moment, report: Option<&str>) -> Result<(), Fault> {
    work.sql()
        .execute(
            "UPDATE upkeep SET last_at = ?3, next_at = ?4, report = ?5 WHERE environment_id = ?1 AND job = ?2",
            params![work.environment.row, job, work.now().0, next_at.0, report],
        )
        .map(drop)
}

/// Records that the policy about a job changes now.
pub fn policy_changed(work: &Work, job: &str) -> Result<(), Fault> {
    work.sql()
        .execute(
            "UPDATE upkeep SET since = ?3 WHERE environment_id = ?1 AND job = ?2",
            params![work.environment.row, job, work.now().0],
        )
        .map(drop)
}

/// Returns the environments in which a job is due, and since when, the oldest first. A job that is due after `latest` counts
/// as due: only a wrong clock can have recorded that.
pub fn due(transaction: &Transaction, job: &str, latest: Moment, limit: i64) -> Result<Vec<(PublicId, Moment)>, Fault> {
    transaction.sql.query(
        "SELECT e.public_id, u.next_at FROM upkeep u JOIN environment e ON e.id = u.environment_id
         WHERE u.job = ?1 AND (u.next_at <= ?2 OR u.next_at > ?3) ORDER BY u.next_at, e.id LIMIT ?4",
        params![job, transaction.now.0, latest.0, limit],
        |row| Ok((PublicId::stored(row.text(0)?), Moment(row.int(1)?))),
    )
}

/// Returns when a job is due next, when it was last done, and the number of its environments: of all, or of one.
pub fn overview(
    transaction: &Transaction,
    environment: Option<i64>,
    job: &str,
) -> Result<(Option<Moment>, Option<Moment>, i64), Fault> {
    let found = transaction.sql.query_one(
        "SELECT min(next_at), max(last_at), count(*) FROM upkeep WHERE job = ?1 AND (?2 IS NULL OR environment_id = ?2)",
        params![job, environment],
        |row| Ok((row.optional_int(0)?.map(Moment), row.optional_int(1)?.map(Moment), row.int(2)?)),
    )?;
    Ok(found.unwrap_or_default())
}

/// Returns the reports of a job with the names of the environments: of all, or of one.
pub fn reports(transaction: &Transaction, environment: Option<i64>, job: &str) -> Result<Vec<(Name, String)>, Fault> {
    transaction.sql.query(
        "SELECT e.name, u.report FROM upkeep u JOIN environment e ON e.id = u.environment_id
         WHERE u.job = ?1 AND (?2 IS NULL OR e.id = ?2) AND u.report IS NOT NULL ORDER BY e.name_key, e.id",
        params![job, environment],
        |row| Ok((Name::stored(row.text(0)?), row.text(1)?)),
    )
}

/// Returns when the clock was last right; `None` in a directory without an environment.
pub fn last_tick(transaction: &Transaction) -> Result<Option<Moment>, Fault> {
    transaction.sql.query_one("SELECT at FROM clock_tick", &[], |row| Ok(Moment(row.int(0)?)))
}

/// Records that the clock is right now.
pub fn tick(transaction: &Transaction) -> Result<(), Fault> {
    let statement = "INSERT INTO clock_tick (one, at) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET at = ?1";
    transaction.sql.execute(statement, params![transaction.now.0]).map(drop)
}
