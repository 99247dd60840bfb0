//! Failures of a PostgreSQL server: which are worth a retry, and what an operator can do about a connection that fails.

use super::failure::context_of;
use crate::domain::Fault;
use tokio_postgres::error::SqlState;

/// A failed statement as a fault; a passing one if nothing stands and doing all of it again may help.
pub(super) fn fault(statement: &str, error: tokio_postgres::Error) -> Fault {
    let told = context_of(statement);
    let Some(found) = error.as_db_error() else {
        return Fault::passing(told, error);
    };
    let passes = is_end_of_connection(found.code())
        || [
            &SqlState::T_R_SERIALIZATION_FAILURE,
            &SqlState::T_R_DEADLOCK_DETECTED,
            // Every statement that adds a row looks first whether it is there: somebody was faster.
            &SqlState::UNIQUE_VIOLATION,
            &SqlState::LOCK_NOT_AVAILABLE,
        ]
        .contains(&found.code());
    match passes {
        true => Fault::passing(told, found.to_string()),
        false => Fault::new(told, found.to_string()),
    }
}

pub(super) fn is_end_of_connection(code: &SqlState) -> bool {
    [&SqlState::ADMIN_SHUTDOWN, &SqlState::CRASH_SHUTDOWN, &SqlState::CANNOT_CONNECT_NOW].contains(&code)
        || code.code().starts_with("08")
}
