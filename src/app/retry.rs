//! Work that is done again as a whole when it failed for a reason that passes.
//!
//! Where several write at once, a database lets the first stand and tells the others to come again, and a connection may be lost
//! before anything is to stand. Nothing of the work stands then; the next try is a transaction of its own, with a moment of its
//! own. What was refused is never tried again, nor what failed for good. A database in a file has one writer, and no try fails so.

use crate::domain::Error;
use rand::TryRng;
use rand::rngs::SysRng;
use std::time::Duration;

/// How often a piece of work is tried.
pub const TRIES: u32 = 10;

/// The longest pause after the first try; after each further one it is twice as long.
const FIRST: Duration = Duration::from_millis(1);

/// No pause is longer.
const LONGEST: Duration = Duration::from_millis(100);

/// Does a piece of work; again as a whole, at most ten times, as long as it fails passingly.
///
/// Between two tries it waits, twice as long each time and by chance up to a half less, so that those who met once do not meet
/// again: a third of a second altogether. One such piece of work may stand in another; when the inner one gives up, so does the
/// outer.
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
/// What the work says; after the last try E0780, [`Code::Contended`](crate::domain::Code::Contended), and E0781,
/// [`Code::Unreachable`](crate::domain::Code::Unreachable), if the database is away. The fault that it failed with is logged.
pub fn retry<T>(mut does: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
    for tried in 1..TRIES {
        match does() {
            Err(error) if error.is_passing() => std::thread::sleep(pause(tried, chance())),
            done => return done.map_err(give_up),
        }
    }
    does().map_err(give_up)
}

/// What is told of work that is not done again. Whoever asked learns only whether others were first or the database is away; what
/// the fault was is for the operator, in the log of a server.
pub fn give_up(error: Error) -> Error {
    let Error::Fault(fault) = &error else { return error };
    let fault = fault.to_string();
    let told = error.given_up();
    if let Error::Refused(_) = told {
        tracing::warn!(fault, "work was given up");
    }
    told
}

/// The pause after so many tries.
fn pause(tried: u32, chance: u32) -> Duration {
    let whole = FIRST.saturating_mul(1 << (tried - 1).min(16)).min(LONGEST);
    whole / 2 + (whole / 2).mul_f64(f64::from(chance) / f64::from(u32::MAX))
}

/// Any number. Nothing depends on it but when somebody comes again.
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
