//! Tokens of programs: adding, authenticating, revoking, and how much a token may pass on. Start with `authenticate.rs`.

pub mod add;
pub mod authenticate;
pub mod enter;
pub mod list;
pub mod revoke;
pub mod rights;
