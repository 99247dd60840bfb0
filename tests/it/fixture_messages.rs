//! What people read when a test fails or a fixture is broken, to the letter: `tests/messages` holds each fixture with what is
//! said of it. What cannot be brought about from outside, a leak and a script that does not repeat itself, is tested where the
//! message is made.

use super::fixtures::Folder;
use super::world::root;

#[test]
fn every_kind_of_failure_says_what_was_expected_and_what_was_found() {
    all("failures.txt", 1);
}

#[test]
fn every_kind_of_broken_fixture_says_what_is_wrong_and_where() {
    all("broken.txt", 3);
}

/// Runs each fixture of a file alone, and compares what is said between the list of cases and the summary.
fn all(file: &str, code: i32) {
    let text = std::fs::read_to_string(root().join("tests/messages").join(file)).unwrap();
    let mut wrong = String::new();
    let sections = text.split("==== ").skip(1);
    for section in sections {
        let (what, rest) = section.split_once('\n').unwrap();
        let (fixture, said) = rest.split_once("---- is said of it:\n").unwrap();
        let folder = Folder::with(&[
            ("a.test.toml", fixture),
            ("b.test.toml", "include = [\"a.test.toml\"]\n"),
            ("wrong.test.toml", "given.grops = []\n"),
            ("a/keep", ""),
        ]);
        let tested = folder.test(&["a.test.toml"]);
        let is_of_a_failure = |block: &&str| !block.starts_with("a.test.toml\n  ") && !block.contains(" passed, ");
        let blocks: Vec<&str> = tested.out.trim_matches('\n').split("\n\n").filter(is_of_a_failure).collect();
        let found = blocks.join("\n\n");
        if tested.code != code || found != said.trim_end() {
            wrong += &format!("{what}: exit {}\n{found}\n{}\n", tested.code, tested.err);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(text.matches("==== ").count() > 20, "the messages were not found");
}
