//! What people read when a script is wrong, to the letter (SPEC R2.5).

use super::world::{Shell, World};
use enlist::cli::Exit;

/// A call with an address and whatever else, on lines of their own; Ada exists.
fn call(options: &str) -> String {
    format!("bizzStream.addUser(#{{\n  globalEmailAddress: \"ada@example.com\",\n{options}\n}});")
}

fn with_ada() -> World {
    let mut world = World::acme();
    let run = world.run(
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Ada", administrator: false, locale: "en",
            language: "en" })"#,
    );
    assert!(run.error.is_none());
    world
}

#[test]
fn every_kind_of_wrong_input_has_its_message() {
    let cases = [
        // Unknown options.
        ("  nam: \"x\"", "E0101 3:3 `nam`: there is no option of this name | did you mean `name`?"),
        ("  menuname: \"x\"", "E0101 3:3 `menuname`: there is no option of this name | did you mean `menuName`?"),
        // Wrong types.
        (
            "  name: 3",
            "E0102 3:3 `name`: expected a string, found the integer `3` | for example `name: \"Ada Lovelace\"`",
        ),
        ("  name: [\"x\"]", "E0102 3:3 `name`: expected a string, found an array | leave out the square brackets"),
        (
            "  active: \"true\"",
            "E0102 3:3 `active`: expected a boolean, found the string \"true\" | write `true` without quotes",
        ),
        ("  active: 1", "E0102 3:3 `active`: expected a boolean, found the integer `1` | for example `active: true`"),
        (
            "  menuNames: \"office\"",
            "E0102 3:3 `menuNames`: expected an array of strings, found the string \"office\" | write `[\"office\"]`",
        ),
        (
            "  menuNames: [\"office\", 7]",
            "E0102 3:3 `menuNames`: expected an array of strings, found the integer `7` as item 2",
        ),
        (
            "  profile: \"x\"",
            "E0102 3:3 `profile`: expected a map, found the string \"x\" | for example `profile: #{ jobTitle: \"Planner\" }`",
        ),
        (
            "  name: |x| x",
            "E0102 3:3 `name`: expected a string, found a function | for example `name: \"Ada Lovelace\"`",
        ),
        // Values.
        ("  name: \"\"", "E0107 3:3 `name`: expected a name, found an empty string"),
        (
            "  name: \"a\\nb\"",
            "E0114 3:3 `name`: expected a name on one line, found the control character U+000A | leave out line breaks, tabs and invisible direction marks",
        ),
        (
            "  environmentEmail: \"ada\"",
            "E0104 3:3 `environmentEmail`: expected an e-mail address, found \"ada\" | an address looks like `name@example.com`",
        ),
        ("  language: \"it\"", "E0105 3:3 `language`: expected one of en, nl, de, fr, es, sp, pl, found \"it\""),
        (
            "  locale: \"English\"",
            "E0105 3:3 `locale`: expected one of en, nl, de, fr, es, sp, pl, found \"English\" | did you mean `en`?",
        ),
        ("  theme: \"pink\"", "E0105 3:3 `theme`: expected one of light, dark, systemSettings, found \"pink\""),
        // Menus, groups, roles, fields.
        (
            "  menuName: \"ofice\"",
            "E0108 3:3 `menuName`: there is no menu with the name \"ofice\" | did you mean \"office\"?",
        ),
        (
            "  menuName: \"2345\"",
            "E0108 3:3 `menuName`: there is no menu with the name \"2345\" | \"2345\" is the id of a menu; use the option for ids",
        ),
        (
            "  menuIds: [\"99\"]",
            "E0108 3:3 `menuIds`: there is no menu with the id \"99\" | there is `office`, `reports`",
        ),
        (
            "  memberGroupNames: [\"planing\"]",
            "E0109 3:3 `memberGroupNames`: there is no member group with the name \"planing\" | did you mean \"planning\"?",
        ),
        ("  role: \"boss\"", "E0110 3:3 `role`: there is no role with the name \"boss\" | there is `planner`"),
        (
            "  profile: #{ jobtitle: \"x\" }",
            "E0113 3:3 `profile`: there is no profile field \"jobtitle\" | did you mean `jobTitle`?",
        ),
        (
            "  profile: #{ site: \"west\" }",
            "E0113 3:3 `profile`: profile field `site`: expected one of north, south, found the string \"west\"",
        ),
        // Combinations.
        (
            "  menuName: \"office\",\n  addMenuNames: [\"reports\"]",
            "E0111 4:3 `addMenuNames`: `addMenuNames` adds, but `menuName` replaces; it is not clear which is meant | leave out \
             `addMenuNames` or `menuName`",
        ),
        (
            "  addMemberGroupIds: [\"6789\"],\n  memberGroupNames: [\"sales\"]",
            "E0111 3:3 `addMemberGroupIds`: `addMemberGroupIds` adds, but `memberGroupNames` replaces; it is not clear which is \
             meant | leave out `addMemberGroupIds` or `memberGroupNames`",
        ),
        ("  menuNames: [\"office\", \"Office \"]", "E0112 3:3 `menuNames`: \"Office \" is named twice | name it once"),
        ("  menuNames: [\"\"]", "E0107 3:3 `menuNames`: expected a name or id, found an empty string"),
    ];
    for (options, expected) in cases {
        let mut world = with_ada();
        let before = rows_of_users(&mut world);
        assert_eq!(world.problems(&call(options)), expected, "{options}");
        assert_eq!(rows_of_users(&mut world), before, "nothing of a refused call stays: {options}");
    }
}

