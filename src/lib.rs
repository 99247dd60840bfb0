//! enlist: a user directory that scripts can drive.
//!
//! A model author writes a Rhai script that calls `bizzStream.addUser(#{ … })`; enlist runs it inside one environment, in
//! one transaction, writes the letters down that it caused, and can tell what it changed.
//!
//! # The map of the house
//!
//! A ladder, not a web: a room uses only rooms below it. `tests/it/tidy.rs` holds the rule.
//!
//! ```text
//!  8  main.rs        the program: streams, time, chance
//!  7  cli/           the operator's door: one command, one file
//!  6  http/          the door for programs: REST, its documentation, health and figures
//!  5  workers/       the threads of a server: one writes in groups, several read
//!     jobs/          what happens later: schedules, events on their way to scripts, letters as e-mails
//!     fixtures/      scripts as test cases: worlds, cases, expectations, reports
//!     manual/        the manual and what editors read, folded from the tables that the program works with
//!  4  app.rs         wiring: the program as a value; main and tests start the very same one
//!     json/          the shapes of JSON that programs get, the same from every door
//!  3  script/        the script host: table of functions, sandbox, diagnostics, the run, the static check
//!     model/         a model folder: which environment its scripts are for
//!  2  directory/     the verbs, one file each; every rule stands here, once
//!  1  store/         the only SQL
//!     words/         every sentence a person reads in a letter, per language
//!  0  domain/        nouns and refusals: pure values
//!     memory.rs      counts what each thread holds; `unsafe` stands here and in `store/sql/pages.rs` alone
//!     failpoint.rs   where a test can kill the program or let it fail; nothing in a release build
//! ```
//!
//! One `addUser`, straight down: `script/api/users.rs` takes the call, `directory/add_user.rs` does the work with the
//! table of options in `directory/user_draft.rs`, `store/*.rs` holds the statements, `script/run.rs` ends with the one line
//! that commits or rolls back. What changed is a list of `domain::Effect`s: a plan prints it, the audit stores it, a run
//! answers with it.
//!
//! # As a library
//!
//! A Rust program opens a directory, runs scripts in it and reads what they changed; nothing of the command line comes along.
//!
//! ```
//! use enlist::app::{App, System};
//! use enlist::model::Model;
//! use enlist::script::{Mode, Request, Script, Trigger};
//! use enlist::store::Access;
//!
//! let mut app = App::in_memory(System::real()?)?;
//! let model = Model::parse("[environment]\nname = \"Acme\"\n").expect("a model");
//! model.create(app.begin(Access::Write)?)?.commit()?;
//!
//! let source = r#"bizzStream.addUser(#{
//!     globalEmailAddress: input.email, name: "Ada", administrator: false, locale: "en", language: "en",
//! })"#;
//! let request = Request {
//!     script: Script { name: "add.rhai".to_owned(), source: source.to_owned() },
//!     input: Some(serde_json::json!({ "email": "ada@example.com" })),
//!     key: None,
//!     trigger: Trigger::Operator,
//! };
//! let run = app.run("Acme", &request, Mode::Commit)?;
//! assert_eq!(run.effects[0].label, "ada@example.com");
//! assert_eq!(run.letters.len(), 1);
//! # Ok::<(), enlist::domain::Error>(())
//! ```
//!
//! A program can let scripts call functions of its own: [`App::with_functions`](app::App::with_functions).
//!
//! What lasts: the environment is never a parameter of a statement about one environment, it comes from the
//! [`Work`](store::Work); time and ids come from the [`System`](app::System); a script's handles carry nothing.

pub mod domain;
pub mod failpoint;
pub mod memory;

pub mod store;
pub mod words;

pub mod directory;

pub mod model;
pub mod script;

pub mod app;
#[cfg(feature = "cli")]
pub mod cli;
pub mod fixtures;
#[cfg(feature = "server")]
pub mod http;
pub mod jobs;
pub mod json;
pub mod manual;
#[cfg(feature = "server")]
pub mod workers;
