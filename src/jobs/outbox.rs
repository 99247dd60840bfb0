//! Letters on their way (SPEC R4.8). Whoever delivers claims some letters in one short transaction, sends them outside of any,
//! and notes in another what became of each.
//!
//! A claim is a lease: a letter whose claimer was killed is due again after a few minutes. So a letter arrives at least once,
//! and if it arrives twice, with the same Message-ID. Whoever tries a letter counts first, so that one that ends the program
//! each time is given up in the end.

use crate::app::{App, retry};
use crate::domain::{Claim, Error, Fault, JobKind, Moment};
use crate::failpoint;
use crate::store::letter::outbox;
use crate::store::run::retention;
use crate::store::{Access, Transaction, Work};

/// What became of a letter that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was handed over.
    Sent,
    /// It was not, and may be another time; why.
    Later(String),
    /// It cannot be delivered; why.
    Dead(String),
    /// It was not even tried.
    Untried,
}

/// Microseconds of a minute.
const MINUTE: i64 = 60_000_000;

/// For how long a letter is claimed.
pub const LEASE_MINUTES: i64 = 10;

/// The longest pause between two attempts: six hours.
const LONGEST_PAUSE: i64 = 6 * 60 * MINUTE;

/// For how many days the content of letters of the installation is kept.
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
        doc: "Hands letters to the mail server, again after growing pauses if it does not take them.",
        next_at,
        last_at,
        waiting,
        given_up,
        reports: Vec::new(),
    }
}

/// Whether any letter is due. Nothing is changed.
///
/// # Errors
/// A fault of the database.
pub fn is_due(app: &App) -> Result<bool, Fault> {
    outbox::is_due(&app.begin(Access::Read)?)
}

/// How many letters wait, and how many were given up.
///
/// # Errors
/// A fault of the database.
pub fn counts(app: &App) -> Result<(i64, i64), Fault> {
    outbox::counts(&app.begin(Access::Read)?)
}

/// Claims letters that are due at the app's present moment, at most so many.
///
/// # Errors
/// A fault of the database.
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

/// Notes what became of a letter; answers how that counts: `sent`, `later`, `dead` or `untried`.
///
/// # Errors
/// A fault of the database; then the letter is due again once its lease is over.
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

/// Empties letters of the installation that are kept no longer; answers how many. Those of environments are emptied as their
/// policies say.
///
/// # Errors
/// A fault of the database.
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

/// The pause after so many attempts: a minute, then twice as long each time, up to six hours; by chance a quarter more or
/// less, so that letters that failed together are not tried together.
fn pause_after(attempts: u32, chance: u8) -> i64 {
    let doubled = MINUTE << attempts.saturating_sub(1).min(20);
    let pause = doubled.min(LONGEST_PAUSE);
    pause * 3 / 4 + pause / 2 * i64::from(chance) / 255
}

/// What a mail server said, on one line and not without end.
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
