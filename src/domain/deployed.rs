//! Deployed scripts: scripts that belong to an environment, who may trigger them, and which events do.

use super::{Caller, EventType, Moment, Name, Named, Permission, PublicId};

/// A script that is deployed to an environment.
#[derive(Debug, Clone)]
pub struct DeployedScript {
    /// Row number in the database.
    pub row: i64,
    /// Public id.
    pub id: PublicId,
    /// The file name, unique in the environment.
    pub name: Name,
    /// The version: SHA-256 of its source, in hexadecimal.
    pub version: String,
    /// Who may trigger it, besides administrators.
    pub who: TriggerRule,
    /// The types of the events that it listens to.
    pub listens: Vec<EventType>,
    /// When it was added.
    pub created_at: Moment,
    /// Who added it: an account's id or `system`.
    pub created_by: String,
    /// When it last changed.
    pub modified_at: Moment,
    /// Who changed it last: an account's id or `system`.
    pub modified_by: String,
}

/// Who may trigger a deployed script. Administrators and the operator always may; nobody else does unless it says so.
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

/// What is known of a member when it is asked whether they may trigger a script.
#[derive(Debug, Clone, Default)]
pub struct RoleAndGroups {
    /// The row of the member's role.
    pub role: Option<i64>,
    /// The rows of the member's groups.
    pub groups: Vec<i64>,
}

impl TriggerRule {
    /// As people write it: `administrators`, or the others who may as well.
    pub fn texts(&self) -> Vec<String> {
        let mut texts = vec!["administrators".to_owned()];
        texts.extend(self.everybody.then(|| "everybody".to_owned()));
        texts.extend(self.tokens.then(|| "tokens".to_owned()));
        texts.extend(self.roles.iter().map(|(_, name)| format!("role:{name}")));
        texts.extend(self.groups.iter().map(|(_, name)| format!("group:{name}")));
        texts
    }

    /// Whether a caller is among those who may. Schedules and events are: whoever set them up may change scripts.
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
