//! The verbs, one file each. A rule stands in one place, here, and every door passes through it: scripts, the command line,
//! models, and whatever comes. A verb takes the work and what is wanted, and answers with a noun or a refusal.

mod account_effect;
mod account_letter;
mod activate_user;
mod add_environment;
mod add_group;
mod add_menu;
mod add_organization;
mod add_profile_field;
mod add_role;
mod add_schedule;
mod add_script;
mod add_token;
mod add_user;
mod administrators;
mod appoint;
mod assign_menus;
mod authenticate_token;
mod ban_user;
mod blame;
mod change_account_settings;
mod change_address;
mod change_grants;
mod change_members;
mod change_own_membership;
mod change_policy;
mod change_profile_field;
mod change_role;
mod change_schedule;
mod change_script;
mod check_clock;
mod checkup;
mod choose_environments;
mod copy_group;
mod emit_event;
mod empty_runs;
mod enrol;
mod enter_by_token;
mod find;
mod find_users;
mod forbidden_passwords;
mod forgot_password;
mod get_user;
mod grants_of_user;
mod impersonate;
mod invite;
mod known;
mod label;
mod links;
mod list_audit;
mod list_tokens;
mod login;
mod may;
mod may_trigger;
mod member_permissions;
mod mend_search;
mod open_environment;
mod open_first_environment;
mod operate_account;
mod options;
mod organization_rights;
mod own_session;
mod remove_group;
mod remove_menu;
mod remove_profile_field;
mod remove_role;
mod remove_schedule;
mod remove_script;
mod rename;
mod required_fields;
mod resend_invitation;
mod resend_letter;
mod reset_password;
mod revoke_token;
mod second_factor;
mod send_mail;
mod sessions;
mod set_password;
mod show_environment;
mod show_group;
mod show_profile;
mod show_profile_field;
mod show_role;
mod show_script;
mod show_user;
mod sweep_inactive;
mod throttle;
mod token_rights;
mod unlock_user;
mod user_draft;
mod username;
mod verify_audit;
mod wanted;
mod world_before;

