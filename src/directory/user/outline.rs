//! The menus, groups, roles, fields and grants of an environment, without a database. The static check of scripts uses
//! it.

use super::assign::check_names;
use super::draft::UserDraft;
use crate::directory::find::one_of;
use crate::directory::group::add::GroupInput;
use crate::domain::{
    Catalogue, Code, Grants, Group, Menu, Named, Problem, Problems, ProfileField, PublicId, Role, UserQuery,
};

/// The menus, groups, roles, fields and grants of an environment.
pub struct EnvironmentOutline {
    /// Its menus.
    pub menus: Catalogue<Menu>,
    /// Its member groups.
    pub groups: Catalogue<Group>,
    /// Its roles.
    pub roles: Catalogue<Role>,
    /// Its profile fields.
    pub fields: Vec<ProfileField>,
    /// The grants of its scripts.
    pub grants: Grants,
    /// Whether the ids of all menus are known. Otherwise some are generated together with the environment.
    pub has_menu_ids: bool,
    /// Whether the ids of all groups are known.
    pub has_group_ids: bool,
}

impl EnvironmentOutline {
    /// Adds a problem for each name in a user's draft that does not exist. Ids are not checked if they are unknown.
    pub fn check_user(&self, mut draft: UserDraft, problems: &mut Problems) {
        let menus =
            [&mut draft.menus.replace, &mut draft.menus.add].into_iter().map(|picks| (picks, self.has_menu_ids));
        let groups = [&mut draft.groups.replace, &mut draft.groups.add];
        let groups = groups.into_iter().map(|picks| (picks, self.has_group_ids));
        for (picks, has_ids) in menus.chain(groups) {
            if let Some(picks) = picks {
                picks.retain(|pick| pick.by_name || has_ids);
            }
        }
        check_names(self, &draft, problems);
    }

    /// Adds a problem for each menu of a group that does not exist.
    pub fn check_group(&self, given: &GroupInput, problems: &mut Problems) {
        for name_or_id in given.menus.iter().filter(|text| self.has_menu_ids || !may_be_made(text)) {
            check_one(&self.menus, "menu", name_or_id, "menuNames", problems);
        }
    }

    /// Adds a problem if the group of a query does not exist.
    pub fn check_query(&self, query: &UserQuery, problems: &mut Problems) {
        if let Some(group) = &query.group {
            self.check_group_name(group, "group", problems);
        }
    }

    /// Adds a problem if there is no group with this name or id.
    pub fn check_group_name(&self, name_or_id: &str, option: &'static str, problems: &mut Problems) {
        if self.has_group_ids || !may_be_made(name_or_id) {
            check_one(&self.groups, "member group", name_or_id, option, problems);
        }
    }
}

/// Whether a text could be an id that is made when the environment is.
fn may_be_made(text: &str) -> bool {
    text.len() == PublicId::LENGTH && PublicId::parse(text).is_ok()
}

fn check_one<T: Named + Clone>(
    things: &Catalogue<T>,
    kind: &str,
    name_or_id: &str,
    option: &'static str,
    problems: &mut Problems,
) {
    if let Err(problem) = one_of(things, kind, name_or_id) {
        // In a run the problem is about the call, without an option. A check knows the place of the option.
        let Problem { message, help, .. } = problem;
        problems.add(Problem { help, ..Problem::new(Code::NotFound, message).of(option) });
    }
}
