//! The search index: which users may have a text in their name or addresses. What is particular to the text search of the
//! database stands here alone; `user_list.rs` compares what it finds with the rows.
//!
//! In a file, the index knows the memberships up to a row, its reach. Who was added later is looked through row by row, and every
//! thousandth addition takes them in: so a commit writes no page more for it, and many are taken in at once. A server keeps
//! indexes of its own and needs none of this.

use super::condition::{TEXT, pattern, with_environment};
use crate::domain::{Fault, Membership};
use crate::store::sql::{Param, Sql, params};
use crate::store::transaction::{Transaction, Work};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// After how many additions they are taken in.
const EVERY: i64 = 1_000;

/// Where the number of the environment begins in the number of an entry; below it stands the membership's.
const ENVIRONMENT: u32 = 40;

/// The most pieces of a text that are looked up; the rows are compared with all of it.
const MOST_PIECES: usize = 24;

/// Returns the memberships of the environment that may have the text, which is a key; nothing if they are more than `most`,
/// or if the index cannot tell.
pub(in crate::store) fn candidates(work: &Work, key: &str, most: usize) -> Result<Option<Vec<i64>>, Fault> {
    // No name and no address has this character, and for the database a text ends there.
    if key.contains('\0') {
        return Ok(Some(Vec::new()));
    }
    let Some(pieces) = pieces(key) else {
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
    let mut found = work.sql().query(&statement, params![&pieces, first, last], |row| row.int(0))?;
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

/// Returns the same from the indexes of a server.
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

/// Notes that a membership was added.
pub(in crate::store) fn added(work: &Work, member: i64) -> Result<(), Fault> {
    match member % EVERY {
        0 => change(work.sql(), take_in),
        _ => Ok(()),
    }
}

/// Takes a membership out before its name or address changes. Returns whether it was in.
pub(in crate::store) fn leave(work: &Work, changed: &Membership) -> Result<bool, Fault> {
    // What was written in must be told to take it out.
    let statement = "INSERT INTO user_search (user_search, rowid, name, address, email)
        SELECT 'delete', m.environment_id << 40 | m.id, m.name_key, a.address_key, nullif(m.email_key, a.address_key)
        FROM membership m JOIN account a ON a.id = m.account_id
        WHERE m.id = ?1 AND m.id <= (SELECT last_member FROM user_search_reach)
            AND (m.name_key <> ?2 OR m.email_key <> ?3)";
    let name = changed.name.key();
    change(work.sql(), |sql| Ok(sql.execute(statement, params![changed.row, &name, changed.email.key()])? > 0))
}

/// Puts a membership in again that was taken out.
pub(in crate::store) fn enter(work: &Work, member: i64) -> Result<(), Fault> {
    let statement = "INSERT INTO user_search (rowid, name, address, email)
        SELECT m.environment_id << 40 | m.id, m.name_key, a.address_key, nullif(m.email_key, a.address_key)
        FROM membership m JOIN account a ON a.id = m.account_id WHERE m.id = ?1";
    change(work.sql(), |sql| sql.execute(statement, params![member]).map(drop))
}

/// Takes all memberships of an account out before its address changes.
pub(in crate::store) fn leave_everywhere(transaction: &Transaction, account: i64) -> Result<(), Fault> {
    let statement = "INSERT INTO user_search (user_search, rowid, name, address, email)
        SELECT 'delete', m.environment_id << 40 | m.id, m.name_key, a.address_key, nullif(m.email_key, a.address_key)
        FROM membership m JOIN account a ON a.id = m.account_id
        WHERE m.account_id = ?1 AND m.id <= (SELECT last_member FROM user_search_reach)";
    change(&transaction.sql, |sql| sql.execute(statement, params![account]).map(drop))
}

/// Puts them in again; between the two the reach stays as it is.
pub(in crate::store) fn enter_everywhere(transaction: &Transaction, account: i64) -> Result<(), Fault> {
    let statement = "INSERT INTO user_search (rowid, name, address, email)
        SELECT m.environment_id << 40 | m.id, m.name_key, a.address_key, nullif(m.email_key, a.address_key)
        FROM membership m JOIN account a ON a.id = m.account_id
        WHERE m.account_id = ?1 AND m.id <= (SELECT last_member FROM user_search_reach)";
    change(&transaction.sql, |sql| sql.execute(statement, params![account]).map(drop))
}

/// Makes the index anew from the rows. Returns how many memberships it has now.
///
/// # Errors
/// A fault of the database.
pub fn rebuild(transaction: &Transaction) -> Result<i64, Fault> {
    make_anew(&transaction.sql)?;
    let found = transaction.sql.query_one("SELECT count(*) FROM membership", &[], |row| row.int(0))?;
    Ok(found.unwrap_or(0))
}

/// Returns the same, in the transaction that is open.
pub(in crate::store) fn make_anew(sql: &Sql) -> Result<(), Fault> {
    change(sql, |sql| {
        sql.execute("INSERT INTO user_search (user_search) VALUES ('delete-all')", &[])?;
        sql.execute("UPDATE user_search_reach SET last_member = 0", &[])?;
        take_in(sql)
    })
}

/// Returns whether the index has what the rows say, no more and no less; and how many memberships it has.
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
    // A statement that is kept would hold the table.
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
                terms.extend(threes(text));
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

/// Takes in who was added since the last time. In the order of the entries: they are written at once then.
fn take_in(sql: &Sql) -> Result<(), Fault> {
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

/// Does something for the index, if there is one to be kept. Its statements are not counted: what a run may spend must not
/// depend on how many users were there before.
fn change<T: Default>(sql: &Sql, act: impl FnOnce(&Sql) -> Result<T, Fault>) -> Result<T, Fault> {
    if sql.server().is_some() {
        return Ok(T::default());
    }
    let counted = sql.statements.get();
    let done = act(sql);
    sql.statements.set(counted);
    done
}

/// Returns a text as a query of the index: its pieces of three characters, each in quotes. Nothing if it is too short.
fn pieces(key: &str) -> Option<String> {
    let all: Vec<String> = threes(key).collect();
    // Every third and the last have all characters in them; each piece more that nearly everybody has costs time.
    let threes: BTreeSet<&String> = all.iter().step_by(3).take(MOST_PIECES).chain(all.last()).collect();
    if threes.is_empty() {
        return None;
    }
    let quoted: Vec<String> = threes.iter().map(|three| format!("\"{}\"", three.replace('"', "\"\""))).collect();
    Some(quoted.join(" AND "))
}

/// Returns every three characters in a row, as the index has them.
fn threes(text: &str) -> impl Iterator<Item = String> {
    // SQLite reads the characters that no text should have as the one that replaces them.
    let replace = |c: char| if matches!(c, '\u{FFFE}' | '\u{FFFF}') { '\u{FFFD}' } else { c };
    let characters: Vec<char> = text.chars().map(replace).collect();
    (2..characters.len()).map(move |last| characters[last - 2..=last].iter().collect())
}

/// Entries counted and added up, in whatever order they come.
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
