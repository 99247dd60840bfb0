//! Inactive members: who has not logged in for long, and when each was notified.

use super::administrator::counting;
use crate::domain::{Fault, Moment};
use crate::store::sql::{Row, params};
use crate::store::transaction::Work;

/// Returns the query of members that count: active ones whose account can log in. The last activity of a member is the latest of
/// three moments: the environment was opened, the person logged in at all, the membership was added.
fn unseen() -> String {
    format!(
        "SELECT m.id, CASE WHEN {} THEN 1 ELSE 0 END,
        (SELECT max(at) FROM (SELECT m.created_at AS at UNION ALL SELECT m.last_opened_at UNION ALL SELECT a.last_login_at) x),
        m.inactivity_announced_at
    FROM membership m JOIN account a ON a.id = m.account_id
    WHERE m.environment_id = ?1 AND m.active = 1 AND m.banned = 0 AND m.created_at <= ?2
        AND a.status NOT IN ('banned', 'obfuscated')
        AND coalesce(m.last_opened_at, 0) <= ?2 AND coalesce(a.last_login_at, 0) <= ?2",
        counting("m", "a")
    )
}

/// A member without activity since a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InactiveMember {
    /// The row of the membership.
    pub member: i64,
    /// Whether the member counts as an administrator of the environment; see [`counting`].
    pub administrator: bool,
    /// The last activity, or when the membership was added.
    pub seen_at: Moment,
    /// When the member was last notified that the membership will be made inactive.
    pub announced_at: Option<Moment>,
}

/// Returns all members without activity since a moment.
pub fn unseen_since(work: &Work, moment: Moment) -> Result<Vec<InactiveMember>, Fault> {
    work.sql().query(&format!("{} ORDER BY m.id", unseen()), params![work.environment.row, moment.0], read)
}

/// Returns the members without activity since a moment, of those with these rows.
pub fn unseen_among(work: &Work, members: &[i64], moment: Moment) -> Result<Vec<InactiveMember>, Fault> {
    let rows = serde_json::Value::from(members).to_string();
    let statement =
        format!("{} AND m.id IN (SELECT CAST(value AS INTEGER) FROM json_each(?3)) ORDER BY m.id", unseen());
    work.sql().query(&statement, params![work.environment.row, moment.0, &rows], read)
}

/// Records that a member was notified now.
pub fn announced(work: &Work, member: i64) -> Result<(), Fault> {
    work.sql()
        .execute("UPDATE membership SET inactivity_announced_at = ?2 WHERE id = ?1", params![member, work.now().0])
        .map(drop)
}

/// Returns how many members are active and not banned, and how many of them count as administrators.
pub fn count_active(work: &Work) -> Result<(i64, i64), Fault> {
    let statement = format!(
        "SELECT count(*), count(*) FILTER (WHERE {}) FROM membership m JOIN account a ON a.id = m.account_id
         WHERE m.environment_id = ?1 AND m.active = 1 AND m.banned = 0",
        counting("m", "a")
    );
    let counts = |row: &Row| Ok((row.int(0)?, row.int(1)?));
    let found = work.sql().query(&statement, params![work.environment.row], counts)?;
    Ok(found.first().copied().unwrap_or_default())
}

fn read(row: &Row) -> Result<InactiveMember, Fault> {
    Ok(InactiveMember {
        member: row.int(0)?,
        administrator: row.flag(1)?,
        seen_at: Moment(row.int(2)?),
        announced_at: row.optional_int(3)?.map(Moment),
    })
}
