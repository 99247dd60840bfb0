//! Menus of an environment. Start with `add.rs`. Giving menus to groups is in `group`, to users in `user`.

pub mod add;
pub mod remove;
