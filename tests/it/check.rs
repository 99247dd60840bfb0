//! The static check: what is found without running a script, to the letter, and what a script can do (SPEC R2.15).

use super::world::{ACME, Shell, World, root};
use enlist::directory::Kind;
use enlist::domain::Value::Nothing;
use enlist::domain::{Finding, Page, Place, Severity};
use enlist::model::Model;
use enlist::script::api::{Body, Function, Functions, Object, Parameter};
use enlist::script::check::{Ability, Checker};
use std::time::{Duration, Instant};

/// What is found in a script of the environment of `ACME`, one finding a line: `E0101 3:5 option: message | help`.
fn found(script: &str) -> String {
    found_in(ACME, script)
}

fn found_in(model: &str, script: &str) -> String {
    let known = Model::parse(model).unwrap().known();
    let checked = Checker::new(Functions::default()).check(script, Some(&known));
    checked.findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn line(finding: &Finding) -> String {
    let place = finding.place.map_or("-".to_owned(), |place| format!("{}:{}", place.line, place.column));
    let help = finding.help.as_ref().map(|help| format!(" | {help}")).unwrap_or_default();
    format!("{} {place} {finding}{help}", finding.code)
}

/// What a script can do, by the names of programs.
fn can(script: &str) -> Vec<&'static str> {
    let checked = Checker::new(Functions::default()).check(script, None);
    let able = checked.can.unwrap().into_iter().filter(|can| !can.because.is_empty());
    able.map(|can| can.ability.as_str()).collect()
}

#[test]
fn the_check_says_what_a_run_says() {
    let call =
        |options: &str| format!("bizzStream.addUser(#{{\n  globalEmailAddress: \"ada@example.com\",\n{options}\n}});");
    let scripts = [
        call("  nam: \"x\""),
        call("  menuname: \"x\",\n  name: 3"),
        call("  name: [\"x\"],\n  active: \"true\",\n  administrator: 1"),
        call("  menuNames: \"office\""),
        call("  menuNames: [\"office\", 7]"),
        call("  profile: \"x\""),
        call("  name: |x| x"),
        call("  name: \"\",\n  language: \"it\",\n  theme: \"pink\""),
        call("  locale: \"English\""),
        call("  name: \"a\\nb\",\n  environmentEmail: \"ada\""),
        call("  menuName: \"ofice\",\n  memberGroupNames: [\"planing\", \"sales\"]"),
        call("  menuName: \"2345\",\n  role: \"boss\""),
        call("  profile: #{ jobtitle: \"x\", site: \"west\" }"),
        call("  menuName: \"office\",\n  addMenuNames: [\"reports\"]"),
        call("  addMemberGroupIds: [\"6789\"],\n  memberGroupNames: [\"sales\"]"),
        call("  menuNames: [\"office\", \"Office \"]"),
        call("  role: ()"),
        "bizzStream.addUser(\"ada\")".to_owned(),
        "bizzStream.addUser(#{ name: \"Ada\" })".to_owned(),
        "let options = #{\n  globalEmailAddress: \"x\",\n};\nbizzStream.addUser(options);".to_owned(),
        "fn add() {\n  bizzStream.addUser(#{ globalEmailAddress: \"x\" })\n}\nadd();".to_owned(),
        "bizzStream.addUser({ 'globalEmailAddress': 'x', 'nam': 'y' })".to_owned(),
        "bizzStream.getUser(#{})".to_owned(),
        "bizzStream.getUser(#{ nam: \"x\" })".to_owned(),
        "bizzStream.findUsers(#{ filter: \"gone\", limit: 801, skip: -1, sort: \"x\", descending: 1 })".to_owned(),
        "bizzStream.addGroup(#{ label: \"x\", menuNames: \"office\" })".to_owned(),
        "bizzStream.addMenu(#{ items: [#{ label: 3 }], nam: \"x\" })".to_owned(),
        "bizzStream.sendMail(#{ to: [], subject: \"a\\nb\" })".to_owned(),
        "bizzStream.emitEvent(\"a b\")".to_owned(),
        "bizzStream.deactivateUser(5)".to_owned(),
        "bizzStream.isMemberOf(\"ada@example.com\", 7)".to_owned(),
        "bizzStream.addUzer(#{})".to_owned(),
        "console.lag(1)".to_owned(),
        r#"addDays("1.5.2026", 1)"#.to_owned(),
        r#"daysBetween("2023-01-01", "soon")"#.to_owned(),
        r#"formatDate("2023-01-01", "it")"#.to_owned(),
        r#"formatDate("2023-01-01T10:00", "nl")"#.to_owned(),
        r#"addDays("2023-01-01", true)"#.to_owned(),
        "today().straße".to_owned(),
        "let x = ;".to_owned(),
        "let x = { 'a': 1 };".to_owned(),
        "bizzstream.groups()".to_owned(),
        "eval(\"1\")".to_owned(),
    ];
    for script in scripts {
        let mut world = World::acme();
        let ada = r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Ada", administrator: false,
            locale: "en", language: "en" })"#;
        if !script.contains("role: ()") {
            world.result(&format!("{ada}; 0"));
            assert_eq!(found(&script), world.problems(&script), "{script}");
        } else {
            assert_eq!(found(&script), "", "{script}");
        }
    }
}

