//! Coverage: every point of a script against a table made by hand, and covering runs against ordinary ones.

use super::world::{ACME, NOW, World, request, root};
use enlist::app::{App, System};
use enlist::domain::{Code, Place, Run, RunStatus};
use enlist::fixtures::coverage::{cobertura, html, lcov, summary};
use enlist::model::Model;
use enlist::script::coverage::{Coverage, Minimum, OptionCoverage, PointKind, ScriptCoverage};
use enlist::script::{Mode, Request, Script};
use serde_json::json;
use std::path::PathBuf;

/// Twenty branches, with everything that can decide.
const TWENTY: &str = r#"fn sign(n) {
    if n < 0 { return "minus"; } else if n == 0 { return "nought"; }
    "plus"
}
fn never(x) { x }
let found = [];
for n in [3, 0, 7] { found.push(sign(n)); }
for n in [] { found.push(n); }
let i = 0; while i < 2 { i += 1; }
do { i -= 1; } while i > 0;
let word = switch i { 0 => "zero", _ => "many" };
switch word { "one" => print("one") }
try { throw "oops"; } catch { found.push("caught"); }
let both = i == 0 && word == "zero";
[found.map(|w| w.len()), both]
"#;

/// By hand: line, column, what, how often.
const TABLE: &str = "\
1:12 function `sign` 3
2:5 statement 3
2:5 `if`: else 3
2:5 `if`: then 0
2:16 statement 0
2:39 statement 3
2:39 `if`: else 2
2:39 `if`: then 1
2:51 statement 1
3:5 statement 2
5:13 function `never` 0
5:15 statement 0
6:1 statement 1
7:1 statement 1
7:1 `for`: entered 1
7:1 `for`: skipped 0
7:22 statement 3
8:1 statement 1
8:1 `for`: entered 0
8:1 `for`: skipped 1
8:15 statement 0
9:1 statement 1
9:12 statement 1
9:12 `while`: entered 1
9:12 `while`: skipped 0
9:26 statement 2
10:1 statement 1
10:1 `do`: again 1
10:1 `do`: done 1
10:6 statement 2
11:1 statement 1
11:12 `switch`: _ 0
11:12 `switch`: arm 1 1
11:28 statement 1
11:41 statement 0
12:1 statement 1
12:1 `switch`: arm 1 0
12:1 `switch`: no arm 1
12:24 statement 0
13:1 statement 1
13:1 `try`: caught 1
13:1 `try`: passed 0
13:7 statement 1
13:31 statement 1
14:1 statement 1
14:19 `&&`: operand 1 decides 0
14:19 `&&`: operand 2 decides 1
15:1 statement 1
15:16 function `lambda` 4
15:16 statement 4
";

/// A directory that counts what scripts reach.
pub fn covering() -> World {
    let app = App::in_memory(System::fixed(NOW)).unwrap().covering();
    World { app }.with(ACME)
}

/// The points of a script after a run, as lines of the table.
fn points(source: &str) -> String {
    let mut world = covering();
    let run = world.run(source);
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
    table(&world.app.take_coverage().scripts[0])
}

fn table(script: &ScriptCoverage) -> String {
    let line = |point: &enlist::script::coverage::Point| {
        format!("{}:{} {} {}\n", point.place.line, point.place.column, point.kind, point.hits)
    };
    script.points.iter().map(line).collect()
}

#[test]
fn every_point_of_a_script_is_counted_at_its_place() {
    assert_eq!(points(TWENTY), TABLE);
    assert_eq!(TABLE.matches("`: ").count(), 20);
    let coverage = of_twenty();
    assert_eq!(coverage.line_share().to_string(), "61.5 % (8 of 13)");
    assert_eq!(coverage.branch_share().to_string(), "60.0 % (12 of 20)");
    assert_eq!(coverage.function_share().to_string(), "66.6 % (2 of 3)");
    let lines = coverage.scripts[0].lines();
    assert_eq!(lines[&2], 0, "one statement of the line did not run");
    assert_eq!(lines[&10], 1);
}

/// What was reached of the twenty branches.
pub fn of_twenty() -> Coverage {
    let mut world = covering();
    world.run(TWENTY);
    world.app.take_coverage()
}

/// The ways of a script's decisions that were taken, in the order of the text.
fn taken(source: &str) -> Vec<String> {
    let mut world = covering();
    world.run(source);
    let coverage = world.app.take_coverage();
    let ways = coverage.scripts[0].points.iter().filter(|point| point.kind.is_branch() && point.hits > 0);
    ways.map(|way| format!("{} {}×{}", way.place.column, way.kind, way.hits).replace('`', "")).collect()
}

