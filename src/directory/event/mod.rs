//! Events that scripts emit. `jobs` delivers them to the scripts that listen.

pub mod emit;
