//! Tokens, which authenticate programs (SPEC R5.1). A token has a secret, permissions and an expiry.

use super::{Code, Moment, Name, Permissions, Problem, PublicId, member::words};
use std::fmt;

/// A token without its secret, which is not stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Row number in the database.
    pub row: i64,
    /// Public id, unique in the installation.
    pub id: PublicId,
    /// Name, unique among the active tokens of the same reach.
    pub name: Name,
    /// Permissions.
    pub permissions: Permissions,
    /// Environments in which the permissions apply.
    pub reach: TokenReach,
    /// Time of creation.
    pub created_at: Moment,
    /// The caller that added it; see [`Caller::recorded`](super::Caller::recorded).
    pub created_by: String,
    /// Expiry: the first moment at which it is not active any more.
    pub expires_at: Moment,
    /// Time of the last use, to the minute.
    pub last_used_at: Option<Moment>,
    /// Time at which it was revoked.
    pub revoked_at: Option<Moment>,
}

/// The environments in which a token's permissions apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenReach {
    /// One environment.
    Environment {
        /// Row number in the database.
        row: i64,
        /// Public id.
        id: PublicId,
        /// Name.
        name: Name,
    },
    /// All environments of an organization, including later ones.
    Organization {
        /// Row number in the database.
        row: i64,
        /// Public id.
        id: PublicId,
        /// Name.
        name: Name,
    },
}

/// The status of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenStatus {
    /// It can be used.
    Active,
    /// Its expiry has passed.
    Expired,
    /// Somebody revoked it.
    Revoked,
}

words!(TokenStatus {
    Active = "active",
    Expired = "expired",
    Revoked = "revoked",
});

/// The lifetime of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// This number of days of 24 hours from now on.
    Days(u32),
    /// Until this moment.
    Until(Moment),
}

impl Token {
    /// Default lifetime, in days.
    pub const DEFAULT_DAYS: u32 = 90;

    /// Maximum number of active tokens of an environment, or of an organization.
    pub const MOST: usize = 100;

    /// Minimum time between two recorded uses, in microseconds: a minute.
    pub const USE_NOTED_FOR: i64 = 60_000_000;

    /// Returns the status at a moment.
    pub fn status(&self, now: Moment) -> TokenStatus {
        match self.revoked_at {
            Some(_) => TokenStatus::Revoked,
            None if self.expires_at <= now => TokenStatus::Expired,
            None => TokenStatus::Active,
        }
    }

    /// Checks whether the token is active at a moment.
    pub fn is_active(&self, now: Moment) -> bool {
        self.status(now) == TokenStatus::Active
    }

    /// Checks whether a use at a moment must be recorded. It must not if a use was recorded within the last minute.
    pub fn is_use_due(&self, now: Moment) -> bool {
        self.last_used_at.is_none_or(|last| now.0.saturating_sub(last.0) >= Self::USE_NOTED_FOR)
    }
}

impl TokenReach {
    /// Returns the name of the environment or organization.
    pub fn name(&self) -> &Name {
        match self {
            TokenReach::Environment { name, .. } | TokenReach::Organization { name, .. } => name,
        }
    }

    /// Returns the id of the environment or organization.
    pub fn id(&self) -> &PublicId {
        match self {
            TokenReach::Environment { id, .. } | TokenReach::Organization { id, .. } => id,
        }
    }
}

impl Lifetime {
    /// A day in microseconds.
    const DAY: i64 = 86_400_000_000;

    /// Reads days such as `90d`, a date such as `2027-01-01`, or a moment such as `2027-01-01T12:00:00Z`. A date means its
    /// beginning in UTC.
    ///
    /// # Errors
    /// Returns the accepted formats.
    pub fn parse(text: &str) -> Result<Lifetime, Problem> {
        let days = text.strip_suffix('d').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        let until = || Moment::parse(text).or_else(|| Moment::parse(&format!("{text}T00:00:00Z")));
        match days {
            Some(digits) => digits.parse().ok().map(Lifetime::Days),
            None => until().map(Lifetime::Until),
        }
        .ok_or_else(|| {
            Problem::new(Code::WrongType, format!("expected days or a date, found {text:?}"))
                .help("write days as `90d`, a date as `2027-01-01`, a moment as `2027-01-01T12:00:00Z`")
        })
    }

    /// Returns the end of a lifetime that begins now.
    pub fn end(self, now: Moment) -> Moment {
        match self {
            Lifetime::Days(days) => Moment(now.0.saturating_add(i64::from(days).saturating_mul(Self::DAY))),
            Lifetime::Until(moment) => moment,
        }
    }
}

/// Writes the number of days, or the moment.
impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lifetime::Days(days) => write!(f, "{days} days"),
            Lifetime::Until(moment) => write!(f, "{moment}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_is_days_or_a_date() {
        let now = Moment(1_672_531_200_000_000);
        let end = |text: &str| Lifetime::parse(text).map(|lifetime| lifetime.end(now).to_string());
        assert_eq!(end("90d").unwrap(), "2023-04-01T00:00:00.000Z");
        assert_eq!(end("0d").unwrap(), now.to_string());
        assert_eq!(end("2027-01-01").unwrap(), "2027-01-01T00:00:00.000Z");
        assert_eq!(end("2027-01-01T12:00:00Z").unwrap(), "2027-01-01T12:00:00.000Z");
        assert_eq!(Lifetime::Days(u32::MAX).end(now), Moment(i64::MAX));
        for bad in
            ["", "d", "90", "-1d", "+1d", "1.5d", "99999999999d", "tomorrow", "2027-13-01", "2027-01-01T12:00:00"]
        {
            assert!(end(bad).is_err(), "{bad}");
        }
    }
}
