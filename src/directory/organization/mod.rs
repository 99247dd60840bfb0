//! Organizations, which own environments, and their administrators. Start with `rights.rs`: who may act for an
//! organization.

pub mod add;
pub mod appoint;
pub mod rights;
