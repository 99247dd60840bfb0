//! Tokens of programs: adding, authenticating and revoking them, and which permissions a token may pass on.
//!
//! Start with `authenticate.rs`, then `enter.rs`, where the token becomes the caller.

pub mod add;
pub mod authenticate;
pub mod enter;
pub mod list;
pub mod revoke;
pub mod rights;