#[test]
fn every_kind_of_finding_has_its_message() {
    let cases = [
        // Functions.
        (
            "bizzStream.addUser()",
            "E0116 1:12 `addUser` takes 1 argument, found 0 | call it as `bizzStream.addUser(options)`",
        ),
        (
            "console.log(1, 2, 3, 4, 5)",
            "E0116 1:9 `log` takes 1 to 4 arguments, found 5 | call it as `console.log(a, [b], [c], [d])`",
        ),
        ("fn twice(n) { n * 2 } twice(1, 2)", "E0116 1:23 `twice` takes 1 argument, found 2"),
        ("\"abc\".to_upper(1)", "E0116 1:7 `to_upper` takes 0 arguments, found 1"),
        (
            "fn twice(n) { n * 2 } print(twise(1))",
            "W0102 1:4 function `twice` is never called | remove it, or begin its name with `_`\nE0303 1:29 there is no function `twise` | did you mean `twice`?",
        ),
        (
            "let limit = 3; fn f() { limit } print(f()); print(limit)",
            "E0304 1:25 there is no variable `limit` here | declare it with `let`; functions and lambdas (`|item| …`) see only their parameters",
        ),
        ("addUser(#{})", "E0303 1:1 there is no function `addUser` | call it as `bizzStream.addUser(options)`"),
        (
            "console.addUser(#{})",
            "E0303 1:9 `console` has no function `addUser` | call it as `bizzStream.addUser(options)`",
        ),
        ("[1].mapp(|x| x)", "E0303 1:5 there is no function `mapp` | did you mean `map`?"),
        // What is not used.
        (
            "let total = 3; let _spare = 4;",
            "W0101 1:5 variable `total` is never read | remove it, or begin its name with `_`",
        ),
        (
            "let total = 3; total = 4;",
            "W0101 1:5 variable `total` is never read | remove it, or begin its name with `_`",
        ),
        ("fn twice(n) { n * 2 }", "W0102 1:4 function `twice` is never called | remove it, or begin its name with `_`"),
        // A function is looked at once, beside others.
        (
            "fn a() { let x = 1; } fn b(n) { let y = n; n } fn b(n, m) { n + m } a(); b(1); b(1, 2);",
            "W0101 1:14 variable `x` is never read | remove it, or begin its name with `_`\n\
             W0101 1:37 variable `y` is never read | remove it, or begin its name with `_`",
        ),
        // Warnings of a call.
        (
            "bizzStream.addUser(#{ globalEmailAddress: input.a, name: \"Ada\", administrator: false, locale: \"en\" })",
            "W0103 1:12 `language`: missing: it is required when the account does not exist yet | add `language: \"en\"`",
        ),
        (
            "bizzStream.addUser(#{ globalEmailAddress: input.a, menuName: \"office\", menuId: \"2345\" })",
            "W0001 1:72 `menuId`: `menuName` and `menuId` are united; give names or ids, not both",
        ),
        // What is no literal is right; what is one beside it is still looked at.
        ("bizzStream.addUser(#{ globalEmailAddress: input.a, name: input.b, menuNames: input.c })", ""),
        (
            "bizzStream.addUser(#{ globalEmailAddress: input.a, memberGroupNames: [input.team, \"planing\"] })",
            "E0109 1:52 `memberGroupNames`: there is no member group with the name \"planing\" | did you mean \"planning\"?",
        ),
        ("let o = #{}; o.globalEmailAddress = input.a; bizzStream.addUser(o);", ""),
        (
            "let o = #{ nam: 1 }; o.globalEmailAddress = input.a; bizzStream.addUser(o);",
            "E0101 1:12 `nam`: there is no option of this name | did you mean `name`?",
        ),
        ("bizzStream.addUser(input)", ""),
        ("bizzStream.getUser(#{ email: input.a })", ""),
        ("bizzStream.sendMail(#{ to: [input.a], subject: input.b, text: input.c })", ""),
        // Groups by name elsewhere.
        (
            "bizzStream.isMemberOf(input.a, \"planing\")",
            "E0203 1:12 `group`: there is no member group \"planing\" | did you mean \"planning\"?",
        ),
        (
            "bizzStream.findUsers(#{ group: \"planing\" })",
            "E0203 1:25 `group`: there is no member group \"planing\" | did you mean \"planning\"?",
        ),
        // A script that adds groups may name them.
        (
            "bizzStream.addGroup(#{ name: \"new\" }); bizzStream.addUser(#{ globalEmailAddress: input.a, addMemberGroupNames: [\"new\"] })",
            "",
        ),
        // Closures, functions as values, functions of Rhai.
        ("fn twice(n) { n * 2 } print([1].map(twice)); let f = |x| x + 1; print(f.call(2)); print(type_of(f));", ""),
        ("let m = #{ act: |x| x }; m.act(1); for i in range(0, 3) { print(i); }", ""),
    ];
    for (script, expected) in cases {
        assert_eq!(found(script), expected, "{script}");
    }
}

