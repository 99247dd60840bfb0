//! Functions of the embedding program: the same table entry, and so the same checks, errors and manual.

use super::world::{World, request};
use enlist::directory::{AboutOption, Kind, Required};
use enlist::domain::{Code, Error, Problem, Value};
use enlist::manual;
use enlist::script::api::{Body, Function, Object, Parameter};
use std::cell::Cell;
use std::rc::Rc;

const CAR: &[AboutOption] = &[
    AboutOption {
        name: "plate",
        kind: Kind::String,
        required: Required::Always,
        extension: false,
        doc: "The number plate.",
        example: "\"AB-12\"",
        values: &[],
    },
    AboutOption {
        name: "electric",
        kind: Kind::Boolean,
        required: Required::No,
        extension: false,
        doc: "Whether it is charged.",
        example: "true",
        values: &[],
    },
];

const LEND_CAR: &[Parameter] = &[Parameter::required("options", Kind::Map), Parameter::optional("days", Kind::Integer)];

fn lend_car(lent: Rc<Cell<u32>>) -> Function {
    Function {
        object: Object::BizzStream,
        name: "lendCar",
        parameters: LEND_CAR,
        returns: "how many cars are lent now",
        doc: "Lends a car of the fleet.",
        example: r#"bizzStream.lendCar(#{ plate: "AB-12" }, 3)"#,
        options: Some(|| CAR.iter().collect()),
        body: Body::new(move |work, arguments| {
            if arguments.get(1) == Some(&Value::Integer(0)) {
                let problem =
                    Problem::new(Code::NotInList, format!("{} lends for a day at least", work.environment.name));
                return Err(problem.of("days").into());
            }
            lent.set(lent.get() + 1);
            Ok(Value::Integer(i64::from(lent.get())))
        }),
    }
}

fn nothing(name: &'static str, parameters: &'static [Parameter]) -> Function {
    Function {
        object: Object::Nothing,
        name,
        parameters,
        returns: "what it was given",
        doc: "Gives back.",
        example: "gives",
        options: None,
        body: Body::new(|_, arguments| Ok(Value::List(arguments.to_vec()))),
    }
}

fn with_car() -> (World, Rc<Cell<u32>>) {
    let lent = Rc::new(Cell::new(0));
    let mut world = World::acme();
    world.app = world.app.with_functions([lend_car(Rc::clone(&lent))]).unwrap();
    (world, lent)
}

