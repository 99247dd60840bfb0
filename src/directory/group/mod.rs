//! Member groups: their names, members and menus. Start with `add.rs`.
//!
//! The groups of one user are changed in `user`. `../rename.rs` renames groups and menus.

pub mod add;
pub mod assign_menus;
pub mod change_members;
pub mod copy;
pub mod remove;
pub mod show;
