//! The search index: candidates for a text in a name or an address. Only this file knows the text search of each database;
//! `list.rs` compares the candidates with the rows.
//!
//! In a file, the index covers the memberships up to a row, its reach. Memberships that were added later are scanned row by row,
//! and every thousandth addition indexes them. So a commit writes no additional page, and many are indexed at once. A server
//! maintains its own indexes and needs none of this.

use super::condition::{TEXT, pattern, with_environment};
use crate::domain::{Fault, Membership};
use crate::store::sql::{Param, Sql, params};
use crate::store::transaction::{Transaction, Work};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The number of additions after which they are indexed.
const EVERY: i64 = 1_000;

/// The bit at which the row of the environment begins in the number of an entry; below it is the row of the membership.
const ENVIRONMENT: u32 = 40;

/// The most pieces of a text that are looked up; the rows are compared with the whole text.
const MOST_PIECES: usize = 24;

/// Returns the memberships of the environment that may have the text, which is a key. Returns `None` if there are more than
/// `most`, or if the index cannot look the text up.
pub(in crate::store) fn candidates(work: &Work, key: &str, most: usize) -> Result<Option<Vec<i64>>, Fault> {
    // No name and no address has this character, and the database treats it as the end of a text.
    if key.contains('\0') {
        return Ok(Some(Vec::new()));
    }
    let Some(query) = query_of(key) else {
        return Ok(None);
    };
    if work.sql().server().is_some() {
        return candidates_of_server(work, key, most);
    }
    let first = work.environment.row << ENVIRONMENT;
    let last = first | ((1 << ENVIRONMENT) - 1);
    let statement = format!(
        "SELECT rowid & {} FROM user_search WHERE user_search MATCH ?1 AND rowid BETWEEN ?2 AND ?3 LIMIT {}",
        (1_i64 << ENVIRONMENT) - 1,
        most + 1
    );
    let mut found = work.sql().query(&statement, params![&query, first, last], |row| row.int(0))?;
    if found.len() > most {
        return Ok(None);
    }
    let statement = format!(
        "SELECT m.id FROM membership m JOIN account a ON a.id = m.account_id
         WHERE +m.environment_id = ?1 AND m.id > (SELECT last_member FROM user_search_reach) AND {} LIMIT {}",
        TEXT.replace('?', "?2"),
        most + 1
    );
    found.extend(work.sql().query(&statement, &with_environment(work, &[pattern(key)]), |row| row.int(0))?);
    Ok((found.len() <= most).then_some(found))
}

/// Returns the [`candidates`] from the indexes of a server.
fn candidates_of_server(work: &Work, key: &str, most: usize) -> Result<Option<Vec<i64>>, Fault> {
    let statement = format!(
        "SELECT m.id FROM membership m
         WHERE m.environment_id = ?1 AND (m.name_key LIKE ?2 ESCAPE '\\' OR m.email_key LIKE ?2 ESCAPE '\\')
         UNION
         SELECT m.id FROM account a JOIN membership m ON m.account_id = a.id AND m.environment_id = ?1
         WHERE a.address_key LIKE ?2 ESCAPE '\\' LIMIT {}",
        most + 1
    );
    let found = work.sql().query(&statement, &with_environment(work, &[pattern(key)]), |row| row.int(0))?;
    Ok((found.len() <= most).then_some(found))
}

/// Updates the index after a membership was added.
pub(in crate::store) fn added(work: &Work, member: i64) -> Result<(), Fault> {
    match member % EVERY {
        0 => change(work.sql(), index_added),
        _ => Ok(()),
    }
}

