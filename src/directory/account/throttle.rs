//! Throttles: limits for frequent tries, no matter who tries (SECURITY 2.8).
//!
//! They are checked before anything is counted against an account, and are the same for existing and unknown names.
//! Each counts the tries in a time window. A correct try is taken back, so only wrong and undecided tries count.

use crate::domain::{Code, Error, Fault, Moment, Problem};
use crate::store::Transaction;
use crate::store::account::throttle;
use crate::store::account::throttle::ThrottleKey;
use std::net::IpAddr;

/// One throttle of a try.
#[derive(Debug, Clone)]
pub struct Throttle {
    key: ThrottleKey,
    most: i64,
    window: i64,
}

/// A minute in microseconds.
const MINUTE: i64 = 60_000_000;

/// The longest window. Older tries are deleted.
const LONGEST: i64 = 60 * MINUTE;

impl Throttle {
    /// Limits tries by name, such as a login name: 20 in 15 minutes. That leaves room for the ten after which an
    /// account is denied.
    pub fn of_name(kind: &str, name: &str) -> Throttle {
        Throttle { key: ThrottleKey::of(&format!("{kind}Name"), name), most: 20, window: 15 * MINUTE }
    }

    /// Limits tries by network address: 100 in 15 minutes, because many people may share one. IPv6 addresses count by
    /// the 64-bit network of one subscriber.
    pub fn of_network(kind: &str, from: IpAddr) -> Throttle {
        let network = match from.to_canonical() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}")
            }
        };
        Throttle { key: ThrottleKey::of(&format!("{kind}Network"), &network), most: 100, window: 15 * MINUTE }
    }

    /// Limits the tries of all callers together: 3,000 in a minute.
    pub fn of_all(kind: &str) -> Throttle {
        Throttle { key: ThrottleKey::of(&format!("{kind}All"), ""), most: 3_000, window: MINUTE }
    }
}

/// Counts a try in each of these throttles, or in none if one refuses.
///
/// # Errors
/// Returns a refusal after too many recent tries, with the seconds to wait; a fault if the database fails.
pub fn count_try(transaction: &Transaction, throttles: &[Throttle]) -> Result<(), Error> {
    let mut end = None;
    for one in throttles {
        let read = throttle::read(transaction, &one.key)?.filter(|(tries, _)| *tries >= one.most);
        end = end.max(read.map(|(_, end)| end));
    }
    if let Some(end) = end {
        return Err(later(end, transaction.now).into());
    }
    for one in throttles {
        let end = Moment(transaction.now.0.saturating_add(one.window));
        throttle::count(transaction, &one.key, end)?;
    }
    throttle::forget(transaction, Moment(transaction.now.0.saturating_sub(LONGEST)))?;
    Ok(())
}

/// Takes the count of a try back.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn take_back(transaction: &Transaction, throttles: &[Throttle]) -> Result<(), Fault> {
    throttles.iter().try_for_each(|one| throttle::take_back(transaction, &one.key))
}

fn later(end: Moment, now: Moment) -> Problem {
    let seconds = u64::try_from(end.0.saturating_sub(now.0)).unwrap_or(0).div_ceil(1_000_000).max(1);
    Problem::new(Code::TryLater, "too much was tried of late")
        .help(format!("try again in {seconds} seconds"))
        .retry_after(seconds)
}