#[test]
fn a_script_calls_a_function_of_the_program_around() {
    let (mut world, lent) = with_car();
    let run = world
        .run(r#"bizzStream.lendCar(#{ plate: "AB-12" }); bizzStream.lendCar(#{ plate: "CD-34", electric: true }, 2)"#);
    assert_eq!((run.result.as_deref(), lent.get()), (Some("2"), 2));
}

#[test]
fn its_calls_are_checked_by_its_entry() {
    let (mut world, lent) = with_car();
    let mut problems = |source: &str| {
        let error = world.run(source).error.expect("refused");
        error
            .problems
            .iter()
            .map(|(problem, place)| format!("{}:{} {problem}", place.unwrap().line, place.unwrap().column))
            .collect::<Vec<_>>()
    };
    let found = problems("bizzStream.lendCar(#{ plait: \"AB-12\",\n electric: \"yes\" }, \"long\")");
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(found.iter().any(|problem| problem.starts_with("1:23") && problem.contains("plait")), "{found:#?}");
    assert!(found.iter().any(|problem| problem.starts_with("2:2") && problem.contains("electric")), "{found:#?}");
    assert!(
        found.iter().any(|problem| problem.contains("expected an integer, found the string \"long\"")),
        "{found:#?}"
    );
    assert!(found.iter().any(|problem| problem.contains("`plate`") && problem.contains("missing")), "{found:#?}");
    let found = problems(r#"bizzStream.lendCar(#{ plate: "AB-12" }, 0)"#);
    assert!(found[0].contains("Acme lends for a day at least"), "{found:#?}");
    let found = problems(r#"bizzStream.lendCarr(#{ plate: "AB-12" })"#);
    assert!(found[0].contains("lendCarr"), "{found:#?}");
    assert_eq!(lent.get(), 0);
}

#[test]
fn a_refusal_of_its_own_can_be_caught_and_a_fault_cannot() {
    let (mut world, _) = with_car();
    let caught = r#"let code = ();
try { bizzStream.lendCar(#{ plate: "AB-12" }, 0) } catch (refusal) { code = refusal.code; }
code"#;
    assert_eq!(world.result(caught), Code::NotInList.as_str());
    let broken = Function {
        body: Body::new(|_, _| Err(Error::Fault(enlist::domain::Fault::new("fleet", "the keys are lost")))),
        ..nothing("breaks", &[])
    };
    let mut world = World::acme();
    world.app = world.app.with_functions([broken]).unwrap();
    let request = request("try { breaks() } catch { 1 }");
    let fault = world.app.run("acme", &request, enlist::script::Mode::Commit).unwrap_err();
    assert!(fault.to_string().contains("fleet"), "{fault}");
}

#[test]
fn functions_without_an_object_take_up_to_four_arguments_of_any_kind() {
    const FOUR: &[Parameter] = &[
        Parameter::optional("a", Kind::Any),
        Parameter::optional("b", Kind::Any),
        Parameter::optional("c", Kind::Any),
        Parameter::optional("d", Kind::Any),
    ];
    let mut world = World::acme();
    world.app = world.app.with_functions([nothing("gives", FOUR)]).unwrap();
    let run = world.run(r#"[gives(), gives(1), gives("a", 2.5), gives((), [1], #{ a: true }), gives('b', 1, 2, 3)]"#);
    assert_eq!(
        run.result.as_deref(),
        Some(r#"[[],[1],["a",2.5],[null,[1],{"a":true}],["b",1,2,3]]"#),
        "{:?}",
        run.error
    );
}

#[test]
fn an_entry_that_breaks_a_law_of_the_table_is_refused() {
    const FIVE: &[Parameter] = &[Parameter::required("a", Kind::Any); 5];
    const OPTIONAL_FIRST: &[Parameter] = &[Parameter::optional("a", Kind::Any), Parameter::required("b", Kind::Any)];
    let refused = |function: Function| {
        let app = World::acme().app.with_functions([function]);
        app.err().expect("refused").to_string()
    };
    assert!(refused(nothing("print", &[])).contains("exists already"));
    assert!(refused(nothing("with blank", &[])).contains("camelCase"));
    assert!(refused(nothing("five", FIVE)).contains("more than 4 parameters"));
    assert!(refused(nothing("late", OPTIONAL_FIRST)).contains("before a required one"));
    let options = Function { options: Some(|| CAR.iter().collect()), ..nothing("options", &[]) };
    assert!(refused(options).contains("must be a map"));
}

#[test]
fn a_value_that_is_none_of_a_few_is_refused() {
    const FUEL: &[AboutOption] =
        &[AboutOption { name: "fuel", values: &["diesel", "petrol"], example: "\"diesel\"", ..CAR[0] }];
    const OPTIONS: &[Parameter] = &[Parameter::required("options", Kind::Map)];
    let fill = Function { options: Some(|| FUEL.iter().collect()), ..nothing("fill", OPTIONS) };
    let mut world = World::acme();
    world.app = world.app.with_functions([fill]).unwrap();
    assert_eq!(world.result(r#"fill(#{ fuel: "petrol" })"#), serde_json::json!([{ "fuel": "petrol" }]));
    assert_eq!(
        world.problems(r#"fill(#{ fuel: "petroll" })"#),
        "E0105 1:9 `fuel`: expected one of diesel, petrol, found \"petroll\" | did you mean \"petrol\"?"
    );
}

#[test]
fn what_editors_read_has_it_too() {
    let (world, _) = with_car();
    let functions = world.app.functions();
    let definitions = manual::definitions(functions);
    assert!(definitions.contains("\nfn lendCar(_: BizzStream, options: map) -> ?;\n"), "{definitions}");
    assert!(definitions.contains("\nfn lendCar(_: BizzStream, options: map, days: int) -> ?;\n"));
    assert!(
        definitions.contains("/// - `plate`, a string: The number plate. Required. For example `plate: \"AB-12\"`.")
    );
    let schema = manual::schema(functions, "lendCar").unwrap();
    assert_eq!(schema["properties"]["plate"]["examples"], serde_json::json!(["AB-12"]));
    assert_eq!(schema["required"], serde_json::json!(["plate"]));
    assert!(manual::schema_names(functions).ends_with(&["lendCar"]));
    let completion = manual::completion(functions);
    let own = completion["functions"].as_array().unwrap().last().unwrap();
    assert_eq!(own["snippet"], "bizzStream.lendCar(#{\n    plate: ${1:\"AB-12\"},\n})$0");
}

#[test]
fn the_manual_has_it_like_one_of_enlist() {
    let (world, _) = with_car();
    let manual = manual::of_functions(world.app.functions());
    for part in [
        "### `bizzStream.lendCar(options, [days])`",
        "Lends a car of the fleet.",
        "| `plate` |",
        "### `bizzStream.addUser(options)`",
    ] {
        assert!(manual.contains(part), "{part}");
    }
}
