//! A program that embeds enlist: it offers scripts a function of its own, shows what a script would change, runs it, and
//! prints the effects as JSON. It needs none of the features `server`, `cli`, `mail` and `postgres`:
//!
//! ```toml
//! enlist = { version = "0.1", default-features = false }
//! ```
//!
//! Run it in the repository with `cargo run --example embed`.

use enlist::app::{App, System};
use enlist::directory::Kind;
use enlist::domain::{Code, Error, Problem, Value};
use enlist::json;
use enlist::model::Model;
use enlist::script::api::{Body, Function, Object, Parameter};
use enlist::script::{Mode, Request, Script, Trigger};
use enlist::store::Access;

/// Counts the memory of each thread, so that a script's memory budget holds in this program too.
#[global_allocator]
static ALLOCATOR: enlist::memory::Counting = enlist::memory::Counting;

const MODEL: &str = r#"
[environment]
name = "Acme"

[[groups]]
name = "warehouse"
"#;

const SCRIPT: &str = r#"
let employee = employeeByNumber(input.number);
bizzStream.addUser(#{
    globalEmailAddress: employee.email,
    name: employee.name,
    administrator: false, active: true, locale: "en", language: "en",
    addMemberGroupNames: [employee.team],
});
"hired " + employee.name
"#;

fn main() -> Result<(), Error> {
    // `App::create("directory.db", …)` keeps the directory in a file.
    let mut app = App::in_memory(System::real()?)?.with_functions([employee_by_number()])?;
    let model = Model::parse(MODEL).expect("a correct model");
    model.create(app.begin(Access::Write)?)?.commit()?;

    let request = Request {
        script: Script { name: "hire.rhai".to_owned(), source: SCRIPT.to_owned() },
        input: Some(serde_json::json!({ "number": 7 })),
        key: Some("hire-7".to_owned()),
        trigger: Trigger::Operator,
    };

    let plan = app.run("Acme", &request, Mode::Plan)?;
    println!("The script would change {} things.", plan.effects.len());

    let run = app.run("Acme", &request, Mode::Commit)?;
    if let Some(error) = &run.error {
        eprintln!("{error:?}");
    }
    for effect in &run.effects {
        println!("{:#}", json::effect(effect));
    }
    println!("The script returned {}.", run.result.as_deref().unwrap_or("nothing"));
    Ok(())
}

/// `employeeByNumber(number)`: looks an employee up in this program's own data.
fn employee_by_number() -> Function {
    const PARAMETERS: &[Parameter] = &[Parameter::required("number", Kind::Integer)];
    Function {
        object: Object::Nothing,
        name: "employeeByNumber",
        parameters: PARAMETERS,
        returns: "the employee, as a map",
        doc: "Finds an employee by number.",
        example: "employeeByNumber(7)",
        options: None,
        body: Body::new(|_work, arguments| match arguments[0] {
            Value::Integer(7) => Ok(Value::Map(vec![
                ("name".into(), Value::from("Ada Lovelace")),
                ("email".into(), Value::from("ada@example.com")),
                ("team".into(), Value::from("warehouse")),
            ])),
            _ => {
                let problem = Problem::new(Code::NotFound, format!("there is no employee {:?}", arguments[0]));
                Err(problem.of("number").help("use a number of the staff list").into())
            }
        }),
    }
}