#[test]
fn ways_are_those_that_were_taken() {
    for (source, expected) in [
        ("let a = () ?? 1 ?? 2; a", vec!["12 ??: operand 2 decides×1"]),
        ("let a = 1 ?? 2; a", vec!["11 ??: operand 1 decides×1"]),
        ("let f = false; let t = true; t && f && t", vec!["32 &&: operand 2 decides×1"]),
        ("let f = false; let t = true; f || t", vec!["32 ||: operand 2 decides×1"]),
        // What breaks off decided nothing.
        ("try { if [][1] { 1 } } catch {}", vec!["1 try: caught×1"]),
        ("try { for x in [][1] { 1 } } catch {}", vec!["1 try: caught×1"]),
        ("try { while [][1] { 1 } } catch {}", vec!["1 try: caught×1"]),
        ("try { let x = [][1] ?? 1; } catch {}", vec!["1 try: caught×1"]),
        // Entered is entered, however it is left.
        ("for x in [1, 2] { break; }", vec!["1 for: entered×1"]),
        ("fn f() { for x in [1, 2] { return x; } } f()", vec!["10 for: entered×1"]),
        ("fn f() { try { return 1; } catch { 2 } } f()", vec!["10 try: passed×1"]),
        ("for x in 0..2 { try { continue; } catch { 2 } }", vec!["1 for: entered×1", "17 try: passed×2"]),
        ("let n = 3; while n > 0 { n -= 1; }", vec!["12 while: entered×1"]),
        ("let n = 0; while n > 0 { n -= 1; }", vec!["12 while: skipped×1"]),
        ("let n = 0; do { n += 1; } until n == 3;", vec!["12 do: again×2", "12 do: done×1"]),
        ("let n = 0; loop { n += 1; if n == 3 { break; } }", vec!["27 if: else×2", "27 if: then×1"]),
        // A loop inside itself: the inner one is another time.
        (
            "fn down(n) { if n > 0 { for x in 0..n { down(n - 1 - x); } } } down(2)",
            vec!["14 if: else×2", "14 if: then×2", "25 for: entered×2"],
        ),
        ("let n = 1; for x in if n == 1 { [1] } else { [] } { n }", vec!["12 for: entered×1", "21 if: then×1"]),
        (
            "let n = 1; `${if n == 1 { 2 } else { 3 }} ${n == 1 && n == 2}`",
            vec!["15 if: then×1", "52 &&: operand 2 decides×1"],
        ),
        ("switch 5 { 5 if 1 == 2 => 1, 1..9 => 2, _ => 3 }", vec!["1 switch: arm 2×1"]),
    ] {
        assert_eq!(taken(source), expected, "{source}");
    }
}

#[test]
fn published_javascript_is_counted_where_it_stands() {
    assert_eq!(
        points("var a = [];\nbizzStream.groups().map(|group| group['name']);  a.push(null ?? 'x');\nif a === [] { 1 }"),
        "1:1 statement 1\n2:1 statement 1\n2:33 function `lambda` 3\n2:33 statement 3\n2:50 statement 1\n\
         2:62 `??`: operand 1 decides 0\n2:62 `??`: operand 2 decides 1\n3:1 statement 1\n3:1 `if`: else 1\n\
         3:1 `if`: then 0\n3:15 statement 0\n"
    );
}

/// A run without what may differ.
fn essence(mut run: Run) -> String {
    run.operations = 0;
    run.duration_us = 0;
    format!("{run:#?}")
}

