//! Checks whether the clock can be right. Operations that depend on elapsed time check this first: with a clock that is
//! years ahead they would deactivate everybody and delete every log at once (SECURITY 2.9).

use crate::domain::{Code, Fault, Problem};
use crate::store::Transaction;
use crate::store::environment::upkeep;

/// The number of days that the clock may go back from the last moment at which it was right.
const BACK: i64 = 1;

/// The number of days that may pass while nothing runs. With more, the clock counts as wrong.
const AHEAD: i64 = 31;

/// Checks whether the present moment is plausible after the last moment at which the clock was right.
///
/// # Errors
/// Returns a fault if the database fails. The inner problem says how the clock moved.
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

/// Stores the present moment as right if it is plausible. A server does this at startup, and every daily job.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn note_tick(transaction: &Transaction) -> Result<(), Fault> {
    match check_clock(transaction)? {
        Ok(()) => upkeep::tick(transaction),
        Err(_) => Ok(()),
    }
}

/// Stores the present moment as right, because somebody confirmed it.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn confirm_clock(transaction: &Transaction) -> Result<(), Fault> {
    upkeep::tick(transaction)
}
