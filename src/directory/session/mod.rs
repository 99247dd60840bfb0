//! Sessions of people: found by their secret, opened in an environment, ended, and used to act as another user.
//!
//! Start with `enter.rs`: every verb of a person begins there. Checking passwords is in `account`.

pub mod choose_environments;
pub mod enter;
pub mod impersonate;
pub mod manage;
pub mod open_environment;
pub mod open_first_environment;
