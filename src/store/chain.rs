//! The hash chain of the audit: the hash of an entry covers the one before it, and a verification checks all of them.
//!
//! A hash covers every column in an unambiguous form: each value has a mark for its type, and a text has its length before
//! it, so that no two entries are hashed from the same bytes. A column that a later version of the schema added is hashed with
//! its name before it, and only where it is not null: entries of earlier versions keep their hashes. Anybody who can write the
//! file can write a whole new chain. A hash that is stored elsewhere reveals that, so `enlist audit verify` prints the last one.
//!
//! In a file, one transaction writes at a time, and each entry gets its hash when it is written. On a server several
//! transactions write at once; if each had to know the last entry, they would wait for each other. There an entry gets its
//! position in the chain after its [commit](seal), and the position is hashed instead of the number.

use super::schema::SCHEMA_VERSION;
use super::sql::{Kind, Param, Row, Sql, params};
use crate::domain::{ChainBreak, ChainBreakKind, Fault, Verdict};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::ops::ControlFlow;

/// The hash of an entry.
pub type Hash = [u8; 32];

/// A hash in hexadecimal, on the stack, because every entry needs one.
pub type Hex = [u8; 64];

/// The head of an empty chain.
pub const START: Head = Head { id: 0, hash: [0; 32] };

/// The columns that are hashed after the number, in the order in which `audit::insert` writes them. The origin follows them; see
/// [`entry_hash`].
pub const COLUMNS: &str =
    "environment_id, run_id, caller, at, action, subject, subject_id, label, changes, line, column_number";

/// How many columns of an entry are always hashed. Its origin and its hash follow them.
const HASHED: usize = 12;

/// Where the hash of an entry stands.
const HASH: usize = HASHED + 1;

/// The version of the schema since which entries have an origin.
const WITH_ORIGIN: i64 = 2;

/// The last entry: its number and its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The number.
    pub id: i64,
    /// The hash.
    pub hash: Hash,
}

/// Returns the hash of an entry with these columns and this origin that follows an entry with the hash `before`. Without an
/// origin it is the hash of schema version 1.
pub fn entry_hash(before: &Hash, columns: &[Param], origin: Param) -> Hash {
    match origin {
        Param::Null(_) => hash(before, columns),
        origin => hash_all(before, columns.iter().chain(&[Param::Text("origin"), origin])),
    }
}

/// Returns the hash of a row with these columns that follows a row with the hash `before`.
pub fn hash(before: &Hash, columns: &[Param]) -> Hash {
    hash_all(before, columns.iter())
}

fn hash_all<'a>(before: &Hash, columns: impl Iterator<Item = &'a Param<'a>>) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(before);
    for column in columns {
        match column {
            Param::Null(_) => hasher.update([0]),
            Param::Int(number) => {
                let mut bytes = [1; 9];
                bytes[1..].copy_from_slice(&number.to_le_bytes());
                hasher.update(bytes);
            }
            Param::Text(text) => {
                let mut bytes = [2; 9];
                bytes[1..].copy_from_slice(&(text.len() as u64).to_le_bytes());
                hasher.update(bytes);
                hasher.update(text);
            }
        }
    }
    hasher.finalize().into()
}

/// Returns a hash in hexadecimal.
pub fn hex(hash: &Hash) -> Hex {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    std::array::from_fn(|at| DIGITS[usize::from(if at % 2 == 0 { hash[at / 2] >> 4 } else { hash[at / 2] & 15 })])
}

/// Hexadecimal as text.
pub fn text(hex: &Hex) -> &str {
    std::str::from_utf8(hex).unwrap_or_default()
}

/// Parses a hash in hexadecimal.
pub fn from_hex(text: &str) -> Option<Hash> {
    let bytes = text.as_bytes();
    if bytes.len() != 64 || !bytes.is_ascii() {
        return None;
    }
    let mut hash = [0; 32];
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(hash)
}

/// Returns the last committed entry.
pub fn head(sql: &Sql) -> Result<Head, Fault> {
    stored_head(sql)?
        .ok_or_else(|| Fault::new("cannot add to the audit", "its last entry is unknown; run `enlist audit verify`"))
}

