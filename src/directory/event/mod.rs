//! Events that scripts emit. `jobs` delivers them to the scripts that listen. Start with `emit.rs`.

pub mod emit;
