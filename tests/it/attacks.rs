//! Hostile scripts, each with its verdict, run by the real program (SECURITY 1).
//!
//! The first line of a script in `tests/attacks` says how it must end: `ok`, or the code of the error. Whatever it does, the
//! program must not break off, must end within twice its time limit and must stay within the memory it is given here.

use super::world::{Shell, root};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Twice the limit of five seconds.
const LONGEST: Duration = Duration::from_secs(10);

/// Address space in KiB: a deep stack, the program, and what a run may hold. Beyond it, the program breaks off and fails.
const MEMORY: u32 = 400_000;

#[test]
fn hostile_scripts_end_as_they_must() {
    let shell = Shell::acme();
    let mut scripts: Vec<PathBuf> =
        std::fs::read_dir(root().join("tests/attacks")).unwrap().map(|entry| entry.unwrap().path()).collect();
    scripts.sort();
    assert!(scripts.len() > 150, "the corpus was not found");
    // Two at a time: the slow ones wait for their time limit, not for the machine.
    let (left, right) = scripts.split_at(scripts.len() / 2);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let halves = [left, right].map(|half| {
            let template = shell.path("enlist.db");
            let folder = shell.path("");
            scope.spawn(move || half.iter().filter_map(|script| attack(script, &template, &folder)).collect::<Vec<_>>())
        });
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Runs one script on its own copy of the database; answers what was wrong.
fn attack(script: &Path, template: &Path, folder: &Path) -> Option<String> {
    let name = script.file_stem().unwrap().to_string_lossy().into_owned();
    let source = std::fs::read_to_string(script).unwrap();
    let verdict = source.lines().next().unwrap().strip_prefix("// verdict: ").unwrap_or("none").to_owned();
    let database = folder.join(format!("{name}.db"));
    std::fs::copy(template, &database).unwrap();
    let began = Instant::now();
    let ended = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh", env!("CARGO_BIN_EXE_enlist"), "run"])
        .arg(script)
        .args(["--json", "--environment", "acme", "--database"])
        .arg(&database)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let took = began.elapsed();
    std::fs::remove_file(&database).unwrap();
    let output = String::from_utf8_lossy(&ended.stdout);
    let complaint = String::from_utf8_lossy(&ended.stderr);
    let Ok(json) = serde_json::from_str::<serde_json::Value>(&output) else {
        return Some(format!("{name}: {} without an answer: {complaint}", ended.status));
    };
    let found = json["error"]["code"].as_str().unwrap_or("ok");
    let code = if found == "ok" { 0 } else { 1 };
    // On a busy machine the limit of time may come before whatever else would have ended the script.
    let out_of_time = json["error"]["message"].as_str().is_some_and(|message| message.starts_with("`time`"));
    if (found != verdict && !out_of_time) || ended.status.code() != Some(code) {
        return Some(format!(
            "{name}: {verdict} was expected, found {found}, {}: {}",
            ended.status, json["error"]["message"]
        ));
    }
    if took > LONGEST {
        return Some(format!("{name}: took {took:?}"));
    }
    None
}
