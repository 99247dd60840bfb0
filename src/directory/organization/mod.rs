//! Organizations and their administrators. Start with `rights.rs`: it says who may act for an organization.

pub mod add;
pub mod appoint;
pub mod rights;
