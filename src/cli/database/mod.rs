//! Commands about the database as a whole: create, back up, restore, move, examine.

pub mod backup;
pub mod doctor;
pub mod init;
pub mod migrate;
pub mod restore;
