//! Failed statements as faults.

use crate::domain::Fault;

/// Returns a failed statement as a fault.
pub(super) fn failed(statement: &str, error: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::new(context_of(statement), error)
}

/// Returns the first words of a statement, which are enough to find it.
pub(super) fn context_of(statement: &str) -> String {
    let beginning: String = statement.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
    format!("database, {beginning} …")
}
