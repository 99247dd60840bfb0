//! Everything that a script could do. A missing ability is a guarantee: an action that the check cannot rule out counts as
//! possible.

use super::options::{LiteralOptions, given_in};
use super::script::ParsedScript;
use crate::domain::{Place, Value};
use crate::script::notation::place;
use crate::script::tree::{Call, Node, Receiver};
use rhai::Expr;

/// An ability of scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ability {
    /// Add users without an account.
    AddUsers,
    /// Add users with an existing account.
    LinkUsers,
    /// Modify users.
    ModifyUsers,
    /// Deactivate users.
    DeactivateUsers,
    /// Make users administrators.
    MakeAdministrators,
    /// Add users to member groups and remove them.
    AssignGroups,
    /// Assign menus to users and groups and remove them.
    AssignMenus,
    /// Add member groups.
    ManageGroups,
    /// Add menus.
    ManageMenus,
    /// Send welcome letters and notices.
    SendInvitations,
    /// Send letters with a text of the script.
    SendMail,
    /// Emit events.
    EmitEvents,
    /// Read users.
    ReadUsers,
}

/// An ability, and the reasons why a script has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possibility {
    /// The ability.
    pub ability: Ability,
    /// The places that give the script the ability; empty if it lacks the ability.
    pub because: Vec<Place>,
}

impl Ability {
    /// Every ability, in the order of the table.
    pub const ALL: &'static [Ability] = &[
        Ability::AddUsers,
        Ability::LinkUsers,
        Ability::ModifyUsers,
        Ability::DeactivateUsers,
        Ability::MakeAdministrators,
        Ability::AssignGroups,
        Ability::AssignMenus,
        Ability::ManageGroups,
        Ability::ManageMenus,
        Ability::SendInvitations,
        Ability::SendMail,
        Ability::EmitEvents,
        Ability::ReadUsers,
    ];

    /// Returns the name, for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Ability::AddUsers => "users.add",
            Ability::LinkUsers => "users.link",
            Ability::ModifyUsers => "users.modify",
            Ability::DeactivateUsers => "users.deactivate",
            Ability::MakeAdministrators => "users.makeAdministrators",
            Ability::AssignGroups => "groups.assign",
            Ability::AssignMenus => "menus.assign",
            Ability::ManageGroups => "groups.manage",
            Ability::ManageMenus => "menus.manage",
            Ability::SendInvitations => "invitations.send",
            Ability::SendMail => "mail.send",
            Ability::EmitEvents => "events.emit",
            Ability::ReadUsers => "users.read",
        }
    }

    /// Returns the ability as a phrase after "can".
    pub const fn doc(self) -> &'static str {
        match self {
            Ability::AddUsers => "add users",
            Ability::LinkUsers => "link existing accounts",
            Ability::ModifyUsers => "modify users",
            Ability::DeactivateUsers => "deactivate users",
            Ability::MakeAdministrators => "create administrators",
            Ability::AssignGroups => "assign member groups",
            Ability::AssignMenus => "assign menus",
            Ability::ManageGroups => "add member groups",
            Ability::ManageMenus => "add menus",
            Ability::SendInvitations => "send invitations",
            Ability::SendMail => "send mail",
            Ability::EmitEvents => "emit events",
            Ability::ReadUsers => "read users",
        }
    }
}

/// Returns every ability, with the reasons why a script has it.
pub fn of(script: &ParsedScript) -> Vec<Possibility> {
    let mut found: Vec<(Ability, Place)> = Vec::new();
    for call in &script.calls {
        let abilities = match call.name {
            // A function by name may be any function, unless the name is a literal.
            "Fn" if !matches!(call.arguments, [Expr::StringConstant(..)]) => Ability::ALL.to_vec(),
            _ => of_call(script, call),
        };
        found.extend(abilities.into_iter().map(|ability| (ability, call.place)));
    }
    // A script that has the name of a function can call it in other ways.
    script.tree.walk(&mut |node| {
        if let Node::Expr(Expr::StringConstant(text, position)) = node {
            let abilities = of_function(script, text, None);
            let at = place(*position).unwrap_or(Place { line: 1, column: 1 });
            found.extend(abilities.into_iter().map(|ability| (ability, at)));
        }
    });
    let one = |ability: &Ability| {
        let mut because: Vec<Place> = found.iter().filter(|(can, _)| can == ability).map(|(_, place)| *place).collect();
        because.sort_unstable();
        because.dedup();
        Possibility { ability: *ability, because }
    };
    Ability::ALL.iter().map(one).collect()
}

/// Returns the abilities of a call. Only its name counts, because any receiver may be `bizzStream` under another name.
fn of_call(script: &ParsedScript, call: &Call) -> Vec<Ability> {
    let options = match call.receiver {
        Receiver::Nothing => call.arguments.get(1),
        _ => call.arguments.first(),
    };
    let given = options.and_then(|options| given_in(script, options));
    of_function(script, call.name, given.as_ref())
}

fn of_function(script: &ParsedScript, name: &str, given: Option<&LiteralOptions>) -> Vec<Ability> {
    use Ability as A;
    let Some(function) = script.functions.iter().find(|function| function.name == name) else {
        return Vec::new();
    };
    match function.name {
        "addUser" => of_add_user(given),
        "deactivateUser" => vec![A::ModifyUsers, A::DeactivateUsers, A::ReadUsers],
        "resendInvitation" => vec![A::SendInvitations],
        "getUser" | "findUsers" | "isMemberOf" => vec![A::ReadUsers],
        "addGroup" if can_have(given, "menuNames", |value| *value != Value::Nothing) => {
            vec![A::ManageGroups, A::AssignMenus]
        }
        "addGroup" => vec![A::ManageGroups],
        "addMenu" => vec![A::ManageMenus],
        "sendMail" => vec![A::SendMail],
        "emitEvent" => vec![A::EmitEvents],
        "groups" | "menus" | "log" | "print" => Vec::new(),
        "now" | "today" | "addDays" | "daysBetween" | "formatDate" => Vec::new(),
        // A function of the embedding program can do anything.
        _ => A::ALL.to_vec(),
    }
}

fn of_add_user(given: Option<&LiteralOptions>) -> Vec<Ability> {
    use Ability as A;
    let is_given = |value: &Value| *value != Value::Nothing;
    let any = |options: &[&str]| options.iter().any(|option| can_have(given, option, is_given));
    let mut abilities = vec![A::AddUsers, A::LinkUsers, A::ModifyUsers, A::ReadUsers];
    if can_have(given, "active", |value| *value == Value::Bool(false)) {
        abilities.push(A::DeactivateUsers);
    }
    if can_have(given, "administrator", |value| *value == Value::Bool(true)) {
        abilities.push(A::MakeAdministrators);
    }
    if any(&["memberGroupNames", "memberGroupIds", "addMemberGroupNames", "addMemberGroupIds"]) {
        abilities.push(A::AssignGroups);
    }
    if any(&["menuName", "menuId", "menuNames", "menuIds", "addMenuNames", "addMenuIds"]) {
        abilities.push(A::AssignMenus);
    }
    let sends_none =
        given.is_some_and(|given| given.is_complete && given.value("sendInvitation") == Some(&Value::Bool(false)));
    if !sends_none {
        abilities.push(A::SendInvitations);
    }
    abilities
}

/// Returns whether an option can have such a value.
fn can_have(given: Option<&LiteralOptions>, option: &str, fits: impl Fn(&Value) -> bool) -> bool {
    let Some(given) = given.filter(|given| given.is_complete) else {
        return true;
    };
    given.unknown.contains(&option) || given.value(option).is_some_and(fits)
}