#[test]
fn grants_that_are_missing_are_told_at_the_option() {
    let model = "[environment]\nname = \"Acme\"\n[policy]\ngrants = [\"users.modify\"]\n[[menus]]\nname = \"office\"\n[[groups]]\nname = \"sales\"\n";
    let not_granted = |grant: &str| {
        format!("the environment does not grant `{grant}` to scripts | `enlist env grant {grant}` grants it")
    };
    let cases = [
        ("bizzStream.addUser(#{ globalEmailAddress: input.a, name: \"x\" })", "".to_owned()),
        (
            "bizzStream.addUser(#{ globalEmailAddress: input.a, administrator: true,\n menuNames: [\"office\"],\n addMemberGroupNames: input.b })",
            format!(
                "E0209 1:52 `administrator`: {}\nE0209 2:2 `menuNames`: {}\nE0209 3:2 `addMemberGroupNames`: {}",
                not_granted("users.grantAdministrator"),
                not_granted("menus.assign"),
                not_granted("groups.assign"),
            ),
        ),
        ("bizzStream.deactivateUser(input.a)", format!("E0209 1:12 {}", not_granted("users.deactivate"))),
        ("bizzStream.sendMail(input)", format!("E0209 1:12 {}", not_granted("mail.send"))),
        ("bizzStream.emitEvent(\"done\")", format!("E0209 1:12 {}", not_granted("events.emit"))),
    ];
    for (script, expected) in cases {
        assert_eq!(found_in(model, script), expected, "{script}");
    }
}

#[test]
fn what_a_script_can_do_is_told_and_no_is_proven() {
    assert_eq!(can("print(1); bizzStream.groups()"), Vec::<&str>::new());
    let literal = "bizzStream.addUser(#{ globalEmailAddress: input.a, administrator: false, active: true, sendInvitation: false })";
    assert_eq!(can(literal), ["users.add", "users.link", "users.modify", "users.read"]);
    let administrator = |script: &str| can(script).contains(&"users.makeAdministrators");
    for harmless in [
        literal,
        "bizzStream.addUser(#{ globalEmailAddress: input.a })",
        "let o = #{ globalEmailAddress: input.a, administrator: false }; bizzStream.addUser(o)",
        "bizzStream.deactivateUser(input.a)",
    ] {
        assert!(!administrator(harmless), "{harmless}");
    }
    for dangerous in [
        "bizzStream.addUser(#{ globalEmailAddress: input.a, administrator: input.b })",
        "bizzStream.addUser(#{ globalEmailAddress: input.a, administrator: true })",
        "bizzStream.addUser(input)",
        "let o = #{ administrator: false }; o.administrator = input.b; bizzStream.addUser(o)",
        "fn f(o) { bizzStream.addUser(o) } f(#{ administrator: false })",
        "let b = bizzStream; b.addUser(input)",
        "addUser(bizzStream, input)",
        "loop { break bizzStream.addUser(input) }",
        "let f = Fn(\"addUser\"); bizzStream.call(f, input)",
        "let f = Fn(\"add\" + \"User\"); bizzStream.call(f, input)",
        "let x = switch 1 { 1 if bizzStream.addUser(input) == () => 2, _ => 3 }; x",
        "print(`${bizzStream.addUser(input)}`)",
        "try { throw 1 } catch { bizzStream.addUser(input) }",
        "do { bizzStream.addUser(input); } while false",
        "[1].for_each(|x| bizzStream.addUser(x))",
    ] {
        assert!(administrator(dangerous), "{dangerous}");
    }
    let checked = Checker::new(Functions::default()).check("\n  bizzStream.sendMail(input);", None);
    let mail = checked.can.unwrap().into_iter().find(|can| can.ability == Ability::SendMail).unwrap();
    assert_eq!(mail.because, [Place { line: 2, column: 14 }]);
}

