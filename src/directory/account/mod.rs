//! Accounts, which span environments: enrolment, login, passwords, second factors, addresses.
//!
//! Start with `login.rs`. Only the person changes an account (SPEC R1.2); `operate.rs` holds the exceptions for the operator.
//! Memberships are in `user`, sessions in `session`.

pub mod change_address;
pub mod change_settings;
pub mod effect;
pub mod enrol;
pub mod forbidden_passwords;
pub mod forgot_password;
pub mod letter;
pub mod login;
pub mod operate;
pub mod reset_password;
pub mod second_factor;
pub mod set_password;
pub mod throttle;
pub mod username;
