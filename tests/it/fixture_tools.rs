//! What stands around fixtures: mutation, coverage, watching.

use super::fixtures::Folder;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

const ADD: &str = r#"if input.email == () {
    throw "no email";
}
bizzStream.addUser(#{
    globalEmailAddress: input.email, name: "Ada", administrator: false, active: true, language: "en", locale: "en",
});
"#;

const WEAK: &str = r#"script = "add.rhai"
[[case]]
name = "somebody is added"
input = { email = "ada@example.com" }
"#;

const STRONG: &str = r#"script = "add.rhai"
[[case]]
name = "somebody is added"
input = { email = "ada@example.com" }
expect.effects = [{ label = "ada@example.com", changes = { name = "Ada", administrator = false, active = true, language = "en", locale = "en" } }]
[[case]]
name = "nobody is refused"
input = {}
expect.error = "E0302"
"#;

#[test]
fn a_mutant_that_no_case_notices_is_shown_as_a_difference() {
    let folder = Folder::with(&[("add.rhai", ADD), ("add.test.toml", WEAK)]);
    let weak = folder.test(&["--mutate"]);
    assert_eq!(weak.code, 1, "{}", weak.out);
    for line in [
        "survived: add.rhai:5:81: no case notices that this mutant",
        "administrator: false, active: true, language: \"en\", locale: \"en\",\n   + ",
        "administrator: false, active: false, language: \"en\", locale: \"en\",",
    ] {
        assert!(weak.out.contains(line), "{line}: {}", weak.out);
    }
    let json: serde_json::Value = serde_json::from_str(weak_json(&folder).trim()).unwrap();
    assert!(json["mutation"]["survivors"].as_array().unwrap().len() > 1, "{json}");
    folder.write("add.test.toml", STRONG);
    let strong = folder.test(&["--mutate"]);
    assert!(strong.code == 0 && strong.out.contains(" 0 survived"), "{}", strong.out);
}

fn weak_json(folder: &Folder) -> String {
    folder.test(&["--mutate", "--json"]).out
}

#[test]
fn cases_that_fail_are_not_mutated() {
    let failing = WEAK.replace("input = { email = \"ada@example.com\" }", "input = {}");
    let folder = Folder::with(&[("add.rhai", ADD), ("add.test.toml", &failing)]);
    let tested = folder.test(&["--mutate"]);
    assert!(tested.code == 1 && !tested.out.contains("mutants"), "{}", tested.out);
}

#[test]
fn coverage_is_told_written_and_held_to_a_minimum() {
    let folder = Folder::with(&[("add.rhai", ADD), ("add.test.toml", WEAK)]);
    let tested = folder.test(&["--coverage", "lcov=out/lcov.info,cobertura=out/cobertura.xml,html=out"]);
    assert_eq!(tested.code, 0, "{}{}", tested.out, tested.err);
    assert!(tested.out.contains("add.rhai: lines 66.6 % (2 of 3), branches 50.0 % (1 of 2)"), "{}", tested.out);
    assert!(tested.out.contains("throw \"no email\";"), "{}", tested.out);
    assert!(folder.read("out/lcov.info").contains("SF:add.rhai"));
    assert!(folder.read("out/cobertura.xml").contains("filename=\"add.rhai\""));
    assert!(folder.read("out/index.html").contains("add.rhai"));
    let short = folder.test(&["--min-coverage", "90"]);
    assert_eq!(short.code, 5, "{}", short.out);
    assert!(short.err.contains("below the minimum of 90 %"), "{}", short.err);
    folder.write("add.test.toml", STRONG);
    assert_eq!(folder.test(&["--min-coverage", "100"]).code, 0);
    // Also when cases fail, for that is when somebody looks; a failed case counts more.
    folder.write("add.test.toml", &WEAK.replace("ada@example.com", "nonsense"));
    let failed = folder.test(&["--coverage", "text", "--min-coverage", "100"]);
    assert!(failed.code == 1 && failed.out.contains("add.rhai: lines"), "{}", failed.out);
    assert_eq!(folder.test(&["--coverage", "nonsense"]).code, 2);
    assert_eq!(folder.test(&["--min-coverage", "101"]).code, 2);
}

#[test]
fn watching_runs_again_when_a_script_changes() {
    let folder = Folder::with(&[("add.rhai", ADD), ("add.test.toml", WEAK)]);
    let mut program = Watching::begin(&folder);
    assert!(program.summary().starts_with("1 passed, 0 failed"));
    folder.write("add.rhai", "throw \"broken\"");
    assert!(program.summary().starts_with("0 passed, 1 failed"));
    folder.write("add.test.toml", "nonsense = 1");
    assert!(program.summary().starts_with("0 passed, 0 failed, 1 broken file"));
    folder.write("add.test.toml", WEAK);
    folder.write("add.rhai", ADD);
    assert!(program.summary().starts_with("1 passed, 0 failed"));
}

/// A program that watches; it ends with the value.
struct Watching(Child, BufReader<std::process::ChildStdout>);

impl Watching {
    fn begin(folder: &Folder) -> Watching {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
        command.args(["test", "--watch"]).current_dir(folder.path("")).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Watching(child, out)
    }

    /// The summary of the next round, when it is over and the program waits.
    fn summary(&mut self) -> String {
        let mut summary = String::new();
        loop {
            let mut line = String::new();
            assert!(self.1.read_line(&mut line).unwrap() > 0, "it ended");
            if line.starts_with("waiting") {
                return summary;
            }
            if line.contains(" passed, ") {
                summary = line;
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
