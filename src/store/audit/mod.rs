//! The audit: every effect with its caller, its time, and its place in a script. Entries are only added. The hash of each
//! covers the one before it (`chain.rs`).

use super::chain;
use super::chain::Head;
use super::json;
use super::json::{from_json, to_json_text};
use super::schema::SCHEMA_VERSION;
use super::sql::{Param, Row, Sql, params};
use super::transaction::{Transaction, Work};
use crate::domain::{
    Action, AuditEntry, AuditQuery, Change, Effect, EntryRun, Fault, Moment, Origin, Place, Property, PublicId,
    Subject, Value, Verdict,
};
use crate::failpoint;
use serde_json::Value as Json;
use std::ops::ControlFlow;

/// An entry with the public ids of its environment and its run.
const ENTRIES: &str =
    "SELECT a.action, a.subject, a.subject_id, a.label, a.changes, a.line, a.column_number, a.id, a.at,
        a.caller, a.hash, a.environment_id, a.run_id, e.public_id, r.public_id, r.script, r.version, a.$PLACE,
        a.origin
    FROM audit a LEFT JOIN run r ON r.id = a.run_id LEFT JOIN environment e ON e.id = a.environment_id";

/// Returns the query of entries for this database.
fn entries(sql: &Sql) -> String {
    ENTRIES.replace("$PLACE", chain::place(sql))
}

impl Transaction {
    /// Records an effect outside of any environment.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn record(&mut self, effect: Effect) -> Result<(), Fault> {
        insert(self, None, None, &effect)?;
        self.effects.push(effect);
        Ok(())
    }

    /// Records an effect in an environment that the transaction has not entered. A change of a person's own account is visible
    /// in every environment of that person and belongs to the history of each.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn record_in(&mut self, environment: i64, effect: Effect) -> Result<(), Fault> {
        insert(self, Some(environment), None, &effect)?;
        self.effects.push(effect);
        Ok(())
    }
}

impl Work {
    /// Records an effect: in the audit, and in the list that the work returns.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn record(&mut self, effect: Effect) -> Result<(), Fault> {
        insert(&mut self.transaction, Some(self.environment.row), self.run, &effect)?;
        failpoint::reach("after-effect");
        self.kept_bytes += effect.footprint();
        self.transaction.effects.push(effect);
        Ok(())
    }
}

/// Adds an entry for an effect. In a file the numbers of entries have no gaps, so that a removed entry leaves one. On a
/// server their positions in the chain have none (`chain.rs`).
fn insert(
    transaction: &mut Transaction,
    environment: Option<i64>,
    run: Option<i64>,
    effect: &Effect,
) -> Result<(), Fault> {
    let caller = transaction.caller.recorded();
    let changes = changes_text(&effect.changes);
    let origin = transaction.origin.as_ref().map(Origin::to_text);
    let entry: &[Param; 12] = params![
        environment,
        run,
        &caller,
        transaction.now.0,
        effect.action.as_str(),
        effect.subject.as_str(),
        effect.id.as_str(),
        &effect.label,
        &changes,
        effect.place.map(|place| i64::from(place.line)),
        effect.place.map(|place| i64::from(place.column)),
        origin.as_deref(),
    ];
    if transaction.sql.server().is_some() {
        let statement = "INSERT INTO audit (environment_id, run_id, caller, at, action, subject, subject_id, label,
                                            changes, line, column_number, origin)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        return transaction.sql.defer(statement, entry);
    }
    let before = match transaction.head.take() {
        Some(head) => head,
        None => chain::head(&transaction.sql)?,
    };
    let id = before.id + 1;
    let [environment, run, caller, at, action, subject, subject_id, label, changes, line, column, origin] = *entry;
    let number = Param::Int(id);
    let hashed = [number, environment, run, caller, at, action, subject, subject_id, label, changes, line, column];
    let hash = chain::entry_hash(&before.hash, &hashed, origin);
    let hex = chain::hex(&hash);
    transaction.sql.execute(
        "INSERT INTO audit (id, environment_id, run_id, caller, at, action, subject, subject_id, label, changes, line,
                            column_number, hash, origin)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        &[
            number,
            environment,
            run,
            caller,
            at,
            action,
            subject,
            subject_id,
            label,
            changes,
            line,
            column,
            Param::Text(chain::text(&hex)),
            origin,
        ],
    )?;
    transaction.head = Some(Head { id, hash });
    Ok(())
}

/// Verifies the whole chain, of all environments.
///
/// # Errors
/// A fault if the database fails.
pub fn verify(transaction: &Transaction) -> Result<Verdict, Fault> {
    chain::verify(&transaction.sql, SCHEMA_VERSION)
}

/// Returns the entries of the environment that match a query, the newest first.
///
/// # Errors
/// A fault if the database fails.
pub fn of_environment(work: &Work, query: &AuditQuery) -> Result<Vec<AuditEntry>, Fault> {
    list(&work.transaction, Some(work.environment.row), query)
}

/// Returns the entries outside of any environment that match a query, the newest first.
///
/// # Errors
/// A fault if the database fails.
pub fn of_installation(transaction: &Transaction, query: &AuditQuery) -> Result<Vec<AuditEntry>, Fault> {
    list(transaction, None, query)
}

