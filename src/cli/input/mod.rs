//! The input of commands: the settings that all of them share, and arguments that become values of the domain.
//! Start with `settings.rs`.

pub mod arguments;
pub mod settings;
