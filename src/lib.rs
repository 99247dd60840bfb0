//! enlist: a user directory that scripts can drive.
//!
//! A model author writes a Rhai script that calls `bizzStream.addUser(#{ … })`. enlist runs it inside one environment, in one
//! transaction, stores the letters that it causes, and records which line of the script changed what.
//!
//! # The map of the house
//!
//! A ladder, not a web: a room uses only rooms below it. `tests/it/tidy.rs` checks the rule.
//!
//! ```text
//!  8  main.rs        the program: streams, time, randomness
//!  7  cli/           the command line: one command, one file
//!  6  http/          the web server: rest/ for programs, ui/ for people, health, metrics
//!  5  workers/       the threads of a server: one writes in groups, several read, some hash passwords
//!     jobs/          background jobs: schedules, events, the sweep, retention, sending letters
//!     fixtures/      scripts as test cases: worlds, cases, expectations, reports
//!     manual/        the manual and the files for editors, generated from the tables of the program
//!  4  app.rs app/    wiring: the program as a value; `main` and the tests start the same one
//!     json/          the JSON that programs get, the same from every interface
//!  3  script/        the script host: table of functions, sandbox, diagnostics, runs, the static check
//!     model/         model folders: environments, menus, groups, roles and fields as files
//!  2  directory/     every rule, once: one folder a noun, one file a verb
//!  1  store/         the only SQL, for SQLite and PostgreSQL
//!     words/         every sentence of pages and letters, per language
//!  0  domain/        values and refusals, without SQL, scripts or input and output
//!     memory.rs      counts the memory of each thread; `unsafe` is here and in `store/sql/pages.rs` only
//!     failpoint.rs   where a test can kill the program or let it fail; empty in a release build
//! ```
//!
//! The same nouns are in every room: `user`, `account`, `session`, `group`, `menu`, `role`, `field`, `environment`,
//! `organization`, `script`, `run`, `schedule`, `event`, `letter`, `link`, `token`, `audit`. The rule about adding a group is in
//! `directory/group/add.rs`, its rows are in `store/group.rs`, its command is in `cli/group.rs` and its route in
//! `http/rest/group.rs`.
//!
//! One `addUser`, straight down: `script/api/users.rs` takes the call; `directory/user/add.rs` does the work, with the table of
//! options in `directory/user/draft.rs`; `store/user/` has the statements; `script/run.rs` ends with the line that commits or
//! rolls back. The changes are a list of `domain::Effect`s: a plan prints it, the audit stores it, a run returns it.
//!
//! # Features
//!
//! `server`, `cli`, `mail` and `postgres` are on by default; the program needs them. Without them the script host remains, with
//! SQLite, models and fixtures, in at most 130 crates: `default-features = false`. Logging in and passwords belong to `server`.
//! `examples/embed.rs` is a complete embedding program.
//!
//! # As a library
//!
//! A Rust program opens a directory, runs scripts in it and reads their effects.
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
//! Invariants: a statement about one environment takes the environment from its [`Work`](store::Work), never as a parameter.
//! Time and ids come from the [`System`](app::System). The objects that a script sees carry no data.

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
