//! Deployed scripts: deploying, who may trigger them, runs by name, keys (SPEC R2.8, R2.9, R2.11).

use super::world::{Shell, World, with_people};
use enlist::cli::Exit;
use enlist::directory::{self, MemberChange};
use enlist::domain::{Caller, Code, DeployedScript, Error, Name, Permission, Permissions, PublicId, Run, RunStatus};
use enlist::script::api::Functions;
use enlist::script::{self, DeployedRequest, Mode, ScriptSource, Trigger};
use enlist::store::{Access, Work};
use serde_json::json;

const TELL: &str = "#{ type: actionInfo.type, user: actionInfo.currentUser, event: actionInfo.event, input: input }";

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// Deploys a script to `acme`.
pub fn deploy(world: &World, name: &str, source: &str, who: &[&str], listens: &[&str]) -> DeployedScript {
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let wanted = ScriptSource {
        name: Name::parse(name).unwrap(),
        source: source.to_owned(),
        who: Some(texts(who)),
        listens: Some(texts(listens)),
    };
    let deployed = script::deploy(&mut work, &Functions::default(), wanted).unwrap().unwrap();
    work.commit().unwrap();
    deployed
}

fn request(name: &str, trigger: Trigger) -> DeployedRequest {
    DeployedRequest { script: name.to_owned(), input: None, key: None, trigger }
}

fn run(world: &mut World, request: &DeployedRequest) -> Result<Run, Error> {
    world.app.run_deployed("acme", request, Mode::Commit)
}

fn entered_by_token(world: &World, permissions: &[Permission]) -> Work {
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let id = PublicId::parse("token-1").unwrap();
    work.transaction.caller = Caller::Token { id, permissions: Permissions::of(permissions) };
    work
}

fn refused(answer: Result<Run, Error>) -> Option<Code> {
    match answer {
        Ok(_) => None,
        Err(Error::Refused(refusal)) => Some(refusal.code()),
        Err(Error::Fault(fault)) => panic!("{fault}"),
    }
}

/// Who a script is open to, and who of these may: Grace (administrator), Ada (planner, in sales), Joan (neither), a token that
/// may run scripts, a token that may not.
const WHO: &[(&[&str], [bool; 5])] = &[
    (&["administrators"], [true, false, false, false, false]),
    (&["everybody"], [true, true, true, true, false]),
    (&["tokens"], [true, false, false, true, false]),
    (&["role:planner"], [true, true, false, false, false]),
    (&["group:SALES"], [true, true, false, false, false]),
    (&["group:managers"], [true, false, false, false, false]),
    (&["group:managers", "tokens"], [true, false, false, true, false]),
];

#[test]
fn a_script_is_triggered_by_those_whom_it_is_open_to() {
    let mut world = with_people();
    world.result(
        r#"
        bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", role: "planner", addMemberGroupNames: ["sales"] });
        bizzStream.addUser(#{ globalEmailAddress: "joan@example.com", name: "Joan", active: true, administrator: false,
            locale: "en", language: "en" });
        true
        "#,
    );
    for (who, expected) in WHO {
        deploy(&world, "tell.rhai", TELL, who, &[]);
        let member = |name: &str| request("tell.rhai", Trigger::Member(format!("{name}@example.com")));
        let mut may = Vec::new();
        for name in ["grace", "ada", "joan"] {
            let code = refused(run(&mut world, &member(name)));
            assert!(code.is_none_or(|code| code == Code::MayNotTrigger), "{who:?} {name}: {code:?}");
            may.push(code.is_none());
        }
        for permissions in [&[Permission::ScriptsRun][..], &[Permission::ScriptsWrite, Permission::UsersAdministrators]]
        {
            let work = entered_by_token(&world, permissions);
            let answer = world.app.run_deployed_in(work, &request("tell.rhai", Trigger::Token), Mode::Commit);
            may.push(refused(answer).is_none());
        }
        assert_eq!(may, expected, "{who:?}");
        assert!(run(&mut world, &request("tell.rhai", Trigger::Operator)).is_ok(), "{who:?}");
        // Whoever is inactive or no member triggers nothing, whomever it is open to.
        assert_eq!(refused(run(&mut world, &member("king"))), Some(Code::MayNotTrigger));
        assert_eq!(refused(run(&mut world, &member("nobody"))), Some(Code::NotFound));
    }
}

#[test]
fn a_token_cannot_be_pretended() {
    let mut world = World::acme();
    deploy(&world, "tell.rhai", TELL, &["tokens"], &[]);
    assert!(matches!(run(&mut world, &request("tell.rhai", Trigger::Token)), Err(Error::Fault(_))));
}

