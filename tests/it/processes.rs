//! Several real processes on one file: nobody sees that it was busy, and no update is lost.

use super::world::Shell;
use std::path::Path;
use std::process::{Command, Output};

const PROCESSES: usize = 4;
const RUNS: usize = 50;

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

fn count_up(shell_program: impl Fn() -> Command, script: &Path) {
    for round in 0..RUNS {
        let output = shell_program().arg("run").arg(script).output().unwrap();
        assert!(output.status.success(), "run {round}: {}", said(&output));
    }
}

#[test]
fn no_update_is_lost_between_processes() {
    let shell = counter();
    let (database, script) = (shell.path("enlist.db"), shell.path("count.rhai"));
    std::thread::scope(|scope| {
        for _ in 0..PROCESSES {
            scope.spawn(|| {
                let program = || {
                    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
                    command.env_clear().arg("--database").arg(&database);
                    command
                };
                count_up(program, &script);
            });
        }
    });
    let user = shell.json(&["user", "show", "counter@example.com"]);
    assert_eq!(user["name"], (PROCESSES * RUNS).to_string());
    let runs = shell.json(&["runs", "list", "--limit", "10000"]);
    assert_eq!(runs.as_array().unwrap().len(), PROCESSES * RUNS);
}

#[test]
fn backups_under_load_are_consistent() {
    let shell = counter();
    let (database, script) = (shell.path("enlist.db"), shell.path("count.rhai"));
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let program = || {
                let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
                command.env_clear().arg("--database").arg(&database);
                command
            };
            count_up(program, &script);
        });
        let mut taken = 0;
        while !writer.is_finished() || taken == 0 {
            let name = format!("copy-{taken}.db");
            let output = program(&shell).arg("backup").arg(shell.path(&name)).output().unwrap();
            assert!(output.status.success(), "{}", said(&output));
            taken += 1;
            // A counter and the runs that made it belong together.
            let other = format!("{{}}/{name}");
            let user = shell.json(&["--database", &other, "user", "show", "counter@example.com"]);
            let runs = shell.json(&["--database", &other, "runs", "list", "--limit", "10000"]);
            assert_eq!(user["name"], runs.as_array().unwrap().len().to_string(), "{name}");
        }
    });
}