#[test]
fn a_covering_run_is_the_same_run() {
    let attacks = std::fs::read_dir(root().join("tests/attacks")).unwrap().map(|entry| entry.unwrap().path());
    // Nested values take the engine seconds, with and without probes.
    let is_quick = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        !["deep_maps", "deep_arrays", "slow_"].iter().any(|slow| name.starts_with(slow))
    };
    let mut sources: Vec<String> =
        attacks.filter(is_quick).map(|path| std::fs::read_to_string(path).unwrap()).collect();
    // Limits may be reached earlier or later.
    sources.retain(|source| !source.starts_with("// verdict: E0306"));
    assert!(sources.len() > 50, "the corpus was not found");
    sources.extend([TWENTY.to_owned(), "fn f(x) { x.name.length } f(#{})".to_owned()]);
    sources.extend(SAME.iter().map(|source| (*source).to_owned()));
    let mut wrong = Vec::new();
    let mut worlds = [World::acme(), covering()];
    for source in sources {
        let request = request(&source);
        let [ordinary, covered] = worlds.each_mut().map(|world| world.app.run("acme", &request, Mode::Plan).unwrap());
        let is_limit = |run: &Run| run.error.as_ref().is_some_and(|error| error.code == Code::Limit);
        if is_limit(&ordinary) && is_limit(&covered) {
            continue;
        }
        if essence(ordinary.clone()) != essence(covered.clone()) {
            let short: String = source.chars().take(300).collect();
            wrong.push(format!("{short}\n{:?}\n{:?}", ordinary.error, covered.error));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Where probes could show: values that pass through them, errors, `this`, what can be changed.
const SAME: &[&str] = &[
    "fn list() { [1] } list().push(2); let l = list(); l.push(3); l",
    "fn one() { [1] } fn list() { try { one() } catch { [] } } let l = list(); l.push(3); list().push(4); l",
    "fn add() { this.n += 1; if this.n > 1 { this.m = 1 } } let a = #{ n: 1 }; a.add(); a",
    "fn f(n) { if n == 0 { throw \"deep\" } f(n - 1) } f(3)",
    "fn f(n) { f(n + 1) } f(0)",
    "let x = for i in 0..9 { if i == 3 { break i * 2; } }; x",
    "let x = while true { break 3; }; x",
    "if 5 { 1 }",
    "5 && true",
    "let a = [1, 2]; (a ?? []).push(3); a",
    "const A = [1]; let b = A ?? []; b.push(2); b",
    "try { bizzStream.addUser(#{ name: 1 }); } catch (error) { print(error.line); print(error.message); }",
    "try { [][3] } catch (error) { print(error.position); print(error.line); error.message }",
    "bizzStream.addUser(#{\n  globalEmailAddress: \"a@b.example\",\n  nam: 1,\n})",
    "let f = |x| x * 2; [1, 2].map(f)",
    "[3, 1, 2].sort(|a, b| a - b); print(|x| x)",
    "switch 3 { 1 => 2 }",
    "let a = 1; { let a = 2; } a",
    "let s = 0; for (x, i) in [5, 6] { s += x * i; } s",
    "exit(5); 6",
    "fn f() { exit(7) } f(); 6",
    "return 4; 5",
    "undefined_function(1)",
    "fn f(a) { a.b.c } f(#{ b: () })",
    "let o = #{ a: if 1 == 1 { 2 } else { 3 }, b: [() ?? 4] }; o",
    "input ?? \"none\"",
];

#[test]
fn the_example_model_runs_the_same_and_is_counted() {
    let model = std::fs::read_to_string(root().join("scripts/model.toml")).unwrap();
    let story = [
        ("onboard", "onboard"),
        ("onboard", "onboard"),
        ("move_team", "move_team"),
        ("nightly_import", "nightly_import"),
        ("leaver", "leaver"),
        ("move_team", "move_team_all"),
    ];
    let run_all = |app: App| {
        let mut world = World { app };
        let parsed = Model::parse(&model).unwrap();
        parsed.create(world.app.begin(enlist::store::Access::Write).unwrap()).unwrap().commit().unwrap();
        let mut runs = Vec::new();
        for (script, input) in story {
            let read = |path: String| std::fs::read_to_string(root().join("scripts").join(path)).unwrap();
            let source = read(format!("{script}.rhai"));
            let input = serde_json::from_str(&read(format!("input/{input}.json"))).unwrap();
            let script = Script { name: format!("scripts/{script}.rhai"), source };
            let request = Request { script, input: Some(input), ..request("") };
            runs.push(essence(world.app.run("northwind", &request, Mode::Commit).unwrap()));
        }
        (runs, world.app.take_coverage())
    };
    let (ordinary, none) = run_all(App::in_memory(System::fixed(NOW)).unwrap());
    let (covered, coverage) = run_all(App::in_memory(System::fixed(NOW)).unwrap().covering());
    assert_eq!(ordinary, covered);
    assert_eq!(none, Coverage::default());
    assert_eq!(coverage.scripts.len(), 4);
    for script in &coverage.scripts {
        assert!(script.line_share().percent() > 50.0 && script.branch_share().percent() < 100.0, "{}", script.name);
    }
    // For a look at the page, and for readers of the other reports.
    if let Some(folder) = std::env::var_os("ENLIST_COVERAGE_TO").map(PathBuf::from) {
        std::fs::write(folder.join("coverage.html"), html(&coverage)).unwrap();
        std::fs::write(folder.join("coverage.info"), lcov(&coverage)).unwrap();
        std::fs::write(folder.join("coverage.xml"), cobertura(&coverage, NOW)).unwrap();
        std::fs::write(folder.join("coverage.txt"), summary(&coverage).join("\n")).unwrap();
    }
}

#[test]
fn options_are_counted_by_what_their_calls_did() {
    let mut world = covering();
    world.run(
        r#"bizzStream.addUser(#{ globalEmailAddress: "a@b.example", name: "A", administrator: false, locale: "en",
               language: "en", theme: () });
           bizzStream.addUser(#{ globalEmailAddress: "a@b.example", name: "B" });
           bizzStream.addUser(#{ globalEmailAddress: "a@b.example", name: "B", active: false });
           try { bizzStream.addUser(#{ globalEmailAddress: "a@b.example", name: "B", role: "nobody" }); } catch {}
           bizzStream.getUser(#{ name: "B" })"#,
    );
    let coverage = world.app.take_coverage();
    let counts = |function: &str, option: &str| {
        let of = |counted: &&OptionCoverage| counted.function == function && counted.option == option;
        let counted = coverage.options.iter().find(of).unwrap();
        (counted.given, counted.added, counted.changed)
    };
    assert_eq!(counts("bizzStream.addUser", "name"), (3, 1, 1));
    assert_eq!(counts("bizzStream.addUser", "administrator"), (1, 1, 0));
    assert_eq!(counts("bizzStream.addUser", "active"), (1, 0, 0));
    assert_eq!(counts("bizzStream.addUser", "theme"), (0, 0, 0));
    assert_eq!(counts("bizzStream.addUser", "role"), (0, 0, 0));
    assert_eq!(counts("bizzStream.getUser", "name"), (1, 0, 0));
    let lines = summary(&coverage).join("\n");
    assert!(lines.contains("bizzStream.getUser: never given: _id, "), "{lines}");
    assert!(
        lines.contains(
            "bizzStream.addUser: never given when something was changed: administrator, active, locale, language"
        ),
        "{lines}"
    );
    assert_eq!(world.app.take_coverage().options.iter().map(|option| option.given).sum::<u64>(), 0);
}

#[test]
fn runs_add_up_and_scripts_that_never_run_count_too() {
    let mut world = covering();
    let source = "if input == () { 1 } else { 2 }";
    world.run(source);
    let mut coverage = world.app.take_coverage();
    assert!(world.app.take_coverage().scripts.is_empty(), "nothing ran since");
    let mut with_input = request(source);
    with_input.input = Some(json!(1));
    world.app.run("acme", &with_input, Mode::Plan).unwrap();
    coverage.merge(world.app.take_coverage());
    assert_eq!(coverage.scripts.len(), 1);
    assert_eq!(coverage.branch_share().percent(), 100.0);
    let unrun = Script { name: "other.rhai".to_owned(), source: "print(1);\nprint(2);".to_owned() };
    world.app.expect_coverage(&unrun).unwrap();
    coverage.merge(world.app.take_coverage());
    assert_eq!(coverage.statement_share().to_string(), "60.0 % (3 of 5)");
    assert_eq!(coverage.line_share().to_string(), "33.3 % (1 of 3)");
    let broken = Script { name: "broken.rhai".to_owned(), source: "if {".to_owned() };
    assert!(world.app.expect_coverage(&broken).is_err());
    let below = coverage.below(Minimum { lines: Some(33.0), branches: Some(100.0) });
    assert_eq!(below, []);
    let below = coverage.below(Minimum { lines: Some(33.4), branches: None });
    assert_eq!(below[0].to_string(), "coverage of lines is 33.3 % (1 of 3), below the minimum of 33.4 %");
}

#[test]
fn a_line_belongs_to_the_statement_that_goes_on_in_it() {
    let mut world = covering();
    world.run("let a = true\n    && true;\na");
    let script = &world.app.take_coverage().scripts[0];
    let ways: Vec<Place> = script.decisions().into_keys().collect();
    assert_eq!(ways, [Place { line: 2, column: 5 }]);
    assert_eq!(script.line_of(ways[0]), 1);
    assert!(script.points.iter().all(|point| point.kind != PointKind::Function { name: String::new() }));
}