#[test]
fn a_group_that_goes_takes_the_right_with_it() {
    let mut world = with_people();
    deploy(&world, "tell.rhai", TELL, &["group:sales"], &[]);
    let ada = request("tell.rhai", Trigger::Member("ada@example.com".to_owned()));
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let sales = directory::find_group(&mut work, "sales").unwrap();
    directory::change_members(&mut work, &sales, &texts(&["ada@example.com"]), MemberChange::Join).unwrap();
    work.commit().unwrap();
    assert!(run(&mut world, &ada).is_ok());
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    directory::remove_group(&mut work, &sales, true).unwrap();
    work.commit().unwrap();
    assert_eq!(refused(run(&mut world, &ada)), Some(Code::MayNotTrigger));
    // A new group, which may have the same number, is another one.
    world.result(r#"bizzStream.addGroup(#{ name: "sales" }); true"#);
    world.result(
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", addMemberGroupNames: ["sales"] }); true"#,
    );
    assert_eq!(refused(run(&mut world, &ada)), Some(Code::MayNotTrigger));
}

#[test]
fn a_script_sees_how_it_was_triggered() {
    let mut world = with_people();
    deploy(&world, "tell.rhai", TELL, &["tokens"], &[]);
    let result = |run: Run| -> serde_json::Value { serde_json::from_str(run.result.as_deref().unwrap()).unwrap() };
    let manual = result(run(&mut world, &request("tell.rhai", Trigger::Operator)).unwrap());
    assert_eq!((&manual["type"], &manual["event"]), (&json!("manual"), &json!(null)));
    for (permission, administrator) in [(Permission::UsersRead, false), (Permission::UsersAdministrators, true)] {
        let work = entered_by_token(&world, &[Permission::ScriptsRun, permission]);
        let rest = world.app.run_deployed_in(work, &request("tell.rhai", Trigger::Token), Mode::Commit).unwrap();
        assert_eq!(rest.caller, "token:token-1");
        let rest = result(rest);
        assert_eq!(rest["type"], "rest");
        assert_eq!(rest["user"]["_id"], "token:token-1");
        assert_eq!((&rest["user"]["name"], &rest["user"]["administrator"]), (&json!("Token"), &json!(administrator)));
    }
}

#[test]
fn a_token_that_makes_no_administrators_makes_none_by_a_script() {
    let mut world = with_people();
    let source = r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", administrator: true })"#;
    deploy(&world, "raise.rhai", source, &["tokens"], &[]);
    let mut by = |permissions: &[Permission]| {
        let work = entered_by_token(&world, permissions);
        let run = world.app.run_deployed_in(work, &request("raise.rhai", Trigger::Token), Mode::Plan).unwrap();
        run.error.map(|error| error.code)
    };
    assert_eq!(by(&[Permission::ScriptsRun]), Some(Code::NotGranted));
    assert_eq!(by(&[Permission::ScriptsRun, Permission::UsersAdministrators]), None);
}

#[test]
fn deploying_the_same_changes_nothing_and_another_source_is_another_version() {
    let mut world = World::acme();
    let first = deploy(&world, "tell.rhai", "1", &["everybody"], &["order.placed"]);
    let rows = world.rows();
    let again = deploy(&world, "Tell.rhai", "1", &["everybody"], &["order.placed"]);
    assert_eq!((again.version, world.rows()), (first.version.clone(), rows));
    let second = deploy(&world, "tell.rhai", "2", &["everybody"], &["order.placed"]);
    assert_eq!((&second.id, second.row), (&first.id, first.row));
    assert_ne!(second.version, first.version);
    let run = run(&mut world, &request(first.id.as_str(), Trigger::Operator)).unwrap();
    assert_eq!((run.script.as_str(), run.result.as_deref()), ("tell.rhai", Some("2")));
    assert_eq!(run.version, second.version);
}

#[test]
fn what_is_wrong_with_a_deployment_is_told_at_once() {
    let world = World::acme();
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let mut deploy = |name: &str, source: &str, who: &[&str], listens: &[&str]| {
        let wanted = ScriptSource {
            name: Name::parse(name).unwrap(),
            source: source.to_owned(),
            who: Some(texts(who)),
            listens: Some(texts(listens)),
        };
        script::deploy(&mut work, &Functions::default(), wanted)
    };
    let Err(Error::Refused(refusal)) = deploy("../x.rhai", "1", &["role:pilot", "anybody"], &["a b"]) else { panic!() };
    let codes: Vec<Code> = refusal.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::BadCharacter, Code::NotFound, Code::NotInList, Code::BadCharacter]);
    let mistakes = deploy("x.rhai", "bizzStream.addUser(#{ nam: 1 });\nfoo()", &[], &[]).unwrap().unwrap_err();
    let places: Vec<u32> = mistakes.problems.iter().filter_map(|(_, place)| Some(place.as_ref()?.line)).collect();
    assert!(places.contains(&1) && places.contains(&2), "{mistakes:?}");
    assert!(directory::list_scripts(&work).unwrap().is_empty());
}

