//! Which fixtures run, in which order, and how it ends: selection, what failed last, snapshots, exit codes.

use super::fixtures::Folder;
use enlist::fixtures::{Options, Progress, Selection, run};
use std::collections::BTreeSet;
use std::sync::Mutex;

/// Three cases, of which the second fails.
const THREE: &str = r#"
[[case]]
name = "one"
source = "1"
[[case]]
name = "two"
source = "2"
expect.result = 1
[[case]]
name = "three"
source = "3"
"#;

#[test]
fn cases_are_picked_by_parts_of_their_names_their_scripts_and_their_files() {
    let folder = Folder::with(&[
        ("numbers.test.toml", THREE),
        ("deep/down/letters.test.toml", "script = \"alpha.rhai\"\n[[case]]\nname = \"a\"\n[[case]]\nname = \"t\"\n"),
        ("deep/down/alpha.rhai", "1"),
        (".hidden/no.test.toml", "not even TOML"),
    ]);
    let names = |words: &[&str]| {
        let outcomes = folder.outcomes(words);
        outcomes.iter().map(|outcome| outcome.split_once(": ").unwrap().0.to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(&[]), "a t one two three");
    assert_eq!(names(&["--filter", "one", "--filter", "alpha.rhai"]), "a t one");
    assert_eq!(names(&["--filter", "t"]), "a t one two three", "all files have a t in their names");
    assert_eq!(names(&["--filter", "two"]), "two");
    assert_eq!(names(&["deep"]), "a t");
    assert_eq!(names(&["numbers.test.toml", "./numbers.test.toml", "."]), "a t one two three", "each file once");
    let shards: Vec<String> = ["1/3", "2/3", "3/3"].iter().map(|part| names(&["--shard", part])).collect();
    assert_eq!(shards, ["one", "a two", "t three"], "together they have every case once");
}

#[test]
fn a_random_order_is_told_and_repeated_by_its_seed() {
    let folder = Folder::with(&[("a.test.toml", THREE)]);
    let first = folder.test(&["--order", "random", "--format", "json=first.json"]);
    assert_eq!(first.code, 1);
    let json: serde_json::Value = serde_json::from_str(&folder.read("first.json")).unwrap();
    assert!(json["seed"].is_u64());
    let again = folder.test(&["--order", "random", "--seed", "7"]);
    assert!(again.out.trim_end().ends_with("in random order from --seed 7"), "{}", again.out);
    // The order is that of the work, not that of the report.
    assert_eq!(folder.outcomes(&["--order", "random", "--seed", "7"]), folder.outcomes(&[]));
    let begun = |seed: u64| {
        let options = Options {
            selection: Selection { seed: Some(seed), ..Selection::all() },
            threads: Some(1),
            ..Options::default()
        };
        let names = Mutex::new(Vec::new());
        let progress = |progress: Progress| names.lock().unwrap().push(progress.case.name.clone());
        run(&[folder.path("a.test.toml")], &options, &progress).unwrap();
        names.into_inner().unwrap()
    };
    assert_eq!(begun(7), begun(7));
    assert!((0..20).map(begun).collect::<BTreeSet<_>>().len() > 3, "seeds make orders");
}

#[test]
fn those_that_failed_last_run_again_until_they_pass() {
    let folder = Folder::with(&[("a.test.toml", THREE), ("b.test.toml", THREE)]);
    assert_eq!(folder.test(&["--failed"]).code, 4, "nothing failed before");
    assert_eq!(folder.test(&[]).code, 1);
    assert_eq!(folder.outcomes(&["--failed"]), ["two: failed", "two: failed"]);
    folder.write("a.test.toml", &THREE.replace("expect.result = 1", "expect.result = 2"));
    assert_eq!(folder.outcomes(&["--failed", "--filter", "a.test"]), ["two: passed"]);
    assert_eq!(folder.outcomes(&["--failed"]), ["two: failed"], "the other one is not forgotten");
    folder.write("b.test.toml", &THREE.replace("expect.result = 1", "expect.result = 2"));
    assert_eq!(folder.test(&["--failed"]).code, 0);
    assert_eq!(folder.test(&["--failed"]).code, 4);
    folder.write(".enlist/last-test.json", "{");
    let ended = folder.test(&["--failed"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("remove it, and run the tests without `--failed` once"), "{}", ended.err);
}

#[test]
fn fail_fast_begins_no_case_after_one_has_failed() {
    let folder = Folder::with(&[("a.test.toml", THREE)]);
    assert_eq!(folder.outcomes(&["--fail-fast", "--jobs", "1"]), ["one: passed", "two: failed"]);
}

#[test]
fn a_case_that_is_skipped_says_why_and_fails_nothing() {
    let folder = Folder::with(&[(
        "a.test.toml",
        "[[case]]\nname = \"one\"\nsource = \"throw 1\"\nskip = \"until the form is there\"\n",
    )]);
    let tested = folder.test(&[]);
    assert_eq!(tested.code, 0);
    assert!(tested.out.starts_with("a.test.toml\n  - one skipped: until the form is there\n"), "{}", tested.out);
    assert!(tested.out.contains("0 passed, 0 failed, 1 skipped in "), "{}", tested.out);
}

#[test]
fn snapshots_are_written_compared_and_taken_away() {
    let case = |name: &str, result: &str| {
        format!(
            "[[case]]\nname = \"{name}\"\nsource = '{result}'\nexpect = {{ result = \"snapshot\", log = \"snapshot\" }}\n"
        )
    };
    let both = |b: u8| [case("one", &format!("#{{ a: 1, b: {b} }}")), case("two", "2")].concat();
    let folder = Folder::with(&[("a.test.toml", &both(2))]);
    assert_eq!(folder.test(&[]).code, 1, "there is no snapshot yet");
    assert_eq!(folder.test(&["--update"]).code, 0);
    assert_eq!(folder.test(&[]).code, 0);
    let written = folder.read("a.test.snapshots.json");
    assert_eq!(
        written,
        "{\n  \"one\": {\n    \"result\": {\n      \"a\": 1,\n      \"b\": 2\n    },\n    \"log\": []\n  },\n  \"two\": {\n    \
         \"result\": 2,\n    \"log\": []\n  }\n}\n"
    );

    folder.write("a.test.toml", &both(3));
    let changed = folder.test(&[]);
    assert_eq!(changed.code, 1);
    let expected = "\
failed: one: result: it is not as in the snapshot; `enlist test --update` writes it anew if it is right
 --> a.test.toml:4:21
  |
4 | expect = { result = \"snapshot\", log = \"snapshot\" }
  |                     ^^^^^^^^^^
     {
       \"a\": 1,
   -   \"b\": 2
   +   \"b\": 3
     }
";
    assert!(changed.out.contains(expected), "{}", changed.out);

    // Without the second case its snapshots are orphans, unless only some cases ran.
    folder.write("a.test.toml", &case("one", "#{ a: 1, b: 2 }"));
    let orphaned = folder.test(&[]);
    assert_eq!(orphaned.code, 1);
    let expected = "\
orphaned snapshot: no case uses the result of \"two\" in a.test.snapshots.json
  help: run `enlist test --update` to remove it

orphaned snapshot: no case uses the log of \"two\" in a.test.snapshots.json
  help: run `enlist test --update` to remove it

1 passed, 0 failed, 2 orphaned snapshots in ";
    assert!(orphaned.out.contains(expected), "{}", orphaned.out);
    assert_eq!(folder.test(&["--filter", "one"]).code, 0);
    assert_eq!(folder.test(&["--filter", "one", "--update"]).code, 0);
    assert_eq!(folder.read("a.test.snapshots.json"), written, "what did not run keeps its snapshots");
    assert_eq!(folder.test(&["--update"]).code, 0);
    assert!(!folder.read("a.test.snapshots.json").contains("two"));

    folder.write("a.test.toml", "[[case]]\nname = \"one\"\nsource = \"1\"\n");
    assert_eq!(folder.test(&["--update"]).code, 0);
    assert!(!folder.path("a.test.snapshots.json").exists(), "a file without snapshots goes");
    assert_eq!(folder.test(&[]).code, 0);

    // So does the file of a fixture that is gone.
    folder.write("deep/gone.test.snapshots.json", "{ \"one\": { \"result\": 1 } }");
    let orphaned = folder.test(&[]);
    assert_eq!(orphaned.code, 1);
    let expected = "orphaned snapshot: no case uses the result of \"one\" in deep/gone.test.snapshots.json\n";
    assert!(orphaned.out.contains(expected), "{}", orphaned.out);
    assert_eq!(folder.test(&["a.test.toml"]).code, 0);
    assert_eq!(folder.test(&["--update"]).code, 0);
    assert!(!folder.path("deep/gone.test.snapshots.json").exists());
}

#[test]
fn exit_codes_tell_passed_failed_misused_broken_and_empty_apart() {
    let good = "[[case]]\nname = \"one\"\nsource = \"1\"\n";
    let folder = Folder::with(&[
        ("good.test.toml", good),
        ("bad.test.toml", THREE),
        ("broken/a.test.toml", "[[case]]\n"),
        ("broken/b.test.toml", THREE),
        ("world/only.test.toml", "given.groups = []\n"),
        ("script.rhai", "1"),
    ]);
    let cases: &[(&[&str], i32)] = &[
        (&["good.test.toml"], 0),
        (&["good.test.toml", "bad.test.toml"], 1),
        (&["none.test.toml"], 2),
        (&["script.rhai"], 2),
        (&["--shard", "4/3"], 2),
        (&["--shard", "0/3"], 2),
        (&["--format", "xml"], 2),
        (&["--format", "json="], 2),
        (&["--format", "json", "--format", "tap"], 2),
        (&["--unknown"], 2),
        (&["broken"], 3),
        (&["good.test.toml", "--filter", "nothing is called this"], 4),
        (&["world"], 4),
    ];
    for (words, code) in cases {
        let tested = folder.test(words);
        assert_eq!(tested.code, *code, "{words:?}: {}{}", tested.out, tested.err);
    }
}
