//! The login state of a request: the session, and the environment that is open in it.

use crate::domain::{Environment, Membership, Session};

/// A person who has logged in.
#[derive(Debug, Clone)]
pub struct LoggedIn {
    /// The session.
    pub session: Session,
    /// The open environment, if the person may still open it.
    pub current: Option<CurrentEnvironment>,
}

/// The environment that is open in a session.
#[derive(Debug, Clone)]
pub struct CurrentEnvironment {
    /// The environment.
    pub environment: Environment,
    /// The membership of the person in it.
    pub membership: Membership,
}
