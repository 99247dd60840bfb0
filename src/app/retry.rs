//! Retries of work that failed for a temporary reason.
//!
//! If several transactions write at the same time, a database commits the first and rolls back the others, which must be
//! retried. A connection can also be lost before a commit. In both cases nothing was changed. The retry is a new
//! transaction with its own timestamp. Refusals and permanent failures are never retried. A database in a file has one
//! writer, so no try fails this way.

use crate::domain::Error;
use rand::TryRng;
use rand::rngs::SysRng;
use std::time::Duration;

/// The maximum number of tries.
pub const TRIES: u32 = 10;

/// The maximum pause after the first try. It doubles after each further try.
const FIRST: Duration = Duration::from_millis(1);

/// The maximum of all pauses.
const LONGEST: Duration = Duration::from_millis(100);

/// Calls `does`, and retries it as a whole after a temporary failure. It makes at most ten tries.
///
/// Between two tries it waits. Each pause is twice as long as the one before, and randomly up to a half shorter. So
/// transactions that conflicted once do not conflict again. All pauses together take at most a third of a second. Calls
/// can be nested: if the inner call gives up, the outer one does too.
///
/// ```
/// use enlist::app::{App, System, retry};
/// # use enlist::model::Model;
/// use enlist::store::Access;
///
/// let app = App::in_memory(System::real()?)?;
/// # let model = Model::parse("[environment]\nname = \"Acme\"\n").expect("a model");
/// retry(|| Ok(model.create(app.begin(Access::Write)?)?.commit()?))?;
/// assert!(app.enter("Acme", Access::Read).is_ok());
/// # Ok::<(), enlist::domain::Error>(())
/// ```
///
/// # Errors
/// Returns the error of the work. After the last try, returns E0780, [`Code::Contended`](crate::domain::Code::Contended),
/// or E0781, [`Code::Unreachable`](crate::domain::Code::Unreachable), if the database is unavailable, and logs the fault.
pub fn retry<T>(mut does: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
    for tried in 1..TRIES {
        match does() {
            Err(error) if error.is_passing() => std::thread::sleep(pause(tried, chance())),
            done => return done.map_err(give_up),
        }
    }
    does().map_err(give_up)
}

/// Returns the error for work that is not retried. A caller learns only whether there was a conflict or the database is
/// unavailable. The fault itself is for the operator and goes to the log of the server.
pub fn give_up(error: Error) -> Error {
    let Error::Fault(fault) = &error else { return error };
    let fault = fault.to_string();
    let told = error.given_up();
    if let Error::Refused(_) = told {
        tracing::warn!(fault, "gave up a transaction");
    }
    told
}

/// Returns the pause after `tried` tries.
fn pause(tried: u32, chance: u32) -> Duration {
    let whole = FIRST.saturating_mul(1 << (tried - 1).min(16)).min(LONGEST);
    whole / 2 + (whole / 2).mul_f64(f64::from(chance) / f64::from(u32::MAX))
}

/// Returns a random number. Only the time of a retry depends on it.
fn chance() -> u32 {
    SysRng.try_next_u32().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Code, Fault, Problem};

    fn passing() -> Error {
        Fault::passing("committing", "another was first").into()
    }

    #[test]
    fn pauses_double_to_a_tenth_of_a_second() {
        let micros = |tried, chance| pause(tried, chance).as_micros();
        assert_eq!((micros(1, 0), micros(1, u32::MAX)), (500, 1_000));
        assert_eq!((micros(4, 0), micros(4, u32::MAX)), (4_000, 8_000));
        assert_eq!((micros(9, 0), micros(9, u32::MAX)), (50_000, 100_000));
        let all: u128 = (1..TRIES).map(|tried| micros(tried, u32::MAX)).sum();
        assert_eq!(all, 327_000);
    }

    #[test]
    fn what_passes_is_tried_until_it_stands() {
        let mut tries = 0;
        let done = retry(|| {
            tries += 1;
            if tries < 3 { Err(passing()) } else { Ok("done") }
        });
        assert_eq!((done.unwrap(), tries), ("done", 3));
    }

    #[test]
    fn after_ten_tries_it_is_given_up_and_nobody_around_begins_anew() {
        let mut tries = 0;
        let done: Result<(), Error> = retry(|| {
            retry(|| {
                tries += 1;
                Err(passing())
            })
        });
        assert!(matches!(done, Err(Error::Refused(refusal)) if refusal.code() == Code::Contended));
        assert_eq!(tries, TRIES);
    }

    #[test]
    fn what_is_refused_or_fails_for_good_is_done_once() {
        let errors: [fn() -> Error; 2] =
            [|| Problem::new(Code::Exists, "no").into(), || Fault::new("committing", "the disk is full").into()];
        for error in errors {
            let mut tries = 0;
            let done: Result<(), Error> = retry(|| {
                tries += 1;
                Err(error())
            });
            assert_eq!((done.unwrap_err().to_string(), tries), (error().to_string(), 1));
        }
    }
}
