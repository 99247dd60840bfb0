//! Fixtures (`enlist test`): worlds, the ways in which a case is run, inputs, what a leak is.

use super::world::{ACME, World};
use enlist::fixtures::{self, Options};
use enlist::store::{Access, OutsideRows};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

/// A folder with fixtures, in which the real program runs: paths in reports are those from there.
pub struct Folder(tempfile::TempDir);

/// How `enlist test` ended.
pub struct Tested {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    /// A folder with these files.
    pub fn with(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Reads a file.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs `enlist test` in the folder.
    pub fn test(&self, words: &[&str]) -> Tested {
        let program = Command::new(env!("CARGO_BIN_EXE_enlist"))
            .arg("test")
            .args(words)
            .current_dir(self.0.path())
            .env_remove("ENLIST_DATABASE")
            .env_remove("ENLIST_ENVIRONMENT")
            .env_remove("CLICOLOR_FORCE")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Tested { code: program.status.code().unwrap(), out: text(program.stdout), err: text(program.stderr) }
    }

    /// Runs it with `--json`; answers what stands there as `name: outcome`.
    pub fn outcomes(&self, words: &[&str]) -> Vec<String> {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        let tested = self.test(&words);
        let json: serde_json::Value = serde_json::from_str(&tested.out).unwrap_or_else(|_| panic!("{}", tested.err));
        let cases = json["cases"].as_array().unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        cases.iter().map(|case| format!("{}: {}", text(&case["name"]), text(&case["outcome"]))).collect()
    }
}

/// Runs one file of fixtures whose cases must pass.
fn passes(files: &[(&str, &str)]) {
    let tested = Folder::with(files).test(&[]);
    assert_eq!(tested.code, 0, "{}{}", tested.out, tested.err);
}

#[test]
fn worlds_are_included_from_the_first_to_the_files_own_to_the_cases() {
    let shared = r#"
[given]
groups = ["sales"]
now = "2023-05-01T00:00:00Z"
[[given.users]]
globalEmailAddress = "ada@b.example"
name = "Ada"
memberGroupNames = ["sales"]
"#;
    let own = r#"
include = ["worlds/left.test.toml", "worlds/right.test.toml"]
[given]
now = "2023-06-01T00:00:00Z"
[[given.users]]
globalEmailAddress = "ada@b.example"
memberGroupNames = ["finance"]
[[case]]
name = "the file comes last"
source = "bizzStream.getUser(#{ globalEmailAddress: 'ada@b.example' }).createdAt"
expect.result = "2023-05-02T00:00:00.000Z"
expect.users."ada@b.example".groups = ["finance"]
expect.users."bob@b.example" = { nothing = true }
expect.exact = ["users"]
[[case]]
name = "but for the case"
source = "bizzStream.groups().map(|group| group.name)"
given = { groups = ["legal"], users = [{ globalEmailAddress = "bob@b.example", memberGroupNames = ["legal"] }] }
expect.result = ["finance", "legal", "sales"]
expect.users = { "bob@b.example" = { groups = ["legal"], name = "bob", language = "en", active = true } }
"#;
    passes(&[
        ("worlds/shared.test.toml", shared),
        ("worlds/left.test.toml", "include = [\"shared.test.toml\"]\n"),
        ("worlds/right.test.toml", "include = [\"../worlds/shared.test.toml\"]\ngiven.groups = [\"finance\"]\n"),
        ("own.test.toml", own),
    ]);
}

#[test]
fn a_world_is_that_of_the_scripts_model_or_of_another_or_the_fixtures_own() {
    let cases = r#"
[[case]]
name = "the model of the script's folder"
script = "acme/name.rhai"
expect.result = ["Acme", 3]
[[case]]
name = "the model that is named"
source = "actionInfo.environmentName"
given.model = "acme"
expect.result = "Acme"
[[case]]
name = "an environment of its own, with everything in it"
script = "acme/name.rhai"
expect.result = ["Own", 1]
expect.users = { "ada@b.example" = { role = "boss", menus = ["start"], profile = { site = "north" }, groups = ["all"] } }
[case.given]
environment = { name = "Own", id = "own" }
menus = ["start"]
groups = [{ name = "all", menus = ["start"] }]
roles = [{ name = "boss" }]
profileFields = [{ key = "site", type = "choice", choices = ["north"] }]
users = [
    { globalEmailAddress = "ada@b.example", role = "boss", profile = { site = "north" }, memberGroupNames = ["all"] },
]
[[case]]
name = "none of it"
source = "[actionInfo.environmentName, bizzStream.groups()]"
expect.result = ["Fixture", []]
"#;
    passes(&[
        ("acme/model.toml", ACME),
        ("acme/name.rhai", "[actionInfo.environmentName, bizzStream.groups().len()]"),
        ("a.test.toml", cases),
    ]);
}

#[test]
fn a_policy_goes_over_that_of_the_model_and_people_elsewhere_have_accounts() {
    let cases = r#"
[[case]]
name = "the policy's language is the operator's"
as = "operator"
source = "[actionInfo.currentUser.language, actionInfo.currentUser.name]"
given.policy = { language = "nl" }
expect.result = ["nl", "Operator"]
[[case]]
name = "what is granted may be done"
source = "bizzStream.addGroup(#{ name: 'sales' })"
given.policy = { grants = ["groups.manage"] }
expect.effects = [{ action = "added", subject = "group", label = "sales" }]
[[case]]
name = "what is not granted may not"
source = "bizzStream.addGroup(#{ name: 'sales' })"
given.policy = { grants = ["users.add"] }
expect.error = "E0209"
[[case]]
name = "whoever has an account elsewhere is no user here, and gets a notice"
source = """
let before = bizzStream.getUser(#{ globalEmailAddress: 'ada@b.example' });
bizzStream.addUser(#{ globalEmailAddress: 'ada@b.example', name: 'A', administrator: false, language: 'en', locale: 'en', active: true });
before
"""
given.elsewhere = [{ globalEmailAddress = "ada@b.example", name = "Ada" }]
expect.result = { nothing = true }
expect.letters = [{ to = "ada@b.example", kind = "notice" }]
expect.users."ada@b.example" = { name = "A" }
"#;
    passes(&[("a.test.toml", cases)]);
}

#[test]
fn a_case_without_a_trigger_runs_as_an_administrator_and_as_an_ordinary_member() {
    let folder = Folder::with(&[(
        "a.test.toml",
        r#"
[[case]]
name = "an administrator"
source = "actionInfo.currentUser.administrator"
expect.result = true
[[case]]
name = "a member"
source = "actionInfo.currentUser.administrator"
expect.result = false
[[case]]
name = "an administrator by name"
as = "administrator"
source = "actionInfo.currentUser.administrator"
expect.result = true
[[case]]
name = "a member by name"
as = "member"
source = "actionInfo.currentUser.administrator"
expect.result = false
[[case]]
name = "a user by address"
as = "ada@b.example"
source = "actionInfo.currentUser.name"
given.users = [{ globalEmailAddress = "ada@b.example", name = "Ada" }]
expect.result = "Ada"
"#,
    )]);
    let outcomes = folder.outcomes(&[]);
    let failed: Vec<&str> = outcomes.iter().filter_map(|outcome| outcome.strip_suffix(": failed")).collect();
    assert_eq!(failed, ["an administrator", "a member"]);
    let said = folder.test(&[]).out;
    assert!(said.contains("failed: an administrator, triggered by an ordinary member: result"), "{said}");
    assert!(said.contains("failed: a member: result"), "{said}");
}

#[test]
fn a_case_says_that_a_schedule_a_token_or_an_event_triggers_it() {
    passes(&[(
        "a.test.toml",
        r#"
[[case]]
name = "a schedule is no administrator"
as = "schedule"
source = "[actionInfo.type, actionInfo.event, actionInfo.currentUser.administrator]"
expect.result = ["schedule", { nothing = true }, false]
[[case]]
name = "nor is a token"
as = "token"
source = "[actionInfo.type, actionInfo.currentUser.username, actionInfo.currentUser.administrator]"
expect.result = ["rest", "token", false]
[[case]]
name = "what an event carries is the input too"
event = "order.placed"
input = { number = 7 }
source = "[actionInfo.type, actionInfo.event.type, actionInfo.event.info == input, input.number]"
expect.result = ["event", "order.placed", true, 7]
[[case]]
name = "an event may carry nothing, and cause others"
event = "order.placed"
source = "bizzStream.emitEvent(\"order.seen\"); actionInfo.event.info"
given.policy.grants = ["events.emit"]
expect.result = { nothing = true }
expect.effects = [{ subject = "event", label = "order.seen" }]
[[case]]
name = "nothing that happens by itself makes administrators"
event = "order.placed"
source = '''bizzStream.addUser(#{ globalEmailAddress: "ada@b.example", name: "Ada", administrator: true, language: "en",
    locale: "en" })'''
expect.error = { code = "E0209", option = "administrator" }
"#,
    )]);
}

#[test]
fn runs_begin_from_the_same_world_however_many_there_were() {
    let case = |number: u32| {
        format!(
            "[[case]]\nname = \"{number}\"\nsource = '''
let added = bizzStream.addUser(#{{ globalEmailAddress: 'a@b.example', name: 'A', administrator: false, language: 'en', \
             locale: 'en', active: true }});
[added._id, added.createdAt, actionInfo.runId]'''
expect.result = \"snapshot\"\n"
        )
    };
    let folder = Folder::with(&[("a.test.toml", &(1..=9).map(case).collect::<String>())]);
    assert_eq!(folder.test(&["--update", "--jobs", "1"]).code, 0);
    let snapshots: serde_json::Value = serde_json::from_str(&folder.read("a.test.snapshots.json")).unwrap();
    let different: BTreeSet<String> =
        snapshots.as_object().unwrap().values().map(|parts| parts["result"].to_string()).collect();
    assert_eq!(different.len(), 1, "{different:?}");
    for jobs in ["1", "4"] {
        assert_eq!(folder.test(&["--jobs", jobs, "--order", "random"]).code, 0);
    }
}

#[test]
fn after_a_failed_run_users_are_as_they_were() {
    passes(&[(
        "a.test.toml",
        r#"
given.users = [{ globalEmailAddress = "ada@example.com", name = "Ada" }]
[[case]]
name = "one"
source = """bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Grace" }); throw "no";"""
expect.error = "E0302"
expect.users = { "ada@example.com" = { name = "Ada" }, "new@example.com" = { nothing = true } }
"#,
    )]);
}

#[test]
fn inputs_have_numbers_dates_nothing_and_nesting() {
    passes(&[(
        "a.test.toml",
        r#"
[[case]]
name = "an input"
source = "input"
input = { day = 2023-02-01, at = 2023-02-01T10:00:00Z, none = { nothing = true }, list = [1, 1.5, [true, "x"]], map = { } }
expect.exact = true
expect.result = { day = "2023-02-01", at = "2023-02-01T10:00:00Z", none = { nothing = true }, list = [1.0, 1.5, [true, "x"]], map = {} }
[[case]]
name = "none"
source = "input == ()"
expect.result = true
[[case]]
name = "a map with the key `nothing` that is not true"
source = "input.nothing"
input = { nothing = false }
expect.result = false
[[case]]
name = "an array"
source = "input.len()"
input = [{ a = 1 }, { a = 2 }]
expect.result = 2
"#,
    )]);
}

#[test]
fn the_example_model_passes_its_fixtures_and_no_mistake_in_its_scripts_goes_unnoticed() {
    let scripts = super::world::root().join("scripts");
    let report = fixtures::mutate(&[scripts], &Options::default(), &|_| {}).unwrap();
    let failed: Vec<_> = report.cases.iter().filter(|case| !case.failures().is_empty()).collect();
    assert!(report.is_good(), "{failed:#?} {:?}", report.broken);
    assert!(report.passed() > 50, "the fixtures were not found");
    let mutation = report.mutation.as_ref().unwrap();
    let survivors: Vec<_> = mutation.scripts.iter().flat_map(|script| &script.survivors).collect();
    assert!(survivors.is_empty(), "{survivors:#?}");
    assert!(mutation.mutants() > 100, "{}", mutation.summary());
}

/// What a script does in one environment, and whether another one can see it.
#[test]
fn what_happens_in_another_environment_is_a_leak() {
    let beta = ACME.replace("Acme", "Beta").replace("\"acme\"", "\"beta\"");
    let add = |address: &str, options: &str| {
        format!(
            "bizzStream.addUser(#{{ globalEmailAddress: '{address}', name: 'Ada', administrator: false, language: 'en', \
             locale: 'en', active: true{options} }})"
        )
    };
    let first = add("ada@b.example", ", menuNames: ['office'], memberGroupNames: ['planning']");
    let changes = [
        add("new@b.example", ", sendInvitation: false"),
        add("ada@b.example", ", menuNames: ['reports']"),
        add("ada@b.example", ", memberGroupNames: ['sales']"),
        add("ada@b.example", ", profile: #{ jobTitle: 'x' }"),
        add("ada@b.example", ", role: 'planner'"),
        "bizzStream.deactivateUser('ada@b.example')".to_owned(),
        "bizzStream.addGroup(#{ name: 'new' })".to_owned(),
        "bizzStream.addMenu(#{ name: 'new' })".to_owned(),
        "bizzStream.emitEvent('new', #{})".to_owned(),
    ];
    for change in &changes {
        for (environment, leaks) in [("acme", false), ("beta", true)] {
            let mut world = World::acme().with(&beta);
            world.run_in("acme", &first);
            world.run_in("beta", &first);
            let outside = OutsideRows::take(&world.app.enter("acme", Access::Write).unwrap()).unwrap();
            let run = world.run_in(environment, change);
            assert!(run.error.is_none(), "{change}: {:?}", run.error);
            let difference = outside.difference(&world.app.enter("acme", Access::Write).unwrap()).unwrap();
            assert_eq!(difference.is_some(), leaks, "{change} in {environment}: {difference:?}");
        }
    }
}
