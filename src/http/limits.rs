//! Rate limits: requests of each token, and wrong tokens from each network address. The number of connections is bounded in
//! `connections.rs`; logins are throttled by the directory.

use super::rest::Failure;
use crate::domain::{Code, Problem, Token};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;

/// The most wrong tokens from one network address in a minute.
const WRONG_TOKENS: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// The rate limits of a server.
pub struct Limits {
    requests: Option<DefaultKeyedRateLimiter<i64>>,
    wrong_tokens: DefaultKeyedRateLimiter<Option<IpAddr>>,
}

impl Limits {
    /// Creates the limits: `rate` requests a second for each token, ten times as many at once; no limit if none.
    pub fn new(rate: Option<NonZeroU32>) -> Limits {
        let requests = |rate: NonZeroU32| {
            RateLimiter::keyed(
                Quota::per_second(rate).allow_burst(rate.saturating_mul(const { NonZeroU32::new(10).unwrap() })),
            )
        };
        Limits { requests: rate.map(requests), wrong_tokens: RateLimiter::keyed(Quota::per_minute(WRONG_TOKENS)) }
    }

    /// Counts a request of a token.
    ///
    /// # Errors
    /// Returns a failure with the number of seconds after which to retry, if the token has sent too many requests.
    pub fn count_request(&self, token: &Token) -> Result<(), Failure> {
        match &self.requests {
            Some(requests) => count(requests, &token.row, "too many requests with this token"),
            None => Ok(()),
        }
    }

    /// Counts a wrong token from a network address.
    ///
    /// # Errors
    /// Returns a failure with the number of seconds after which to retry, if too many wrong tokens came from the address.
    pub fn count_wrong_token(&self, address: Option<IpAddr>) -> Result<(), Failure> {
        count(&self.wrong_tokens, &address, "too many wrong tokens from this network address")
    }

    /// Removes tokens and addresses that have not been counted recently, so that the memory stays bounded.
    pub fn remove_idle(&self) {
        self.wrong_tokens.retain_recent();
        self.requests.iter().for_each(RateLimiter::retain_recent);
    }
}

fn count<K: Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>, key: &K, message: &str) -> Result<(), Failure> {
    limiter.check_key(key).map_err(|not_yet| {
        let seconds = not_yet.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
        let help = "retry after the number of seconds in the header `Retry-After`";
        Failure::RetryLater(Problem::new(Code::TooMany, message).help(help), seconds)
    })
}
