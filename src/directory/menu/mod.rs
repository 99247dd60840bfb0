//! Menus of an environment. Start with `add.rs`. Menus are assigned to groups in `group`, to users in `user`.

pub mod add;
pub mod remove;
