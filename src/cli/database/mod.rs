//! The commands about the database as a whole: create, back up, restore, migrate and check it. Start with `init.rs`.

pub mod backup;
pub mod doctor;
pub mod init;
pub mod migrate;
pub mod restore;
