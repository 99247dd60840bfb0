//! What editors read: JSON Schemas of options, which refuse nothing that a run accepts; definitions; completion data.

use super::world::{Shell, World, request, with_people};
use boon::{Compiler, SchemaIndex, Schemas};
use enlist::cli::Exit;
use enlist::directory::{AboutOption, Kind, Required};
use enlist::domain::{Code, RunStatus};
use enlist::manual;
use enlist::script::api::{self, Function, Functions};
use enlist::script::{Mode, literal};
use enlist::store::to_json_text;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};
use std::cell::RefCell;

/// The schema of a function's options, compiled, which also checks the schema itself.
struct Checker {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Checker {
    fn of(functions: &Functions, name: &str) -> Checker {
        Checker::new(name, manual::schema(functions, name).unwrap())
    }

    fn new(name: &str, schema: Value) -> Checker {
        let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
        let address = format!("https://example.com/{name}");
        compiler.add_resource(&address, schema).unwrap();
        let index = compiler.compile(&address, &mut schemas).unwrap_or_else(|error| panic!("{name}: {error}"));
        Checker { schemas, index }
    }

    fn accepts(&self, options: &Value) -> bool {
        self.schemas.validate(options, self.index).is_ok()
    }
}

fn value_of(example: &str) -> Value {
    let mut text = String::new();
    to_json_text(&literal(example).unwrap_or_else(|| panic!("{example} is no value")), &mut text);
    serde_json::from_str(&text).unwrap()
}

/// The functions with options, each with the names of its options and an example of all that must be given.
fn with_options(functions: &Functions) -> Vec<(&Function, Vec<&'static str>, Map<String, Value>)> {
    let with = functions.iter().filter_map(|function| Some((function, (function.options?)())));
    let one = |(function, options): (_, Vec<&'static AboutOption>)| {
        let required = options.iter().filter(|about| about.required == Required::Always);
        let required = required.map(|about| (about.name.to_owned(), value_of(about.example))).collect();
        (function, options.iter().map(|about| about.name).collect(), required)
    };
    with.map(one).collect()
}

#[test]
fn the_example_of_every_option_is_valid_and_a_wrong_one_is_not() {
    let functions = Functions::default();
    for (function, _, required) in with_options(&functions) {
        let checker = Checker::of(&functions, function.name);
        for about in (function.options.unwrap())() {
            let (path, name) = (function.path(), about.name);
            let with = |value: Value| {
                let mut options = required.clone();
                options.insert(name.to_owned(), value);
                checker.accepts(&Value::Object(options))
            };
            assert!(with(value_of(about.example)), "{path} {name}");
            for value in about.values {
                assert!(with(json!(value)), "{path} {name} {value}");
                assert!(about.doc.contains(&format!("`{value}`")), "{path} {name} does not tell of {value}");
            }
            assert!(!with(json!([[1]])) && !with(json!(1.5)), "{path} {name} takes anything");
            assert_eq!(with(json!("no such text")), is_text(about), "{path} {name}");
        }
        let slip = |name: &str| json!({ name: true });
        assert!(!checker.accepts(&slip("no such option")) && !checker.accepts(&json!("text")));
        assert_eq!(checker.accepts(&json!({})), required.is_empty());
    }
}

fn is_text(about: &AboutOption) -> bool {
    matches!(about.kind, Kind::String | Kind::OneOrStrings) && about.values.is_empty()
}

#[test]
fn what_a_schema_refuses_a_run_refuses_and_what_it_accepts_has_names_and_types_that_fit() {
    let functions = Functions::default();
    let tables = with_options(&functions);
    let checkers: Vec<Checker> = tables.iter().map(|(function, ..)| Checker::of(&functions, function.name)).collect();
    let world = RefCell::new(with_people());
    let cases = (0..tables.len(), prop::collection::vec((any::<prop::sample::Index>(), value()), 0..4), any::<bool>());
    let config = Config { cases: 400, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&cases, |(at, given, is_whole)| {
            let (function, names, required) = &tables[at];
            let mut options = if is_whole { required.clone() } else { Map::new() };
            for (name, value) in given {
                // One name more than there are, which is none.
                let name = names.get(name.index(names.len() + 1)).copied().unwrap_or("none");
                options.insert(name.to_owned(), value);
            }
            let options = Value::Object(options);
            let mut call = request(&format!("{}(input)", function.path()));
            call.input = Some(options.clone());
            let error = world.borrow_mut().app.run("acme", &call, Mode::Plan).unwrap().error;
            if !checkers[at].accepts(&options) {
                prop_assert!(error.is_some(), "{}({options}) ran", function.name);
                return Ok(());
            }
            for (problem, _) in error.iter().flat_map(|error| &error.problems) {
                let is_of_shape = matches!(problem.code, Code::UnknownOption | Code::WrongType | Code::NotInList);
                // What the items of a menu have is no option of the table.
                let is_inside = problem.option.as_deref() == Some("items");
                prop_assert!(!is_of_shape || is_inside, "{}({options}): {problem}", function.name);
            }
            Ok(())
        })
        .unwrap();
}

fn value() -> impl Strategy<Value = Value> {
    const KNOWN: &[&str] = &["en", "sp", "dark", "active", "name", "ada@example.com", "planning", "office", "2345", ""];
    let text = prop_oneof![prop::sample::select(KNOWN).prop_map(str::to_owned), "[a-zA-Z @.]{0,9}"];
    let text = text.prop_map(Value::from).boxed();
    let plain = prop_oneof![
        3 => text.clone(),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => (0..900_u32).prop_map(Value::from),
        1 => (-9..9_i32).prop_map(|half| Value::from(f64::from(half) + 0.5)),
    ]
    .boxed();
    prop_oneof![
        4 => plain.clone(),
        1 => prop::collection::vec(text, 0..3).prop_map(Value::from),
        1 => prop::collection::vec(plain.clone(), 0..3).prop_map(Value::from),
        1 => plain.clone().prop_map(|inside| json!({ "jobTitle": inside })),
        1 => plain.prop_map(|inside| json!([{ "label": inside }])),
    ]
}

#[test]
fn a_schema_is_asked_for_by_name_and_a_slip_is_understood() {
    let functions = Functions::default();
    let by_name = manual::schema(&functions, "addUser").unwrap();
    assert_eq!(by_name, manual::schema(&functions, "bizzStream.addUser").unwrap());
    assert_eq!(by_name["properties"]["theme"]["enum"], json!(["light", "dark", "systemSettings", null]));
    assert_eq!(by_name["required"], json!(["globalEmailAddress"]));
    let problem = manual::schema(&functions, "adUser").unwrap_err();
    assert_eq!(problem.help.as_deref(), Some("did you mean `addUser`?"));
    assert!(manual::schema(&functions, "xyz").unwrap_err().help.unwrap().contains("addUser, getUser"));
    let shell = Shell::new();
    assert_eq!(shell.json(&["manual", "--schema", "addUser"]), by_name);
    assert_eq!(serde_json::from_str::<Value>(&shell.out(&["manual", "--schema", "addUser"])).unwrap(), by_name);
    let ended = shell.enlist(&["manual", "--schema", "adUser"]);
    assert_eq!(ended.exit, Exit::Usage);
    assert!(ended.err.contains("a similar value exists: 'addUser'"), "{}", ended.err);
    assert_eq!(shell.enlist(&["manual", "--schema", "addUser", "--format", "man"]).exit, Exit::Usage);
}

#[test]
fn the_definitions_have_every_function_with_its_options_and_every_variable() {
    let definitions = Shell::new().out(&["manual", "--format", "definitions"]);
    let functions = Functions::default();
    assert_eq!(definitions, manual::definitions(&functions));
    assert!(definitions.starts_with("/// The variables and functions of enlist"));
    for expected in [
        "\nmodule static;\n",
        "\ntype BizzStream = ...;\n",
        "\nlet bizzStream: BizzStream;\n",
        "\nlet actionInfo: map;\n",
        "\nfn addUser(_: BizzStream, options: map) -> ?;\n",
        "\nfn findUsers(_: BizzStream) -> ?;\n",
        "\nfn findUsers(_: BizzStream, query: map) -> ?;\n",
        "\nfn log(_: Console, a: ?, b: ?) -> ?;\n",
        "\nfn print(value: ?) -> ?;\n",
        "\n/// Returns a boolean.\n",
    ] {
        assert!(definitions.contains(expected), "{expected}");
    }
    for function in functions.iter() {
        for line in function.example.lines() {
            assert!(definitions.contains(format!("/// {line}").trim_end()), "{}: {line}", function.name);
        }
        for about in function.options.map(|options| options()).unwrap_or_default() {
            let line = format!("/// - `{}`, {}: {}", about.name, about.kind.as_str(), about.doc);
            assert!(definitions.contains(&line), "{line}");
        }
    }
    for variable in api::VARIABLES {
        let declaration = format!("let {}: {};", variable.name, variable.kind);
        assert!(definitions.contains(&declaration), "{declaration}");
    }
    // A line is a comment, a declaration or empty: nothing breaks out of a comment.
    for line in definitions.lines() {
        let is_declaration = ["module ", "type ", "let ", "fn "].iter().any(|word| line.starts_with(word));
        assert!(line.is_empty() || line.starts_with("///") || (is_declaration && line.ends_with(';')), "{line}");
    }
}

#[test]
fn the_completion_data_has_snippets_that_are_calls() {
    let functions = Functions::default();
    let data = Shell::new().json(&["manual", "--format", "completion"]);
    assert_eq!(data, manual::completion(&functions));
    let listed = data["functions"].as_array().unwrap();
    assert_eq!(listed.len(), functions.iter().count());
    for (function, entry) in functions.iter().zip(listed) {
        assert_eq!(entry["signature"], function.signature());
        let mut world = with_people();
        let run = world.run(&filled_in(entry["snippet"].as_str().unwrap()));
        let refused = run.error.iter().flat_map(|error| &error.problems).map(|(problem, _)| problem.code);
        for code in refused {
            assert!(![Code::Syntax, Code::WrongArguments, Code::UnknownFunction].contains(&code), "{}", function.name);
        }
        let options = entry["options"].as_array().unwrap();
        let is_whole = options.iter().any(|option| option["required"] != "no");
        assert!(!is_whole || run.status == RunStatus::Committed, "{}: {:?}", function.name, run.error);
        for option in options {
            let snippet = filled_in(option["snippet"].as_str().unwrap());
            let (name, example) = (option["name"].as_str().unwrap(), option["example"].as_str().unwrap());
            assert_eq!(snippet, format!("{name}: {example}"));
            assert_eq!(option["exampleValue"], value_of(example));
        }
    }
    assert_eq!(data["variables"].as_array().unwrap().len(), api::VARIABLES.len());
    assert!(data["keywords"].as_array().unwrap().contains(&json!("let")));
}

/// A snippet as it stands when nothing is typed over: the default of each stop, the first of each choice.
fn filled_in(snippet: &str) -> String {
    let mut text = String::new();
    let mut rest = snippet;
    while let Some((before, stop)) = rest.split_once('$') {
        text += before;
        let Some(inside) = stop.strip_prefix('{') else {
            rest = stop.trim_start_matches(|c: char| c.is_ascii_digit());
            continue;
        };
        let inside = inside.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_choice = inside.starts_with('|');
        let mut characters = inside[1..].char_indices();
        while let Some((_, c)) = characters.next() {
            match c {
                '\\' => text.extend(characters.next().map(|(_, c)| c)),
                '}' => break,
                ',' | '|' if is_choice => {
                    let closed = characters.by_ref().find(|(_, c)| *c == '}');
                    assert!(closed.is_some(), "{snippet}");
                    break;
                }
                c => text.push(c),
            }
        }
        rest = characters.as_str();
    }
    text + rest
}

#[test]
fn every_keyword_belongs_to_the_language() {
    for word in api::KEYWORDS {
        let taken = World::acme().run(&format!("let {word} = 1;"));
        let codes: Vec<Code> =
            taken.error.iter().flat_map(|error| &error.problems).map(|(problem, _)| problem.code).collect();
        assert_eq!(codes, [Code::Syntax], "{word} can be a variable");
    }
}

/// Fixtures and models as they are; what their readers refuse, the schemas refuse too.
#[test]
fn the_schemas_of_files_accept_the_examples_and_refuse_what_is_misspelt() {
    let scripts = super::world::root().join("scripts");
    let shell = Shell::new();
    for (kind, files) in [
        ("fixture", vec!["onboard.test.toml", "world.test.toml", "published/add_user.test.toml"]),
        ("model", vec!["model.toml", "published/model.toml"]),
    ] {
        let checker = Checker::new(kind, shell.json(&["manual", "--schema", kind]));
        for file in files {
            let text = std::fs::read_to_string(scripts.join(file)).unwrap();
            let value: Value = toml::from_str(&text).unwrap();
            assert!(checker.accepts(&value), "{file}");
            assert!(!checker.accepts(&json!({ "cases": [] })), "{kind}");
        }
    }
    let fixture = Checker::new("fixture", shell.json(&["manual", "--schema", "fixture"]));
    let case = |more: Value| {
        let mut case = json!({ "name": "one", "source": "1" });
        case.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "case": [case] })
    };
    assert!(fixture.accepts(&case(json!({ "expect": { "exact": ["effects"], "budget": { "operations": 9 } } }))));
    assert!(fixture.accepts(&case(json!({ "given": { "groups": ["a", { "name": "b", "menus": [] }] } }))));
    for wrong in
        [json!({ "expects": {} }), json!({ "expect": { "exact": ["effect"] } }), json!({ "given": { "groups": [1] } })]
    {
        assert!(!fixture.accepts(&case(wrong.clone())), "{wrong}");
    }
}
