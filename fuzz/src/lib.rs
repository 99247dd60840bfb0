//! Shared by both targets: a directory in memory that is created once, and the conditions that every run must meet.

use enlist::app::{App, System};
use enlist::domain::{Moment, RunStatus};
use enlist::memory::Counting;
use enlist::model::Model;
use enlist::script::{Mode, Request, Script, Trigger};
use enlist::store::Access;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::panic::PanicHookInfo;
use std::sync::Mutex;

/// The allocator of the program. Without it, the memory limit of scripts has no effect.
#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The memory limit of a script plus 50 %, in bytes.
const MOST_HELD: i64 = (64 << 20) * 3 / 2;

const MODEL: &str = r#"
[environment]
name = "Acme"
id = "acme"
[[menus]]
name = "office"
[[groups]]
name = "planning"
menus = ["office"]
[[roles]]
name = "planner"
[[profileFields]]
key = "jobTitle"
label = "Job title"
"#;

/// Adds a user that functions about users can find.
const FIRST_USER: &str = r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Ada", administrator: false,
    active: true, locale: "en", language: "en", memberGroupNames: ["planning"] });"#;

thread_local! {
    static APP: RefCell<App> = RefCell::new(app());
}

fn app() -> App {
    let mut app = App::in_memory(System::fixed(Moment(1_672_531_200_000_000))).expect("a directory");
    let model = Model::parse(MODEL).expect("a model");
    model.create(app.begin(Access::Write).expect("a transaction")).expect("created").commit().expect("committed");
    let run = app.run("acme", &request(FIRST_USER, None), Mode::Commit).expect("a run");
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
    app
}

fn request(source: &str, input: Option<serde_json::Value>) -> Request {
    Request {
        script: Script { name: "fuzz.rhai".to_owned(), source: source.to_owned() },
        input,
        key: None,
        trigger: Trigger::Operator,
    }
}

/// Runs a script as a plan. The run must end with a value or with an error and release its memory; a fault or a panic is a
/// finding. The option `-timeout` limits its time.
pub fn run(source: &str, input: Option<serde_json::Value>) {
    APP.with_borrow_mut(|app| {
        let before = enlist::memory::held();
        let run = app.run("acme", &request(source, input), Mode::Plan).expect("no fault");
        assert_eq!(run.result.is_some(), run.error.is_none(), "a value or an error: {:?}", run.status);
        assert!(matches!(run.status, RunStatus::Planned | RunStatus::Failed), "{:?}", run.status);
        let kept = enlist::memory::held() - before;
        assert!(kept < MOST_HELD, "{kept} bytes are still held after the run");
    });
}

/// Installs a panic hook that aborts only for panics in the files of enlist. The fuzzer's own hook aborts for every panic,
/// caught or not. A panic inside the engine ends its run but not the program; the hook prints each of these once.
pub fn catch_panics_of_the_engine() {
    static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    std::panic::set_hook(Box::new(|panic: &PanicHookInfo| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        if SEEN.lock().expect("the panics").insert(place.clone()) {
            eprintln!("panic: {panic}");
        }
        if place.starts_with(repository()) {
            std::process::abort();
        }
    }));
}

/// Returns the path of the repository.
fn repository() -> &'static str {
    env!("CARGO_MANIFEST_DIR").trim_end_matches("/fuzz")
}
