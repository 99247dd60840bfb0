//! Labels of member groups, menus and menu items: what people see instead of the name.

use crate::domain::{Name, Problem};

/// The label of a thing; its name if none is given.
///
/// # Errors
/// A label that could not be a name: people read it in the same places, so it could forge the same lines (SECURITY 2.7).
pub fn label(given: Option<String>, name: &Name) -> Result<String, Problem> {
    given.map_or_else(|| Ok(name.to_string()), |given| check_label(&given))
}

/// A label, without blanks around it.
///
/// # Errors
/// As [`label`].
pub fn check_label(given: &str) -> Result<String, Problem> {
    match Name::parse(given) {
        Ok(label) => Ok(label.to_string()),
        Err(problem) => Err(problem.of("label")),
    }
}
