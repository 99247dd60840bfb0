//! Everything else that scripts see: queries, log, actionInfo, input, results, errors they catch.

use super::world::{ACME, World, request, with_people};
use enlist::domain::RunStatus;
use enlist::script::api::Functions;
use enlist::script::{Mode, Trigger};
use serde_json::json;

#[test]
fn get_user_finds_one_or_nobody_or_says_how_many() {
    let mut world = with_people();
    assert_eq!(
        world.result(r#"bizzStream.getUser(#{ globalEmailAddress: " GRACE@example.com " }).username"#),
        "grace@example.com"
    );
    assert_eq!(world.result(r#"bizzStream.getUser(#{ name: "grace hopper" }).username"#), "grace@example.com");
    assert_eq!(world.result(r#"bizzStream.getUser(#{ username: "ada@example.com", name: "Ada King" })"#), json!(null));
    assert_eq!(
        world.result(r#"let id = bizzStream.getUser(#{ email: "king@example.com" })._id; bizzStream.getUser(#{ _id: id }).profile.environments.acme.name"#),
        "Ada King"
    );
    world.run(r#"bizzStream.addUser(#{ globalEmailAddress: "king@example.com", name: "Ada Lovelace" })"#);
    assert_eq!(
        world.problems(r#"bizzStream.getUser(#{ name: "Ada Lovelace" })"#),
        "E0202 1:12 2 users fit the query, expected at most one | make it narrower, for example by `globalEmailAddress`; \
         `findUsers` returns several"
    );
    assert_eq!(
        world.problems("bizzStream.getUser(#{})"),
        "E0103 1:12 the query has no value to look for, so it would fit everybody | give one or more of _id, username, \
         globalEmailAddress, name, email; `()` counts as not given"
    );
    assert!(world.problems(r#"bizzStream.getUser(#{ adress: "x" })"#).starts_with("E0101 1:23"));
}

#[test]
fn find_users_filters_sorts_and_pages() {
    let mut world = with_people();
    let cases = [
        ("", vec!["king", "ada", "grace"]),
        (r#"#{ text: "ada" }"#, vec!["king", "ada"]),
        (r#"#{ text: "%" }"#, vec![]),
        (r#"#{ filter: "inactive" }"#, vec!["king"]),
        (r#"#{ filter: "administrators" }"#, vec!["grace"]),
        (r#"#{ group: "planning", sort: "globalEmailAddress", descending: true }"#, vec!["king", "grace", "ada"]),
        (r#"#{ limit: 1, skip: 1 }"#, vec!["ada"]),
        (r#"#{ group: "sales" }"#, vec![]),
    ];
    for (query, expected) in cases {
        let found = world.result(&format!("bizzStream.findUsers({query}).map(|user| user.username)"));
        let expected: Vec<String> = expected.iter().map(|name| format!("{name}@example.com")).collect();
        assert_eq!(found, json!(expected), "{query}");
    }
    assert!(
        world.problems(r#"bizzStream.findUsers(#{ limit: 801 })"#).contains("`limit`: expected at most 800, found 801")
    );
    assert!(
        world.problems(r#"bizzStream.findUsers(#{ filter: "gone" })"#).contains("expected one of active, inactive")
    );
    assert!(world.problems(r#"bizzStream.findUsers(#{ group: "plannin" })"#).contains("did you mean \"planning\"?"));
}

#[test]
fn groups_menus_and_membership_are_those_of_the_environment() {
    let mut world = with_people();
    assert_eq!(world.result("bizzStream.groups().map(|group| group.name)"), json!(["managers", "planning", "sales"]));
    assert_eq!(
        world.result("bizzStream.menus()"),
        json!([{ "_id": "2345", "name": "office", "label": "office" }, { "_id": world.result("bizzStream.menus()[1]._id"), "name": "reports", "label": "reports" }])
    );
    assert_eq!(world.result(r#"bizzStream.isMemberOf("ada@example.com", "planning")"#), true);
    assert_eq!(world.result(r#"bizzStream.isMemberOf("ada@example.com", "6789")"#), false);
    assert!(
        world
            .problems(r#"bizzStream.isMemberOf("nobody@example.com", "planning")"#)
            .starts_with("E0203 1:12 there is no user")
    );
    assert!(world.problems(r#"bizzStream.isMemberOf("ada@example.com", 7)"#).contains("`group`: expected a string"));
}

#[test]
fn nothing_of_another_environment_is_seen() {
    let other = ACME.replace("\"Acme\"", "\"Beta\"").replace("\"acme\"", "\"beta\"").replace("planning", "secret");
    let mut world = with_people().with(&other);
    for query in [
        r#"#{ globalEmailAddress: "ada@example.com" }"#,
        r#"#{ name: "Ada Lovelace" }"#,
        r#"#{ username: "ada@example.com" }"#,
    ] {
        let run = world.run_in("beta", &format!("bizzStream.getUser({query})"));
        assert_eq!(run.result.as_deref(), Some("null"), "{query}");
    }
    let run = world.run_in("beta", "bizzStream.findUsers()");
    assert_eq!(run.result.as_deref(), Some("[]"));
    let run = world.run_in("beta", r#"bizzStream.groups().map(|group| group.name)"#);
    assert_eq!(run.result.as_deref(), Some(r#"["managers","sales","secret"]"#));
}

#[test]
fn one_compiled_script_acts_for_whichever_environment_runs_it() {
    let other = ACME.replace("\"Acme\"", "\"Beta\"").replace("\"acme\"", "\"beta\"");
    let mut world = World::acme().with(&other);
    let script =
        "fn who() { actionInfo.environmentId } [actionInfo.environmentId, who(), bizzStream.findUsers().len(), input]";
    for round in 0..20_000 {
        let environment = if round % 2 == 0 { "acme" } else { "beta" };
        let mut request = request(script);
        request.input = Some(json!(round));
        let run = world.app.run(environment, &request, Mode::Commit).unwrap();
        assert_eq!(run.result, Some(format!("[\"{environment}\",\"{environment}\",0,{round}]")));
    }
}

#[test]
fn users_read_like_maps() {
    let mut world = with_people();
    let user = r#"let user = bizzStream.getUser(#{ globalEmailAddress: "ada@example.com" });"#;
    let cases = [
        ("user.keys().len()", json!(9)),
        ("user[\"username\"]", json!("ada@example.com")),
        ("\"username\" in user", json!(true)),
        ("user.nothing", json!(null)),
        ("user.globalEmails[0].address", json!("ada@example.com")),
        ("user == ()", json!(false)),
        ("user == bizzStream.getUser(#{ name: \"Ada Lovelace\" })", json!(true)),
        ("type_of(user)", json!("map")),
        ("let list = [user]; list[0].username", json!("ada@example.com")),
        ("print(user); 1", json!(1)),
    ];
    for (expression, expected) in cases {
        assert_eq!(world.result(&format!("{user} {expression}")), expected, "{expression}");
    }
    assert!(world.problems(&format!("{user} user.username = \"x\";")).contains("cannot be set"));
}

#[test]
fn the_log_keeps_what_is_printed() {
    let mut world = World::acme();
    let run = world.run(
        "print(\"one\"); console.log(\"two\", 2, #{ a: [1, ()] }); console.log(true); fn f() { console.log(\"in f\") } f(); print(\"a\\nb\");",
    );
    assert_eq!(run.log, ["one", "two 2 {\"a\":[1,null]}", "true", "in f", "a", "b"]);
}

#[test]
fn action_info_tells_who_triggered_what() {
    let mut world = with_people();
    let operator = world.result("actionInfo");
    assert_eq!(
        operator,
        json!({
            "type": "manual", "environmentId": "acme", "environmentName": "Acme", "scriptName": "test.rhai",
            "runId": operator["runId"], "impersonator": null, "event": null,
            "currentUser": { "_id": "system", "username": "operator", "name": "Operator", "email": "", "administrator": true,
                             "language": "en" },
        })
    );
    let mut request = request("actionInfo.currentUser.name + \" \" + actionInfo.currentUser.administrator");
    request.trigger = Trigger::Member("grace@example.com".to_owned());
    let run = world.app.run("acme", &request, Mode::Commit).unwrap();
    assert_eq!(run.result.as_deref(), Some("\"Grace Hopper true\""));
    assert!(run.caller.starts_with("member:"));
}

#[test]
fn only_active_members_trigger_runs() {
    let mut world = with_people();
    for (address, expected) in [
        ("king@example.com", "king@example.com is inactive in this environment and may not trigger runs"),
        ("nobody@example.com", "there is no user \"nobody@example.com\""),
    ] {
        let mut request = request("1");
        request.trigger = Trigger::Member(address.to_owned());
        let refused = world.app.run("acme", &request, Mode::Commit).unwrap_err();
        assert_eq!(refused.to_string(), expected);
    }
}

#[test]
fn input_is_the_triggers_json_at_the_top_and_in_functions() {
    let mut world = World::acme();
    let mut request =
        request("fn name() { input.person.name } [name(), input.list[1], input.big, input.none, input.half]");
    request.input =
        Some(json!({ "person": { "name": "Ada" }, "list": [1, 2], "big": 9_007_199_254_740_993_i64, "half": 0.5 }));
    let run = world.app.run("acme", &request, Mode::Commit).unwrap();
    assert_eq!(run.result.as_deref(), Some(r#"["Ada",2,9007199254740993,null,0.5]"#));
}

#[test]
fn a_refusal_can_be_caught_and_the_run_goes_on() {
    let mut world = World::acme();
    let run = world.run(
        r#"
        let seen = ();
        try { bizzStream.addUser(#{ globalEmailAddress: "x", nam: 1 }); }
        catch (refusal) { seen = [refusal.code, refusal.problems.len(), refusal.problems[0].option, refusal.line]; print(refusal); }
        bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Ada", administrator: false, locale: "en",
                              language: "en" });
        seen
        "#,
    );
    assert_eq!(run.result.as_deref(), Some(r#"["E0104",2,"globalEmailAddress",3]"#));
    assert_eq!(run.effects.len(), 1, "nothing of the refused call was applied");
    assert!(run.log[0].starts_with("2 problems: "));
}

#[test]
fn a_refusal_that_is_thrown_again_keeps_its_place() {
    let mut world = World::acme();
    let problems =
        world.problems("try {\n  bizzStream.addUser(#{ globalEmailAddress: \"x\" });\n} catch (e) {\n  throw e;\n}");
    assert!(problems.starts_with("E0104 2:25 "), "{problems}");
}

/// A caught refusal as data.
fn caught() -> serde_json::Value {
    let missing = |option: &str, message: &str, help: &str| json!({ "code": "E0102", "option": option, "message": message, "help": help });
    json!({
        "code": "E0102",
        "message": "`limit`: expected an integer, found the string \"x\"",
        "problems": [missing("limit", "expected an integer, found the string \"x\"", "for example `limit: 50`")],
    })
}

#[test]
fn a_caught_refusal_is_a_map_in_results_and_events() {
    let mut world = World::acme();
    let refused = |rest: &str| {
        format!(
            "let e = (); try {{ bizzStream.findUsers(#{{ limit: \"x\" }}) }} catch (caught) {{ e = caught }} {rest}"
        )
    };
    assert_eq!(world.result(&refused("e")), caught());
    assert_eq!(world.result(&refused("#{ failed: [e] }")), json!({ "failed": [caught()] }));
    let run = world.run(&refused(r#"bizzStream.emitEvent("import.failed", #{ error: e })"#));
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
    assert_eq!(enlist::store::to_json(&run.effects[0].changes[0].after), json!({ "error": caught() }));
    // Texts stay the message.
    let run = world.run(&refused("print(e); console.log(\"failed:\", e); e.to_string() + ` ${e}`"));
    let message = caught()["message"].as_str().unwrap().to_owned();
    assert_eq!(run.log, [message.clone(), format!("failed: {message}")]);
    assert_eq!(run.result, Some(json!(format!("{message} {message}")).to_string()));
    let text = world.result(&refused("#{ error: e, text: \"\\x07\", number: 0.0 / 0.0 }.to_json()"));
    let json: serde_json::Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
    assert_eq!(json, json!({ "error": caught(), "text": "\u{7}", "number": null }));
    // Arguments of other types name a map.
    assert!(world.problems(&refused("bizzStream.deactivateUser(e)")).contains("expected a string, found a map"));
    // It counts for the limits as any other data.
    let many = "let all = []; all.pad(9000, e); all";
    assert!(world.problems(&refused(many)).contains("`size`: limit reached"), "{}", world.problems(&refused(many)));
}

#[test]
fn results_are_plain_data() {
    let mut world = World::acme();
    assert_eq!(world.result("#{ a: [1, 2.5, true, (), \"x\"] }"), json!({ "a": [1, 2.5, true, null, "x"] }));
    assert_eq!(world.result("let x = 1;"), json!(null));
    assert_eq!(
        world.problems("[|x| x]"),
        "E0308 - the result contains a function, which is not plain data | end the script with text, numbers, booleans, arrays or maps"
    );
    assert!(world.problems("bizzStream").contains("which is not plain data"));
}

#[test]
fn a_key_makes_a_run_happen_once() {
    let mut world = World::acme();
    let mut request = request(
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: input.name, administrator: false, locale: "en",
            language: "en" })"#,
    );
    request.key = Some("form-1".to_owned());
    request.input = Some(json!({ "name": "Ada" }));
    let first = world.app.run("acme", &request, Mode::Commit).unwrap();
    request.input = Some(json!({ "name": "Somebody else" }));
    let second = world.app.run("acme", &request, Mode::Commit).unwrap();
    assert_eq!((first.status, second.status), (RunStatus::Committed, RunStatus::Repeated));
    let second_id = second.id.clone();
    assert_eq!((second.id, second.result, second.effects), (first.id, first.result, first.effects));
    let planned = world.app.run("acme", &request, Mode::Plan).unwrap();
    assert_eq!((planned.status, planned.id), (RunStatus::Repeated, second_id));
    // A run that failed does not use its key up.
    request.key = Some("form-2".to_owned());
    request.input = Some(json!({ "name": "Ada" }));
    assert_eq!(world.app.run("acme", &request, Mode::Commit).unwrap().status, RunStatus::Committed);
    request.key = Some("form-3".to_owned());
    request.input = Some(json!({ "name": 1 }));
    assert_eq!(world.app.run("acme", &request, Mode::Commit).unwrap().status, RunStatus::Failed);
    request.input = Some(json!({ "name": "Ada L." }));
    assert_eq!(world.app.run("acme", &request, Mode::Commit).unwrap().status, RunStatus::Committed);
}

#[test]
fn the_table_of_functions_keeps_its_laws() {
    let mut names = std::collections::BTreeSet::new();
    for function in Functions::default().iter() {
        assert!(names.insert((format!("{:?}", function.object), function.name)), "{} stands twice", function.name);
        assert!(function.doc.ends_with('.') && !function.returns.is_empty(), "{}", function.name);
        assert!(function.example.contains(function.name), "{}", function.name);
        let optional = function.parameters.iter().skip_while(|parameter| !parameter.is_optional);
        assert!(
            optional.clone().all(|parameter| parameter.is_optional),
            "{}: optional parameters stand last",
            function.name
        );
        assert!(function.parameters.len() <= 4, "{}: registration knows up to four", function.name);
    }
}