/// Removes a membership from the index before its name or address changes. Returns whether it was in the index.
pub(in crate::store) fn leave(work: &Work, changed: &Membership) -> Result<bool, Fault> {
    // The index stores no texts: to remove an entry, it needs the texts that were indexed.
    let statement = "INSERT INTO user_search (user_search, rowid, name, address, email)
        SELECT 'delete', m.environment_id << 40 | m.id, m.name_key, a.address_key, nullif(m.email_key, a.address_key)
        FROM membership m JOIN account a ON a.id = m.account_id
        WHERE m.id = ?1 AND m.id <= (SELECT last_member FROM user_search_reach)
            AND (m.name_key <> ?2 OR m.email_key <> ?3)";
    let name = changed.name.key();
    change(work.sql(), |sql| Ok(sql.execute(statement, params![changed.row, &name, changed.email.key()])? > 0))
}

/// Adds a membership to the index again that [`leave`] removed.
pub(in crate::store) fn enter(work: &Work, member: i64) -> Result<(), Fault> {
    let statement = "INSERT INTO user_search (rowid, name, address, email)
        SELECT m.environment_id << 40 | m.id, m.name_key, a.address_key, nullif(m.email_key, a.address_key)
        FROM membership m JOIN account a ON a.id = m.account_id WHERE m.id = ?1";
    change(work.sql(), |sql| sql.execute(statement, params![member]).map(drop))
}

/// Removes all memberships of an account from the index before its address changes.
pub(in crate::store) fn leave_everywhere(transaction: &Transaction, account: i64) -> Result<(), Fault> {
    let statement = "INSERT INTO user_search (user_search, rowid, name, address, email)
        SELECT 'delete', m.environment_id << 40 | m.id, m.name_key, a.address_key, nullif(m.email_key, a.address_key)
        FROM membership m JOIN account a ON a.id = m.account_id
        WHERE m.account_id = ?1 AND m.id <= (SELECT last_member FROM user_search_reach)";
    change(&transaction.sql, |sql| sql.execute(statement, params![account]).map(drop))
}

/// Adds the memberships of an account to the index again. The reach must be the same as in [`leave_everywhere`].
pub(in crate::store) fn enter_everywhere(transaction: &Transaction, account: i64) -> Result<(), Fault> {
    let statement = "INSERT INTO user_search (rowid, name, address, email)
        SELECT m.environment_id << 40 | m.id, m.name_key, a.address_key, nullif(m.email_key, a.address_key)
        FROM membership m JOIN account a ON a.id = m.account_id
        WHERE m.account_id = ?1 AND m.id <= (SELECT last_member FROM user_search_reach)";
    change(&transaction.sql, |sql| sql.execute(statement, params![account]).map(drop))
}

/// Rebuilds the index from the rows. Returns the number of memberships in it.
///
/// # Errors
/// A fault if the database fails.
pub fn rebuild(transaction: &Transaction) -> Result<i64, Fault> {
    rebuild_now(&transaction.sql)?;
    let found = transaction.sql.query_one("SELECT count(*) FROM membership", &[], |row| row.int(0))?;
    Ok(found.unwrap_or(0))
}

/// Rebuilds the index in the open transaction.
pub(in crate::store) fn rebuild_now(sql: &Sql) -> Result<(), Fault> {
    change(sql, |sql| {
        sql.execute("INSERT INTO user_search (user_search) VALUES ('delete-all')", &[])?;
        sql.execute("UPDATE user_search_reach SET last_member = 0", &[])?;
        index_added(sql)
    })
}