#[test]
fn hostile_scripts_are_checked_in_time() {
    let checker = Checker::new(Functions::default());
    let known = Model::parse(ACME).unwrap().known();
    for entry in std::fs::read_dir(root().join("tests/attacks")).unwrap() {
        let path = entry.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        let began = Instant::now();
        checker.check(&source, Some(&known));
        assert!(began.elapsed() < Duration::from_secs(20), "{}: {:?}", path.display(), began.elapsed());
    }
}

#[test]
fn the_example_model_is_clean() {
    let shell = Shell::new();
    let scripts = root().join("scripts");
    let named = ["leaver", "move_team", "nightly_import", "onboard"].map(|name| format!("{name}.rhai"));
    let named = named.map(|name| scripts.join(name).display().to_string());
    let words: Vec<&str> = ["check", "--deny-warnings"].into_iter().chain(named.iter().map(String::as_str)).collect();
    assert_eq!(shell.out(&words), "4 scripts checked: nothing found\n");
    // The published example gives names and ids together, twice under either name.
    let all = shell.out(&["check", &scripts.display().to_string()]);
    assert!(all.ends_with("6 scripts checked: 4 warnings\n") && all.matches("warning[W0001]").count() == 4, "{all}");
}

#[test]
fn examples_of_codes_say_what_happens() {
    let known = Model::parse(ACME).unwrap().known();
    for page in Page::all() {
        let Some(example) = page.example.filter(|example| !example.script.starts_with('$')) else { continue };
        let findings = match page.code.starts_with('W') {
            true => Checker::new(Functions::default()).check(example.script, Some(&known)).findings,
            false => {
                let error = World::acme().run(example.script).error.unwrap_or_else(|| panic!("{}", page.code));
                error.problems.into_iter().map(|(problem, place)| Finding::error(problem, place)).collect()
            }
        };
        let says = |finding: &Finding| {
            let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
            format!("{}[{}]: {finding}{help}", finding.severity, finding.code)
        };
        assert_eq!(findings.iter().map(says).collect::<Vec<_>>().join("\n"), example.says, "{}", page.code);
    }
}

#[test]
fn a_warning_is_no_error() {
    let checked = Checker::new(Functions::default()).check("let total = 3;", None);
    assert!(checked.findings.iter().all(|finding| finding.severity == Severity::Warning));
}

#[test]
fn functions_of_the_embedding_program_are_checked_by_their_entries_and_may_do_anything() {
    const CAR: &[Parameter] = &[Parameter::required("car", Kind::String)];
    let mut functions = Functions::default();
    let plate_of = Function {
        object: Object::Nothing,
        name: "plateOf",
        parameters: CAR,
        returns: "the number plate",
        doc: "Tells the number plate of a car.",
        example: "plateOf(\"van\")",
        options: None,
        body: Body::new(|_, _| Ok(Nothing)),
    };
    functions.add(plate_of).unwrap();
    let checker = Checker::new(functions);
    let told = |script| checker.check(script, None).findings.iter().map(line).collect::<Vec<_>>().join("\n");
    assert_eq!(told("plateOf(5)"), "E0102 1:1 `car`: expected a string, found the integer `5`");
    assert_eq!(told("plateOf()"), "E0116 1:1 `plateOf` takes 1 argument, found 0 | call it as `plateOf(car)`");
    assert_eq!(told("plateof(\"van\")"), "E0303 1:1 there is no function `plateof` | did you mean `plateOf`?");
    let can = checker.check("plateOf(\"van\")", None).can.unwrap();
    assert!(can.iter().all(|can| can.because == [Place { line: 1, column: 1 }]));
}
