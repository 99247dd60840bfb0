//! What stops a script (SPEC R2.13). Scripts cannot catch a limit, and nothing of the run stands.

use super::world::World;

#[test]
fn every_limit_names_itself() {
    let cases = [
        ("loop { }", "`operations`: limit reached: more than 1000000 operations"),
        ("fn f() { f() } f()", "`call depth`: limit reached: functions call each other too deeply"),
        ("let s = \"x\"; loop { s += s; }", "`size`: limit reached: length of string is too large"),
        ("let a = []; loop { a.push(1); }", "`size`: limit reached: size of array/BLOB is too large"),
        (
            "let m = #{}; let i = 0; loop { m += #{}; m.mixin(#{ x: 1 }); let k = `k${i}`; m.set(k, i); i += 1; }",
            "`size`: limit reached: size of object map is too large",
        ),
        (
            "let s = \"x\"; for i in 0..16 { s += s; } for i in 0..100 { print(s); }",
            "`log`: limit reached: more than 1000000 bytes were printed",
        ),
        ("let a = 1; for i in 0..40 { a = [a]; } a", "`depth`: limit reached: a value is nested deeper than 32 levels"),
        (
            "let s = \"x\"; for i in 0..17 { s += s; } s + s.sub_string(0, 100000)",
            "`result`: limit reached: the result has 231074 bytes, at most 200000 are allowed",
        ),
    ];
    for (script, expected) in cases {
        let mut world = World::acme();
        let problems = world.problems(script);
        assert!(problems.contains(expected), "{script}: {problems}");
        assert!(problems.starts_with("E0306"), "{script}: {problems}");
    }
}

#[test]
fn depth_limits_are_those_of_the_manual_in_every_build() {
    let mut world = World::acme();
    // 31 nested brackets are read, 64 are not.
    assert!(world.run(&format!("{}1{}", "(".repeat(8), ")".repeat(8))).error.is_none());
    let problems = world.problems(&format!("{}1{}", "[".repeat(64), "]".repeat(64)));
    assert!(problems.contains("`expression depth`: limit reached"), "{problems}");
    let deep = |levels: usize| format!("fn f(n) {{ if n == 0 {{ 0 }} else {{ f(n - 1) }} }} f({levels})");
    assert!(world.run(&deep(28)).error.is_none());
    assert!(world.problems(&deep(40)).contains("`call depth`"));
}

#[test]
fn a_script_cannot_catch_a_limit() {
    let mut world = World::acme();
    for script in [
        "try { loop { } } catch { } 1",
        "fn f() { loop { } } try { f(); } catch { } 1",
        "let s = \"x\"; try { loop { s += s; } } catch { } 1",
        "fn f() { f() } try { f(); } catch { } 1",
        "try { let t = \"x\"; for i in 0..17 { t += t; } for i in 0..99 { print(t); } } catch { } 1",
    ] {
        assert!(world.problems(script).starts_with("E0306"), "{script}");
    }
}

#[test]
fn large_scripts_and_many_functions_are_refused() {
    let mut world = World::acme();
    let problems = world.problems(&" ".repeat(65_537));
    assert_eq!(
        problems,
        "E0306 - `source`: limit reached: the source has 65537 bytes, at most 65536 are allowed | `enlist manual` lists the limits of \
         a run"
    );
    let functions: String = (0..201).map(|number| format!("fn f{number}() {{ }}\n")).collect();
    assert!(world.problems(&functions).contains("`functions`: limit reached"));
    let variables: String = (0..501).map(|number| format!("let v{number} = 1;\n")).collect();
    assert!(world.problems(&variables).contains("`variables`: limit reached"));
}

#[test]
fn a_member_who_is_no_administrator_writes_at_most_200_letters() {
    let mut world = World::acme();
    world.run(
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Ada", administrator: false, active: true,
            locale: "en", language: "en" })"#,
    );
    let mut request = super::world::request(
        r#"for i in 0..201 { bizzStream.addUser(#{ globalEmailAddress: `u${i}@example.com`, name: "U", administrator: false,
            locale: "en", language: "en" }); }"#,
    );
    request.trigger = enlist::script::Trigger::Member("ada@example.com".to_owned());
    let run = world.app.run("acme", &request, enlist::script::Mode::Commit).unwrap();
    assert_eq!(run.error.unwrap().message, "`letters`: limit reached: the run writes more than 200 letters");
}

#[test]
fn the_log_is_cut_before_it_is_an_error() {
    let mut world = World::acme();
    let run = world.run("let s = \"x\"; for i in 0..15 { s += s; } for i in 0..3 { print(s); }");
    assert!(run.error.is_none());
    assert_eq!(run.log.len(), 1);
    assert_eq!(run.warnings.last().map(|warning| warning.code.as_str()), Some("W0004"));
}
