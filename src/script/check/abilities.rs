//! What a script can do at all. That it cannot do something is proven: whatever is not written down counts as possible.

use super::Script;
use super::options::{LiteralOptions, given_in};
use crate::domain::{Place, Value};
use crate::script::notation::place;
use crate::script::tree::{Call, Node, On};
use rhai::Expr;

/// Something that scripts may be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ability {
    /// Add people who have no account yet.
    AddUsers,
    /// Add people who have an account elsewhere.
    LinkUsers,
    /// Change users.
    ModifyUsers,
    /// Make users inactive.
    DeactivateUsers,
    /// Give users the rights of an administrator.
    MakeAdministrators,
    /// Put users into member groups and take them out.
    AssignGroups,
    /// Give menus to users and groups and take them away.
    AssignMenus,
    /// Add member groups.
    ManageGroups,
    /// Add menus.
    ManageMenus,
    /// Cause welcome letters and notices.
    SendInvitations,
    /// Write letters of its own.
    SendMail,
    /// Emit events.
    EmitEvents,
    /// Learn about users.
    ReadUsers,
}

/// Whether a script can do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possibility {
    /// What.
    pub ability: Ability,
    /// The places because of which it can; there are none if it cannot.
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

    /// The name, for programs.
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

    /// What it is, after "can".
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

/// What a script can do.
pub fn of(script: &Script) -> Vec<Possibility> {
    let mut found: Vec<(Ability, Place)> = Vec::new();
    for call in &script.calls {
        let abilities = match call.name {
            // A function by name: which one is known only if the name is written down.
            "Fn" if !matches!(call.arguments, [Expr::StringConstant(..)]) => Ability::ALL.to_vec(),
            _ => of_call(script, call),
        };
        found.extend(abilities.into_iter().map(|ability| (ability, call.place)));
    }
    // Whoever has the name of a function can call it in other ways.
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

/// What a call can do. It goes by the name alone: what it is called on may be `bizzStream` under another name.
fn of_call(script: &Script, call: &Call) -> Vec<Ability> {
    let options = match call.on {
        On::Nothing => call.arguments.get(1),
        _ => call.arguments.first(),
    };
    let given = options.and_then(|options| given_in(script, options));
    of_function(script, call.name, given.as_ref())
}

fn of_function(script: &Script, name: &str, given: Option<&LiteralOptions>) -> Vec<Ability> {
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
        // What a function of the embedding program does is not known here.
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
        given.is_some_and(|given| given.is_whole && given.value("sendInvitation") == Some(&Value::Bool(false)));
    if !sends_none {
        abilities.push(A::SendInvitations);
    }
    abilities
}

/// Whether an option can have such a value.
fn can_have(given: Option<&LiteralOptions>, option: &str, fits: impl Fn(&Value) -> bool) -> bool {
    let Some(given) = given.filter(|given| given.is_whole) else {
        return true;
    };
    given.open.contains(&option) || given.value(option).is_some_and(fits)
}
