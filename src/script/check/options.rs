//! Calls that a run would refuse because of their literals: unknown options, wrong values, names that the environment lacks,
//! missing grants.

use super::script::ParsedScript;
use crate::directory::{
    AboutOption, EnvironmentOutline, GroupInput, MailDraft, MenuInput, Options, Required, USER_OPTIONS, UserDraft,
    check_options, not_granted, read_match, read_query,
};
use crate::domain::{
    Code, DateOrMoment, EventType, Finding, Grant, Language, Place, Problem, Problems, Value, Warning, WarningCode,
};
use crate::script::api::{Function, Parameter};
use crate::script::notation::place;
use crate::script::tree::{Call, Node, literal};
use rhai::Expr;
use std::borrow::Cow;
use std::collections::HashMap;

/// The options of a call, with the values that are literals.
pub struct LiteralOptions<'a> {
    /// Every option of the call. A value that is no literal is [`Value::Nothing`].
    pub values: Vec<(Cow<'static, str>, Value<'static>)>,
    /// The place of each option.
    places: HashMap<&'a str, Place>,
    /// The options whose value is no literal.
    pub unknown: Vec<&'a str>,
    /// Whether the call has no other options, and no literal changes before the call.
    pub is_complete: bool,
}

/// Returns the findings about the literals of all calls.
pub fn check(script: &ParsedScript, known: Option<&EnvironmentOutline>) -> Vec<Finding> {
    let calls = script.calls.iter().filter_map(|call| Some((call, script.function_of(call)?)));
    calls.flat_map(|(call, (function, arguments))| check_call(script, call, function, arguments, known)).collect()
}

fn check_call(
    script: &ParsedScript,
    call: &Call,
    function: &Function,
    arguments: &[Expr],
    known: Option<&EnvironmentOutline>,
) -> Vec<Finding> {
    let mut problems = Problems::default();
    let mut warnings = Vec::new();
    let mut given = None;
    for (parameter, argument) in function.parameters.iter().zip(arguments) {
        match (function.options, literal(argument)) {
            (Some(about), _) if std::ptr::eq(parameter, &function.parameters[0]) => {
                given = given_in(script, argument);
                match (&given, literal(argument)) {
                    (Some(given), _) => read(function, &about(), given, known, &mut problems, &mut warnings),
                    (None, Some(other)) => problems.add(no_map(function, &other)),
                    (None, None) => {}
                }
            }
            (_, Some(value)) => check_argument(parameter, &value, known, function, &mut problems),
            (_, None) => {}
        }
    }
    if let Some(known) = known {
        let is_given = |option: &str| given.as_ref().is_some_and(|given| given.names(option));
        for (grant, option) in missing_grants(function, given.as_ref(), is_given, known) {
            let problem = not_granted(grant);
            problems.add(if let Some(option) = option { problem.of(option) } else { problem });
        }
    }
    drop_new_names(script, &mut problems);
    let at = |option: Option<&str>| {
        let places = given.as_ref().map(|given| &given.places);
        option.and_then(|option| places?.get(option).copied()).or(Some(call.place))
    };
    let problems = problems.refuse().err().map_or_else(Vec::new, |refusal| refusal.problems);
    let errors = problems.into_iter().map(|problem| {
        let place = at(problem.option.as_deref());
        Finding::error(problem, place)
    });
    let warned = warnings.into_iter().map(|finding| Finding { place: at(finding.option.as_deref()), ..finding });
    errors.chain(warned).collect()
}

