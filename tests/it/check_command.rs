//! The commands `check` and `explain`: what people, SARIF readers and GitHub get of findings.

use super::world::{ACME, Shell};
use enlist::cli::Exit;
use enlist::domain::Page;
use serde_json::{Value, json};

fn with_scripts() -> Shell {
    let shell = Shell::new();
    shell.write("model.toml", ACME);
    shell.write(
        "a/bad.rhai",
        "bizzStream.addUser(#{\n  globalEmailAddress: input.email,\n  menuname: \"50%, a\",\n});\n",
    );
    shell.write("b.rhai", "let total = 3;\nbizzStream.sendMail(input);\n");
    shell.write(".hidden/c.rhai", "nonsense");
    shell.write("notes.txt", "nonsense");
    shell
}

#[test]
fn findings_of_all_files_are_told_as_compilers_do() {
    let shell = with_scripts();
    let ended = shell.enlist(&["check", "{}"]);
    assert_eq!(ended.exit, Exit::Refused);
    let expected = "\
error[E0101]: `menuname`: there is no option of this name
 --> {}/a/bad.rhai:3:3
  |
3 |   menuname: \"50%, a\",
  |   ^^^^^^^^
  |
  = help: did you mean `menuName`?

warning[W0101]: variable `total` is never read
 --> {}/b.rhai:1:5
  |
1 | let total = 3;
  |     ^^^^^
  |
  = help: remove it, or begin its name with `_`

2 scripts checked: 1 error, 1 warning
";
    assert_eq!(ended.out, expected);
    assert_eq!(shell.out(&["check", "{}/b.rhai"]).lines().last(), Some("1 script checked: 1 warning"));
    assert_eq!(shell.enlist(&["check", "{}/b.rhai", "--deny-warnings"]).exit, Exit::Refused);
    assert_eq!(shell.enlist(&["check", "{}/b.rhai", "--format", "xml"]).exit, Exit::Usage);
    let none = shell.enlist(&["check", "{}/none.rhai"]);
    assert_eq!(
        (none.exit, none.out.lines().next()),
        (Exit::Refused, Some("error[E0401]: there is no file {}/none.rhai"))
    );
    shell.write("empty/readme.md", "");
    assert!(shell.enlist(&["check", "{}/empty"]).err.starts_with("error[E0401]: expected a script, found none"));
}

#[test]
fn a_model_that_is_none_is_told_once() {
    let shell = with_scripts();
    shell.write("model.toml", "[environment]\nnme = \"x\"\n");
    let ended = shell.enlist(&["check", "{}"]);
    assert_eq!(ended.out.matches("E0403").count(), 1, "{}", ended.out);
    assert!(ended.out.ends_with("2 scripts checked: 2 errors, 1 warning\n"), "{}", ended.out);
}

#[test]
fn json_and_effects() {
    let shell = with_scripts();
    let ended = shell.enlist(&["check", "{}", "--json", "--effects"]);
    let json: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((&json["scripts"], &json["errors"], &json["warnings"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!(
        json["findings"][0],
        json!({
            "severity": "error", "code": "E0101", "title": "Unknown option", "option": "menuname",
            "message": "there is no option of this name", "help": "did you mean `menuName`?",
            "file": "{}/a/bad.rhai", "line": 3, "column": 3,
        })
    );
    assert_eq!(json["effects"][1]["can"]["mail.send"], json!([{ "line": 2, "column": 12 }]));
    assert_eq!(json["effects"][1]["can"]["users.makeAdministrators"], json!([]));
    let out = shell.out(&["check", "{}/b.rhai", "--effects"]);
    assert!(out.contains("create administrators   no\n"), "{out}");
    assert!(out.contains("send mail               yes  2:12\n"), "{out}");
}

#[test]
fn github_annotations_are_escaped() {
    let shell = with_scripts();
    shell.write("a/bad.rhai", "throw 1;\nlet x = \n");
    let ended = shell.enlist(&["check", "{}", "--format", "github"]);
    assert_eq!(
        ended.out,
        "::error file={}/a/bad.rhai,line=3,col=1,title=E0301 Syntax error::the script ends before a statement is complete%0Acheck for a missing `}`, `)` or `\"`\n\
         ::warning file={}/b.rhai,line=1,col=5,title=W0101 Unused variable::variable `total` is never read%0Aremove it, or begin its name with `_`\n"
    );
}

#[test]
fn sarif_has_what_readers_require() {
    let shell = with_scripts();
    let ended = shell.enlist(&["check", "{}", "--format", "sarif"]);
    assert_eq!(ended.exit, Exit::Refused);
    let log: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().contains("sarif-2.1.0"));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["tool"]["driver"]["name"], "enlist");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for text in ["/id", "/name", "/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"]
        {
            assert!(
                rule.pointer(text).is_some_and(|text| text.as_str().is_some_and(|text| !text.is_empty())),
                "{text}"
            );
        }
        assert!(["error", "warning"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(result["message"]["text"].is_string());
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].is_string());
        let number = |key: &str| place["region"][key].as_u64().unwrap();
        assert!(number("startLine") >= 1 && number("startColumn") >= 1 && number("endColumn") > number("startColumn"));
    }
    assert_eq!(
        results[0]["locations"][0]["physicalLocation"]["region"],
        json!({ "startLine": 3, "startColumn": 3, "endLine": 3, "endColumn": 11 })
    );
}

#[test]
fn every_code_is_explained() {
    let shell = Shell::new();
    for page in Page::all() {
        let out = shell.out(&["explain", page.code]);
        assert!(out.starts_with(&format!("{} {}\n\n", page.code, page.title)), "{out}");
        assert_eq!(shell.json(&["explain", page.code])["text"], page.text);
    }
    assert_eq!(
        shell.out(&["explain", "e0105"]),
        "\
E0105 Value not in the list

The option takes one of a few values, and this is none of them. Languages and locales are `en`,
`nl`, `de`, `fr`, `es` (or `sp`) and `pl`; themes are `light`, `dark` and `systemSettings`.

For example

    bizzStream.findUsers(#{ filter: \"gone\" })

prints

    error[E0105]: `filter`: expected one of active, inactive, all, banned, denied, administrators, found \"gone\"
"
    );
    let ended = shell.enlist(&["explain", "E01O1"]);
    assert_eq!(ended.exit, Exit::Refused);
    assert!(
        ended.err.contains("there is no code \"E01O1\"") && ended.err.contains("did you mean `E0"),
        "{}",
        ended.err
    );
}
