//! A cache of tokens: a token that was looked up a moment ago need not be looked up before its request joins the queue.
//!
//! The cache grants no rights. The transaction that does the work reads the token again: a token that was revoked or has
//! expired is refused at once.

use crate::domain::Token;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a token stays in the cache.
const LIFETIME: Duration = Duration::from_secs(10);

/// The most tokens in the cache; any others are looked up each time.
const MOST: usize = 10_000;

/// Tokens by the SHA-256 of their secrets. The secrets themselves are stored nowhere.
#[derive(Default)]
pub struct TokenCache(Mutex<HashMap<String, (Token, Instant)>>);

impl TokenCache {
    /// Returns the token with this fingerprint, if it is in the cache.
    pub fn find(&self, fingerprint: &str) -> Option<Token> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.get(fingerprint).filter(|(_, since)| since.elapsed() < LIFETIME).map(|(token, _)| token.clone())
    }

    /// Adds a token that was looked up.
    pub fn keep(&self, fingerprint: String, token: Token) {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= MOST {
            tokens.retain(|_, (_, since)| since.elapsed() < LIFETIME);
        }
        if tokens.len() < MOST {
            tokens.insert(fingerprint, (token, Instant::now()));
        }
    }
}
