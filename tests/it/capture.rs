//! `enlist capture`: a recorded run becomes a fixture that passes at once and names nobody.

use super::deployed::deploy;
use super::fixtures::{Folder, Tested};
use super::world::{ACME, World};
use enlist::domain::{Caller, Permission, Permissions, PublicId, Run};
use enlist::fixtures;
use enlist::jobs::{self, JobAction};
use enlist::script::{DeployedRequest, Trigger};
use enlist::store::Access;
use std::process::Command;

const JOIN: &str = r#"
let boss = bizzStream.getUser(#{ globalEmailAddress: input.boss });
for user in bizzStream.findUsers(#{ group: "sales" }) {
    print(`${user.username} sells`);
}
bizzStream.addUser(#{ globalEmailAddress: input.email, name: input.name, administrator: false, active: true,
    language: "en", locale: "en", memberGroupNames: ["planning"], profile: #{ jobTitle: input.title } });
bizzStream.addUser(#{ globalEmailAddress: input.boss, addMemberGroupNames: ["managers"] });
`${boss.profile.environments.acme.name} leads ${input.name}`
"#;

const INPUT: &str =
    r#"{"email":"ada.lovelace@real.example","name":"Ada Lovelace","title":"Countess","boss":"Charles@real.example"}"#;

/// A directory whose clock runs: what happened before a run and after it is told apart by its time.
fn office() -> Folder {
    let folder = Folder::with(&[("model.toml", ACME), ("join.rhai", JOIN), ("other/model.toml", &beta())]);
    folder.write("first.rhai", &user("charles@real.example", "Charles Babbage", ", memberGroupNames: [\"sales\"]"));
    folder.write("other/first.rhai", &user("known@real.example", "Mary Known", ""));
    assert_eq!(enlist(&folder, &["run", "first.rhai"]).code, 0);
    assert_eq!(enlist(&folder, &["run", "other/first.rhai"]).code, 0);
    folder
}

fn beta() -> String {
    ACME.replace("Acme", "Beta").replace("\"acme\"", "\"beta\"")
}

fn user(address: &str, name: &str, more: &str) -> String {
    format!(
        "bizzStream.addUser(#{{ globalEmailAddress: {address:?}, name: {name:?}, administrator: true, active: true, \
         language: \"en\", locale: \"en\"{more} }});"
    )
}

fn enlist(folder: &Folder, words: &[&str]) -> Tested {
    let program =
        Command::new(env!("CARGO_BIN_EXE_enlist")).env_clear().args(words).current_dir(folder.path("")).output();
    let program = program.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Tested { code: program.status.code().unwrap(), out: text(program.stdout), err: text(program.stderr) }
}

fn done(folder: &Folder, words: &[&str]) -> String {
    let tested = enlist(folder, words);
    assert_eq!(tested.code, 0, "{words:?}: {}{}", tested.out, tested.err);
    tested.out
}

/// The id of the latest run in `acme`.
fn latest(folder: &Folder) -> String {
    let runs: serde_json::Value =
        serde_json::from_str(&done(folder, &["runs", "list", "-e", "acme", "--json"])).unwrap();
    runs[0]["run"].as_str().unwrap().to_owned()
}

fn capture(folder: &Folder, run: &str) -> Tested {
    enlist(folder, &["capture", run, "-e", "acme", "--to", "captured.test.toml"])
}

#[test]
fn a_captured_run_passes_at_once_and_names_nobody() {
    let folder = office();
    done(&folder, &["run", "join.rhai", "--as", "charles@real.example", "--input", INPUT]);
    let run = latest(&folder);
    let captured = capture(&folder, &run);
    assert_eq!(captured.code, 0, "{}", captured.err);
    let text = folder.read("captured.test.toml");
    // Whole words: the random id of a group may well have "ada" in it. The script is the model author's, and stands there as
    // it is.
    let lower = text.to_lowercase();
    for word in lower.split(|letter: char| !letter.is_alphanumeric()) {
        assert!(!["ada", "lovelace", "charles", "babbage", "real", "countess"].contains(&word), "{word}: {text}");
    }
    let tested = folder.test(&["captured.test.toml"]);
    assert_eq!(tested.code, 0, "{}", tested.out);
    // It says what the run did, not just that it ran.
    folder.write("captured.test.toml", &text.replace("\"managers\"", "\"sales\""));
    assert_ne!(folder.test(&["captured.test.toml"]).code, 0);
}

#[test]
fn what_happened_since_the_run_is_undone() {
    let folder = office();
    done(&folder, &["run", "join.rhai", "--input", INPUT]);
    let run = latest(&folder);
    let later = user("charles@real.example", "Sir Charles", ", memberGroupNames: []");
    folder.write("later.rhai", &later.replace("active: true", "active: false"));
    folder.write("admin.rhai", &user("another@real.example", "Somebody Else", ""));
    done(&folder, &["run", "admin.rhai"]);
    done(&folder, &["run", "later.rhai"]);
    done(&folder, &["group", "leave", "planning", "ada.lovelace@real.example", "-e", "acme"]);
    let captured = capture(&folder, &run);
    assert_eq!(captured.code, 0, "{}", captured.err);
    assert_eq!(folder.test(&["captured.test.toml"]).code, 0);
    let text = folder.read("captured.test.toml");
    assert!(!text.contains("another") && text.contains("memberGroupNames = [\"sales\"]"), "{text}");
}

#[test]
fn an_account_that_was_known_elsewhere_is_linked_again() {
    let folder = office();
    done(&folder, &["run", "join.rhai", "--input", &INPUT.replace("ada.lovelace", "known")]);
    let captured = capture(&folder, &latest(&folder));
    assert_eq!(captured.code, 0, "{}", captured.err);
    let text = folder.read("captured.test.toml");
    assert!(text.contains("[[given.elsewhere]]") && text.contains("kind = \"notice\""), "{text}");
    assert_eq!(folder.test(&["captured.test.toml"]).code, 0);
}

#[test]
fn a_run_that_failed_is_captured_with_its_error() {
    let folder = office();
    let input =
        INPUT.replace("Countess\"", "Countess\", \"x\": null").replace("ada.lovelace@real.example", "no address");
    assert_eq!(enlist(&folder, &["run", "join.rhai", "--input", &input]).code, 1);
    let captured = capture(&folder, &latest(&folder));
    assert_eq!(captured.code, 0, "{}", captured.err);
    assert!(folder.read("captured.test.toml").contains("code = \"E0104\""));
    assert_eq!(folder.test(&["captured.test.toml"]).code, 0);
}

#[test]
fn what_triggered_a_run_triggers_its_case() {
    let mut world = World::acme();
    let tells = "[actionInfo.type, if actionInfo.event == () { () } else { actionInfo.event.type }, input]";
    deploy(&world, "tells.rhai", tells, &["tokens"], &["order.placed"]);
    world.result(r#"bizzStream.emitEvent("order.placed", #{ number: 7 })"#);
    let due = jobs::due(&world.app).unwrap();
    let due = due.iter().find(|due| matches!(due.act, JobAction::Delivery(_))).unwrap();
    let of_the_event = jobs::carry_out(&mut world.app, due).unwrap().run.unwrap();
    assert_case(&world, &of_the_event, "event = \"order.placed\"");
    let id = PublicId::parse("Tm7rWd3yGk5JfXs9P").unwrap();
    let of_the_schedule = run_by(&mut world, Caller::Operator, Trigger::Schedule(id.clone()));
    assert_case(&world, &of_the_schedule, "as = \"schedule\"");
    let token = Caller::Token { id, permissions: Permissions::of(&[Permission::ScriptsRun]) };
    let of_the_token = run_by(&mut world, token, Trigger::Token);
    assert_case(&world, &of_the_token, "as = \"token\"");
}

fn run_by(world: &mut World, caller: Caller, trigger: Trigger) -> Run {
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    work.transaction.caller = caller;
    let request = DeployedRequest { script: "tells.rhai".to_owned(), input: None, key: None, trigger };
    let (run, work) = world.app.attempt_deployed(work, &request).unwrap();
    work.commit().unwrap();
    run
}

/// Captures a run, looks for what triggers the case, and lets it pass with the result that the run had.
fn assert_case(world: &World, run: &Run, trigger: &str) {
    let mut work = world.app.enter("acme", Access::Read).unwrap();
    let text = fixtures::capture(&mut work, run.id.as_ref().unwrap().as_str(), None).unwrap();
    assert!(text.lines().any(|line| line == trigger), "{text}");
    let result: serde_json::Value = serde_json::from_str(run.result.as_deref().unwrap()).unwrap();
    assert!(text.contains(&result[0].to_string()), "{text}");
    let folder = Folder::with(&[("captured.test.toml", &text)]);
    assert_eq!(folder.test(&[]).code, 0, "{}", folder.test(&[]).out);
}

#[test]
fn a_script_that_is_still_the_same_can_be_named() {
    let folder = office();
    done(&folder, &["run", "join.rhai", "--input", INPUT]);
    let run = latest(&folder);
    let named = ["capture", &run, "-e", "acme", "--to", "captured.test.toml", "--script", "join.rhai"];
    folder.write("join.rhai", "print(1)");
    let refused = enlist(&folder, &named);
    assert!(refused.code == 1 && refused.err.contains("join.rhai has changed since the run"), "{}", refused.err);
    folder.write("join.rhai", JOIN);
    done(&folder, &named);
    assert!(folder.read("captured.test.toml").contains("script = \"join.rhai\""));
    assert_eq!(folder.test(&["captured.test.toml"]).code, 0);
    let again = enlist(&folder, &named);
    assert!(again.code == 1 && again.err.contains("exists already"), "{}", again.err);
}

#[test]
fn what_cannot_be_repeated_is_refused_and_nothing_is_written() {
    let folder = office();
    done(&folder, &["run", "join.rhai", "--input", INPUT]);
    let run = latest(&folder);
    done(&folder, &["group", "remove", "managers", "--yes", "-e", "acme"]);
    let refused = capture(&folder, &run);
    assert!(refused.code == 1 && refused.err.contains("error[E0602]"), "{}", refused.err);
    folder.write("depends.rhai", "if input.email == \"ada@real.example\" { print(\"it is she\") }");
    done(&folder, &["run", "depends.rhai", "--input", "{\"email\":\"ada@real.example\"}"]);
    let refused = capture(&folder, &latest(&folder));
    assert!(refused.code == 1 && refused.err.contains("the log was"), "{}", refused.err);
    assert!(!folder.path("captured.test.toml").exists());
    let unknown = capture(&folder, "nonsense");
    assert!(unknown.code == 1 && unknown.err.contains("there is no run"), "{}", unknown.err);
}