fn list(transaction: &Transaction, environment: Option<i64>, query: &AuditQuery) -> Result<Vec<AuditEntry>, Fault> {
    let statement = format!(
        "{} WHERE {} AND (?2 IS NULL OR a.subject = ?2) AND (?3 IS NULL OR a.subject_id = ?3)
             AND a.id < ?5 {} ORDER BY a.id DESC LIMIT {}",
        entries(&transaction.sql),
        // The index of runs finds the entries of a run; the plus keeps SQLite from using the other index.
        if query.run.is_some() { "+a.environment_id IS ?1" } else { "a.environment_id IS ?1" },
        if query.run.is_some() { "AND a.run_id = (SELECT id FROM run WHERE public_id = ?4)" } else { "AND ?4 IS NULL" },
        query.limit
    );
    let subject = query.subject.map(Subject::as_str);
    transaction.sql.query(
        &statement,
        params![environment, subject, query.id.as_deref(), query.run.as_deref(), query.before.unwrap_or(i64::MAX),],
        read_entry,
    )
}

/// Returns the entries about a user of the environment, in order: the user's own, and those of groups that contain the
/// address.
///
/// # Errors
/// A fault if the database fails.
pub fn about_user(work: &Work, id: &PublicId, address: &str) -> Result<Vec<AuditEntry>, Fault> {
    let mut quoted = String::new();
    to_json_text(&Value::text(address), &mut quoted);
    let statement = format!(
        "{} WHERE a.environment_id = ?1 AND ((a.subject = 'user' AND a.subject_id = ?2)
             OR (a.subject = 'group' AND instr(a.changes, ?3) > 0)) ORDER BY a.id",
        entries(work.sql())
    );
    work.sql().query(&statement, params![work.environment.row, id.as_str(), &quoted], read_entry)
}

/// Passes the entries of the environment that have a position in the chain to a reader, in the order of the chain.
///
/// # Errors
/// A fault if the database fails, and any fault of the reader.
pub fn each_of_environment(work: &Work, read: impl FnMut(AuditEntry) -> Result<(), Fault>) -> Result<(), Fault> {
    each(&work.transaction, "a.environment_id = ?1", params![work.environment.row], read)
}

/// Passes the entries outside of any environment that have a position in the chain to a reader, in the order of the chain.
///
/// # Errors
/// As [`each_of_environment`].
pub fn each_of_installation(
    transaction: &Transaction,
    read: impl FnMut(AuditEntry) -> Result<(), Fault>,
) -> Result<(), Fault> {
    each(transaction, "a.environment_id IS NULL", &[], read)
}

/// Passes every entry that has a position in the chain to a reader, in the order of the chain.
///
/// # Errors
/// As [`each_of_environment`].
pub fn each_of_all(transaction: &Transaction, read: impl FnMut(AuditEntry) -> Result<(), Fault>) -> Result<(), Fault> {
    each(transaction, "TRUE", &[], read)
}

fn each(
    transaction: &Transaction,
    which: &str,
    params: &[Param],
    mut read: impl FnMut(AuditEntry) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let (entries, place) = (entries(&transaction.sql), chain::place(&transaction.sql));
    let statement = format!("{entries} WHERE {which} AND a.{place} IS NOT NULL ORDER BY a.{place}");
    transaction.sql.each(&statement, params, |row| {
        read(read_entry(row)?)?;
        Ok(ControlFlow::Continue(()))
    })
}

fn read_entry(row: &Row) -> Result<AuditEntry, Fault> {
    let run = match (row.optional_text(14)?, row.optional_text(15)?, row.optional_text(16)?) {
        (Some(id), Some(script), Some(version)) => Some(EntryRun { id: PublicId::stored(id), script, version }),
        _ => None,
    };
    Ok(AuditEntry {
        effect: read(row)?,
        id: row.int(7)?,
        place: row.optional_int(17)?,
        at: Moment(row.int(8)?),
        caller: row.text(9)?,
        hash: row.text(10)?,
        environment_row: row.optional_int(11)?,
        run_row: row.optional_int(12)?,
        environment: row.optional_text(13)?.map(PublicId::stored),
        run,
        origin: row.optional_text(18)?.map(|text| Origin::from_text(&text)),
    })
}

/// Returns the effects of a run, in order.
pub(super) fn of_run(work: &Work, run: i64) -> Result<Vec<Effect>, Fault> {
    work.sql().query(
        "SELECT action, subject, subject_id, label, changes, line, column_number FROM audit
         WHERE run_id = ?1 ORDER BY id",
        params![run],
        read,
    )
}

fn read(row: &Row) -> Result<Effect, Fault> {
    let place = match (row.optional_int(5)?, row.optional_int(6)?) {
        (Some(line), Some(column)) => Some(Place { line: line as u32, column: column as u32 }),
        _ => None,
    };
    Ok(Effect {
        action: row.word(0, Action::from_text)?,
        subject: row.word(1, Subject::from_text)?,
        id: PublicId::stored(row.text(2)?),
        label: row.text(3)?,
        changes: read_changes(&row.text(4)?)?,
        place,
    })
}

/// Returns changes as JSON: `{"name":[before,after], …}`.
fn changes_text(changes: &[Change]) -> String {
    let mut text = String::with_capacity(changes.len() * 32);
    text.push('{');
    for (at, change) in changes.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push('"');
        text.push_str(change.property.as_str());
        text.push_str("\":[");
        to_json_text(&change.before, &mut text);
        text.push(',');
        to_json_text(&change.after, &mut text);
        text.push(']');
    }
    text.push('}');
    text
}

fn read_changes(text: &str) -> Result<Vec<Change>, Fault> {
    let Json::Object(entries) = json::stored(text)? else {
        return Ok(Vec::new());
    };
    let read_one = |(property, mut pair): (String, Json)| {
        let mut take = |at: usize| pair.get_mut(at).map_or(Value::Nothing, |json| from_json(json.take()));
        Some(Change { property: Property::from_text(&property)?, before: take(0), after: take(1) })
    };
    Ok(entries.into_iter().filter_map(read_one).collect())
}
