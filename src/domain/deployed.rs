//! Deployed scripts: scripts of an environment, with their trigger rules and the events they listen to.

use super::{Caller, EventType, Moment, Name, Named, Permission, PublicId};

/// A script that is deployed to an environment.
#[derive(Debug, Clone)]
pub struct DeployedScript {
    /// Row number in the database.
    pub row: i64,
    /// Public id.
    pub id: PublicId,
    /// File name, unique in the environment.
    pub name: Name,
    /// Version: SHA-256 of the source, in hexadecimal.
    pub version: String,
    /// Callers that may trigger it, besides administrators. Default: nobody.
    pub who: TriggerRule,
    /// Types of the events that it listens to.
    pub listens: Vec<EventType>,
    /// Time of creation.
    pub created_at: Moment,
    /// Account id of its creator, or `system`.
    pub created_by: String,
    /// Time of the last change.
    pub modified_at: Moment,
    /// Account id of the last person who changed it, or `system`.
    pub modified_by: String,
}

/// The callers that may trigger a deployed script. Administrators and the operator always may; others need a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TriggerRule {
    /// Every active user of the environment, and tokens that may run scripts.
    pub everybody: bool,
    /// Tokens that may run scripts.
    pub tokens: bool,
    /// Users with one of these roles: row and name.
    pub roles: Vec<(i64, String)>,
    /// Users in one of these member groups: row and name.
    pub groups: Vec<(i64, String)>,
}

/// The role and groups of a member, for checking a trigger rule.
#[derive(Debug, Clone, Default)]
pub struct RoleAndGroups {
    /// Row of the member's role.
    pub role: Option<i64>,
    /// Rows of the member's groups.
    pub groups: Vec<i64>,
}

impl TriggerRule {
    /// Returns the rule for people: `administrators` and the other callers that may.
    pub fn texts(&self) -> Vec<String> {
        let mut texts = vec!["administrators".to_owned()];
        texts.extend(self.everybody.then(|| "everybody".to_owned()));
        texts.extend(self.tokens.then(|| "tokens".to_owned()));
        texts.extend(self.roles.iter().map(|(_, name)| format!("role:{name}")));
        texts.extend(self.groups.iter().map(|(_, name)| format!("group:{name}")));
        texts
    }

    /// Checks whether a caller may trigger the script. Schedules and events may, because their authors may change scripts.
    pub fn includes(&self, caller: &Caller, standing: &RoleAndGroups) -> bool {
        let among = |all: &[(i64, String)], row: i64| all.iter().any(|(one, _)| *one == row);
        match caller {
            Caller::Operator | Caller::Schedule(_) | Caller::Event(_) | Caller::Job(_) => true,
            Caller::Member { administrator: true, .. } => true,
            Caller::Person(_) => false,
            Caller::Member { .. } | Caller::Impersonator { .. } => {
                self.everybody
                    || standing.role.is_some_and(|role| among(&self.roles, role))
                    || standing.groups.iter().any(|group| among(&self.groups, *group))
            }
            Caller::Token { permissions, .. } => {
                permissions.holds(Permission::ScriptsRun) && (self.everybody || self.tokens)
            }
        }
    }
}

impl Named for DeployedScript {
    fn name(&self) -> &Name {
        &self.name
    }

    fn id(&self) -> &PublicId {
        &self.id
    }
}
