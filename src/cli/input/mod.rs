//! What commands read: shared settings, and arguments that become values of the domain.

pub mod arguments;
pub mod settings;
