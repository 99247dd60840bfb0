//! A condition and its parameters that several statements about users share.

use crate::store::sql::Param;
use crate::store::transaction::Work;

/// The condition that a user has a text; `?` is its [`pattern`].
pub(in crate::store) const TEXT: &str =
    "(m.name_key LIKE ? ESCAPE '\\' OR a.address_key LIKE ? ESCAPE '\\' OR m.email_key LIKE ? ESCAPE '\\')";

/// Returns the pattern for a text that is a key. Wildcards in the text are escaped.
pub(in crate::store) fn pattern(key: &str) -> String {
    format!("%{}%", key.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// Returns the parameters of a statement about the environment: `?1` is the environment, the values follow.
pub(in crate::store) fn with_environment<'a>(work: &Work, values: &'a [String]) -> Vec<Param<'a>> {
    let environment = Param::Int(work.environment.row);
    std::iter::once(environment).chain(values.iter().map(Param::from)).collect()
}
