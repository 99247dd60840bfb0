//! Tokens that came a moment ago: they need not be looked up before their work may wait.
//!
//! Being known lets a token no further than into the queue. The transaction that does the work reads the token again, so one
//! that was revoked or has expired is refused from that moment on.

use crate::domain::Token;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a token is known after it was looked up.
const KNOWN_FOR: Duration = Duration::from_secs(10);

/// The most tokens that are known; who comes after them is looked up each time.
const MOST: usize = 10_000;

/// Tokens by the SHA-256 of their secrets, which themselves are kept nowhere.
#[derive(Default)]
pub struct TokenCache(Mutex<HashMap<String, (Token, Instant)>>);

impl TokenCache {
    /// The token with this fingerprint, if it came a moment ago.
    pub fn find(&self, fingerprint: &str) -> Option<Token> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(fingerprint).filter(|(_, since)| since.elapsed() < KNOWN_FOR).map(|(token, _)| token.clone())
    }

    /// Keeps a token that was looked up.
    pub fn keep(&self, fingerprint: String, token: Token) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.retain(|_, (_, since)| since.elapsed() < KNOWN_FOR);
        }
        if known.len() < MOST {
            known.insert(fingerprint, (token, Instant::now()));
        }
    }
}
