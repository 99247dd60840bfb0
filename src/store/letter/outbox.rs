//! The outbox: letters are claimed, sent and recorded. It contains the letters of all environments and of the installation,
//! so the functions take a transaction.

use super::LETTER;
use super::link;
use crate::domain::{AccountStatus, Claim, Fault, LetterStatus, Moment};
use crate::store::letter;
use crate::store::sql::{Row, params};
use crate::store::transaction::{Transaction, Work};
use serde_json::Value as Json;

/// Claims at most `limit` letters that are due, the oldest first. They are not due again before `until`, even if the worker
/// that claimed them fails. Each claim counts as an attempt.
pub fn claim(transaction: &Transaction, until: Moment, limit: i64) -> Result<Vec<Claim>, Fault> {
    let unclaimed = transaction.sql.either("", " FOR UPDATE SKIP LOCKED");
    let rows = transaction.sql.query(
        &format!(
            "UPDATE letter SET next_at = ?2, attempted_at = ?1, attempts = attempts + 1
             WHERE id IN (SELECT id FROM letter WHERE next_at <= ?1 ORDER BY next_at, id LIMIT ?3{unclaimed}) RETURNING id"
        ),
        params![transaction.now.0, until.0, limit],
        |row| row.int(0),
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let statement = format!(
        "SELECT {LETTER}, l.id, a.status FROM letter l JOIN account a ON a.id = l.account_id
         WHERE l.id IN (SELECT CAST(value AS INTEGER) FROM json_each(?1)) ORDER BY l.id"
    );
    let mut claims = transaction.sql.query(&statement, params![&Json::from(rows).to_string()], |row| {
        Ok(Claim {
            letter: letter::read(row)?,
            row: row.int(16)?,
            link: None,
            is_link_newest: false,
            account_status: row.word(17, AccountStatus::from_text)?,
            claimed_at: transaction.now,
        })
    })?;
    for claim in &mut claims {
        if let Some(row) = claim.letter.link {
            claim.link = link::with_row(transaction, row)?;
            claim.is_link_newest = match &claim.link {
                Some(link) => link::standing(transaction, link)?.0,
                None => false,
            };
        }
    }
    Ok(claims)
}

/// Records that a letter was sent, even if another worker has claimed it meanwhile.
pub fn sent(transaction: &Transaction, claim: &Claim) -> Result<(), Fault> {
    transaction
        .sql
        .execute(
            "UPDATE letter SET status = ?2, next_at = NULL, problem = NULL WHERE id = ?1",
            params![claim.row, LetterStatus::Sent.as_str()],
        )
        .map(drop)
}

/// Records that a letter could not be delivered, why, and when the next attempt is due. Without a next attempt the letter is
/// given up. A letter that another worker has claimed meanwhile stays unchanged.
pub fn failed(transaction: &Transaction, claim: &Claim, problem: &str, next_at: Option<Moment>) -> Result<(), Fault> {
    let status = match next_at {
        Some(_) => LetterStatus::Waiting,
        None => LetterStatus::Dead,
    };
    transaction
        .sql
        .execute(
            "UPDATE letter SET status = ?3, next_at = ?4, problem = ?5
             WHERE id = ?1 AND attempts = ?2 AND status = 'waiting'",
            params![
                claim.row,
                i64::from(claim.letter.attempts),
                status.as_str(),
                next_at.map(|moment| moment.0),
                problem,
            ],
        )
        .map(drop)
}

/// Returns claimed letters without an attempt: they are due again at once, and the attempt does not count.
pub fn give_back(transaction: &Transaction, claims: &[Claim]) -> Result<(), Fault> {
    for claim in claims {
        transaction.sql.execute(
            "UPDATE letter SET next_at = ?3, attempts = attempts - 1
             WHERE id = ?1 AND attempts = ?2 AND status = 'waiting'",
            params![claim.row, i64::from(claim.letter.attempts), transaction.now.0],
        )?;
    }
    Ok(())
}

/// Returns whether any letter is due.
pub fn is_due(transaction: &Transaction) -> Result<bool, Fault> {
    let due = transaction.sql.query_one(
        "SELECT 1 FROM letter WHERE next_at <= ?1 LIMIT 1",
        params![transaction.now.0],
        |row| row.int(0),
    )?;
    Ok(due.is_some())
}

/// Returns when the next letter is due, when one of the latest 1,000 was last attempted (a scan of all would take long), how
/// many are waiting, and how many were given up.
pub fn overview(transaction: &Transaction) -> Result<(Option<Moment>, Option<Moment>, i64, i64), Fault> {
    let found = transaction.sql.query_one(
        "SELECT (SELECT min(next_at) FROM letter WHERE next_at IS NOT NULL),
             (SELECT max(attempted_at) FROM (SELECT attempted_at FROM letter ORDER BY id DESC LIMIT 1000) latest),
             (SELECT count(*) FROM letter WHERE next_at IS NOT NULL),
             (SELECT count(*) FROM letter WHERE status = 'dead')",
        &[],
        read_overview,
    )?;
    Ok(found.unwrap_or_default())
}

/// Returns the [`overview`] of the environment of the work.
pub fn overview_in(work: &Work) -> Result<(Option<Moment>, Option<Moment>, i64, i64), Fault> {
    let found = work.sql().query_one(
        "SELECT (SELECT min(next_at) FROM letter WHERE next_at IS NOT NULL AND environment_id = ?1),
             (SELECT max(attempted_at) FROM
                 (SELECT attempted_at FROM letter WHERE environment_id = ?1 ORDER BY id DESC LIMIT 1000) latest),
             (SELECT count(*) FROM letter WHERE next_at IS NOT NULL AND environment_id = ?1),
             (SELECT count(*) FROM letter WHERE status = 'dead' AND environment_id = ?1)",
        params![work.environment.row],
        read_overview,
    )?;
    Ok(found.unwrap_or_default())
}

fn read_overview(row: &Row) -> Result<(Option<Moment>, Option<Moment>, i64, i64), Fault> {
    Ok((row.optional_int(0)?.map(Moment), row.optional_int(1)?.map(Moment), row.int(2)?, row.int(3)?))
}

/// Returns how many letters are waiting, and how many were given up.
pub fn counts(transaction: &Transaction) -> Result<(i64, i64), Fault> {
    let found = transaction.sql.query_one(
        "SELECT (SELECT count(*) FROM letter WHERE next_at IS NOT NULL),
             (SELECT count(*) FROM letter WHERE status = 'dead')",
        &[],
        |row| Ok((row.int(0)?, row.int(1)?)),
    )?;
    Ok(found.unwrap_or_default())
}

/// Queues a letter again that was given up, due now and with this link. Returns whether there was such a letter.
pub fn revive(transaction: &Transaction, environment: Option<i64>, id: &str, link: Option<i64>) -> Result<bool, Fault> {
    let changed = transaction.sql.execute(
        "UPDATE letter SET status = 'waiting', attempts = 0, next_at = ?3, problem = NULL, link_id = ?4
         WHERE public_id = ?2 AND environment_id IS ?1 AND status = 'dead' AND emptied_at IS NULL",
        params![environment, id, transaction.now.0, link],
    )?;
    Ok(changed == 1)
}

/// Returns the row of the account of a letter, and whether the content of the letter was removed.
pub fn account_of(transaction: &Transaction, environment: Option<i64>, id: &str) -> Result<Option<(i64, bool)>, Fault> {
    transaction.sql.query_one(
        "SELECT account_id, emptied_at IS NOT NULL FROM letter WHERE public_id = ?2 AND environment_id IS ?1",
        params![environment, id],
        |row| Ok((row.int(0)?, row.flag(1)?)),
    )
}
