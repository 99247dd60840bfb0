//! Labels of member groups, menus and menu items. Pages show the label instead of the name.

use crate::domain::{Name, Problem};

/// Returns the label of a thing. Default: its name.
///
/// # Errors
/// Returns a problem if the label is not a valid name: pages show both in the same places, so a label could forge the
/// same lines (SECURITY 2.7).
pub fn label(given: Option<String>, name: &Name) -> Result<String, Problem> {
    given.map_or_else(|| Ok(name.to_string()), |given| check_label(&given))
}

/// Returns a label without surrounding blanks.
///
/// # Errors
/// As [`label`].
pub fn check_label(given: &str) -> Result<String, Problem> {
    match Name::parse(given) {
        Ok(label) => Ok(label.to_string()),
        Err(problem) => Err(problem.of("label")),
    }
}
