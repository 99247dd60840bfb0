//! Sessions: a person at a browser, from the right password on (SPEC R4.4, SECURITY 2.12).

use super::{Account, Moment, PublicId, Secret, member::words};

/// A session as it is kept. Its secret stands nowhere: what is kept of it is a hash.
#[derive(Debug, Clone)]
pub struct Session {
    /// Row number in the database.
    pub row: i64,
    /// Public id, for the list of sessions.
    pub id: PublicId,
    /// Whose it is. Of an impersonation, the person who is acted for.
    pub account: Account,
    /// How far the person has come.
    pub step: SessionStep,
    /// The environment that is open, if one is.
    pub environment: Option<OpenEnvironment>,
    /// The account of the administrator who acts as this person.
    pub impersonator: Option<PublicId>,
    /// What the browser says it is.
    pub browser: String,
    /// When the person logged in.
    pub created_at: Moment,
    /// When something was last done with it, to the minute.
    pub seen_at: Moment,
    /// When it ends, whatever is done with it.
    pub expires_at: Moment,
}

/// The environment that a session has open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenEnvironment {
    /// Row number in the database.
    pub row: i64,
    /// Public id.
    pub id: PublicId,
}

/// How far somebody has come with logging in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionStep {
    /// The second factor is still to be shown.
    SecondFactor,
    /// Somebody else has set the password: a new one is to be chosen.
    PasswordChange,
    /// Logged in.
    Open,
}

words!(SessionStep {
    SecondFactor = "secondFactor",
    PasswordChange = "passwordChange",
    Open = "open",
});

/// A session that has got a secret just now. The secrets are told here and never again.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// What the browser comes with from now on.
    pub secret: Secret,
    /// What shows that somebody has logged in with this browser before; nothing if what it has stays good.
    pub device: Option<Secret>,
    /// The session.
    pub session: Session,
}

/// What came of an attempt to log in.
#[derive(Debug, Clone)]
pub enum Login {
    /// It was refused; nobody is told why.
    Refused,
    /// The password was right.
    Entered(Box<NewSession>),
}

impl Session {
    /// After so many microseconds in which nothing was done with it, a session ends: 12 hours.
    pub const IDLE: i64 = 12 * HOUR;

    /// After so many microseconds every session ends: 30 days.
    pub const LONGEST: i64 = 30 * 24 * HOUR;

    /// So many microseconds it takes at most from the password to being logged in: 15 minutes.
    pub const LONGEST_STEP: i64 = HOUR / 4;

    /// So many microseconds a use is noted for: one minute.
    pub const USE_NOTED_FOR: i64 = HOUR / 60;

    /// The most characters that are kept of what a browser says it is.
    pub const LONGEST_BROWSER: usize = 200;

    /// When a session that comes to a step now ends at the latest, if its person logged in at a moment.
    pub fn end(step: SessionStep, created_at: Moment, now: Moment) -> Moment {
        let longest = Moment(created_at.0.saturating_add(Self::LONGEST));
        match step {
            SessionStep::Open => longest,
            SessionStep::SecondFactor | SessionStep::PasswordChange => {
                longest.min(Moment(now.0.saturating_add(Self::LONGEST_STEP)))
            }
        }
    }

    /// Whether it is in force: neither over nor left alone for too long. A clock that was set back revives none, for what was
    /// seen later than now is not in force either, but for a minute of grace.
    pub fn is_active(&self, now: Moment) -> bool {
        let idle = now.0.saturating_sub(self.seen_at.0);
        now < self.expires_at && (-Self::USE_NOTED_FOR..Self::IDLE).contains(&idle)
    }

    /// Whether a use at this moment is to be noted.
    pub fn is_use_due(&self, now: Moment) -> bool {
        now.0.saturating_sub(self.seen_at.0) >= Self::USE_NOTED_FOR
    }

    /// What is kept of what a browser says it is: one line, and not without end.
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
