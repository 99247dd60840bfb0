//! The example model: every script of it, planned and committed with its sample input, one after the other.

use super::world::{Shell, root};
use enlist::cli::Exit;

#[test]
fn the_example_scripts_work_one_after_the_other() {
    let shell = Shell::new();
    // The script, its input, and what the run says of itself at the end.
    let story = [
        ("onboard", "onboard", "2 added, 2 e-mails wait"),
        ("onboard", "onboard", "nothing changed"),
        ("move_team", "move_team", "1 changed"),
        ("nightly_import", "nightly_import", "2 added, 1 changed, 2 e-mails wait"),
        ("nightly_import", "nightly_import", "nothing changed"),
        ("leaver", "leaver", "2 changed"),
        ("leaver", "leaver", "nothing changed"),
        ("move_team", "move_team_all", "1 changed"),
    ];
    for (script, input, summary) in story {
        let script = example(&format!("{script}.rhai"));
        let input = format!("@{}", example(&format!("input/{input}.json")));
        let planned = shell.out(&["plan", &script, "--input", &input]);
        let run = shell.out(&["run", &script, "--input", &input]);
        let last = |text: &str| {
            let is_summary = |line: &&str| line.starts_with("planned: ") || line.starts_with("committed run ");
            text.lines().find(is_summary).unwrap_or_default().to_owned()
        };
        assert_eq!(last(&planned), format!("planned: {summary} — nothing was written"), "{script}");
        assert!(last(&run).starts_with("committed run ") && last(&run).ends_with(&format!(": {summary}")), "{run}");
    }
}

#[test]
fn the_example_scripts_say_what_they_need() {
    let shell = Shell::new();
    shell.out(&["run", &example("onboard.rhai"), "--input", &format!("@{}", example("input/onboard.json"))]);
    let cases = [
        ("onboard", r#"{"name": "Ada"}"#, "the form needs the name and the email of a colleague"),
        (
            "onboard",
            r#"{"name": "Ada", "email": "a@b.example", "department": "sails"}"#,
            "there is no department \"sails\"",
        ),
        ("move_team", r#"{"from": "sales"}"#, "which team is moved where?"),
        ("move_team", r#"{"from": "sales", "to": "sails"}"#, "there is no team \"sails\""),
        ("leaver", "{ }", "who leaves?"),
        ("leaver", r#"{"email": "nobody@b.example"}"#, "the leaver nobody@b.example is not known here"),
        ("nightly_import", "{ }", "there is nothing to import"),
        ("nightly_import", r#"[{"email": "a@b"}, {"name": "Ada"}]"#, "2 of 2 rows failed and only 0 may"),
    ];
    for (script, input, said) in cases {
        let ended = shell.enlist(&["run", &example(&format!("{script}.rhai")), "--input", input]);
        assert_eq!(ended.exit, Exit::Refused, "{script} {input}");
        assert!(ended.err.contains(said), "{script} {input}: {}", ended.err);
    }
    assert!(shell.out(&["run", &example("onboard.rhai")]).contains("nobody to onboard"));
}

#[test]
fn the_published_example_runs_unchanged_under_either_name() {
    for name in ["published/add_user.js", "published/add_user.rhai"] {
        let shell = Shell::new();
        let said = shell.out(&["run", &example(name)]);
        assert!(said.contains("+ groups            managers, planning"), "{said}");
        assert!(said.contains(": 1 added, 1 e-mail waits\nresult: {"), "{said}");
    }
}

fn example(name: &str) -> String {
    root().join("scripts").join(name).display().to_string()
}
