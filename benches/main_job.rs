//! The main job against the same rows written by hand: one script adds 10,000 users with a menu and two groups each.
//!
//! `cargo bench --bench main_job` prints ratios of rates, paired round by round in one run, and their medians; 1.0 is the
//! rate by hand. `-- --large` repeats it with 1,000,000 users already there, `-- --memory` reports the peak of one run.

#[path = "support/by_hand.rs"]
mod by_hand;
#[path = "support/mod.rs"]
mod support;

use enlist::app::{App, System};
use enlist::domain::RunStatus;
use enlist::model::Model;
use enlist::script::{Mode, Request, Script, Trigger};
use enlist::store::Access;
use std::path::Path;
use std::time::{Duration, Instant};
use support::{median, ratio_line};

const USERS: usize = 10_000;
const ROUNDS: usize = 7;

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

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let folder = tempfile::tempdir().expect("a temporary folder");
    if words.iter().any(|word| word == "--memory") {
        let path = folder.path().join("memory.db");
        create(&path);
        by_script(&path, 0);
        println!("peak memory of the process after one run of {USERS} users: {} MiB", support::peak_memory_mib());
        return;
    }
    let template = folder.path().join("template.db");
    create(&template);
    if words.iter().any(|word| word == "--large") {
        by_hand::add_to_go_on(&template, 1_000_000, 1_000_000);
        compare("10,000 users added to 1,000,000", &template, folder.path(), 5);
    } else {
        compare("10,000 users added to an empty environment", &template, folder.path(), ROUNDS);
    }
}

/// Adds the same users by hand and by script, each to a fresh copy of the template, in turn.
fn compare(title: &str, template: &Path, folder: &Path, rounds: usize) {
    let mut hand = Vec::new();
    let mut script = Vec::new();
    for round in 0..=rounds {
        let copy = |name: &str| {
            let path = folder.join(format!("{name}-{round}.db"));
            std::fs::copy(template, &path).expect("a copy");
            path
        };
        let path = copy("hand");
        let began = Instant::now();
        by_hand::add(&path, USERS, 0);
        let by_hand_took = began.elapsed();
        std::fs::remove_file(&path).expect("removed");
        let path = copy("script");
        let by_script_took = by_script(&path, round);
        std::fs::remove_file(&path).expect("removed");
        // The first round warms up.
        if round > 0 {
            hand.push(by_hand_took);
            script.push(by_script_took);
        }
    }
    let per_user = |took: &[Duration]| median(took).as_secs_f64() * 1e6 / USERS as f64;
    println!("{title}");
    println!("  by hand   {:6.1} µs a user", per_user(&hand));
    println!("  by script {:6.1} µs a user", per_user(&script));
    println!("  {}", ratio_line("rate of the script, by hand = 1", &hand, &script));
}

fn create(path: &Path) {
    let (app, _) = App::create(path, System::real().expect("a system")).expect("a database");
    let model: Model = Model::parse(MODEL).expect("a model");
    model
        .create(app.begin(Access::Write).expect("a transaction"))
        .expect("an environment")
        .commit()
        .expect("committed");
}

fn by_script(path: &Path, round: usize) -> Duration {
    let source = format!(
        r#"
        for i in 0..{USERS} {{
            bizzStream.addUser(#{{
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
    );
    let request = Request {
        script: Script { name: "bench.rhai".to_owned(), source },
        input: None,
        key: None,
        trigger: Trigger::Operator,
    };
    let mut app = App::open(path, System::real().expect("a system")).expect("a database");
    let began = Instant::now();
    let run = app.run("bench", &request, Mode::Commit).expect("a run");
    let took = began.elapsed();
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
    assert_eq!((run.effects.len(), run.letters.len()), (USERS, USERS));
    took
}
