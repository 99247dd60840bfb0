//! Benchmark of fixtures: 1,000 cases on all processors. They share an initial state with five users; each case has a
//! script with three `addUser` calls.
//!
//! A case consists of three runs (cold, cached, as an ordinary member) and a check of the second environment after each.
//! The lower bound is to plan the same runs in a prepared directory, without checks. The benchmark also measures
//! `enlist test` with one case.

#[path = "support/mod.rs"]
mod support;

use enlist::app::{App, System};
use enlist::domain::Moment;
use enlist::fixtures::{self, Options};
use enlist::model::Model;
use enlist::script::{Mode, Request, Script, Trigger};
use enlist::store::Access;
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::{median, ratio_line};

const CASES: usize = 1_000;
const ROUNDS: usize = 7;

const SCRIPT: &str = r#"
for number in 0..3 {
    bizzStream.addUser(#{ globalEmailAddress: `${input.name}-${number}@example.com`, name: input.name,
        administrator: false, active: true, locale: "en", language: "en", memberGroupNames: ["planning"] });
}
"#;

const MODEL: &str = "[environment]\nname = \"Acme\"\nid = \"acme\"\n[[groups]]\nname = \"planning\"\n";

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    write("model.toml", MODEL);
    write("add.rhai", SCRIPT);
    write("many.test.toml", &fixture(CASES));
    let many = folder.path().join("many.test.toml");
    let options = Options::default();
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get());
    let (mut cases, mut bare) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let by_fixtures = timed(|| {
            let report = fixtures::run(std::slice::from_ref(&many), &options, &|_| {}).expect("a report");
            assert!(report.is_good() && report.passed() == CASES, "{}", report.summary());
        });
        let by_runs = timed(|| {
            std::thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| plan(CASES / threads));
                }
            });
        });
        // The first round is a warm-up and is not counted.
        if round > 0 {
            cases.push(by_fixtures);
            bare.push(by_runs);
        }
    }
    println!("{CASES} cases of three addUser calls, on {threads} threads");
    println!("  {:.0} cases a second (goal: at least 1,500)", CASES as f64 / median(&cases).as_secs_f64());
    println!("  {}", ratio_line("rate of the cases, bare runs = 1", &bare, &cases));
    write("one.test.toml", &fixture(1));
    let one = folder.path().join("one.test.toml");
    let starts: Vec<Duration> = (0..21).map(|_| start(&one)).collect();
    println!("  `enlist test` with one case: {:.1} ms (goal: below 50)", median(&starts).as_secs_f64() * 1e3);
}

fn fixture(cases: usize) -> String {
    let mut text = "script = \"add.rhai\"\n".to_owned();
    for number in 0..5 {
        let _ = write!(text, "[[given.users]]\nglobalEmailAddress = \"user{number}@example.com\"\n");
    }
    for number in 0..cases {
        let _ = write!(
            text,
            "[[case]]\nname = \"case {number}\"\ninput = {{ name = \"n{number}\" }}\n\
             expect.effects = [{{ action = \"added\", label = \"n{number}-0@example.com\" }}]\n"
        );
    }
    text
}

/// Plans the runs of this number of cases, without checks.
fn plan(cases: usize) {
    let mut app = App::in_memory(System::fixed(Moment(0))).expect("a directory");
    let model = Model::parse(MODEL).expect("a model");
    model.create(app.begin(Access::Write).expect("begun")).and_then(|work| Ok(work.commit()?)).expect("created");
    for number in 0..cases {
        let request = Request {
            script: Script { name: "add.rhai".to_owned(), source: SCRIPT.to_owned() },
            input: Some(serde_json::json!({ "name": format!("n{number}") })),
            key: None,
            trigger: Trigger::Operator,
        };
        for _ in 0..3 {
            let run = app.run("acme", &request, Mode::Plan).expect("a run");
            assert!(run.error.is_none(), "{:?}", run.error);
        }
    }
}

fn start(fixture: &Path) -> Duration {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    command.arg("test").arg(fixture).stdout(Stdio::null());
    timed(|| assert!(command.status().expect("a process").success()))
}

fn timed(does: impl FnOnce()) -> Duration {
    let began = Instant::now();
    does();
    began.elapsed()
}
