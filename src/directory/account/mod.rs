//! Accounts, which can have memberships in several environments: enrolment, login, passwords, second factors,
//! addresses.
//!
//! Start with `login.rs`. Only the person changes an account (SPEC R1.2); `operate.rs` holds the exceptions for the
//! operator. Memberships are in `user`, sessions in `session`.

#[cfg(feature = "server")]
pub mod change_address;
pub mod change_settings;
pub mod effect;
#[cfg(feature = "server")]
pub mod enrol;
#[cfg(feature = "server")]
pub mod forbidden_passwords;
pub mod forgot_password;
pub mod letter;
pub mod login;
pub mod operate;
#[cfg(feature = "server")]
pub mod reset_password;
#[cfg(feature = "server")]
pub mod second_factor;
#[cfg(feature = "server")]
pub mod set_password;
pub mod throttle;
pub mod username;
