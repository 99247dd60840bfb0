//! Hostile scripts, each with its verdict, run by the real program (SECURITY 1), and most of them as fixtures too.
//!
//! The first line of a script in `tests/attacks` says how it must end: `ok`, or the code of the error. Whatever it does, the
//! program must not break off, must end within twice its time limit and must stay within the memory it is given here.

use super::world::{ACME, Shell, root};
use enlist::fixtures::{self, Options};
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
    let scripts = scripts();
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

/// The scripts of the corpus, by name.
fn scripts() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(root().join("tests/attacks")).unwrap().map(|entry| entry.unwrap().path());
    let mut scripts: Vec<PathBuf> = folder.filter(|path| path.extension().is_some_and(|end| end == "rhai")).collect();
    scripts.sort();
    assert!(scripts.len() > 150, "the corpus was not found");
    scripts
}

/// Name and verdict of a script.
fn verdict(script: &Path) -> (String, String) {
    let source = std::fs::read_to_string(script).unwrap();
    let verdict = source.lines().next().unwrap().strip_prefix("// verdict: ").unwrap_or("none").to_owned();
    (script.file_stem().unwrap().to_string_lossy().into_owned(), verdict)
}

/// Runs one script on its own copy of the database; answers what was wrong.
fn attack(script: &Path, template: &Path, folder: &Path) -> Option<String> {
    let (name, verdict) = verdict(script);
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

/// Those that take their time, up to its limit, in each of a fixture's runs: the test above is enough for them.
const SLOW: &[&str] = &[
    "caught_refusals",
    "caught_refusals_kept",
    "contains_slow",
    "deep_arrays",
    "deep_arrays_as_text",
    "deep_arrays_compared",
    "deep_arrays_contained",
    "deep_arrays_debugged",
    "deep_arrays_dedup",
    "deep_arrays_dropped",
    "deep_arrays_interpolated",
    "deep_arrays_printed",
    "deep_arrays_pushed",
    "deep_arrays_returned",
    "deep_maps",
    "deep_maps_as_options",
    "deep_maps_as_text",
    "deep_maps_assigned",
    "deep_maps_indexed",
    "deep_maps_keys",
    "deep_maps_printed",
    "deep_maps_thrown",
    "deep_mixed",
    "endless_while_with_work",
    "huge_keys",
    "many_changes",
    "many_groups_kept",
    "many_large_variables",
    "many_menus",
    "many_options",
    "many_users",
    "many_users_kept",
    "many_users_without_letters",
    "print_flood_short",
    "slow_queries",
    "sort_forever",
    "sort_large",
    "sort_with_bad_comparator",
    "string_compare_slow",
    "string_sub",
    "wide_map_by_index",
];

/// The fixture stands beside the scripts, so that `enlist test tests/attacks` runs the corpus.
#[test]
fn the_corpus_is_a_fixture_that_passes() {
    let file = root().join("tests/attacks/attacks.test.toml");
    let written = fixture();
    if std::fs::read_to_string(&file).unwrap_or_default() != written {
        std::fs::write(&file, written).unwrap();
        panic!("{} was not in step with the scripts and has been written anew: run the test again", file.display());
    }
    let report = fixtures::run(&[file], &Options::default(), &|_| {}).unwrap();
    let failed: Vec<_> = report.cases.iter().filter(|case| !case.failures().is_empty()).collect();
    assert!(report.is_good(), "{failed:#?} {:?}", report.broken);
    assert_eq!((report.passed(), report.skipped()), (scripts().len() - SLOW.len(), SLOW.len()));
}

/// The fixture that the first lines of the scripts make.
fn fixture() -> String {
    let mut text = format!(
        "# The corpus of hostile scripts, each with its verdict. Made of their first lines by tests/it/attacks.rs.\n\n[given]{}",
        ACME.replace("[environment]", "[given.environment]").replace("[[", "[[given.")
    );
    for script in scripts() {
        let (name, verdict) = verdict(&script);
        text += &format!("\n[[case]]\nname = \"{name}\"\nscript = \"{name}.rhai\"\nas = \"operator\"\n");
        if verdict != "ok" {
            text += &format!("expect.error = \"{verdict}\"\n");
        }
        if SLOW.contains(&name.as_str()) {
            text += "skip = \"takes its time\"\n";
        }
    }
    text
}
