//! What commands read: shared settings, and arguments that become values of the domain.

pub mod given;
pub mod settings;
