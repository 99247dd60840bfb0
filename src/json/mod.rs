//! The JSON that programs get. Each shape is a struct, and its doc comments are its documentation: the OpenAPI document describes
//! the types that are written. [`read_strict`] reads the JSON that programs send.

mod account;
mod check;
mod effect;
mod environment;
mod group;
mod job;
mod letter;
mod read;
mod refusal;
mod role;
mod run;
mod script;
mod shape;
mod token;
mod user;

pub use account::{account, account_link, session};
pub use check::{Checked, abilities, checked, finding};
pub use effect::{EffectOfRun, Entry, audit_entry, audit_entry_for_export, effect, origin};
pub use environment::{
    Environment, EnvironmentWithCounts, Organization, environment, environment_details, organization,
    organization_with_administrators,
};
pub use group::{Group, GroupInList, GroupWithMembers, Menu, group_details, group_summary, menu};
pub use job::{Job, job};
pub use letter::{Letter, LetterWithText, letter, letter_with_text};
pub use read::read_strict;
pub use refusal::{ErrorAnswer, Problem, failed, fault, problem, refusal, refused};
pub use role::{
    ProfileField, ProfileFieldWithCount, Role, RoleInList, RoleWithUsers, profile_field, profile_field_summary, role,
    role_details, role_summary,
};
pub use run::{Run, RunInList, parsed, run, run_error, run_in_list};
pub use script::{Delivery, Schedule, Script, ScriptWithSource, delivery, schedule, script, script_details};
pub use shape::{Shape, Shapes, shape};
pub use token::{NewToken, Token, new_token, token};
pub use user::{User, details};
