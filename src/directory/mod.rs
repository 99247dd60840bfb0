//! The operations on the directory, one per file. Each rule is in one place, here. Scripts, the command line, REST and
//! the pages all call these functions.
//!
//! A function takes the transaction, or the work of one environment, and the input. It returns a value of `domain` or a
//! refusal. It does not commit: the caller does.
//!
//! Not here: SQL is in `store`, the text of letters in `words`, JSON in `json`, the functions of scripts in `script`.
//!
//! Start with `user/add.rs`, the longest way through this folder. The files beside this one serve all operations:
//! `find.rs` looks things up, `may.rs` checks grants and permissions, `options.rs` reads options by a table.

mod account;
mod audit;
mod environment;
mod event;
mod field;
mod find;
mod group;
mod installation;
mod label;
mod letter;
mod link;
mod may;
mod menu;
mod options;
mod organization;
mod rename;
mod role;
mod run;
mod schedule;
mod script;
mod session;
mod token;
mod user;

#[cfg(feature = "server")]
pub use account::change_address::{
    ask_address_change, confirm_address_change, forget_address_change, show_address_change,
};
pub use account::change_settings::{AccountChange, change_account_settings, set_default_environment};
#[cfg(feature = "server")]
pub use account::enrol::{account_of_link, enrol};
#[cfg(feature = "server")]
pub use account::forbidden_passwords::{ForbiddenPasswords, FormerPasswords, forbidden_passwords};
pub use account::forgot_password::{ask_for_password, ask_new_link, forgot_password};
pub use account::letter::write_account_letter;
pub use account::login::{
    LoginAttempt, LoginDraft, MOST_FAILURES, begin_check, begin_login, end_check, end_login, step_after_second_factor,
};
pub use account::operate::{
    AccountDetails, MembershipSummary, ban_account, find_account, make_reset_link, show_account, unban_account,
    unlock_account,
};
#[cfg(feature = "server")]
pub use account::reset_password::{change_password, reset_password, trust_device};
#[cfg(feature = "server")]
pub use account::second_factor::{
    PendingSecondFactor, Proof, SecondFactorResult, begin_second_factor, check_second_factor, confirm_second_factor,
    remove_lost_second_factor, remove_second_factor, renew_recovery_codes, show_second_factor,
};
#[cfg(feature = "server")]
pub use account::set_password::set_password;
pub use account::username::check_username;
pub use audit::list::{list_audit, list_installation_audit};
pub use audit::verify::verify_audit;
pub use environment::add::{EnvironmentDraft, add_environment};
pub use environment::change_grants::{grant, revoke};
pub use environment::change_policy::{POLICY_OPTIONS, PolicyChange, change_policy, change_policy_by};
pub use environment::show::{EnvironmentDetails, EnvironmentSummary, list_environments, show_environment};
pub use event::emit::emit_event;
pub use field::add::{FieldDraft, add_profile_field};
pub use field::change::{FieldChange, change_profile_field};
pub use field::remove::remove_profile_field;
pub use field::show::{FieldSummary, list_profile_fields, show_profile_field};
pub use find::{
    enter_environment, find_account_letter, find_environment, find_group, find_letter, find_menu, find_organization,
    find_organization_token, find_profile_field, find_role, find_run, find_schedule, find_script, find_token,
    find_user,
};
pub use group::add::{GROUP_OPTIONS, GroupDraft, GroupInput, add_group, add_group_by};
pub use group::assign_menus::assign_menus;
pub use group::change_members::{MemberChange, change_members};
pub use group::copy::copy_group;
pub use group::remove::remove_group;
pub use group::show::{GroupDetails, GroupSummary, list_groups, show_group};
pub use installation::check_clock::{check_clock, confirm_clock, note_tick};
pub use installation::checkup::checkup;
pub use installation::mend_search::mend_search;
pub use letter::resend::{resend_account_letter, resend_letter};
pub use letter::send_mail::{MAIL_OPTIONS, MailDraft, send_mail};
pub use link::issue::{issue_link, link_path, link_text, open_link, use_link};
pub use may::{not_granted, permitted, permitted_outside};
pub use menu::add::{MENU_OPTIONS, MenuDraft, MenuInput, add_menu, add_menu_by};
pub use menu::remove::remove_menu;
pub use options::{AboutOption, Kind, Options, Required, check_options, optional};
pub use organization::add::add_organization;
pub use organization::appoint::{appoint, dismiss, list_organization_administrators};
pub use rename::{rename_group, rename_menu};
pub use role::add::{RoleDraft, add_role};
pub use role::change::{RoleChange, change_role};
pub use role::permissions::member_permissions;
pub use role::remove::remove_role;
pub use role::show::{RoleDetails, RoleSummary, list_roles, show_role};
pub use run::empty::{RETENTION, RetentionResult, empty_runs, remove_versions, unused_versions};
pub use schedule::add::{ScheduleDraft, add_schedule};
pub use schedule::change::{pause_schedule, resume_schedule, schedule_came_due};
pub use schedule::remove::remove_schedule;
pub use script::add::{ScriptDraft, add_script};
pub use script::change::{ScriptChange, change_script};
pub use script::may_trigger::may_trigger_deployed;
pub use script::remove::remove_script;
pub use script::show::{ScriptDetails, list_schedules, list_scripts, show_script, source_of};
pub use session::choose_environments::choose_environments;
pub use session::enter::{enter_as_member, enter_as_self};
pub use session::impersonate::{end_fallen_impersonation, end_impersonation, impersonate, may_impersonate};
pub use session::manage::{end_session, end_sessions, find_session, list_sessions, note_session, renew_session};
pub use session::open_environment::{OpenResult, open_environment};
pub use session::open_first_environment::open_first_environment;
pub use token::add::{TokenDraft, add_organization_token, add_token};
pub use token::authenticate::{authenticate_token, note_token_use};
pub use token::enter::{
    add_environment_by_token, enter_by_token, identify_by_token, list_reached_environments, organization_of_token,
};
pub use token::list::{list_organization_tokens, list_tokens};
pub use token::revoke::{revoke_organization_token, revoke_token};
pub use token::rights::not_in_force;
pub use user::activate::{activate_user, deactivate_user};
pub use user::add::{add_user, add_user_of_world};
pub use user::ban::{ban_user, lift_ban};
pub use user::before::{UserBefore, world_before};
pub use user::blame::{Blame, blame};
pub use user::change_own::{OwnChange, change_own_membership};
pub use user::draft::{USER_OPTIONS, UserDraft};
pub use user::find::{FIND_OPTIONS, count_users, find_users, find_users_by, read_query};
pub use user::get::{GET_OPTIONS, get_user, read_match};
pub use user::outline::EnvironmentOutline;
pub use user::resend_invitation::resend_invitation;
pub use user::show::{UserDetails, show_user};
pub use user::show_own::{OwnAccount, OwnProfile, show_profile};
pub use user::sweep::{InactivityReview, SWEEP, announce_inactivity, deactivate_inactive, review_inactivity};
pub use user::unlock::{reset_user, unlock_user};

/// Returns the documentation of the options of a table, in its order.
pub fn about<D>(table: &'static [options::OptionRow<D>]) -> Vec<&'static AboutOption> {
    table.iter().map(|row| &row.about).collect()
}
