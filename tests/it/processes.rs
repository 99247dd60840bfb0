//! Several real processes on one file: nobody sees that it was busy, and no update is lost.

use super::world::Shell;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

const PROCESSES: u64 = 4;

/// Reads a number, adds one, writes it: two runs at a time that do not wait for each other lose an update.
const COUNT: &str = r#"
let user = bizzStream.getUser(#{ globalEmailAddress: "counter@example.com" });
let count = parse_int(user.profile.environments.acme.name);
bizzStream.addUser(#{ globalEmailAddress: "counter@example.com", name: `${count + 1}` });
"#;

/// The real program on the shell's database.
pub fn program(shell: &Shell) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    command.env_clear().arg("--database").arg(shell.path("enlist.db"));
    command
}

/// A number from the surroundings, for tests that have a long version.
pub fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var_os(name).map_or(otherwise, |text| text.to_str().and_then(|text| text.parse().ok()).expect(name))
}

/// What a program said, for the message of a test that fails.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn counter() -> Shell {
    let shell = Shell::acme();
    shell.write("count.rhai", COUNT);
    shell.out(&[
        "user",
        "add",
        "counter@example.com",
        "--name",
        "0",
        "--administrator",
        "false",
        "--locale",
        "en",
        "--language",
        "en",
    ]);
    shell
}

fn count_up(database: &Path, script: &Path, runs: u64) {
    for round in 0..runs {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
        let output = command.env_clear().arg("--database").arg(database).arg("run").arg(script).output().unwrap();
        assert!(output.status.success(), "run {round}: {}", said(&output));
    }
}

/// How far the counter came and how many runs made it: they belong together.
fn counted(shell: &Shell, database: &str) -> (String, usize) {
    let user = shell.json(&["--database", database, "user", "show", "counter@example.com"]);
    let runs = shell.json(&["--database", database, "runs", "list", "--limit", "10000"]);
    (user["name"].as_str().unwrap().to_owned(), runs.as_array().unwrap().len())
}

#[test]
fn no_update_is_lost_between_processes() {
    let runs = number("ENLIST_RUNS", 50);
    let shell = counter();
    let (database, script) = (shell.path("enlist.db"), shell.path("count.rhai"));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..PROCESSES {
            scope.spawn(|| count_up(&database, &script, runs));
        }
    });
    let made = PROCESSES * runs;
    println!("{PROCESSES} processes at a time, {made} runs, no error, in {:?}", began.elapsed());
    assert_eq!(counted(&shell, &database.display().to_string()), (made.to_string(), made as usize));
}

#[test]
fn several_may_create_a_database_at_once() {
    for _ in 0..20 {
        let shell = Shell::new();
        let init = |_| program(&shell).arg("init").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let children: Vec<_> = (0..PROCESSES).map(init).collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", said(&output));
        }
        shell.out(&["doctor"]);
    }
}

#[test]
fn backups_under_load_are_consistent_and_can_be_restored() {
    let backups = number("ENLIST_BACKUPS", 10);
    let shell = counter();
    let (database, script) = (shell.path("enlist.db"), shell.path("count.rhai"));
    let done = AtomicBool::new(false);
    let mut counts = Vec::new();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    count_up(&database, &script, 1);
                }
            });
        }
        let _stop = Stop(&done);
        for number in 0..backups {
            let (copy, restored) = (format!("copy-{number}.db"), format!("restored-{number}.db"));
            let output = program(&shell).arg("backup").arg(shell.path(&copy)).output().unwrap();
            assert!(output.status.success(), "{}", said(&output));
            let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
            command.env_clear().arg("--database").arg(shell.path(&restored)).arg("restore").arg(shell.path(&copy));
            let output = command.output().unwrap();
            assert!(output.status.success(), "{}", said(&output));
            let (count, runs) = counted(&shell, &format!("{{}}/{restored}"));
            assert_eq!(count, runs.to_string(), "{restored}");
            let doctor = shell.json(&["--database", &format!("{{}}/{restored}"), "doctor"]);
            assert_eq!(doctor["state"], "advice", "nobody administers, and that is all: {doctor}");
            counts.push(runs);
            for name in [copy, restored] {
                std::fs::remove_file(shell.path(&name)).unwrap();
            }
        }
    });
    println!("{backups} backups, restored and verified, with {} to {} runs", counts[0], counts[counts.len() - 1]);
    assert!(counts.is_sorted() && counts[0] < counts[counts.len() - 1], "nobody wrote meanwhile: {counts:?}");
}

/// Stops the writers when it goes, also when a check has failed.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
