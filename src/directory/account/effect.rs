//! Effects on accounts and sessions, outside of environments. They contain no password, secret or network address.

use crate::domain::{Account, Action, Change, Effect, Property, Session, Subject, Value};

/// Returns the effect of a change of an account.
pub fn account_changed(account: &Account, changes: Vec<Change>) -> Effect {
    Effect {
        action: Action::Changed,
        subject: Subject::Account,
        id: account.id.clone(),
        label: account.address.to_string(),
        changes,
        place: None,
    }
}

/// Returns the change that records that a password was set, without the password.
#[cfg(feature = "server")]
pub fn password_set() -> Change {
    Change::added(Property::Password, Value::from("set"))
}

/// Returns the effect of a session that started, changed its step, or ended.
pub fn session_effect(session: &Session, action: Action) -> Effect {
    let changes = match action {
        Action::Removed => Vec::new(),
        _ => vec![Change::added(Property::Step, Value::from(session.step.as_str()))],
    };
    Effect {
        action,
        subject: Subject::Session,
        id: session.id.clone(),
        label: session.account.address.to_string(),
        changes,
        place: None,
    }
}
