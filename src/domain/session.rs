//! Sessions of people at a browser, which begin with the right password (SPEC R4.4, SECURITY 2.12).

use super::{Account, Moment, PublicId, Secret, member::words};

/// A session as it is stored. Only the hash of its secret is stored.
#[derive(Debug, Clone)]
pub struct Session {
    /// Row number in the database.
    pub row: i64,
    /// Public id, for the list of sessions.
    pub id: PublicId,
    /// Account of the session. In an impersonation, the account of the impersonated person.
    pub account: Account,
    /// Login step.
    pub step: SessionStep,
    /// The open environment, if any.
    pub environment: Option<OpenEnvironment>,
    /// Account of the administrator who acts as this person.
    pub impersonator: Option<PublicId>,
    /// Description that the browser sends of itself.
    pub browser: String,
    /// Time of the login.
    pub created_at: Moment,
    /// Time of the last use, to the minute.
    pub seen_at: Moment,
    /// Time at which the session ends even if it is used.
    pub expires_at: Moment,
}

/// The open environment of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenEnvironment {
    /// Row number in the database.
    pub row: i64,
    /// Public id.
    pub id: PublicId,
}

/// A step of the login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionStep {
    /// The second factor is required.
    SecondFactor,
    /// Another person set the password, so a new one must be chosen.
    PasswordChange,
    /// Logged in.
    Open,
}

words!(SessionStep {
    SecondFactor = "secondFactor",
    PasswordChange = "passwordChange",
    Open = "open",
});

/// A session with its new secret. The secrets are returned here only and are not stored.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Secret of the browser from now on.
    pub secret: Secret,
    /// Proof that somebody has logged in with this browser before. `None` if the browser's present proof stays valid.
    pub device: Option<Secret>,
    /// The session.
    pub session: Session,
}

/// The result of an attempt to log in.
#[derive(Debug, Clone)]
pub enum Login {
    /// It was refused. The reason is not revealed.
    Refused,
    /// The password was right.
    Entered(Box<NewSession>),
}

impl Session {
    /// Idle time after which a session ends, in microseconds: 12 hours.
    pub const IDLE: i64 = 12 * HOUR;

    /// Maximum age of a session, in microseconds: 30 days.
    pub const LONGEST: i64 = 30 * 24 * HOUR;

    /// Maximum time from the password to the complete login, in microseconds: 15 minutes.
    pub const LONGEST_STEP: i64 = HOUR / 4;

    /// Minimum time between two recorded uses, in microseconds: one minute.
    pub const USE_NOTED_FOR: i64 = HOUR / 60;

    /// Maximum number of stored characters of the browser's description.
    pub const LONGEST_BROWSER: usize = 200;

    /// Returns the latest end of a session that reaches a step now. `created_at` is the time of the login.
    pub fn end(step: SessionStep, created_at: Moment, now: Moment) -> Moment {
        let longest = Moment(created_at.0.saturating_add(Self::LONGEST));
        match step {
            SessionStep::Open => longest,
            SessionStep::SecondFactor | SessionStep::PasswordChange => {
                longest.min(Moment(now.0.saturating_add(Self::LONGEST_STEP)))
            }
        }
    }

    /// Checks whether the session is active: neither ended nor idle for too long. A clock that was set back revives no session:
    /// one that was last used later than now is inactive too, except for a minute of tolerance.
    pub fn is_active(&self, now: Moment) -> bool {
        let idle = now.0.saturating_sub(self.seen_at.0);
        now < self.expires_at && (-Self::USE_NOTED_FOR..Self::IDLE).contains(&idle)
    }

    /// Checks whether a use at this moment must be recorded.
    pub fn is_use_due(&self, now: Moment) -> bool {
        now.0.saturating_sub(self.seen_at.0) >= Self::USE_NOTED_FOR
    }

    /// Returns the stored part of a browser's description: one line of limited length.
    pub fn browser_of(text: &str) -> String {
        text.chars().filter(|c| !super::name::is_unprintable(*c)).take(Self::LONGEST_BROWSER).collect()
    }
}

/// An hour in microseconds.
const HOUR: i64 = 3_600_000_000;

#[cfg(test)]
mod tests {
    use super::super::{AccountStatus, EmailAddress};
    use super::*;

    fn session(seen_at: Moment) -> Session {
        Session {
            row: 1,
            id: PublicId::from_digits([1; PublicId::LENGTH]),
            account: Account {
                row: 1,
                id: PublicId::from_digits([2; PublicId::LENGTH]),
                username: "ada".to_owned(),
                address: EmailAddress::parse("ada@example.com").unwrap(),
                verified: true,
                status: AccountStatus::Validated,
                created_at: Moment(0),
            },
            step: SessionStep::Open,
            environment: None,
            impersonator: None,
            browser: String::new(),
            created_at: Moment(0),
            seen_at,
            expires_at: Session::end(SessionStep::Open, Moment(0), seen_at),
        }
    }

    #[test]
    fn a_session_ends_when_it_is_left_alone_and_at_last_anyway() {
        let hour = |hours: i64| Moment(hours * HOUR);
        assert!(session(hour(10)).is_active(hour(21)));
        assert!(!session(hour(10)).is_active(hour(22)));
        assert!(!session(hour(719)).is_active(hour(720)));
        assert!(session(hour(719)).is_active(Moment(720 * HOUR - 1)));
        // The clock was set back.
        assert!(!session(hour(10)).is_active(hour(9)));
        assert!(session(hour(10)).is_active(Moment(10 * HOUR - 30_000_000)));
    }

    #[test]
    fn the_way_in_is_short() {
        let end = |step, now| Session::end(step, Moment(0), Moment(now)).0;
        assert_eq!(end(SessionStep::Open, 5), Session::LONGEST);
        assert_eq!(end(SessionStep::SecondFactor, 5), 5 + Session::LONGEST_STEP);
        assert_eq!(end(SessionStep::PasswordChange, Session::LONGEST - 1), Session::LONGEST);
    }

    #[test]
    fn a_browser_cannot_write_lines_of_its_own() {
        assert_eq!(Session::browser_of("Fire\nfox\u{202e} 1"), "Firefox 1");
        assert_eq!(Session::browser_of(&"é".repeat(500)).chars().count(), 200);
    }
}
