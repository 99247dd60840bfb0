//! Texts of scripts as editors and shells write them: a byte-order mark, line ends of two characters, a first line `#!…`.

use super::fixtures::Folder;
use super::world::{Shell, World, request};
use enlist::domain::RunStatus;
use enlist::script::{Mode, mutants, version_of};

/// A script with everything: a mark, a line for the shell with quotes in it, and line ends of two characters.
const MARKED: &str =
    "\u{feff}#!/usr/bin/env -S enlist run # don''t mind\r\nlet x = '';\r\nlet y = `\r\none\r\ntwo`;\r\nx + y\r\n";

#[test]
fn a_marked_script_runs() {
    let mut world = World::acme();
    assert_eq!(world.result(MARKED), "one\ntwo");
    assert_eq!(world.result("\u{feff}1 + 1"), 2);
    assert_eq!(world.result("#!/usr/bin/env enlist\n1 + 1"), 2);
    let continued = world.result("\"a \\\n  b\"");
    assert_eq!(world.result("\"a \\\r\n  b\""), continued);
    // Only the first line is for the shell, and only one mark is a mark.
    assert!(world.problems("1;\n#!x").starts_with("E0301 2:1 "));
    assert!(world.problems("\u{feff}\u{feff}1").starts_with("E0301 1:1 "));
}

#[test]
fn the_version_is_that_of_the_stored_text() {
    let mut world = World::acme();
    let run = world.app.run("acme", &request(MARKED), Mode::Commit).unwrap();
    assert_eq!((run.status, run.version), (RunStatus::Committed, version_of(MARKED)));
}

#[test]
fn lines_and_columns_are_those_of_an_editor() {
    let mut world = World::acme();
    let problems = |world: &mut World, script: &str| world.problems(script).split(' ').nth(1).unwrap().to_owned();
    assert_eq!(problems(&mut world, "\u{feff}bizzStream.addUzer()"), "1:12");
    assert_eq!(problems(&mut world, "\u{feff}let x = ;"), "1:9");
    assert_eq!(problems(&mut world, "#!x\r\n\r\n  bizzStream.addUzer()"), "3:14");
    assert_eq!(problems(&mut world, "\u{feff}#!x\r\nlet a = 1;\r\n  let x = ;"), "3:11");
    assert_eq!(problems(&mut world, "\u{feff}bizzStream.findUsers(#{\r\n  limit: 801 })"), "2:3");
    assert_eq!(problems(&mut world, "\u{feff}bizzStream.findUsers(#{ limit: 801 })"), "1:25");
    assert_eq!(problems(&mut world, "\u{feff}if true {"), "1:10");
}

#[test]
fn a_message_shows_the_line_without_mark_and_carriage_return() {
    let shell = Shell::acme();
    shell.write("a.rhai", "\u{feff}let a = 1;\r\nlet b = 2;\r\nbizzStream.addUzer(a, b);\r\nprint(a);\r\n");
    shell.write("b.rhai", "\u{feff}bizzStream.addUzer();\r\nprint(1);\r\n");
    for command in ["run", "check"] {
        for (file, shown) in [
            ("a.rhai", "a.rhai:3:12\n  |\n3 | bizzStream.addUzer(a, b);\n  |            ^^^^^^^\n"),
            ("b.rhai", "b.rhai:1:12\n  |\n1 | bizzStream.addUzer();\n  |            ^^^^^^^\n"),
        ] {
            let ended = shell.enlist(&[command, &format!("{{}}/{file}")]);
            let text = format!("{}{}", ended.out, ended.err);
            assert!(text.contains(shown), "{command}: {text}");
            assert!(!text.contains(['\r', '\u{feff}', '\u{fffd}']), "{command}: {text:?}");
        }
    }
    let sarif = shell.enlist(&["check", "{}/b.rhai", "--format", "sarif"]).out;
    assert!(sarif.contains(r#""startColumn":12,"endLine":1,"endColumn":19"#), "{sarif}");
}

#[test]
fn mutants_of_a_marked_script_keep_the_rest_of_the_text() {
    let source = "\u{feff}let a = 1; if a == 1 {\r\n  print(true);\r\n}\r\n";
    let found = mutants(source);
    assert!(found.iter().any(|mutant| mutant.source == source.replace("a == 1", "a != 1")), "{found:#?}");
    assert!(found.iter().all(|mutant| mutant.source.starts_with('\u{feff}')), "{found:#?}");
}

#[test]
fn coverage_of_a_marked_script_is_that_of_the_plain_one() {
    let covered = |source: &str| {
        let case = "script = \"x.rhai\"\n[[case]]\nname = \"one\"\n";
        let folder = Folder::with(&[("x.test.toml", case), ("x.rhai", source)]);
        let ended = folder.test(&["--coverage", "text"]);
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
        let lines = ended.out.lines().filter(|line| line.contains('%') || line.contains(" | "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let plain = "if 1 == 2 { print(1); }\nlet a = 1;\n";
    let lines = covered(plain);
    assert!(lines.iter().any(|line| line.ends_with("1 | if 1 == 2 { print(1); }")), "{lines:#?}");
    assert_eq!(covered(&format!("\u{feff}{}", plain.replace('\n', "\r\n"))), lines);
}
