//! Benchmark of the start of the program: `enlist run` of a small script on an existing database, against a minimal
//! program that opens SQLite, builds a script engine and evaluates `1+1`.
//!
//! `cargo bench --bench start` measures whole processes in turn and prints the paired ratios of their wall times. 1.0 is
//! the minimal program.

#[path = "support/mod.rs"]
mod support;

use enlist::app::{App, System};
use enlist::model::Model;
use enlist::store::Access;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::{median, ratio_line};

const ROUNDS: usize = 60;

const SCRIPT: &str = r#"bizzStream.addUser(#{ globalEmailAddress: `user-${input}@example.com`, name: "User", administrator: false,
    active: true, locale: "en", language: "en", memberGroupNames: ["planning"] });"#;

fn main() {
    let words: Vec<String> = std::env::args().collect();
    if let [_, word, path] = words.as_slice()
        && word == "--floor"
    {
        floor(Path::new(path));
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = folder.path().join("start.db");
    let script = folder.path().join("small.rhai");
    std::fs::write(&script, SCRIPT).expect("a script");
    create(&database);
    // The minimal program has its own database. Otherwise it would have to copy the log of the other program into the
    // database.
    let other = folder.path().join("floor.db");
    create(&other);
    let itself = std::env::current_exe().expect("this program");
    let mut program = Vec::new();
    let mut minimal = Vec::new();
    for round in 0..=ROUNDS {
        let floor = time(Command::new(&itself).arg("--floor").arg(&other));
        let run = time(
            Command::new(env!("CARGO_BIN_EXE_enlist"))
                .arg("run")
                .arg(&script)
                .args(["--environment", "bench", "--input", &round.to_string(), "--database"])
                .arg(&database),
        );
        if round > 0 {
            program.push(run);
            minimal.push(floor);
        }
    }
    let milliseconds = |durations: &[Duration]| median(durations).as_secs_f64() * 1e3;
    println!("enlist run of a small script on an existing database");
    println!("  minimal program {:5.2} ms", milliseconds(&minimal));
    println!("  enlist run      {:5.2} ms", milliseconds(&program));
    println!("  {}", ratio_line("wall time, minimal program = 1", &program, &minimal));
}

/// Runs the minimal program.
fn floor(path: &Path) {
    let connection = rusqlite::Connection::open(path).expect("the database");
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).expect("a result");
    assert!(tables > 0);
    let sum: i64 = rhai::Engine::new().eval("1+1").expect("a sum");
    assert_eq!(sum, 2);
}

fn create(path: &Path) {
    let (app, _) = App::create(path, System::real().expect("a system")).expect("a database");
    let model = Model::parse("[environment]\nname = \"Bench\"\nid = \"bench\"\n[[groups]]\nname = \"planning\"\n");
    let transaction = app.begin(Access::Write).expect("a transaction");
    model.expect("a model").create(transaction).expect("an environment").commit().expect("committed");
}

fn time(command: &mut Command) -> Duration {
    let began = Instant::now();
    let status = command.stdout(Stdio::null()).status().expect("a process");
    let took = began.elapsed();
    assert!(status.success(), "{command:?}");
    took
}