#[test]
fn a_key_makes_a_deployed_script_run_once_and_those_of_schedules_are_theirs() {
    let mut world = with_people();
    deploy(&world, "tell.rhai", r#"bizzStream.addGroup(#{ name: `group ${input}` }); true"#, &["everybody"], &[]);
    let mut keyed = request("tell.rhai", Trigger::Operator);
    (keyed.input, keyed.key) = (Some(json!(1)), Some("one".to_owned()));
    assert_eq!(run(&mut world, &keyed).unwrap().status, RunStatus::Committed);
    keyed.trigger = Trigger::Member("ada@example.com".to_owned());
    assert_eq!(run(&mut world, &keyed).unwrap().status, RunStatus::Repeated);
    for key in ["event:1", "schedule:1:2023-01-01T00:00:00.000Z"] {
        keyed.key = Some(key.to_owned());
        assert_eq!(refused(run(&mut world, &keyed)), Some(Code::MayNotTrigger), "{key}");
    }
}

#[test]
fn what_a_trigger_hands_over_is_data_and_never_source() {
    let mut world = World::acme();
    deploy(&world, "tell.rhai", "input.name", &["everybody"], &[]);
    let hostile = ["\"; bizzStream.addGroup(#{name: \"x\"}); \"", "${bizzStream}", "`${1 + 1}`", "#{}", "\u{0}\n//"];
    for text in hostile {
        let request =
            DeployedRequest { input: Some(json!({ "name": text })), ..request("tell.rhai", Trigger::Operator) };
        let run = run(&mut world, &request).unwrap();
        assert!(run.effects.is_empty(), "{text}");
        assert_eq!(run.result, Some(json!(text).to_string()));
    }
}

#[test]
fn scripts_of_another_environment_are_not_found() {
    let mut world = World::acme().with("[environment]\nname = \"Other\"\nid = \"other\"\n");
    let script = deploy(&world, "tell.rhai", TELL, &["everybody"], &[]);
    for name in ["tell.rhai", script.id.as_str()] {
        let answer = world.app.run_deployed("other", &request(name, Trigger::Operator), Mode::Commit);
        assert_eq!(refused(answer), Some(Code::NotFound));
    }
}

#[test]
fn scripts_are_deployed_shown_changed_run_and_removed_at_the_command_line() {
    let shell = Shell::acme();
    shell.write("onboard.rhai", "bizzStream.addGroup(#{ name: input.name });\ntrue\n");
    let out = shell.out(&["script", "add", "{}/onboard.rhai", "--who", "everybody", "--listen", "order.placed"]);
    assert!(out.starts_with("+ script onboard.rhai"), "{out}");
    assert!(out.contains("administrators, everybody") && out.contains("order.placed"), "{out}");
    assert!(shell.out(&["script", "list"]).contains("onboard.rhai"));
    let shown = shell.json(&["script", "show", "onboard.rhai"]);
    assert_eq!(shown["source"], "bizzStream.addGroup(#{ name: input.name });\ntrue\n");
    let changed = shell.json(&["script", "change", "onboard.rhai", "--who", "group:sales", "--listen", ""]);
    assert_eq!((&changed["who"], &changed["listens"]), (&json!(["administrators", "group:sales"]), &json!([])));
    let run = ["script", "run", "onboard.rhai", "--input", "{\"name\": \"drivers\"}"];
    assert!(shell.out(&[&run[..], &["--plan"]].concat()).contains("planned: 1 added"));
    assert!(shell.out(&run).contains("+ group drivers  onboard.rhai:1:12"));
    assert_eq!(shell.json(&["runs", "list"])[0]["script"], "onboard.rhai");
    shell.write("onboard.rhai", "bizzStream.addGrop(1)");
    let ended = shell.enlist(&["script", "add", "{}/onboard.rhai", "--replace"]);
    assert_eq!(ended.exit, Exit::Refused);
    assert!(ended.err.contains("error[E0303]") && ended.err.contains("onboard.rhai:1:12"), "{}", ended.err);
    assert_eq!(shell.enlist(&["script", "remove", "onboard.rhai"]).exit, Exit::Refused);
    assert!(shell.out(&["script", "remove", "onboard.rhai", "--yes"]).starts_with("- script onboard.rhai"));
    assert_eq!(shell.json(&["script", "list"]), json!([]));
    assert_eq!(shell.json(&["runs", "list"])[0]["script"], "onboard.rhai", "runs stay");
    assert_eq!(shell.enlist(&run).exit, Exit::Refused);
}