/// Everything but the records of runs.
fn rows_of_users(world: &mut World) -> Vec<String> {
    let rows = world.rows();
    let lines = rows.lines().filter(|line| !line.starts_with("run:") && !line.starts_with("script_version:"));
    lines.map(str::to_owned).collect()
}

#[test]
fn limits_of_values_are_told() {
    let mut world = with_ada();
    let problems = world.problems(&call(&format!("  name: \"{}\"", "x".repeat(201))));
    assert_eq!(problems, "E0106 3:3 `name`: expected at most 200 characters, found 201");
}

#[test]
fn what_is_required_depends_on_the_account() {
    let mut world = World::acme();
    let expected =
        "E0103 1:12 `name`: missing: it is required when the account does not exist yet | add `name: \"Ada Lovelace\"`
E0103 1:12 `administrator`: missing: it is required when the account does not exist yet | add `administrator: false`
E0103 1:12 `locale`: missing: it is required when the account does not exist yet | add `locale: \"en\"`
E0103 1:12 `language`: missing: it is required when the account does not exist yet | add `language: \"en\"`";
    assert_eq!(world.problems(r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com" })"#), expected);
    assert_eq!(
        world.problems("bizzStream.addUser(#{ name: \"Ada\" })"),
        "E0103 1:12 `globalEmailAddress`: missing: it tells which user is meant | add `globalEmailAddress: \"ada@example.com\"`"
    );
}

#[test]
fn all_problems_of_a_call_are_told_at_once_in_their_order() {
    let mut world = World::acme();
    let problems = world.problems(
        "bizzStream.addUser(#{\n  name: 1,\n  globalEmailAddress: \"x\",\n  menuName: \"none\",\n  colour: \"red\",\n})",
    );
    let codes: Vec<&str> = problems.lines().map(|line| &line[..9]).collect();
    assert_eq!(codes, ["E0102 2:3", "E0104 3:3", "E0108 4:3", "E0101 5:3"]);
}

#[test]
fn the_place_is_found_through_a_variable_and_inside_functions() {
    let mut world = World::acme();
    let through_variable = "let options = #{\n  globalEmailAddress: \"x\",\n};\nbizzStream.addUser(options);";
    assert!(world.problems(through_variable).starts_with("E0104 2:3 "));
    let in_function = "fn add(address) {\n  bizzStream.addUser(#{ globalEmailAddress: address })\n}\nadd(\"x\");";
    assert!(world.problems(in_function).starts_with("E0104 2:25 "));
    let built = "let options = #{};\noptions.globalEmailAddress = \"x\";\nbizzStream.addUser(options);";
    assert!(world.problems(built).starts_with("E0104 3:12 "), "at the call, where no option is to be seen");
}

#[test]
fn calls_that_are_wrong_altogether() {
    let mut world = World::acme();
    let cases = [
        (
            "bizzStream.addUser()",
            "E0116 1:12 `addUser` does not take these arguments: (bizzStream) | call it as `bizzStream.addUser(options)`",
        ),
        (
            "bizzStream.addUser(\"ada\")",
            "E0102 1:12 expected a map of options, found the string \"ada\" | write `addUser(#{ … })`",
        ),
        ("bizzStream.addUzer(#{})", "E0303 1:12 `bizzStream` has no function `addUzer` | did you mean `addUser`?"),
        ("console.lag(1)", "E0303 1:9 `console` has no function `lag` | use `log`"),
        ("bizzstream.addUser(#{})", "E0304 1:1 there is no variable `bizzstream` here | did you mean `bizzStream`?"),
        (
            "let limit = 3; fn f() { limit } f()",
            "E0304 1:25 there is no variable `limit` here | declare it with `let`; functions and lambdas (`|item| …`) see only their parameters",
        ),
        (
            "input.name.first",
            "E0302 1:7 there is no property `name` on nothing `()` | test the value before the dot with `== ()` first",
        ),
        (
            "let m = #{}; m.rows.len()",
            "E0303 1:21 `len` cannot be called on nothing `()` | test the value before the dot with `== ()` first",
        ),
        ("[1, 2][5]", "E0302 1:8 there is no item 5: there are 2, counted from 0"),
        ("1 / 0", "E0302 1:3 division by zero: 1 / 0"),
        ("throw \"no seat left\"", "E0302 1:1 no seat left"),
        ("throw #{ message: \"no seat left\" }", "E0302 1:1 no seat left"),
        ("\"abc\".length", "E0302 1:7 there is no property `length` on string | write `.len()`"),
    ];
    for (script, expected) in cases {
        assert_eq!(world.problems(script), expected, "{script}");
    }
}

#[test]
fn syntax_errors_tell_the_way_out() {
    let mut world = World::acme();
    let cases = [
        ("let x = ;", "E0301 1:9 unexpected ';'"),
        ("if true { ", "E0301 1:11 `}` is missing here"),
        ("let s = \"abc", "E0301 1:9 the string is not closed | add the closing quote"),
        ("let x = #{ a: 1, a: 2 };", "E0301 1:18 the map has the key `a` twice | remove one of them"),
        ("let x = 1; x++", "E0301 1:13 there is no operator `++` | write `x += 1`"),
        (
            "for (const x of [1]) { }",
            "E0301 1:6 expected the name of a variable | write a loop as `for item in items { … }`",
        ),
        (
            "let x = { 'a': 1 };",
            "E0305 1:9 `{` opens a block of statements here, but this looks like a map | write `#{ … }` for a map",
        ),
        (
            "return { a: 1 };",
            "E0305 1:8 `{` opens a block of statements here, but this looks like a map | write `#{ … }` for a map",
        ),
        (
            "let x = #{ straße: 1 };",
            "E0301 1:12 a key without quotes may have the letters `a` to `z`, digits and `_`, found `straße` | quote the key: \
             `\"straße\": …`",
        ),
        (
            "let x = #{\n  a: 1,\n  größe : 1 };",
            "E0301 3:3 a key without quotes may have the letters `a` to `z`, digits and `_`, found `größe` | quote the key: \
             `\"größe\": …`",
        ),
        (
            "bizzStream.addUser({ élan: 1 })",
            "E0301 1:22 a key without quotes may have the letters `a` to `z`, digits and `_`, found `élan` | quote the key: \
             `\"élan\": …`",
        ),
        (
            "input.straße",
            "E0301 1:7 a name after `.` may have the letters `a` to `z`, digits and `_`, found `straße` | write \
             `[\"straße\"]` in place of `.straße`",
        ),
        (
            "print(größe)",
            "E0301 1:7 a name may have the letters `a` to `z`, digits and `_`, found `größe` | choose another name; any letter \
             is allowed in strings",
        ),
        (
            "let größe = 1;",
            "E0301 1:5 a name may have the letters `a` to `z`, digits and `_`, found `größe` | choose another name; any letter \
             is allowed in strings",
        ),
        ("import \"x\" as y;", "E0307 1:1 `import` is not available in scripts"),
        ("eval(\"1\")", "E0307 1:1 `eval` is not available in scripts"),
    ];
    for (script, expected) in cases {
        assert_eq!(world.problems(script), expected, "{script}");
    }
}

#[test]
fn the_terminal_shows_the_place_as_compilers_do() {
    let shell = Shell::acme();
    shell.write(
        "team.rhai",
        "// Two mistakes.\nbizzStream.addUser(#{\n    globalEmailAdress: \"ada@example.com\",\n\tname: \"\",\n});\n",
    );
    let ended = shell.enlist(&["run", "{}/team.rhai"]);
    assert_eq!(ended.exit, Exit::Refused);
    let expected = "\
error[E0103]: `globalEmailAddress`: missing: it tells which user is meant
 --> {}/team.rhai:2:12
  |
2 | bizzStream.addUser(#{
  |            ^^^^^^^
  |
  = help: add `globalEmailAddress: \"ada@example.com\"`

error[E0101]: `globalEmailAdress`: there is no option of this name
 --> {}/team.rhai:3:5
  |
3 |     globalEmailAdress: \"ada@example.com\",
  |     ^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `globalEmailAddress`?

error[E0107]: `name`: expected a name, found an empty string
 --> {}/team.rhai:4:2
  |
4 |  name: \"\",
  |  ^^^^

failed run 22222222222222225: 3 problems, nothing was changed
";
    let run = ended.err.split("failed run ").nth(1).unwrap().split(':').next().unwrap().to_owned();
    assert_eq!(ended.err, expected.replace("22222222222222225", &run));
}

#[test]
fn json_carries_the_same() {
    let shell = Shell::acme();
    shell.write("bad.rhai", "bizzStream.addUser(#{\n  globalEmailAddress: \"ada@example.com\",\n  nam: \"Ada\",\n})");
    let ended = shell.enlist(&["run", "{}/bad.rhai", "--json"]);
    assert_eq!(ended.exit, Exit::Refused);
    let json: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(json["status"], "failed");
    let error = &json["error"];
    assert_eq!((&error["code"], &error["file"]), (&"E0103".into(), &"{}/bad.rhai".into()));
    assert_eq!((&error["line"], &error["column"]), (&1.into(), &12.into()));
    let problems = error["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 5);
    assert_eq!(
        problems[4],
        serde_json::json!({
            "code": "E0101", "option": "nam", "message": "there is no option of this name",
            "help": "did you mean `name`?", "line": 3, "column": 3,
        })
    );
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let shell = Shell::acme();
    shell.write("log.rhai", "console.log(\"\\x1b[31mred\"); throw \"\\x1b]0;title\\x07\";");
    let ended = shell.enlist(&["run", "{}/log.rhai"]);
    assert!(!ended.out.contains('\u{1b}') && !ended.err.contains('\u{1b}'), "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("\\u{1b}[31mred"));
}