/// Returns whether the index agrees with the rows exactly, and how many memberships it has.
pub(in crate::store) fn verify(sql: &Sql) -> Result<(bool, i64), Fault> {
    if sql.server().is_some() {
        let found = sql.query_one("SELECT count(*) FROM membership", &[], |row| row.int(0))?;
        return Ok((true, found.unwrap_or(0)));
    }
    let mut in_index = Sum::default();
    sql.batch("CREATE VIRTUAL TABLE temp.user_search_entry USING fts5vocab (main, user_search, instance)")?;
    let read = sql.each("SELECT term, doc FROM temp.user_search_entry", &[], |row| {
        if let Some(Param::Text(term)) = row.param(0) {
            in_index.add(row.int(1)?, term);
        }
        Ok(ControlFlow::Continue(()))
    });
    // A cached statement would keep the table from being dropped.
    if let Some(file) = sql.file() {
        file.0.flush_prepared_statement_cache();
    }
    sql.batch("DROP TABLE temp.user_search_entry")?;
    read?;
    let mut in_rows = Sum::default();
    let mut memberships = 0;
    let statement =
        "SELECT m.environment_id << 40 | m.id, m.name_key, a.address_key, nullif(m.email_key, a.address_key)
        FROM membership m JOIN account a ON a.id = m.account_id
        WHERE m.id <= (SELECT last_member FROM user_search_reach)";
    sql.each(statement, &[], |row| {
        let entry = row.int(0)?;
        let mut terms = BTreeSet::new();
        for column in 1..=3 {
            if let Some(Param::Text(text)) = row.param(column) {
                terms.extend(trigrams(text));
            }
        }
        terms.iter().for_each(|term| in_rows.add(entry, term));
        memberships += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    let reach = sql.query_one(
        "SELECT last_member <= (SELECT coalesce(max(id), 0) FROM membership) FROM user_search_reach",
        &[],
        |row| row.flag(0),
    )?;
    Ok((reach == Some(true) && in_index == in_rows, memberships))
}

/// Indexes the memberships that were added since the last time, in the order of the entries, so that they are written at once.
fn index_added(sql: &Sql) -> Result<(), Fault> {
    sql.execute(
        "INSERT INTO user_search (rowid, name, address, email)
         SELECT m.environment_id << 40 | m.id, m.name_key, a.address_key, nullif(m.email_key, a.address_key)
         FROM membership m JOIN account a ON a.id = m.account_id
         WHERE m.id > (SELECT last_member FROM user_search_reach) ORDER BY m.environment_id << 40 | m.id",
        &[],
    )?;
    sql.execute("UPDATE user_search_reach SET last_member = (SELECT coalesce(max(id), 0) FROM membership)", &[])
        .map(drop)
}

/// Changes the index, if the program maintains one. Its statements are not counted: the budget of a run must not depend on the
/// number of users that existed before.
fn change<T: Default>(sql: &Sql, act: impl FnOnce(&Sql) -> Result<T, Fault>) -> Result<T, Fault> {
    if sql.server().is_some() {
        return Ok(T::default());
    }
    let counted = sql.statements.get();
    let done = act(sql);
    sql.statements.set(counted);
    done
}

/// Returns a text as a query of the index: its trigrams, each in quotes. Returns `None` if it is too short.
fn query_of(key: &str) -> Option<String> {
    let all: Vec<String> = trigrams(key).collect();
    // Every third trigram and the last cover all characters. Each further one costs time, if nearly every user has it.
    let chosen: BTreeSet<&String> = all.iter().step_by(3).take(MOST_PIECES).chain(all.last()).collect();
    if chosen.is_empty() {
        return None;
    }
    let quoted: Vec<String> = chosen.iter().map(|trigram| format!("\"{}\"", trigram.replace('"', "\"\""))).collect();
    Some(quoted.join(" AND "))
}

/// Returns the trigrams of a text, as the index has them.
fn trigrams(text: &str) -> impl Iterator<Item = String> {
    // SQLite reads these two noncharacters as the replacement character.
    let replace = |c: char| if matches!(c, '\u{FFFE}' | '\u{FFFF}') { '\u{FFFD}' } else { c };
    let characters: Vec<char> = text.chars().map(replace).collect();
    (2..characters.len()).map(move |last| characters[last - 2..=last].iter().collect())
}

/// The number of entries and the sum of their hashes, which do not depend on the order.
#[derive(Default, PartialEq, Eq)]
struct Sum {
    count: u64,
    hashes: u64,
}

impl Sum {
    fn add(&mut self, entry: i64, term: &str) {
        self.count += 1;
        self.hashes = self.hashes.wrapping_add(xxh3_64_with_seed(term.as_bytes(), entry as u64));
    }
}
