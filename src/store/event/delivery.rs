//! Deliveries: events on their way to scripts that listen. The query for due deliveries covers all environments and takes a
//! transaction; everything else happens in the environment of the event.

use crate::domain::{Delivery, DeliveryStatus, Event, EventType, Fault, Moment, Name, PublicId};
use crate::store::json;
use crate::store::json::from_json;
use crate::store::sql::{Row, params};
use crate::store::transaction::{Transaction, Work};

const COLUMNS: &str = "SELECT d.id, d.status, d.attempts, d.next_at, s.name, e.public_id, e.type, e.info, e.depth,
        coalesce(e.chain_id, e.id), e.created_at, r.public_id
     FROM delivery d JOIN event e ON e.id = d.event_id JOIN script s ON s.id = d.script_id
     LEFT JOIN run r ON r.id = d.run_id WHERE e.environment_id = ?1";

/// Adds the delivery of an event to a script, due now. Returns its row.
pub fn insert(work: &Work, event: i64, script: i64) -> Result<i64, Fault> {
    work.sql().insert(
        "INSERT INTO delivery (event_id, script_id, status, attempts, next_at) VALUES (?1, ?2, 'waiting', 0, ?3)",
        params![event, script, work.now().0],
    )
}

/// Returns the due deliveries of all environments, the oldest first: the id of the environment, the row, and when it was due.
pub fn due(transaction: &Transaction, limit: i64) -> Result<Vec<(PublicId, i64, Moment)>, Fault> {
    transaction.sql.query(
        "SELECT n.public_id, d.id, d.next_at FROM delivery d JOIN event e ON e.id = d.event_id
         JOIN environment n ON n.id = e.environment_id
         WHERE d.next_at <= ?1 ORDER BY d.next_at, d.id LIMIT ?2",
        params![transaction.now.0, limit],
        |row| Ok((PublicId::stored(row.text(0)?), row.int(1)?, Moment(row.int(2)?))),
    )
}

/// Returns when the next delivery is due, when one was last attempted, how many are waiting, and how many were given up.
pub fn overview(transaction: &Transaction) -> Result<(Option<Moment>, Option<Moment>, i64, i64), Fault> {
    let found = transaction.sql.query_one(
        "SELECT (SELECT min(next_at) FROM delivery WHERE next_at IS NOT NULL), (SELECT max(attempted_at) FROM delivery),
             (SELECT count(*) FROM delivery WHERE next_at IS NOT NULL),
             (SELECT count(*) FROM delivery WHERE status = 'givenUp')",
        &[],
        |row| Ok((row.optional_int(0)?.map(Moment), row.optional_int(1)?.map(Moment), row.int(2)?, row.int(3)?)),
    )?;
    Ok(found.unwrap_or_default())
}

/// Returns the [`overview`] of the environment of the work.
pub fn overview_in(work: &Work) -> Result<(Option<Moment>, Option<Moment>, i64, i64), Fault> {
    let found = work.sql().query_one(
        "SELECT min(d.next_at), max(d.attempted_at), count(d.next_at), count(*) FILTER (WHERE d.status = 'givenUp')
         FROM delivery d JOIN event e ON e.id = d.event_id WHERE e.environment_id = ?1",
        params![work.environment.row],
        |row| Ok((row.optional_int(0)?.map(Moment), row.optional_int(1)?.map(Moment), row.int(2)?, row.int(3)?)),
    )?;
    Ok(found.unwrap_or_default())
}

/// Returns the delivery of a row, if it is still due.
pub fn find_due(work: &Work, row: i64) -> Result<Option<Delivery>, Fault> {
    // Another worker that holds the row is about to record its attempt.
    let unclaimed = work.sql().either("", " FOR UPDATE OF d SKIP LOCKED");
    let statement = format!("{COLUMNS} AND d.id = ?2 AND d.next_at <= ?3{unclaimed}");
    let found = work.sql().query(&statement, params![work.environment.row, row, work.now().0], read)?;
    Ok(found.into_iter().next())
}

/// Returns the latest deliveries of the environment, the newest first; those of one status if `status` is given.
pub fn list(work: &Work, status: Option<DeliveryStatus>, limit: u32) -> Result<Vec<Delivery>, Fault> {
    let statement = format!("{COLUMNS} AND (?2 IS NULL OR d.status = ?2) ORDER BY d.id DESC LIMIT {limit}");
    work.sql().query(&statement, params![work.environment.row, status.map(DeliveryStatus::as_str)], read)
}

/// Records an attempt: the new status, and when the next attempt is due.
pub fn attempted(
    work: &Work,
    row: i64,
    status: DeliveryStatus,
    next_at: Option<Moment>,
    run: Option<&PublicId>,
) -> Result<(), Fault> {
    work.sql()
        .execute(
            "UPDATE delivery SET status = ?2, attempts = attempts + 1, next_at = ?3, attempted_at = ?4,
                 run_id = (SELECT id FROM run WHERE public_id = ?5) WHERE id = ?1",
            params![row, status.as_str(), next_at.map(|moment| moment.0), work.now().0, run.map(PublicId::as_str),],
        )
        .map(drop)
}

fn read(row: &Row) -> Result<Delivery, Fault> {
    Ok(Delivery {
        row: row.int(0)?,
        status: row.word(1, DeliveryStatus::from_text)?,
        attempts: row.int(2)? as u32,
        next_at: row.optional_int(3)?.map(Moment),
        script: Name::stored(row.text(4)?),
        event: Event {
            id: PublicId::stored(row.text(5)?),
            kind: EventType::stored(row.text(6)?),
            info: from_json(json::stored(&row.text(7)?)?),
            depth: row.int(8)? as u32,
            chain: Some(row.int(9)?),
            created_at: Moment(row.int(10)?),
        },
        run: row.optional_text(11)?.map(PublicId::stored),
    })
}
