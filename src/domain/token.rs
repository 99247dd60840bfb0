//! Tokens: what a program comes with in place of a person (SPEC R5.1). A token has a secret, permissions and an end.

use super::{Code, Moment, Name, Permissions, Problem, PublicId, member::words};
use std::fmt;

/// A token, without its secret, which nobody keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Row number in the database.
    pub row: i64,
    /// Public id, unique in the installation.
    pub id: PublicId,
    /// Name, unique among the tokens of its reach that are in force.
    pub name: Name,
    /// What it allows.
    pub permissions: Permissions,
    /// Where it allows that.
    pub reach: TokenReach,
    /// When it was added.
    pub created_at: Moment,
    /// Who added it; see [`Caller::recorded`](super::Caller::recorded).
    pub created_by: String,
    /// The first moment at which it is not in force any more.
    pub expires_at: Moment,
    /// When a program last came with it, to the minute.
    pub last_used_at: Option<Moment>,
    /// When it was revoked.
    pub revoked_at: Option<Moment>,
}

/// Where a token allows what it allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenReach {
    /// In one environment.
    Environment {
        /// Row number in the database.
        row: i64,
        /// Public id.
        id: PublicId,
        /// Name.
        name: Name,
    },
    /// In all environments of an organization, those that come later too.
    Organization {
        /// Row number in the database.
        row: i64,
        /// Public id.
        id: PublicId,
        /// Name.
        name: Name,
    },
}

/// Whether a token is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenStatus {
    /// It is.
    Active,
    /// Its end has come.
    Expired,
    /// Somebody revoked it.
    Revoked,
}

words!(TokenStatus {
    Active = "active",
    Expired = "expired",
    Revoked = "revoked",
});

/// How long a token is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// So many days of 24 hours from now on.
    Days(u32),
    /// Until this moment.
    Until(Moment),
}

impl Token {
    /// How long a token is in force if nothing is said.
    pub const DEFAULT_DAYS: u32 = 90;

    /// How many tokens an environment, or an organization, may have in force at a time.
    pub const MOST: usize = 100;

    /// How long a use is not noted again, in microseconds: a minute.
    pub const USE_NOTED_FOR: i64 = 60_000_000;

    /// Whether it is in force at a moment.
    pub fn status(&self, now: Moment) -> TokenStatus {
        match self.revoked_at {
            Some(_) => TokenStatus::Revoked,
            None if self.expires_at <= now => TokenStatus::Expired,
            None => TokenStatus::Active,
        }
    }

    /// Whether it is in force at a moment.
    pub fn is_active(&self, now: Moment) -> bool {
        self.status(now) == TokenStatus::Active
    }

    /// Whether a use at a moment is to be noted: it is not if one was noted within the last minute.
    pub fn is_use_due(&self, now: Moment) -> bool {
        self.last_used_at.is_none_or(|last| now.0.saturating_sub(last.0) >= Self::USE_NOTED_FOR)
    }
}

impl TokenReach {
    /// The name of the environment or organization.
    pub fn name(&self) -> &Name {
        match self {
            TokenReach::Environment { name, .. } | TokenReach::Organization { name, .. } => name,
        }
    }

    /// The id of the environment or organization.
    pub fn id(&self) -> &PublicId {
        match self {
            TokenReach::Environment { id, .. } | TokenReach::Organization { id, .. } => id,
        }
    }
}

impl Lifetime {
    /// A day in microseconds.
    const DAY: i64 = 86_400_000_000;

    /// Reads what people write: days such as `90d`, a day such as `2027-01-01`, at whose beginning in UTC it ends, or a moment
    /// such as `2027-01-01T12:00:00Z`.
    ///
    /// # Errors
    /// Says how it is written.
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

    /// The moment at which it ends, if it begins at another.
    pub fn end(self, now: Moment) -> Moment {
        match self {
            Lifetime::Days(days) => Moment(now.0.saturating_add(i64::from(days).saturating_mul(Self::DAY))),
            Lifetime::Until(moment) => moment,
        }
    }
}

/// So many days, or the moment.
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
