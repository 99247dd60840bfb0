//! Profile fields: their commands, their rules, and what is asked of people who add users.

use super::roles::{add_ada, refused};
use super::world::{ACME, Shell, World};
use enlist::cli::Exit;
use enlist::directory::{FieldChange, add_user, change_profile_field, find_profile_field, find_role};
use enlist::domain::{Error, Required, RunStatus, Value};
use enlist::model::Model;
use enlist::store::Access;
use serde_json::json;

#[test]
fn a_field_is_added_shown_changed_and_removed() {
    let shell = Shell::acme();
    let field = shell.json(&[
        "field",
        "add",
        "hubs",
        "--label",
        "Hubs",
        "--type",
        "choices",
        "--choice",
        "ams",
        "--choice",
        "rtm",
        "--required-for",
        "PLANNER",
    ]);
    assert_eq!(
        field,
        json!({
            "key": "hubs", "label": "Hubs", "type": "choices", "choices": ["ams", "rtm"], "required": ["planner"], "userCount": 0,
        })
    );
    assert_eq!(shell.json(&["role", "show", "planner"])["requiredFields"], json!(["hubs"]));
    shell.out(&add_ada(&["--role", "planner", "--profile", "hubs=[\"ams\"]"]));
    assert_eq!(shell.json(&["user", "show", "ada@example.com"])["profile"], json!({ "hubs": ["ams"] }));
    let out = shell.out(&[
        "field",
        "change",
        "hubs",
        "--label",
        "Airports",
        "--choice",
        "ams",
        "--choice",
        "eze",
        "--required=false",
    ]);
    assert_eq!(
        out,
        "~ profile field hubs\n  ~ label     Hubs → Airports\n  ~ choices   ams, +eze, -rtm\n  ~ required  planner → false\n1 changed\n"
    );
    assert_eq!(shell.out(&["field", "change", "hubs", "--label", "Airports"]), "nothing changed\n");
    let list = shell.json(&["field", "list"]);
    assert_eq!(list[2]["userCount"], 1);
    assert_eq!((&list[0]["key"], &list[0]["required"]), (&json!("jobTitle"), &json!(false)));
    let listed = shell.out(&["field", "list"]);
    assert!(listed.starts_with("KEY") && listed.contains("ams, eze"), "{listed}");
    assert!(shell.out(&["field", "show", "hubs"]).contains("users with a value  1"));
    // Where nobody has a value, another type is no loss.
    shell.out(&["field", "change", "jobTitle", "--type", "email", "--required"]);
    assert_eq!(shell.json(&["field", "show", "jobTitle"])["type"], "email");
    assert_eq!(shell.json(&["field", "show", "jobTitle"])["required"], true);
    shell.out(&["field", "remove", "site"]);
    assert_eq!(shell.json(&["field", "list"]).as_array().unwrap().len(), 2);
}

