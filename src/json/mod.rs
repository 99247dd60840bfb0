//! The shapes of JSON that programs get. Each is a struct whose comments are its documentation: the OpenAPI document tells of
//! the very types that are written.

mod accounts;
mod checks;
mod effects;
mod environments;
mod groups;
mod jobs;
mod letters;
mod refusals;
mod roles;
mod runs;
mod scripts;
mod shape;
mod tokens;
mod users;

pub use accounts::{account, account_link, session};
pub use checks::{Checked, abilities, checked, finding};
pub use effects::{EffectOfRun, Entry, audit_entry, audit_entry_for_export, effect};
pub use environments::{
    Environment, EnvironmentWithCounts, Organization, environment, environment_details, organization,
    organization_with_administrators,
};
pub use groups::{Group, GroupInList, GroupWithMembers, Menu, group_details, group_summary, menu};
pub use jobs::{Job, job};
pub use letters::{Letter, LetterWithText, letter, letter_with_text};
pub use refusals::{ErrorAnswer, Problem, failed, fault, problem, refusal, refused};
pub use roles::{
    ProfileField, ProfileFieldWithCount, Role, RoleInList, RoleWithUsers, profile_field, profile_field_summary, role,
    role_details, role_summary,
};
pub use runs::{Run, RunInList, parsed, run, run_error, run_in_list};
pub use scripts::{Delivery, Schedule, Script, ScriptWithSource, delivery, schedule, script, script_details};
pub use shape::{Shape, Shapes, shape};
pub use tokens::{NewToken, Token, new_token, token};
pub use users::{User, details};
