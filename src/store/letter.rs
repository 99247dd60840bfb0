//! The outbox: letters of the environment.

use super::sql::{Row, params};
use super::work::Work;
use crate::domain::{Account, EmailAddress, Fault, Language, Letter, LetterKind, LetterStatus, Moment, PublicId};

const COLUMNS: &str =
    "SELECT public_id, kind, language, to_address, to_key, name, environment, sender, status, created_at, subject, body
     FROM letter WHERE environment_id = ?1";

/// Writes a letter down.
pub fn insert(work: &mut Work, account: &Account, letter: Letter) -> Result<(), Fault> {
    work.sql().execute(
        "INSERT INTO letter (public_id, environment_id, account_id, run_id, kind, language, to_address, to_key, name,
                             environment, sender, subject, body, status, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params![
            letter.id.as_str(),
            work.environment.row,
            account.row,
            work.run,
            letter.kind.as_str(),
            letter.language.written(),
            letter.to.as_str(),
            letter.to.key(),
            &letter.name,
            &letter.environment,
            letter.sender.as_deref(),
            letter.subject.as_deref(),
            letter.body.as_deref(),
            letter.status.as_str(),
            letter.created_at.0,
        ],
    )?;
    work.kept_bytes += letter.footprint();
    work.letters.push(letter);
    Ok(())
}

/// How many letters an address has got since a moment: from this environment, and from all.
///
/// Letters of the system go to the account with the address, and its index finds them; messages go to whatever address an
/// environment has of a member, which may be a stranger's.
pub fn count_since(work: &Work, address: &EmailAddress, since: Moment) -> Result<(i64, i64), Fault> {
    let found = work.sql().query_one(
        "SELECT count(*) FILTER (WHERE environment_id = ?1), count(*) FROM (
             SELECT environment_id FROM letter
             WHERE account_id = (SELECT account_id FROM login_name WHERE key = ?2) AND created_at >= ?3
                 AND kind <> 'message' AND to_key = ?2
             UNION ALL
             SELECT environment_id FROM letter WHERE to_key = ?2 AND created_at >= ?3 AND kind = 'message'
         )",
        params![work.environment.row, address.key(), since.0],
        |row| Ok((row.int(0)?, row.int(1)?)),
    )?;
    Ok(found.unwrap_or((0, 0)))
}

/// The latest letters of the environment, or those before the one with an id; the newest first.
pub fn list(work: &Work, before: Option<&str>, limit: u32) -> Result<Vec<Letter>, Fault> {
    let statement = format!(
        "{COLUMNS} AND (?2 IS NULL OR id < (SELECT id FROM letter WHERE environment_id = ?1 AND public_id = ?2))
         ORDER BY id DESC LIMIT {limit}"
    );
    work.sql().query(&statement, params![work.environment.row, before], read)
}

/// The letter with this id.
pub fn find(work: &Work, id: &str) -> Result<Option<Letter>, Fault> {
    let statement = format!("{COLUMNS} AND public_id = ?2");
    let found = work.sql().query(&statement, params![work.environment.row, id], read)?;
    Ok(found.into_iter().next())
}

/// The letters that a run wrote, in order.
pub(super) fn of_run(work: &Work, run: i64) -> Result<Vec<Letter>, Fault> {
    let statement = format!("{COLUMNS} AND run_id = ?2 ORDER BY id");
    work.sql().query(&statement, params![work.environment.row, run], read)
}

fn read(row: &Row) -> Result<Letter, Fault> {
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
    })
}
