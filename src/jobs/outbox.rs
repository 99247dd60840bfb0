//! The delivery of letters (SPEC R4.8). A process claims letters in one short transaction, sends them outside any
//! transaction, and records each outcome in another transaction.
//!
//! A claim is a lease: if the process is killed, the letter is due again after a few minutes. So a letter arrives at
//! least once, and duplicates have the same Message-ID. The attempt is counted before the letter is sent, so that a
//! letter that crashes the program each time is given up in the end.

use crate::app::{App, retry};
use crate::domain::{Claim, Error, Fault, JobKind, Moment};
use crate::failpoint;
use crate::store::letter::outbox;
use crate::store::run::retention;
use crate::store::{Access, Transaction, Work};

/// The outcome of a letter that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The letter was sent.
    Sent,
    /// The letter was not sent and will be retried; the reason.
    Later(String),
    /// The letter cannot be delivered; the reason.
    Dead(String),
    /// There was no attempt.
    Untried,
}

/// One minute in microseconds.
const MINUTE: i64 = 60_000_000;

/// The duration of a claim in minutes.
pub const LEASE_MINUTES: i64 = 10;

/// The maximum pause between two attempts in microseconds: six hours.
const LONGEST_PAUSE: i64 = 6 * 60 * MINUTE;

/// The retention of the content of letters of the installation, in days.
const KEPT_DAYS: i64 = 30;

pub(super) fn overview(transaction: &Transaction) -> Result<JobKind, Fault> {
    Ok(kind(outbox::overview(transaction)?))
}

pub(super) fn overview_in(work: &Work) -> Result<JobKind, Fault> {
    Ok(kind(outbox::overview_in(work)?))
}

fn kind((next_at, last_at, waiting, given_up): (Option<Moment>, Option<Moment>, i64, i64)) -> JobKind {
    JobKind {
        name: "letters",
        doc: "Sends letters to the mail server, and retries them after growing pauses.",
        next_at,
        last_at,
        waiting,
        given_up,
        reports: Vec::new(),
    }
}

/// Returns whether any letter is due. Changes nothing.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn is_due(app: &App) -> Result<bool, Fault> {
    outbox::is_due(&app.begin(Access::Read)?)
}

/// Returns the number of letters that are waiting, and of letters that were given up.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn counts(app: &App) -> Result<(i64, i64), Fault> {
    outbox::counts(&app.begin(Access::Read)?)
}

/// Claims letters that are due at the app's current time, at most `limit`.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn claim(app: &App, limit: usize) -> Result<Vec<Claim>, Error> {
    let claims = retry(|| {
        let transaction = app.begin(Access::Write)?;
        let until = Moment(transaction.now.0.saturating_add(LEASE_MINUTES * MINUTE));
        let claims = outbox::claim(&transaction, until, limit as i64)?;
        transaction.commit()?;
        Ok(claims)
    })?;
    failpoint::reach("letters-claimed");
    Ok(claims)
}

/// Records the outcome of a letter. Returns its label in the metrics: `sent`, `later`, `dead` or `untried`.
///
/// # Errors
/// Returns a fault if the database fails; then the letter is due again when its lease has expired.
pub fn note(app: &App, claim: &Claim, outcome: &Outcome) -> Result<&'static str, Error> {
    failpoint::reach("letter-sent");
    retry(|| try_to_note(app, claim, outcome))
}

fn try_to_note(app: &App, claim: &Claim, outcome: &Outcome) -> Result<&'static str, Error> {
    let transaction = app.begin(Access::Write)?;
    let counted = match outcome {
        Outcome::Sent => {
            outbox::sent(&transaction, claim)?;
            "sent"
        }
        Outcome::Later(why) if claim.letter.attempts < Claim::MOST_ATTEMPTS => {
            let chance = transaction.new_secret().bytes().first().copied().unwrap_or_default();
            let next_at = Moment(transaction.now.0.saturating_add(pause_after(claim.letter.attempts, chance)));
            outbox::failed(&transaction, claim, &told(why), Some(next_at))?;
            "later"
        }
        Outcome::Later(why) | Outcome::Dead(why) => {
            outbox::failed(&transaction, claim, &told(why), None)?;
            "dead"
        }
        Outcome::Untried => {
            outbox::give_back(&transaction, std::slice::from_ref(claim))?;
            "untried"
        }
    };
    transaction.commit()?;
    Ok(counted)
}

/// Deletes the content of expired letters of the installation. Returns their number. The policies of environments
/// determine when the content of their letters is deleted.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn empty_old(app: &App) -> Result<usize, Error> {
    const BATCH: i64 = 1_000;
    retry(|| {
        let transaction = app.begin(Access::Write)?;
        let before = transaction.now.plus_days(-KEPT_DAYS);
        let emptied = retention::empty_letters_of_installation(&transaction, before, BATCH)?;
        transaction.commit()?;
        Ok(emptied)
    })
}

/// Returns the pause after a number of attempts, in microseconds: a minute, then twice as long each time, up to six
/// hours. It varies randomly by a quarter, so that letters that failed together are not retried together.
fn pause_after(attempts: u32, chance: u8) -> i64 {
    let doubled = MINUTE << attempts.saturating_sub(1).min(20);
    let pause = doubled.min(LONGEST_PAUSE);
    pause * 3 / 4 + pause / 2 * i64::from(chance) / 255
}

/// Returns the message of a mail server on one line, cut to 500 characters, without control characters.
fn told(why: &str) -> String {
    const MOST: usize = 500;
    why.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_six_hours() {
        let minutes = |attempts, chance| pause_after(attempts, chance) as f64 / MINUTE as f64;
        assert_eq!((minutes(1, 0), minutes(1, 255)), (0.75, 1.25));
        assert_eq!((minutes(4, 0), minutes(4, 255)), (6.0, 10.0));
        assert_eq!((minutes(10, 0), minutes(u32::MAX, 255)), (270.0, 450.0));
        let all: f64 = (1..Claim::MOST_ATTEMPTS).map(|attempts| minutes(attempts, 127)).sum();
        assert!((2.5..3.5).contains(&(all / 60.0 / 24.0)), "{all}");
    }

    #[test]
    fn what_a_server_said_stands_on_one_line() {
        assert_eq!(told("550 no\r\n such\u{1b}[31m user"), "550 no such[31m user");
        assert_eq!(told(&"x".repeat(1_000)).len(), 500);
    }
}
