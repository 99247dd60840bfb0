//! How often somebody may ask: a limit for each token, and one for each address that comes with wrong tokens.

use super::rest::Failure;
use crate::domain::{Code, Problem, Token};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;

/// How often an address may come with a wrong token, a minute.
const KNOCKS: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// The limits of a server.
pub struct Limits {
    asks: Option<DefaultKeyedRateLimiter<i64>>,
    knocks: DefaultKeyedRateLimiter<Option<IpAddr>>,
}

impl Limits {
    /// So many requests a second for each token, ten times as many at once; nothing limits them if it is none.
    pub fn new(rate: Option<NonZeroU32>) -> Limits {
        let asks = |rate: NonZeroU32| {
            RateLimiter::keyed(
                Quota::per_second(rate).allow_burst(rate.saturating_mul(const { NonZeroU32::new(10).unwrap() })),
            )
        };
        Limits { asks: rate.map(asks), knocks: RateLimiter::keyed(Quota::per_minute(KNOCKS)) }
    }

    /// Counts a request of a token.
    ///
    /// # Errors
    /// Says when to come again.
    pub fn ask(&self, token: &Token) -> Result<(), Failure> {
        match &self.asks {
            Some(asks) => count(asks, &token.row, "the token asks too often"),
            None => Ok(()),
        }
    }

    /// Counts a wrong token from an address.
    ///
    /// # Errors
    /// Says when to come again.
    pub fn knock(&self, peer: Option<IpAddr>) -> Result<(), Failure> {
        count(&self.knocks, &peer, "too many wrong tokens came from this address")
    }

    /// Forgets who has not been there for a while.
    pub fn forget(&self) {
        self.knocks.retain_recent();
        self.asks.iter().for_each(RateLimiter::retain_recent);
    }
}

fn count<K: Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>, key: &K, message: &str) -> Result<(), Failure> {
    limiter.check_key(key).map_err(|not_yet| {
        let seconds = not_yet.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
        Failure::Later(Problem::new(Code::TooMany, message).help("`Retry-After` says when to come again"), seconds)
    })
}