/// Reads the options with the reader that a run uses.
fn read(
    function: &Function,
    about: &[&'static AboutOption],
    given: &LiteralOptions,
    known: Option<&EnvironmentOutline>,
    problems: &mut Problems,
    warnings: &mut Vec<Finding>,
) {
    let options: &Options = &given.values;
    match function.name {
        "addUser" => {
            let mut noticed = Vec::new();
            let draft = UserDraft::read(options, problems, &mut noticed);
            warnings.extend(noticed.into_iter().map(Finding::warning));
            warnings.extend(missing_when_adding(about, given));
            if let Some(known) = known {
                known.check_user(draft, problems);
            }
        }
        "addGroup" => {
            let group = GroupInput::read(options, problems);
            if let Some(known) = known {
                known.check_group(&group, problems);
            }
        }
        "addMenu" => drop(MenuInput::read(options, problems)),
        "sendMail" => drop(MailDraft::read(options, problems)),
        "getUser" => drop(read_match(options, problems)),
        "findUsers" => {
            let query = read_query(options, problems);
            if let Some(known) = known {
                known.check_query(&query, problems);
            }
        }
        _ => check_options(about, options, problems),
    }
    // A value that is no literal may be given at run time.
    problems.retain(|problem| problem.code != Code::Missing || given.certainly_lacks(problem.option.as_deref()));
}

fn check_argument(
    parameter: &Parameter,
    value: &Value,
    known: Option<&EnvironmentOutline>,
    function: &Function,
    problems: &mut Problems,
) {
    if parameter.is_optional && *value == Value::Nothing {
        return;
    }
    if !parameter.kind.admits(value) {
        let found = format!("expected {}, found {}", parameter.kind.as_str(), value.described());
        problems.add(Problem::new(Code::WrongType, found).of(parameter.name));
        return;
    }
    let Value::Text(text) = value else { return };
    match (function.name, parameter.name) {
        ("emitEvent", "type") => drop(problems.check("type", EventType::parse(text))),
        ("addDays" | "formatDate", "date") | ("daysBetween", "from" | "to") => {
            let _ = problems.check(parameter.name, DateOrMoment::parse(text));
        }
        ("formatDate", "locale") => {
            let _ = problems.check("locale", Language::parse(text));
        }
        ("isMemberOf", "group") => {
            if let Some(known) = known {
                known.check_group_name(text, "group", problems);
            }
        }
        _ => {}
    }
}

fn no_map(function: &Function, found: &Value) -> Problem {
    Problem::new(Code::WrongType, format!("expected a map of options, found {}", found.described()))
        .help(format!("write `{}(#{{ … }})`", function.name))
}

/// Warns about a call with three of the four options that a new account requires: it probably adds a user.
fn missing_when_adding(about: &[&'static AboutOption], given: &LiteralOptions) -> Option<Finding> {
    let wanted = about.iter().filter(|about| about.required == Required::WhenAdding);
    let missing: Vec<_> = wanted.filter(|about| !given.names(about.name)).collect();
    let [option] = missing.as_slice() else { return None };
    let warning = Warning {
        code: WarningCode::MissingWhenAdding,
        option: Some(option.name.into()),
        message: "missing: it is required when the account does not exist yet".to_owned(),
        place: None,
    };
    let finding = Finding::warning(warning).help(format!("add `{}: {}`", option.name, option.example));
    given.is_complete.then_some(finding)
}

/// Returns the grants that a call needs and the environment lacks, each with the option that needs it.
fn missing_grants(
    function: &Function,
    given: Option<&LiteralOptions>,
    is_given: impl Fn(&str) -> bool,
    known: &EnvironmentOutline,
) -> Vec<(Grant, Option<&'static str>)> {
    const GROUPS: &[&str] = &["memberGroupNames", "memberGroupIds", "addMemberGroupNames", "addMemberGroupIds"];
    const MENUS: &[&str] = &["menuNames", "menuName", "menuIds", "menuId", "addMenuNames", "addMenuIds"];
    let first = |options: &'static [&'static str]| options.iter().copied().find(|option| is_given(option));
    let mut needs: Vec<(Grant, Option<&'static str>)> = Vec::new();
    match function.name {
        "addUser" => {
            needs.extend(first(MENUS).map(|option| (Grant::MenusAssign, Some(option))));
            needs.extend(first(GROUPS).map(|option| (Grant::GroupsAssign, Some(option))));
            if given.is_some_and(|given| given.is_complete && given.value("administrator") == Some(&Value::Bool(true)))
            {
                needs.push((Grant::UsersGrantAdministrator, Some("administrator")));
            }
            // The call needs the grants either to add or to modify a user.
            let may_add = known.grants.holds(Grant::UsersAdd) && known.grants.holds(Grant::UsersLink);
            if !may_add && !known.grants.holds(Grant::UsersModify) {
                needs.extend([Grant::UsersAdd, Grant::UsersLink, Grant::UsersModify].map(|grant| (grant, None)));
            }
        }
        "deactivateUser" => needs.push((Grant::UsersDeactivate, None)),
        "resendInvitation" => needs.push((Grant::UsersAdd, None)),
        "addGroup" => {
            needs.push((Grant::GroupsManage, None));
            needs.extend(first(&["menuNames"]).map(|option| (Grant::MenusAssign, Some(option))));
        }
        "addMenu" => needs.push((Grant::MenusManage, None)),
        "sendMail" => needs.push((Grant::MailSend, None)),
        "emitEvent" => needs.push((Grant::EventsEmit, None)),
        _ => {}
    }
    needs.retain(|(grant, _)| !known.grants.holds(*grant));
    needs
}

/// Drops problems about unknown names if the script adds groups or menus itself.
fn drop_new_names(script: &ParsedScript, problems: &mut Problems) {
    let adds = |function: &str| script.calls.iter().any(|call| call.name == function);
    let (adds_groups, adds_menus) = (adds("addGroup"), adds("addMenu"));
    problems.retain(|problem| match problem.code {
        Code::UnknownGroup => !adds_groups,
        Code::UnknownMenu => !adds_menus,
        Code::NotFound => !adds_groups && !adds_menus,
        _ => true,
    });
}

/// Returns the options in an argument: a map literal, or a variable that is declared once with a map literal.
pub fn given_in<'a>(script: &ParsedScript<'a>, argument: &'a Expr) -> Option<LiteralOptions<'a>> {
    match argument {
        Expr::Map(map, _) => Some(given(&map.0, true)),
        Expr::Variable(variable, ..) => {
            let declared = script.maps.get(variable.1.as_str())?;
            Some(given(declared.entries, declared.is_complete))
        }
        _ => None,
    }
}

fn given<'a>(entries: &'a [(rhai::Ident, Expr)], is_complete: bool) -> LiteralOptions<'a> {
    let mut given = LiteralOptions { values: Vec::new(), places: HashMap::new(), unknown: Vec::new(), is_complete };
    for (key, value) in entries {
        let name = key.name.as_str();
        let value = literal(value).filter(|_| is_complete);
        if value.is_none() {
            given.unknown.push(name);
        }
        given.values.push((Cow::Owned(name.to_owned()), value.unwrap_or(Value::Nothing)));
        given.places.extend(place(key.pos).map(|place| (name, place)));
    }
    given.values.sort_by(|left, right| left.0.cmp(&right.0));
    given
}