fn stored_head(sql: &Sql) -> Result<Option<Head>, Fault> {
    let found = sql.query_one("SELECT last_id, hash FROM audit_head", &[], |row| Ok((row.int(0)?, row.text(1)?)))?;
    Ok(found.and_then(|(id, text)| Some(Head { id, hash: from_hex(&text)? })))
}

/// Stores the last entry: once per transaction, just before the commit.
pub fn keep_head(sql: &Sql, head: &Head) -> Result<(), Fault> {
    let hex = hex(&head.hash);
    sql.execute("UPDATE audit_head SET last_id = ?1, hash = ?2", params![head.id, text(&hex)]).map(drop)
}

/// The most entries that get their positions in one transaction.
const TOGETHER: usize = 1_000;

/// Adds the committed entries on a server that have no position yet to the chain. Returns their number. Concurrent callers
/// wait for each other at the head.
///
/// # Errors
/// A fault if the database fails.
pub fn seal(sql: &Sql) -> Result<usize, Fault> {
    let Some(server) = sql.server() else { return Ok(0) };
    let mut sealed = 0;
    loop {
        server.begin_seeing_others()?;
        let done = seal_some(sql).and_then(|some| sql.commit().map(|()| some));
        if done.is_err() {
            let _ = sql.command("ROLLBACK");
        }
        let some = done?;
        sealed += some;
        if some < TOGETHER {
            return Ok(sealed);
        }
    }
}

fn seal_some(sql: &Sql) -> Result<usize, Fault> {
    sql.query_one("SELECT last_id FROM audit_head FOR UPDATE", &[], |row| row.int(0))?;
    let mut last = head(sql)?;
    let mut places = Vec::new();
    let columns = Order::of(sql, SCHEMA_VERSION).columns;
    let statement = format!("SELECT {columns}, id FROM audit WHERE position IS NULL ORDER BY id LIMIT {TOGETHER}");
    sql.each(&statement, &[], |row| {
        let id = last.id + 1;
        let hash = hash_of(row, &last.hash, id).ok_or_else(|| Fault::new("the audit", "an entry is damaged"))?;
        places.push(json!({ "id": row.int(HASH)?, "position": id, "hash": text(&hex(&hash)) }));
        last = Head { id, hash };
        Ok(ControlFlow::Continue(()))
    })?;
    if !places.is_empty() {
        sql.execute(
            "UPDATE audit a SET position = s.position, hash = s.hash
             FROM json_to_recordset(?1::json) AS s (id BIGINT, position BIGINT, hash TEXT) WHERE a.id = s.id",
            params![&Json::from(places.as_slice()).to_string()],
        )?;
        keep_head(sql, &last)?;
    }
    Ok(places.len())
}

/// Returns the column with the position of an entry in the chain: in a file its number.
pub fn place(sql: &Sql) -> &'static str {
    sql.either("id", "position")
}

/// The order of entries.
struct Order {
    /// The hashed columns, the number or position first, the origin last.
    columns: String,
    /// The condition for entries that have a position.
    sealed: &'static str,
    /// The column of the order.
    by: &'static str,
}

impl Order {
    /// The order in a database of a version of the schema: one is looked at before it is brought up to date, too.
    fn of(sql: &Sql, schema: i64) -> Order {
        let (sealed, by) = (sql.either("TRUE", "position IS NOT NULL"), place(sql));
        let origin = if schema < WITH_ORIGIN { "CAST(NULL AS TEXT)" } else { "origin" };
        Order { columns: format!("{by}, {COLUMNS}, {origin}"), sealed, by }
    }
}

