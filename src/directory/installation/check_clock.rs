//! Whether the clock can be right. What depends on how long ago something was asks here first: a clock that is years ahead
//! would make everybody inactive and remove every log at once (SECURITY 2.9).

use crate::domain::{Code, Fault, Problem};
use crate::store::Transaction;
use crate::store::environment::upkeep;

/// How many days the clock may go back against the last moment at which it was right.
const BACK: i64 = 1;

/// How many days may pass while nothing runs; more is taken for a clock that is wrong.
const AHEAD: i64 = 31;

/// Whether the clock stands where it can, seen from the last moment at which it was right.
///
/// # Errors
/// A fault of the database; the inner problem says how the clock moved.
pub fn check_clock(transaction: &Transaction) -> Result<Result<(), Problem>, Fault> {
    let (Some(last), now) = (upkeep::last_tick(transaction)?, transaction.now) else { return Ok(Ok(())) };
    let found = match now {
        _ if now < last.plus_days(-BACK) => "gone back more than a day",
        _ if now > last.plus_days(AHEAD) => "moved ahead more than 31 days",
        _ => return Ok(Ok(())),
    };
    let problem = Problem::new(Code::ClockMoved, format!("the clock has {found}: it was {last}, and now it is {now}"));
    Ok(Err(problem.help("if it is right now, `enlist sweep --clock-is-right` says so; otherwise set the clock")))
}

/// Notes that the clock is right, if it can be; a server does at its start, and every daily job.
///
/// # Errors
/// A fault of the database.
pub fn note_tick(transaction: &Transaction) -> Result<(), Fault> {
    match check_clock(transaction)? {
        Ok(()) => upkeep::tick(transaction),
        Err(_) => Ok(()),
    }
}

/// Notes that the clock is right, because somebody said so.
///
/// # Errors
/// A fault of the database.
pub fn confirm_clock(transaction: &Transaction) -> Result<(), Fault> {
    upkeep::tick(transaction)
}