/// Returns the literal maps of options: those of calls, and those that can only be options of a user.
pub fn option_maps<'a>(script: &ParsedScript<'a>) -> Vec<&'a [(rhai::Ident, Expr)]> {
    let mut maps: Vec<&'a [(rhai::Ident, Expr)]> = Vec::new();
    let mut add = |map: &'a [(rhai::Ident, Expr)]| {
        if !maps.iter().any(|known| std::ptr::eq(*known, map)) {
            maps.push(map);
        }
    };
    for call in &script.calls {
        let Some((function, [first, ..])) = script.function_of(call) else { continue };
        match first {
            Expr::Map(map, _) if function.options.is_some() => add(&map.0),
            Expr::Variable(variable, ..) if function.options.is_some() => {
                script.maps.get(variable.1.as_str()).into_iter().for_each(|declared| add(declared.entries));
            }
            _ => {}
        }
    }
    let is_option = |key: &rhai::Ident| USER_OPTIONS.iter().any(|row| row.about.name == key.name.as_str());
    script.tree.walk(&mut |node| {
        if let Node::Expr(Expr::Map(map, _)) = node
            && map.0.iter().all(|(key, _)| is_option(key))
            && map.0.iter().any(|(key, _)| key.name == "globalEmailAddress")
        {
            add(&map.0);
        }
    });
    maps
}

impl LiteralOptions<'_> {
    /// Returns whether an option is given; a literal `()` does not count.
    pub fn names(&self, option: &str) -> bool {
        self.unknown.contains(&option) || self.value(option).is_some_and(|value| *value != Value::Nothing)
    }

    /// Returns the value of an option, if it is given as a literal.
    pub fn value(&self, option: &str) -> Option<&Value<'static>> {
        let found = self.values.iter().find(|(name, _)| name == option);
        found.filter(|_| !self.unknown.contains(&option)).map(|(_, value)| value)
    }

    fn certainly_lacks(&self, option: Option<&str>) -> bool {
        self.is_complete && option.map_or(self.unknown.is_empty(), |option| !self.unknown.contains(&option))
    }
}
