//! Commands as a person types them: output, JSON, exit codes.

use super::world::Shell;
use enlist::cli::Exit;
use serde_json::json;

const ONBOARD: &str = r#"console.log("hello", input.name);
bizzStream.addUser(#{
    globalEmailAddress: input.email,
    name: input.name,
    administrator: false,
    active: true,
    locale: "en",
    language: "en",
    menuName: "office",
    memberGroupNames: ["planning"],
});
"#;

fn with_script() -> Shell {
    let shell = Shell::acme();
    shell.write("onboard.rhai", ONBOARD);
    shell
}

const ADA: &str = r#"{"name": "Ada Lovelace", "email": "ada@example.com"}"#;

#[test]
fn a_plan_is_a_diff_and_changes_nothing() {
    let shell = with_script();
    let out = shell.out(&["plan", "{}/onboard.rhai", "--input", ADA]);
    let (out, _result) = out.split_once("result: ").expect("a result");
    assert_eq!(
        out,
        "\
│ hello Ada Lovelace
+ user ada@example.com  {}/onboard.rhai:2:12
  + name              Ada Lovelace
  + environmentEmail  ada@example.com
  + language          en
  + locale            en
  + active            true
  + administrator     false
  + menus             office
  + groups            planning
✉ welcome to ada@example.com: Your new account for Acme

planned: 1 added, 1 e-mail waits — nothing was written
"
    );
    assert_eq!(shell.json(&["user", "list"]), json!([]));
    assert_eq!(shell.json(&["runs", "list"]), json!([]), "a plan leaves no record");
}

#[test]
fn a_change_shows_what_was_and_what_will_be() {
    let shell = with_script();
    shell.out(&["run", "{}/onboard.rhai", "--input", ADA]);
    shell.write(
        "move.rhai",
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", active: false, memberGroupNames: ["sales"], addMenuNames: ["reports"] })"#,
    );
    let out = shell.out(&["plan", "{}/move.rhai"]);
    let (out, result) = out.split_once("result: ").expect("a result");
    assert!(result.starts_with("{\"_createdByUserId\": \"system\", \"_createdOn\":"), "{result}");
    assert!(result.lines().all(|line| line.chars().count() <= 100), "{result}");
    assert_eq!(
        out,
        "\
~ user ada@example.com  {}/move.rhai:1:12
  ~ active  true → false
  ~ menus   office, +reports
  ~ groups  +sales, -planning

planned: 1 changed — nothing was written
"
    );
}

#[test]
fn a_run_answers_in_json_with_one_object() {
    let shell = with_script();
    let run = shell.json(&["run", "{}/onboard.rhai", "--input", ADA]);
    let keys: Vec<&str> = run.as_object().unwrap().keys().map(String::as_str).collect();
    for key in ["run", "status", "result", "effects", "letters", "log", "warnings", "error", "operations", "durationMs"]
    {
        assert!(keys.contains(&key), "{key} is missing in {keys:?}");
    }
    assert_eq!(run["status"], "committed");
    assert_eq!(run["log"], json!(["hello Ada Lovelace"]));
    assert_eq!(run["effects"][0]["changes"][0], json!({ "property": "name", "before": null, "after": "Ada Lovelace" }));
    assert_eq!(run["letters"][0]["to"], "ada@example.com");
    let planned = shell.json(&["plan", "{}/onboard.rhai", "--input", ADA]);
    assert_eq!((&planned["status"], &planned["run"]), (&json!("planned"), &json!(null)));
}

