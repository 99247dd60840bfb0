//! The main job: an environment with a menu and two groups, and a script that adds users to them.

use enlist::app::{App, System};
use enlist::domain::Run;
use enlist::model::Model;
use enlist::script::{Mode, Request, Script, Trigger};
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

/// Creates a database with the environment.
pub fn create(path: &Path) {
    let (app, _) = App::create(path, System::real().expect("a system")).expect("a database");
    let model = Model::parse(MODEL).expect("a model");
    let transaction = app.begin(Access::Write).expect("a transaction");
    model.create(transaction).expect("an environment").commit().expect("committed");
}

/// Opens a database of [`create`].
pub fn open(path: &Path) -> App {
    App::open(path, System::real().expect("a system")).expect("a database")
}

/// A script that calls `function` for each of so many users of a round.
#[allow(dead_code)] // Not every bench that includes this file needs it.
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

/// Runs a script that must succeed.
pub fn run(app: &mut App, source: &str, input: Option<serde_json::Value>, mode: Mode) -> Run {
    let script = Script { name: "bench.rhai".to_owned(), source: source.to_owned() };
    let request = Request { script, input, key: None, trigger: Trigger::Operator };
    let run = app.run("bench", &request, mode).expect("a run");
    assert!(run.error.is_none(), "{:?}", run.error);
    run
}
