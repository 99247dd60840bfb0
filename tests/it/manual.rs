//! The manual, held to its word: what it shows of scripts runs, and the commands it names are there.

use super::readme::Shell as OwnShell;
use super::world::{Shell, World, with_people};
use enlist::cli::Exit;
use enlist::directory::{AboutOption, Required};
use enlist::domain::RunStatus;
use enlist::script::api::Functions;

/// The blocks of code of the manual: language and text.
fn blocks(manual: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = manual;
    while let Some((_, after)) = rest.split_once("\n```") {
        let (language, after) = after.split_once('\n').expect("a block has lines");
        let (text, after) = after.split_once("\n```\n").expect("a block is closed");
        blocks.push((language, text));
        rest = after;
    }
    blocks
}

#[test]
fn every_block_of_the_manual_runs() {
    let shell = Shell::new();
    let manual = shell.out(&["manual"]);
    let (mut scripts, mut usages) = (0, 0);
    for (language, text) in blocks(&manual) {
        match language {
            "rhai" => {
                let run = with_people().run(text);
                assert_eq!(run.status, RunStatus::Committed, "{text}: {:?}", run.error);
                scripts += 1;
            }
            "text" => {
                let words = text.split_whitespace().take_while(|word| !word.starts_with(['[', '<', '-']));
                there_is(&shell, &words.collect::<Vec<_>>().join(" "));
                usages += 1;
            }
            other => panic!("a block in {other:?}, which nothing holds to its word: {text}"),
        }
    }
    assert_eq!(scripts, Functions::default().iter().count());
    assert_eq!(usages, manual.matches("### `enlist ").count());
}

#[test]
fn every_command_that_the_manual_names_is_there() {
    let shell = Shell::new();
    let manual = shell.out(&["manual"]);
    let lines = manual.lines().filter(|line| !line.starts_with('#'));
    let spans = lines.flat_map(|line| line.split('`').skip(1).step_by(2)).filter(|span| span.starts_with("enlist "));
    let named: Vec<&str> = spans.collect();
    assert!(named.len() > 5, "{named:?}");
    named.into_iter().for_each(|command| there_is(&shell, command));
}

/// Asks a command for its help, with the words that stand behind it, so that flags that it does not have are found. Words like
/// `NAME` that stand for an argument are left out: some arguments take only certain words.
fn there_is(shell: &Shell, command: &str) {
    let words: Vec<&str> = command.split_whitespace().collect();
    let is_word = |at: usize| words[at - 1].starts_with('-') || words[at].chars().any(char::is_lowercase);
    let words: Vec<&str> = (1..words.len()).filter(|at| is_word(*at)).map(|at| words[at]).chain(["--help"]).collect();
    let ended = shell.enlist(&words);
    assert_eq!(ended.exit, Exit::Done, "{command}: {}", ended.err);
}

#[test]
fn every_example_of_a_command_runs() {
    let manual = Shell::new().out(&["manual"]);
    let examples = manual.lines().filter_map(|line| line.strip_prefix("For example: "));
    let shell = OwnShell::new();
    shell.run("mkdir -p .local/share/bash-completion/completions");
    let mut count = 0;
    for example in examples {
        shell.run(&example.replace("&lt;", "<").replace("\\*", "*").replace("\\_", "_").replace('`', ""));
        count += 1;
    }
    assert!(count >= 2, "the examples were not found");
}

#[test]
fn every_example_of_an_option_is_accepted() {
    for function in Functions::default().iter() {
        let options = function.options.map(|options| options()).unwrap_or_default();
        let required = |about: &&&AboutOption| about.required != Required::No;
        for option in &options {
            let others = options.iter().filter(required).filter(|about| about.name != option.name);
            let given: Vec<String> =
                others.chain([option]).map(|about| format!("{}: {}", about.name, about.example)).collect();
            let call = format!("{}(#{{ {} }})", function.path(), given.join(", "));
            // Users whom the options name are there; what `addUser` adds is not, once.
            let mut worlds = vec![with_people()];
            if function.name == "addUser" {
                worlds.push(World::acme());
            }
            for mut world in worlds {
                let run = world.run(&call);
                assert_eq!(run.status, RunStatus::Committed, "{call}: {:?}", run.error);
            }
        }
    }
}