#[test]
fn input_comes_from_words_files_and_standard_input() {
    let mut shell = with_script();
    shell.write("ada.json", ADA);
    shell.input = ADA.to_owned();
    for input in [ADA, "@{}/ada.json", "-"] {
        let run = shell.json(&["plan", "{}/onboard.rhai", "--input", input]);
        assert_eq!(run["log"][0], "hello Ada Lovelace", "{input}");
    }
    let ended = shell.enlist(&["run", "{}/onboard.rhai", "--input", "{oops"]);
    assert_eq!(ended.exit, Exit::Refused);
    assert!(
        ended.err.starts_with("error[E0402]: --input cannot be read: expected JSON")
            && ended.err.contains("line 1 column 2"),
        "{}",
        ended.err
    );
    let ended = shell.enlist(&["run", "{}/onboard.rhai", "--input", "@{}/none.json", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((&json["status"], &json["error"]["code"]), (&json!("failed"), &json!("E0401")));
}

#[test]
fn a_key_answers_twice_and_acts_once() {
    let shell = with_script();
    let run = |key: &str| shell.json(&["run", "{}/onboard.rhai", "--input", ADA, "--key", key]);
    let (first, second, other) = (run("1"), run("1"), run("2"));
    assert_eq!(
        (&first["status"], &second["status"], &other["status"]),
        (&json!("committed"), &json!("repeated"), &json!("committed"))
    );
    assert_eq!(
        (&first["run"], &first["result"], &first["effects"]),
        (&second["run"], &second["result"], &second["effects"])
    );
    assert_eq!(shell.json(&["outbox", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn settings_stand_before_and_after_the_command() {
    let shell = with_script();
    shell.out(&["env", "add", "Beta"]);
    for words in [
        vec!["--environment", "beta", "user", "list"],
        vec!["user", "list", "--environment", "beta"],
        vec!["user", "-e", "Beta", "list"],
    ] {
        assert_eq!(shell.out(&words), "no users fit\n", "{words:?}");
    }
    let ended = shell.enlist(&["user", "list"]);
    assert_eq!(ended.exit, Exit::Refused);
    assert!(ended.err.contains("there are several environments, and none was named"), "{}", ended.err);
}

#[test]
fn settings_come_from_the_surroundings_too() {
    let shell = with_script();
    shell.out(&["env", "add", "Beta"]);
    let run = |environment: &str, words: &[&str]| {
        let ended = std::process::Command::new(env!("CARGO_BIN_EXE_enlist"))
            .args(words)
            .env("ENLIST_DATABASE", shell.path("enlist.db"))
            .env("ENLIST_ENVIRONMENT", environment)
            .output()
            .unwrap();
        (ended.status.code(), String::from_utf8(ended.stdout).unwrap())
    };
    let script = shell.path("onboard.rhai").display().to_string();
    assert_eq!(run("beta", &["run", &script, "--input", ADA, "--environment", "acme"]).0, Some(0));
    assert_eq!(run("beta", &["user", "list"]).1, "no users fit\n");
    assert!(run("acme", &["user", "list"]).1.contains("ada@example.com"));
    assert_eq!(run("none", &["user", "list"]).0, Some(1));
}

#[test]
fn exit_codes_tell_how_it_ended() {
    let shell = with_script();
    shell.write("throws.rhai", "throw \"no\"");
    let cases: &[(&[&str], Exit)] = &[
        (&["user", "list"], Exit::Done),
        (&["--version"], Exit::Done),
        (&["help"], Exit::Done),
        (&["run", "{}/throws.rhai"], Exit::Refused),
        (&["run", "{}/none.rhai"], Exit::Refused),
        (&["user", "show", "nobody@example.com"], Exit::Refused),
        (&["--environment", "none", "user", "list"], Exit::Refused),
        (&["run"], Exit::Usage),
        (&["nonsense"], Exit::Usage),
        (&[], Exit::Usage),
        (&["user", "list", "--filter", "odd"], Exit::Usage),
    ];
    for (words, exit) in cases {
        assert_eq!(shell.enlist(words).exit, *exit, "{words:?}");
    }
    shell.out(&["--database", "{}/broken.db", "init"]);
    let broken = super::world::connection(shell.path("broken.db"));
    broken.execute_batch("PRAGMA foreign_keys = OFF; DROP TABLE organization").unwrap();
    let ended = shell.enlist(&["--database", "{}/broken.db", "org", "list"]);
    assert_eq!(ended.exit, Exit::Fault, "{}{}", ended.out, ended.err);
}

#[test]
fn users_are_added_with_the_options_of_the_script() {
    let shell = Shell::acme();
    let out = shell.out(&[
        "user",
        "add",
        "ada@example.com",
        "--name",
        "Ada Lovelace",
        "--administrator",
        "--active",
        "true",
        "--locale",
        "sp",
        "--language",
        "nl",
        "--menu-names",
        "office,reports",
        "--member-group-names",
        "planning",
        "--member-group-names",
        "managers",
        "--profile",
        "jobTitle=Analyst",
        "--send-invitation",
        "false",
    ]);
    assert!(out.ends_with("1 added\n"), "{out}");
    let user = shell.json(&["user", "show", "ada@example.com"]);
    assert_eq!(
        (&user["locale"], &user["language"], &user["administrator"]),
        (&json!("sp"), &json!("nl"), &json!(true))
    );
    assert_eq!(user["profile"], json!({ "jobTitle": "Analyst" }));
    let names = |list: &serde_json::Value| {
        list.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        (names(&user["menus"]), names(&user["groups"])),
        (vec!["office".into(), "reports".into()], vec!["managers".into(), "planning".into()])
    );
    let ended = shell.enlist(&["user", "add", "bob", "--name", ""]);
    assert_eq!(ended.exit, Exit::Refused);
    assert!(
        ended.err.contains("error[E0104]: `globalEmailAddress`") && ended.err.contains("error[E0107]: `name`"),
        "{}",
        ended.err
    );
}

#[test]
fn users_are_listed_searched_and_shown() {
    let shell = with_script();
    shell.out(&["run", "{}/onboard.rhai", "--input", ADA]);
    shell.out(&["run", "{}/onboard.rhai", "--input", r#"{"name": "Grace Hopper", "email": "grace@example.com"}"#]);
    shell.out(&["user", "deactivate", "grace@example.com"]);
    assert_eq!(
        shell.out(&["user", "list"]),
        "\
NAME          ADDRESS            STANDING                                 ADMIN  GROUPS    MENUS
Ada Lovelace  ada@example.com    active, invited                                 planning  office, reports
Grace Hopper  grace@example.com  inactive (by an administrator), invited         planning  office, reports
"
    );
    for (words, expected) in [
        (vec!["--search", "LOVE"], vec!["ada@example.com"]),
        (vec!["--filter", "inactive"], vec!["grace@example.com"]),
        (vec!["--group", "planning", "--limit", "1", "--skip", "1"], vec!["grace@example.com"]),
    ] {
        let words: Vec<&str> = ["user", "list"].into_iter().chain(words).collect();
        let users = shell.json(&words);
        let found: Vec<&str> =
            users.as_array().unwrap().iter().map(|user| user["globalEmailAddress"].as_str().unwrap()).collect();
        assert_eq!(found, expected, "{words:?}");
    }
    shell.out(&["user", "activate", "grace@example.com"]);
    assert_eq!(shell.json(&["user", "show", "grace@example.com"])["active"], true);
}

#[test]
fn runs_and_letters_can_be_looked_at_later() {
    let shell = with_script();
    let run = shell.json(&["run", "{}/onboard.rhai", "--input", ADA]);
    let id = run["run"].as_str().unwrap();
    let shown = shell.json(&["runs", "show", id]);
    assert_eq!((&shown["effects"], &shown["letters"], &shown["log"]), (&run["effects"], &run["letters"], &run["log"]));
    assert!(shell.out(&["runs", "show", id]).contains("+ user ada@example.com"));
    let letter = run["letters"][0]["_id"].as_str().unwrap();
    assert!(shell.out(&["outbox", "show", letter]).contains("Ada Lovelace"));
    shell.out(&["outbox", "export", "--to", "{}/letters"]);
    let eml = std::fs::read(shell.path(&format!("letters/{letter}.eml"))).unwrap();
    let message = mail_parser::MessageParser::default().parse(&eml).unwrap();
    assert_eq!(message.subject(), Some("Your new account for Acme"));
    assert!(message.body_text(0).is_some() && message.body_html(0).is_some());
}

#[test]
fn a_script_brings_its_model_with_it() {
    let shell = Shell::new();
    shell.write("model/model.toml", super::world::ACME);
    shell.write("model/onboard.rhai", ONBOARD);
    let out = shell.out(&["run", "{}/model/onboard.rhai", "--input", ADA]);
    let place = shell.path("enlist.db").display().to_string();
    // What an address says behind its database is not told.
    let place = place.split('?').next().unwrap().replace(&shell.path("").display().to_string(), "{}/");
    let made = format!("created the database {place}\ncreated the environment Acme from model.toml\n");
    assert!(out.starts_with(&made), "{out}");
    let again = shell.out(&["run", "{}/model/onboard.rhai", "--input", ADA]);
    assert!(!again.contains("created the"), "{again}");
    // Another environment by name is not made from this model.
    let ended = shell.enlist(&["run", "{}/model/onboard.rhai", "--environment", "other"]);
    assert_eq!(ended.exit, Exit::Refused);
    assert!(ended.err.contains("there is no environment \"other\""), "{}", ended.err);
}

#[test]
fn a_plan_in_a_model_without_a_database_makes_none() {
    let shell = Shell::new();
    shell.write("model/model.toml", super::world::ACME);
    shell.write("model/onboard.rhai", ONBOARD);
    let out = shell.out(&["plan", "{}/model/onboard.rhai", "--input", ADA]);
    assert!(out.contains("planned: 1 added"), "{out}");
    assert!(!shell.path("enlist.db").exists());
}

#[test]
fn a_broken_model_is_shown_at_its_place() {
    let shell = Shell::new();
    shell.write("model/onboard.rhai", ONBOARD);
    shell.write("model/model.toml", "[environment]\nname = \"Acme\"\nid = \"not an id\"\n");
    let ended = shell.enlist(&["run", "{}/model/onboard.rhai"]);
    assert_eq!(ended.exit, Exit::Refused);
    assert!(
        ended.err.contains("model.toml:3:6") && ended.err.contains("expected an id, found \"not an id\""),
        "{}",
        ended.err
    );
    shell.write("model/model.toml", "[environment]\nnaam = \"Acme\"\n");
    let ended = shell.enlist(&["run", "{}/model/onboard.rhai"]);
    assert!(ended.err.contains("there is no key `naam`") && ended.err.contains("`name`?"), "{}", ended.err);
    assert!(!shell.path("enlist.db").exists(), "nothing was made");
}

#[test]
fn groups_and_menus_are_kept_by_hand_too() {
    let shell = Shell::acme();
    shell.out(&[
        "user",
        "add",
        "ada@example.com",
        "--name",
        "Ada",
        "--administrator",
        "false",
        "--locale",
        "en",
        "--language",
        "en",
    ]);
    shell.out(&["group", "add", "Night shift", "--id", "night", "--menu", "office"]);
    shell.out(&["group", "join", "night", "ada@example.com"]);
    shell.out(&["group", "copy", "night", "Day shift"]);
    shell.out(&["group", "rename", "night", "Late shift"]);
    let shown = shell.json(&["group", "show", "Day shift"]);
    assert_eq!(shown["members"].as_array().unwrap().len(), 1, "{shown}");
    let ended = shell.enlist(&["group", "remove", "Late shift"]);
    assert_eq!(ended.exit, Exit::Refused);
    assert!(ended.err.contains("error[E0206]"), "{}", ended.err);
    shell.out(&["group", "remove", "Late shift", "--yes"]);
    assert_eq!(shell.enlist(&["group", "show", "night"]).exit, Exit::Refused);
    let ended = shell.enlist(&["group", "add", "PLANNING"]);
    assert!(ended.err.contains("error[E0204]: there is a member group \"PLANNING\" already"), "{}", ended.err);
    shell.out(&[
        "menu",
        "add",
        "tools",
        "--id",
        "77",
        "--items",
        r#"[{"label": "A", "target": "/a", "items": [{"label": "B", "target": "/b"}]}]"#,
    ]);
    assert_eq!(shell.json(&["menu", "show", "77"])["items"][0]["items"][0]["label"], "B");
}

#[test]
fn init_adds_the_environment_of_the_option() {
    let shell = Shell::new();
    let out = shell.out(&["init", "--environment", "Acme"]);
    assert!(out.contains("ready: the environment Acme\n"), "{out}");
    assert_eq!(shell.json(&["env", "list"])[0]["_id"], "acme");
    let again = shell.json(&["init", "--environment", "acme"]);
    assert_eq!((&again["created"], &again["environment"]), (&json!(false), &json!("acme")));
}

#[test]
fn init_takes_no_environment_from_a_variable() {
    let shell = Shell::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_enlist"));
    command.env("ENLIST_DATABASE", shell.path("enlist.db")).env("ENLIST_ENVIRONMENT", "acme").arg("init");
    assert!(command.output().unwrap().status.success());
    assert_eq!(shell.json(&["env", "list"]), json!([]));
}

#[test]
fn a_setting_that_a_command_does_not_use_is_refused() {
    let shell = Shell::acme();
    for words in [
        &["env", "list", "--environment", "acme"][..],
        &["--environment", "acme", "org", "show", "Acme"],
        &["explain", "E0101", "--database", "x.db"],
        &["jobs", "run", "-e", "acme"],
        &["audit", "export", "--all", "-e", "acme"],
        &["outbox", "list", "--installation", "-e", "acme"],
        &["token", "list", "--organization", "Acme", "-e", "acme"],
        &["env", "show", "acme", "-e", "acme"],
    ] {
        let ended = shell.enlist(words);
        assert_eq!(ended.exit, Exit::Usage, "{words:?}: {}", ended.out);
        assert!(ended.err.contains("does not use `--"), "{}", ended.err);
    }
    assert_eq!(shell.enlist(&["user", "list", "--environment", "acme"]).exit, Exit::Done);
}

#[test]
fn a_script_comes_from_standard_input_or_from_any_editor() {
    let mut shell = Shell::acme();
    shell.input = "\u{feff}let n = 1;\r\nn + 1\r\n".to_owned();
    assert_eq!(shell.json(&["run", "-"])["result"], 2);
    let both = shell.enlist(&["plan", "-", "--input", "-"]);
    assert!(both.err.contains("standard input cannot be both"), "{}", both.err);
    shell.write("windows.rhai", "\u{feff}let n = 1;\r\n\r\nn + m\r\n");
    let ended = shell.enlist(&["run", "{}/windows.rhai"]);
    assert!(ended.err.contains("windows.rhai:3:5") && !ended.err.contains('\r'), "{:?}", ended.err);
    let folder = shell.enlist(&["run", "{}/."]);
    assert!(folder.err.contains("is a folder"), "{}", folder.err);
    let endless = shell.enlist(&["run", "/dev/zero"]);
    assert!(endless.err.contains("expected a file of at most 67108864 bytes"), "{}", endless.err);
    let picture = std::fs::write(shell.path("picture.rhai"), b"\x89PNG\xff");
    assert!(picture.is_ok() && shell.enlist(&["run", "{}/picture.rhai"]).err.contains("is not UTF-8 text"));
}

#[test]
fn a_first_line_for_the_shell_is_skipped() {
    let mut shell = Shell::acme();
    shell.write("model/model.toml", "[environment]\nname = \"Acme\"\n");
    shell.write("model/tool.rhai", "#!/usr/bin/env -S enlist run\nlet n = 1;\nn + ''.len()");
    assert_eq!(shell.json(&["run", "{}/model/tool.rhai"])["result"], 1);
    shell.out(&["script", "add", "{}/model/tool.rhai"]);
    assert_eq!(shell.json(&["script", "run", "tool.rhai"])["result"], 1);
    shell.input = "\u{feff}#!/usr/bin/env enlist\r\n  m".to_owned();
    let ended = shell.enlist(&["plan", "-"]);
    assert!(ended.err.contains("standard input:2:3"), "{}", ended.err);
    assert!(shell.out(&["check", "{}/model/tool.rhai"]).contains("nothing found"));
}

#[test]
fn input_that_would_be_changed_silently_is_refused() {
    let shell = with_script();
    let refused = |input: &str| shell.enlist(&["plan", "{}/onboard.rhai", "--input", input]).err;
    let err = refused(r#"{"id": 12345678901234567890}"#);
    assert!(err.contains("whole number of `id` of at most 64 bits") && err.contains("as text"), "{err}");
    let err = refused(r#"{"name": "Ada", "name": "Bob"}"#);
    assert!(err.contains("the key `name` is given twice"), "{err}");
}

#[test]
fn a_profile_is_given_as_json_or_as_pairs() {
    let shell = Shell::acme();
    shell.out(&["field", "add", "department", "--label", "Department"]);
    shell.out(&["field", "add", "floor", "--label", "Floor"]);
    let add =
        ["user", "add", "ada@example.com", "--name", "Ada", "--administrator=false", "--locale=en", "--language=en"];
    shell.out(&[&add[..], &["--profile", r#"{"department": "it"}"#, "--profile", "floor=2nd"]].concat());
    let user = shell.json(&["user", "show", "ada@example.com"]);
    assert_eq!(user["profile"], json!({ "department": "it", "floor": "2nd" }), "{user}");
    for (word, found) in [
        (r#"{"department": it}"#, "expected value"),
        (r#"{"department": "it", "department": "hr"}"#, "the key `department` is given twice"),
    ] {
        let ended = shell.enlist(&["user", "add", "ada@example.com", "--profile", word]);
        assert_eq!(ended.exit, Exit::Usage, "{}", ended.err);
        assert!(
            ended.err.contains(found) && ended.err.contains("KEY=VALUE") == word.contains(": it}"),
            "{}",
            ended.err
        );
    }
}

#[test]
fn scripts_of_two_folders_keep_apart_and_replacing_is_said() {
    let shell = Shell::acme();
    shell.write("model/model.toml", "[environment]\nname = \"Acme\"\n");
    shell.write("model/a/x.rhai", "1");
    shell.write("model/b/x.rhai", "2");
    shell.out(&["script", "add", "{}/model/a/x.rhai"]);
    shell.out(&["script", "add", "{}/model/b/x.rhai"]);
    let names = shell.json(&["script", "list"]);
    assert_eq!((&names[0]["name"], &names[1]["name"]), (&json!("a/x.rhai"), &json!("b/x.rhai")), "{names}");
    shell.write("model/a/x.rhai", "3");
    let ended = shell.enlist(&["script", "add", "{}/model/a/x.rhai"]);
    assert!(ended.err.contains("is deployed already") && ended.err.contains("--replace"), "{}", ended.err);
    shell.out(&["script", "add", "{}/model/a/x.rhai", "--replace"]);
    assert_eq!(shell.json(&["script", "run", "a/x.rhai"])["result"], 3);
}