pub use account_letter::write_account_letter;
pub use activate_user::{activate_user, deactivate_user};
pub use add_environment::{EnvironmentDraft, add_environment};
pub use add_group::{GROUP_OPTIONS, GroupDraft, GroupGiven, add_group, add_group_by};
pub use add_menu::{MENU_OPTIONS, MenuDraft, MenuGiven, add_menu, add_menu_by};
pub use add_organization::add_organization;
pub use add_profile_field::{FieldDraft, add_profile_field};
pub use add_role::{RoleDraft, add_role};
pub use add_schedule::{ScheduleDraft, add_schedule};
pub use add_script::{ScriptDraft, add_script};
pub use add_token::{TokenDraft, add_organization_token, add_token};
pub use add_user::{add_user, add_user_of_world};
pub use appoint::{appoint, dismiss, list_organization_administrators};
pub use assign_menus::assign_menus;
pub use authenticate_token::{authenticate_token, note_token_use};
pub use ban_user::{ban_user, lift_ban};
pub use blame::{Blame, blame};
pub use change_account_settings::{AccountChange, change_account_settings, set_default_environment};
pub use change_address::{ask_address_change, confirm_address_change, forget_address_change, show_address_change};
pub use change_grants::{grant, revoke};
pub use change_members::{Membering, change_members};
pub use change_own_membership::{OwnChange, change_own_membership};
pub use change_policy::{POLICY_OPTIONS, PolicyChange, change_policy, change_policy_by};
pub use change_profile_field::{FieldChange, change_profile_field};
pub use change_role::{RoleChange, change_role};
pub use change_schedule::{pause_schedule, resume_schedule, schedule_came_due};
pub use change_script::{ScriptChange, change_script};
pub use check_clock::{check_clock, confirm_clock, note_tick};
pub use checkup::checkup;
pub use choose_environments::choose_environments;
pub use copy_group::copy_group;
pub use emit_event::emit_event;
pub use empty_runs::{Emptied, RETENTION, empty_runs, remove_versions, unused_versions};
pub use enrol::{account_of_link, enrol};
pub use enter_by_token::{
    add_environment_by_token, come_by_token, enter_by_token, list_reached_environments, organization_of_token,
};
pub use find::{
    enter_environment, find_account_letter, find_environment, find_group, find_letter, find_menu, find_organization,
    find_organization_token, find_profile_field, find_role, find_run, find_schedule, find_script, find_token,
    find_user,
};
pub use find_users::{FIND_OPTIONS, count_users, find_users, find_users_by, read_query};
pub use forbidden_passwords::{ForbiddenPasswords, Former, forbidden_passwords};
pub use forgot_password::{ask_for_password, ask_new_link, forgot_password};
pub use get_user::{GET_OPTIONS, get_user, read_match};
pub use impersonate::{end_fallen_impersonation, end_impersonation, impersonate, may_impersonate};
pub use known::Known;
pub use links::{issue_link, link_path, link_text, open_link, use_link};
pub use list_audit::{list_audit, list_installation_audit};
pub use list_tokens::{list_organization_tokens, list_tokens};
pub use login::{
    LoginAttempt, LoginDraft, MOST_FAILURES, begin_check, begin_login, end_check, end_login, step_after_second_factor,
};
pub use may::{not_granted, permitted, permitted_outside};
pub use may_trigger::may_trigger_deployed;
pub use member_permissions::member_permissions;
pub use mend_search::mend_search;
pub use open_environment::{Opened, open_environment};
pub use open_first_environment::open_first_environment;
pub use operate_account::{
    AccountDetails, MembershipSummary, ban_account, find_account, make_reset_link, show_account, unban_account,
    unlock_account,
};
pub use options::{AboutOption, Kind, Options, Required, check_options, optional};
pub use own_session::{come_as_oneself, enter_as_member};
pub use remove_group::remove_group;
pub use remove_menu::remove_menu;
pub use remove_profile_field::remove_profile_field;
pub use remove_role::remove_role;
pub use remove_schedule::remove_schedule;
pub use remove_script::remove_script;
pub use rename::{rename_group, rename_menu};
pub use resend_invitation::resend_invitation;
pub use resend_letter::{resend_account_letter, resend_letter};
pub use reset_password::{change_password, reset_password, trust_device};
pub use revoke_token::{revoke_organization_token, revoke_token};
pub use second_factor::{
    Enrolling, Proof, Proven, begin_second_factor, check_second_factor, confirm_second_factor,
    remove_lost_second_factor, remove_second_factor, renew_recovery_codes, show_second_factor,
};
pub use send_mail::{MAIL_OPTIONS, MailDraft, send_mail};
pub use sessions::{end_session, end_sessions, find_session, list_sessions, note_session, renew_session};
pub use set_password::set_password;
pub use show_environment::{EnvironmentDetails, EnvironmentSummary, list_environments, show_environment};
pub use show_group::{GroupDetails, GroupSummary, list_groups, show_group};
pub use show_profile::{OwnAccount, OwnProfile, show_profile};
pub use show_profile_field::{FieldSummary, list_profile_fields, show_profile_field};
pub use show_role::{RoleDetails, RoleSummary, list_roles, show_role};
pub use show_script::{ScriptDetails, list_schedules, list_scripts, show_script, source_of};
pub use show_user::{UserDetails, show_user};
pub use sweep_inactive::{InactivityReview, SWEEP, announce_inactivity, deactivate_inactive, review_inactivity};
pub use token_rights::not_in_force;
pub use unlock_user::{reset_user, unlock_user};
pub use user_draft::{USER_OPTIONS, UserDraft};
pub use username::check_username;
pub use verify_audit::verify_audit;
pub use world_before::{UserBefore, world_before};

/// What people read about the options of a table, in its order.
pub fn about<D>(table: &'static [options::OptionRow<D>]) -> Vec<&'static AboutOption> {
    table.iter().map(|row| &row.about).collect()
}