/// Verifies the chain from its beginning, up to the first entry that does not match. `schema` is the database's version.
pub fn verify(sql: &Sql, schema: i64) -> Result<Verdict, Fault> {
    let order = Order::of(sql, schema);
    let end = stored_head(sql)?;
    let mut last = START;
    let mut broken = None;
    let Order { columns, sealed, by } = &order;
    sql.each(&format!("SELECT {columns}, hash FROM audit WHERE {sealed} ORDER BY {by}"), &[], |row| {
        let id = row.int(0)?;
        let expected = last.id + 1;
        let wrong = if id < expected || end.as_ref().is_some_and(|end| expected > end.id) {
            Some((id, ChainBreakKind::Inserted))
        } else if id > expected {
            // A gap: an entry was removed, unless it is further on under another number.
            Some((expected, ChainBreakKind::Removed))
        } else {
            match fitting(row, &last.hash, id) {
                Some(hash) => {
                    last = Head { id, hash };
                    None
                }
                None => Some((id, ChainBreakKind::Altered)),
            }
        };
        broken = wrong.map(|(entry, kind)| ChainBreak { entry, kind });
        Ok(if broken.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(match (broken, end) {
        (Some(ChainBreak { entry, kind }), _) if kind != ChainBreakKind::Inserted => {
            let elsewhere = find_elsewhere(sql, &order, &last.hash, entry)?;
            Verdict::Broken(ChainBreak { entry, kind: elsewhere.map_or(kind, |with| ChainBreakKind::Swapped { with }) })
        }
        (Some(found), _) => Verdict::Broken(found),
        (None, Some(end)) if end == last => {
            Verdict::Intact { entries: last.id, head: text(&hex(&last.hash)).to_owned() }
        }
        (None, Some(end)) if end.id > last.id => {
            Verdict::Broken(ChainBreak { entry: last.id + 1, kind: ChainBreakKind::RemovedAtEnd { last: end.id } })
        }
        (None, Some(_)) => Verdict::Broken(ChainBreak { entry: last.id, kind: ChainBreakKind::Head }),
        (None, None) => Verdict::Broken(ChainBreak { entry: last.id, kind: ChainBreakKind::NoHead }),
    })
}

/// Returns the hash of the row if the row was written as entry `id` after an entry with the hash `before`.
fn fitting(row: &Row, before: &Hash, id: i64) -> Option<Hash> {
    let hash = hash_of(row, before, id)?;
    let Some(Param::Text(stored)) = row.param(HASH) else {
        return None;
    };
    (stored == text(&hex(&hash))).then_some(hash)
}

/// Returns the hash of the row as entry `id` after an entry with the hash `before`.
fn hash_of(row: &Row, before: &Hash, id: i64) -> Option<Hash> {
    let mut columns = [Param::Null(Kind::Text); HASHED];
    for (at, column) in columns.iter_mut().enumerate() {
        *column = row.param(at)?;
    }
    columns[0] = Param::Int(id);
    Some(entry_hash(before, &columns, row.param(HASHED)?))
}

/// Returns the present number of the entry that was written as `id`, if it is still there under another one.
fn find_elsewhere(sql: &Sql, order: &Order, before: &Hash, id: i64) -> Result<Option<i64>, Fault> {
    let mut found = None;
    let Order { columns, by, .. } = order;
    sql.each(&format!("SELECT {columns}, hash FROM audit WHERE {by} > ?1 ORDER BY {by}"), params![id], |row| {
        if fitting(row, before, id).is_some() {
            found = Some(row.int(0)?);
            return Ok(ControlFlow::Break(()));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_entries_are_hashed_from_the_same_bytes() {
        let of = |columns: &[Param]| hash(&START.hash, columns);
        let texts = |left, right| of(&[Param::Text(left), Param::Text(right)]);
        assert_ne!(texts("ab", "c"), texts("a", "bc"));
        assert_ne!(texts("", "a"), texts("a", ""));
        assert_ne!(of(&[Param::Null(Kind::Text)]), of(&[Param::Text("")]));
        assert_ne!(of(&[Param::Int(0)]), of(&[Param::Text("\0\0\0\0\0\0\0\0")]));
        assert_ne!(hash(&[1; 32], &[Param::Null(Kind::Int)]), of(&[Param::Null(Kind::Text)]));
        let from = |origin| entry_hash(&START.hash, &[Param::Text("a")], origin);
        assert_eq!(from(Param::Null(Kind::Text)), of(&[Param::Text("a")]));
        assert_ne!(from(Param::Null(Kind::Text)), from(Param::Text("")));
        assert_ne!(from(Param::Text("b")), texts("a", "b"));
    }

    #[test]
    fn hexadecimal_goes_there_and_back() {
        let hash: Hash = std::array::from_fn(|at| (at * 9) as u8);
        assert_eq!(from_hex(text(&hex(&hash))), Some(hash));
        for bad in ["", "00", &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(from_hex(bad), None, "{bad}");
        }
    }
}
