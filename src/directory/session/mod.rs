//! Sessions of people: finding them by their secret, opening an environment, ending them, and acting as another user.
//!
//! Start with `enter.rs`: every operation of a person begins there. Passwords are checked in `account`.

pub mod choose_environments;
pub mod enter;
pub mod impersonate;
pub mod manage;
pub mod open_environment;
pub mod open_first_environment;
