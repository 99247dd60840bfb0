//! Letters of environments, and letters of the installation, which concern only an account.

pub mod link;
pub mod outbox;

use super::sql::{Row, params};
use super::transaction::{Transaction, Work};
use crate::domain::{Account, EmailAddress, Fault, Language, Letter, LetterKind, LetterStatus, Moment, PublicId};

/// The columns of a letter, in the order in which [`read`] takes them.
pub(super) const LETTER: &str =
    "l.public_id, l.kind, l.language, l.to_address, l.to_key, l.name, l.environment, l.sender, l.status, l.created_at,
     l.subject, l.body, l.link_id, l.attempts, l.next_at, l.problem";

/// Adds a letter of the environment.
pub fn insert(work: &mut Work, account: &Account, letter: Letter) -> Result<(), Fault> {
    write(&work.transaction, Some(work.environment.row), work.run, account, &letter)?;
    work.kept_bytes += letter.footprint();
    work.letters.push(letter);
    Ok(())
}

/// Adds a letter of an environment that the transaction has not entered.
pub fn insert_of_environment(
    transaction: &Transaction,
    environment: i64,
    account: &Account,
    letter: &Letter,
) -> Result<(), Fault> {
    write(transaction, Some(environment), None, account, letter)
}

/// Adds a letter of the installation.
pub fn insert_of_installation(transaction: &Transaction, account: &Account, letter: &Letter) -> Result<(), Fault> {
    write(transaction, None, None, account, letter)
}

fn write(
    transaction: &Transaction,
    environment: Option<i64>,
    run: Option<i64>,
    account: &Account,
    letter: &Letter,
) -> Result<(), Fault> {
    transaction.sql.defer(
        "INSERT INTO letter (public_id, environment_id, account_id, run_id, kind, language, to_address, to_key, name,
                                 environment, sender, subject, body, link_id, status, next_at, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        params![
            letter.id.as_str(),
            environment,
            account.row,
            run,
            letter.kind.as_str(),
            letter.language.written(),
            letter.to.as_str(),
            letter.to.key(),
            &letter.name,
            &letter.environment,
            letter.sender.as_deref(),
            letter.subject.as_deref(),
            letter.body.as_deref(),
            letter.link,
            letter.status.as_str(),
            letter.next_at.map(|moment| moment.0),
            letter.created_at.0,
        ],
    )
}

/// Returns the number of letters to an address since a moment: from one environment (from the installation if `environment`
/// is `None`), and from all.
///
/// Letters of an environment are sent to the account with the address, and the index of the account finds them. Messages are
/// sent to any address that an environment has of a member, and letters of the installation to an unconfirmed address; both
/// may belong to another person.
pub fn count_since(
    transaction: &Transaction,
    environment: Option<i64>,
    address: &EmailAddress,
    since: Moment,
) -> Result<(i64, i64), Fault> {
    let found = transaction.sql.query_one(
        "SELECT count(*) FILTER (WHERE environment_id IS ?1), count(*) FROM (
             SELECT environment_id FROM letter
             WHERE account_id = (SELECT account_id FROM login_name WHERE key = ?2) AND created_at >= ?3
                 AND kind <> 'message' AND environment_id IS NOT NULL AND to_key = ?2
             UNION ALL
             SELECT environment_id FROM letter
             WHERE to_key = ?2 AND created_at >= ?3 AND (environment_id IS NULL OR kind = 'message')
         ) written",
        params![environment, address.key(), since.0],
        |row| Ok((row.int(0)?, row.int(1)?)),
    )?;
    Ok(found.unwrap_or((0, 0)))
}

/// Returns the number of letters of the installation of one kind to an address since a moment.
pub fn count_of_installation(
    transaction: &Transaction,
    kind: LetterKind,
    address: &EmailAddress,
    since: Moment,
) -> Result<i64, Fault> {
    let found = transaction.sql.query_one(
        "SELECT count(*) FROM letter WHERE to_key = ?1 AND created_at >= ?2 AND environment_id IS NULL AND kind = ?3",
        params![address.key(), since.0, kind.as_str()],
        |row| row.int(0),
    )?;
    Ok(found.unwrap_or_default())
}

/// Returns the latest letters of the environment, or those before the letter with an id. The newest is first.
pub fn list(work: &Work, before: Option<&str>, limit: u32) -> Result<Vec<Letter>, Fault> {
    list_of(work, None, before, limit)
}

/// Returns the [`list`] of letters, or of those of one status if `status` is given.
pub fn list_of(
    work: &Work,
    status: Option<LetterStatus>,
    before: Option<&str>,
    limit: u32,
) -> Result<Vec<Letter>, Fault> {
    let statement = format!(
        "SELECT {LETTER} FROM letter l WHERE l.environment_id = ?1 AND (?3 IS NULL OR l.status = ?3)
             AND (?2 IS NULL OR l.id < (SELECT id FROM letter WHERE environment_id = ?1 AND public_id = ?2))
         ORDER BY l.id DESC LIMIT {limit}"
    );
    let status = status.map(LetterStatus::as_str);
    work.sql().query(&statement, params![work.environment.row, before, status], read)
}

/// Returns the latest letters of the installation, the newest first; those of one status if `status` is given.
pub fn list_of_installation(
    transaction: &Transaction,
    status: Option<LetterStatus>,
    limit: u32,
) -> Result<Vec<Letter>, Fault> {
    let statement = format!(
        "SELECT {LETTER} FROM letter l WHERE l.environment_id IS NULL AND (?1 IS NULL OR l.status = ?1)
         ORDER BY l.id DESC LIMIT {limit}"
    );
    transaction.sql.query(&statement, params![status.map(LetterStatus::as_str)], read)
}

/// Returns the letter with this id.
pub fn find(work: &Work, id: &str) -> Result<Option<Letter>, Fault> {
    let statement = format!("SELECT {LETTER} FROM letter l WHERE l.environment_id = ?1 AND l.public_id = ?2");
    let found = work.sql().query(&statement, params![work.environment.row, id], read)?;
    Ok(found.into_iter().next())
}

/// Returns the letter of the installation with this id.
pub fn find_of_installation(transaction: &Transaction, id: &str) -> Result<Option<Letter>, Fault> {
    let statement = format!("SELECT {LETTER} FROM letter l WHERE l.environment_id IS NULL AND l.public_id = ?1");
    Ok(transaction.sql.query(&statement, params![id], read)?.into_iter().next())
}

/// Returns the letters that a run wrote, in order.
pub(super) fn of_run(work: &Work, run: i64) -> Result<Vec<Letter>, Fault> {
    let statement =
        format!("SELECT {LETTER} FROM letter l WHERE l.environment_id = ?1 AND l.run_id = ?2 ORDER BY l.id");
    work.sql().query(&statement, params![work.environment.row, run], read)
}

pub(super) fn read(row: &Row) -> Result<Letter, Fault> {
    Ok(Letter {
        id: PublicId::stored(row.text(0)?),
        kind: row.word(1, LetterKind::from_text)?,
        language: row.word(2, |code| Language::parse(code).ok())?,
        to: EmailAddress::stored(row.text(3)?, row.text(4)?),
        name: row.text(5)?,
        environment: row.text(6)?,
        sender: row.optional_text(7)?,
        status: row.word(8, LetterStatus::from_text)?,
        created_at: Moment(row.int(9)?),
        subject: row.optional_text(10)?,
        body: row.optional_text(11)?,
        link: row.optional_int(12)?,
        attempts: row.int(13)? as u32,
        next_at: row.optional_int(14)?.map(Moment),
        problem: row.optional_text(15)?,
    })
}