#[test]
fn what_is_wrong_with_a_field_is_told_at_once() {
    let shell = Shell::acme();
    let said = refused(
        &shell,
        &["field", "add", "job title", "--label", "a\nb", "--type", "choice", "--required-for", "planer"],
    );
    for part in
        ["E0115", "`label`", "`choices`: a field of the type `choice` needs choices", "did you mean \"planner\"?"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(refused(&shell, &["field", "add", "site"]).contains("E0204"));
    assert!(refused(&shell, &["field", "add", "x", "--choice", "a"]).contains("has no choices"));
    assert!(
        refused(&shell, &["field", "add", "x", "--type", "choice", "--choice", "a", "--choice", "a"]).contains("E0112")
    );
    let said = refused(&shell, &["field", "show", "jobtitle"]);
    assert!(said.contains("did you mean \"jobTitle\"?"), "{said}");
    for words in
        [&["field", "add", "x", "--type", "txt"][..], &["field", "add", "x", "--required", "--required-for", "planner"]]
    {
        assert_eq!(shell.enlist(words).exit, Exit::Usage, "{words:?}");
    }
}

#[test]
fn what_users_have_in_a_field_is_lost_only_when_confirmed() {
    let shell = Shell::acme();
    shell.out(&add_ada(&["--profile", "site=north", "--profile", "jobTitle=Analyst"]));
    shell.out(&[
        "user",
        "add",
        "bo@example.com",
        "--name",
        "Bo",
        "--administrator=false",
        "--locale",
        "en",
        "--language",
        "en",
        "--profile",
        "jobTitle=a",
        "--profile",
        "jobTitle=b",
    ]);
    assert_eq!(shell.json(&["field", "show", "jobTitle"])["userCount"], 2, "one value each");
    let said = refused(&shell, &["field", "change", "site", "--type", "text"]);
    assert!(said.contains("1 user has a value of the profile field `site`, so its type stays"), "{said}");
    let said = refused(&shell, &["field", "change", "site", "--choice", "south", "--choice", "west"]);
    assert!(said.contains("1 user has a choice of the profile field `site` that would be gone"), "{said}");
    shell.out(&["field", "change", "site", "--choice", "west", "--choice", "north"]);
    let said = refused(&shell, &["field", "remove", "site"]);
    assert!(said.contains("E0208") && said.contains("which would be lost"), "{said}");
    let out = shell.out(&["field", "remove", "site", "--yes"]);
    assert_eq!(
        out,
        "~ user ada@example.com\n  ~ profile  site: north → none\n- profile field site\n1 changed, 1 removed\n"
    );
    assert_eq!(shell.json(&["user", "show", "ada@example.com"])["profile"], json!({ "jobTitle": "Analyst" }));
    let said = refused(&shell, &["user", "add", "ada@example.com", "--profile", "site=north"]);
    assert!(said.contains("E0113"), "{said}");
}

#[test]
fn what_is_required_is_asked_of_people_all_at_once_and_never_of_scripts() {
    let shell = Shell::acme();
    shell.out(&["field", "change", "jobTitle", "--required"]);
    shell.out(&["field", "change", "site", "--required-for", "planner"]);
    let said = refused(&shell, &add_ada(&["--role", "planner"]));
    assert!(said.contains("`profile`: missing: the profile field `jobTitle` is required for every user"), "{said}");
    assert!(
        said.contains("`profile`: missing: the profile field `site` is required for the role \"planner\""),
        "{said}"
    );
    assert!(said.contains("E0103") && said.contains("give `site` in the profile: one of north, south"), "{said}");
    // Blanks are nothing, and the other role does not matter.
    for profile in ["jobTitle=", "jobTitle=  "] {
        let said = refused(&shell, &add_ada(&["--profile", profile]));
        assert!(said.contains("`jobTitle`") && !said.contains("`site`"), "{said}");
    }
    let said = refused(&shell, &add_ada(&["--profile", "jobTitle=Analyst", "--profile", "jobTitle="]));
    assert!(said.contains("`jobTitle`"), "the last counts: {said}");
    // A script adds whom it likes; by hand the gap may stay, but nothing is emptied.
    shell.write(
        "add.rhai",
        r#"bizzStream.addUser(#{ globalEmailAddress: "new@example.com", name: "N", administrator: false, locale: "en", language: "en", role: "planner" })"#,
    );
    shell.out(&["run", "{}/add.rhai"]);
    shell.out(&["user", "add", "new@example.com", "--name", "New"]);
    shell.out(&["user", "activate", "new@example.com"]);
    shell.out(&["user", "add", "new@example.com", "--profile", "jobTitle="]);
    shell.out(&add_ada(&["--role", "planner", "--profile", "jobTitle=Analyst", "--profile", "site=north"]));
    for profile in ["jobTitle=", "jobTitle= ", "site="] {
        let said = refused(&shell, &["user", "add", "ada@example.com", "--profile", profile]);
        assert!(said.contains("E0103") && said.contains("cannot be emptied"), "{said}");
    }
    shell.out(&["user", "add", "ada@example.com", "--profile", "jobTitle=Planner"]);
    // Together with the role, what it required may go.
    shell.out(&["user", "add", "ada@example.com", "--role", "", "--profile", "site="]);
    shell.write(
        "empty.rhai",
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", profile: #{ jobTitle: () } })"#,
    );
    shell.out(&["run", "{}/empty.rhai"]);
    assert_eq!(shell.json(&["user", "show", "ada@example.com"])["profile"], json!({}));
}

#[test]
fn who_has_an_account_elsewhere_is_asked_the_same_as_a_stranger() {
    let beta = ACME.replace("\"Acme\"", "\"Beta\"").replace("\"acme\"", "\"beta\"");
    let mut world = World::acme().with(&beta);
    let there = world.run_in(
        "beta",
        r#"bizzStream.addUser(#{ globalEmailAddress: "old@example.com", name: "O", administrator: false, locale: "en", language: "en", profile: #{ jobTitle: "Boss" } })"#,
    );
    assert_eq!(there.status, RunStatus::Committed);
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let field = find_profile_field(&work, "jobTitle").unwrap();
    let change = FieldChange { required: Some(Required::Always), ..FieldChange::default() };
    change_profile_field(&mut work, &field, change).unwrap();
    let mut add = |address: &'static str| {
        let text = |text: &'static str| Value::text(text);
        let options = [
            ("globalEmailAddress".into(), text(address)),
            ("name".into(), text("N")),
            ("administrator".into(), Value::Bool(false)),
            ("locale".into(), text("en")),
            ("language".into(), text("en")),
        ];
        match add_user(&mut work, &options) {
            Err(Error::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    };
    let stranger = add("new@example.com");
    assert_eq!(stranger.problems.len(), 1);
    assert_eq!(stranger, add("old@example.com"));
}

#[test]
fn a_model_says_what_is_wrong_with_its_roles_and_fields_and_where() {
    let model = |rest: &str| format!("[environment]\nname = \"Gamma\"\n[[roles]]\nname = \"team lead\"\n{rest}");
    let cases = [
        (
            "permissions = [\"users.read\",\n  \"users.red\"]",
            (6, 3),
            "there is no permission \"users.red\"",
            "did you mean `users.read`?",
        ),
        (
            "[[profileFields]]\nkey = \"a\"\nrequired = [\"team leed\"]",
            (7, 13),
            "there is no role \"team leed\"",
            "did you mean \"team lead\"?",
        ),
        (
            "[[profileFields]]\nkey = \"a b\"",
            (6, 7),
            "expected the key of a profile field, found \"a b\"",
            "a key has 1 to 64 letters, digits, `-`, `_` or `.`",
        ),
        (
            "[[profileFields]]\nkey = \"a\"\nchoices = [\"x\"]",
            (6, 7),
            "a field of the type `text` has no choices",
            "choices belong to the types `choice` and `choices`",
        ),
    ];
    for (rest, expected, message, help) in cases {
        let (problem, place) = Model::parse(&model(rest)).unwrap_err();
        let place = place.unwrap();
        assert_eq!((place.line, place.column), expected, "{rest}");
        assert_eq!((problem.message.as_str(), problem.help.as_deref()), (message, Some(help)), "{rest}");
        assert_eq!(problem.code.as_str(), "E0403");
    }
    let (problem, place) = Model::parse(&model("[[profileFields]]\nkey = \"a\"\nrequired = \"yes\"")).unwrap_err();
    assert!(problem.message.contains("`true`, `false`, or the names of roles in a list"), "{}", problem.message);
    assert_eq!(place.unwrap().line, 7);
    let fields = "id = \"lead\"\n[[profileFields]]\nkey = \"a\"\nrequired = [\"Team Lead\"]\n[[profileFields]]\nkey = \"b\"\nrequired = true\ntype = \"email\"";
    let world = World::empty().with(&model(fields));
    let work = world.app.enter("gamma", Access::Read).unwrap();
    let role = find_role(&work, "lead").unwrap();
    assert_eq!(find_profile_field(&work, "a").unwrap().required, Required::For(vec![role.name]));
    assert_eq!(find_profile_field(&work, "b").unwrap().required, Required::Always);
}

#[test]
fn fixtures_know_required_fields_and_permissions() {
    let shell = Shell::new();
    let fixture = |permission: &str| {
        format!(
            r#"given.environment = {{ name = "Fixture" }}
given.roles = [{{ name = "boss", permissions = ["{permission}"] }}]
given.profileFields = [{{ key = "site", required = ["boss"] }}, {{ key = "title", required = true }}]
given.users = [{{ globalEmailAddress = "ada@b.example", role = "boss" }}]
[[case]]
name = "a script is not asked"
as = "operator"
source = 'bizzStream.addUser(#{{ globalEmailAddress: "new@b.example", name: "N", administrator: false, locale: "en", language: "en", role: "boss" }});'
expect.users."new@b.example" = {{ role = "boss", profile = {{}} }}
"#
        )
    };
    shell.write("a.test.toml", &fixture("users.read"));
    shell.out(&["test", "{}/a.test.toml"]);
    shell.write("a.test.toml", &fixture("users.red"));
    let ended = shell.enlist(&["test", "{}/a.test.toml"]);
    assert_eq!(ended.exit, Exit::Fault, "{}{}", ended.out, ended.err);
    let said = format!("{}{}", ended.out, ended.err);
    assert!(said.contains("there is no permission \"users.red\"") && said.contains("a.test.toml:2:"), "{said}");
}

#[test]
fn a_captured_run_takes_roles_and_required_fields_along() {
    let shell = Shell::acme();
    shell.out(&["field", "change", "jobTitle", "--required"]);
    shell.out(&["field", "add", "lead", "--type", "email", "--required-for", "planner"]);
    shell.out(&add_ada(&["--role", "planner", "--profile", "jobTitle=Analyst", "--profile", "lead=boss@example.com"]));
    let script = r#"bizzStream.addUser(#{ globalEmailAddress: input.email, profile: #{ jobTitle: input.title } })"#;
    shell.write("title.rhai", script);
    let run = |title: Option<&str>| {
        let input = json!({ "email": "ada@example.com", "title": title }).to_string();
        let run = shell.json(&["run", "{}/title.rhai", "--input", &input]);
        run["run"].as_str().unwrap().to_owned()
    };
    // Before the second run, the user lacks what is required: in the fixture's world as well.
    run(None);
    let run = run(Some("Planner"));
    shell.out(&["capture", &run, "--to", "{}/captured.test.toml"]);
    shell.out(&["test", "{}/captured.test.toml"]);
    let captured = std::fs::read_to_string(shell.path("captured.test.toml")).unwrap();
    assert!(!captured.contains("Analyst"), "{captured}");
    for part in
        ["required = true", "required = [\"planner\"]", "type = \"email\"", "permissions = [\"documents.read\"]"]
    {
        assert!(captured.contains(part), "{part}: {captured}");
    }
}
