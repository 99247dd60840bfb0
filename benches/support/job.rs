//! The main job: an environment with a menu and two groups, and a script that adds users to them.

use enlist::app::{App, System};
use enlist::directory::{TokenDraft, add_token};
use enlist::domain::{Name, Permissions, Run};
use enlist::model::Model;
use enlist::script::{Mode, Request, Script, ScriptSource, Trigger, deploy};
use enlist::store::Access;
use std::path::Path;

const MODEL: &str = r#"
[environment]
name = "Bench"
id = "bench"
[[menus]]
name = "office"
[[groups]]
name = "planning"
[[groups]]
name = "managers"
"#;

/// One script for all runs. The differences are in `input`, as with a form.
#[allow(dead_code)] // Some benchmarks that include this file do not use it.
pub const ADD_ONE: &str = r#"
bizzStream.addUser(#{
    globalEmailAddress: input.email,
    name: input.name,
    administrator: false,
    active: true,
    locale: "en",
    language: "en",
    menuName: "office",
    memberGroupNames: ["planning", "managers"],
});
"#;

/// Creates a database with the environment.
pub fn create(path: &Path) {
    let (app, _) = App::create(path, System::real().expect("a system")).expect("a database");
    let model = Model::parse(MODEL).expect("a model");
    let transaction = app.begin(Access::Write).expect("a transaction");
    model.create(transaction).expect("an environment").commit().expect("committed");
}

/// Creates a database with the environment and another one, `other`, and deploys these scripts in both. Returns a token
/// for the first.
#[allow(dead_code)] // Some benchmarks that include this file do not use it.
pub fn create_served(path: &Path, scripts: &[(&str, &str)]) -> String {
    create(path);
    let app = open(path);
    let other = Model::parse("[environment]\nname = \"other\"\n").expect("a model");
    other.create(app.begin(Access::Write).expect("a transaction")).expect("another").commit().expect("committed");
    for environment in ["bench", "other"] {
        let mut work = app.enter(environment, Access::Write).expect("an environment");
        for (name, source) in scripts {
            let script = ScriptSource {
                name: Name::parse(name).expect("a name"),
                source: (*source).to_owned(),
                who: Some(vec!["tokens".to_owned()]),
                listens: None,
            };
            deploy(&mut work, app.functions(), script).expect("deployed").expect("without findings");
        }
        work.commit().expect("committed");
    }
    token_of(path, "bench")
}

/// Copies a database including its log.
#[allow(dead_code)]
pub fn copy(from: &Path, to: &Path) {
    open(from).backup(to, true).expect("a copy");
}

/// Adds a token with all permissions for an environment. Returns its secret.
#[allow(dead_code)]
pub fn token_of(path: &Path, environment: &str) -> String {
    let mut work = open(path).enter(environment, Access::Write).expect("an environment");
    let name = Name::parse("bench").expect("a name");
    let draft = TokenDraft { name, permissions: Permissions::all(), lifetime: None };
    let (_, secret) = add_token(&mut work, draft).expect("a token");
    work.commit().expect("committed");
    secret.to_text()
}

/// Opens a database from [`create`].
pub fn open(path: &Path) -> App {
    App::open(path, System::real().expect("a system")).expect("a database")
}

/// Returns a script that calls `function` for each user of a round.
#[allow(dead_code)] // Some benchmarks that include this file do not use it.
pub fn script(function: &str, users: usize, round: usize) -> String {
    format!(
        r#"
        for i in 0..{users} {{
            {function}(#{{
                globalEmailAddress: `user-{round}-${{i}}@example.com`,
                name: `User ${{i}}`,
                administrator: false,
                active: true,
                locale: "en",
                language: "en",
                menuName: "office",
                memberGroupNames: ["planning", "managers"],
            }});
        }}
        "#
    )
}

/// Runs a script, which must succeed.
#[allow(dead_code)]
pub fn run(app: &mut App, source: &str, input: Option<serde_json::Value>, mode: Mode) -> Run {
    let script = Script { name: "bench.rhai".to_owned(), source: source.to_owned() };
    let request = Request { script, input, key: None, trigger: Trigger::Operator };
    let run = app.run("bench", &request, mode).expect("a run");
    assert!(run.error.is_none(), "{:?}", run.error);
    run
}
