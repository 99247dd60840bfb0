//! Work that is done again: nothing stands of a try that failed because others were first, and what stands in the end was done
//! once. A failpoint of the program plays the others: of four commits three fail.

use super::browser::{Browser, PASSWORD, People};
use super::engine;
use super::server::Server;
use super::world::{ACME, NOW, World, request};
use enlist::app::{App, System};
use enlist::directory::add_organization;
use enlist::domain::{Code, Error, Fault, Name, Problem, RunStatus, Value};
use enlist::model::Model;
use enlist::script::Mode;
use enlist::script::api::{Body, Function, Object};
use enlist::store::{Access, organization};
use enlist::workers::{Sizes, Workers};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};

/// Of four commits of the program three fail.
const OTHERS_FIRST: (&str, &str) = ("ENLIST_FAILPOINT", "passing:3");

/// Adds one person, and counts itself.
const ADD: &str = r#"
bizzStream.addUser(#{
    globalEmailAddress: "ada@example.com", name: "Ada", administrator: false, active: true, locale: "en", language: "en",
})
"#;

fn passing() -> Error {
    Fault::passing("committing", "others were first").into()
}

fn directory() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("enlist.db");
    App::create(&path, System::fixed(NOW)).unwrap();
    (folder, path)
}

fn workers(path: &Path, sizes: Sizes) -> Workers {
    let path = path.to_owned();
    Workers::start(sizes, move || App::open(&path, System::real()?)).unwrap()
}

fn organizations(path: &Path) -> Vec<String> {
    let app = App::open(path, System::fixed(NOW)).unwrap();
    let all = organization::all(&app.begin(Access::Read).unwrap()).unwrap();
    all.into_iter().map(|organization| organization.name.to_string()).collect()
}

/// Adds an organization, but fails so before it commits, so many times; counts its tries.
fn add(
    name: &'static str,
    failures: u32,
    error: fn() -> Error,
) -> (Arc<AtomicU32>, impl FnMut(&mut App) -> Result<u32, Error> + Send) {
    let tries = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&tries);
    let does = move |app: &mut App| {
        let tried = counted.fetch_add(1, Ordering::Relaxed);
        let mut transaction = app.begin(Access::Write)?;
        add_organization(&mut transaction, Name::parse(name)?, None)?;
        if tried < failures {
            return Err(error());
        }
        transaction.commit()?;
        Ok(tried + 1)
    };
    (tries, does)
}

#[test]
fn a_piece_of_work_is_done_again_until_it_stands_and_stands_once() {
    for sizes in [Sizes::default(), Sizes { group: 1, ..Sizes::default() }, Sizes { writers: 3, ..Sizes::default() }] {
        let (_folder, path) = directory();
        let workers = workers(&path, sizes);
        let (tries, does) = add("third", 2, passing);
        assert_eq!(workers.write_and_wait("a", does).unwrap(), 3);
        assert_eq!((tries.load(Ordering::Relaxed), organizations(&path)), (3, vec!["third".to_owned()]));

        let (tries, does) = add("never", u32::MAX, passing);
        let Err(Error::Refused(refusal)) = workers.write_and_wait("a", does) else { panic!("not refused") };
        assert_eq!((refusal.code(), refusal.retry_after()), (Code::Contended, Some(1)));
        assert_eq!(tries.load(Ordering::Relaxed), 10);

        // The same would be said again.
        let (tries, does) = add("refused", u32::MAX, || Problem::new(Code::Exists, "no").into());
        assert!(workers.write_and_wait("a", does).is_err());
        assert_eq!(tries.load(Ordering::Relaxed), 1);
        let (tries, does) = add("broken", u32::MAX, || Fault::new("committing", "the disk is full").into());
        assert_eq!(workers.write_and_wait("a", does).unwrap_err().to_string(), "committing: the disk is full");
        assert_eq!(tries.load(Ordering::Relaxed), 1);
        let (tries, does) = add("panics", u32::MAX, || panic!("on purpose"));
        assert!(workers.write_and_wait("a", does).is_err());
        assert_eq!(tries.load(Ordering::Relaxed), 1);
        assert_eq!(organizations(&path), ["third"]);
    }
}

#[test]
fn what_is_looked_up_is_looked_up_again() {
    let (_folder, path) = directory();
    let workers = workers(&path, Sizes::default());
    let (tell, told) = std::sync::mpsc::channel();
    let mut tries = 0;
    let look = move |_: &mut App| {
        tries += 1;
        if tries < 3 { Err(passing()) } else { Ok(tries) }
    };
    workers.read("a", look, move |answer| tell.send(answer.unwrap()).unwrap()).unwrap();
    assert_eq!(told.recv().unwrap(), 3);
}

#[test]
fn several_writers_work_at_the_same_time_and_on_everything() {
    let (_folder, path) = directory();
    let workers = workers(&path, Sizes { writers: 2, ..Sizes::default() });
    // Neither goes on before the other has come.
    let both = Arc::new(Barrier::new(2));
    let (tell, told) = std::sync::mpsc::channel();
    for lane in ["a", "b"] {
        let (both, tell) = (Arc::clone(&both), tell.clone());
        let meet = move |_: &mut App| Ok(both.wait().is_leader());
        workers.write(lane, meet, move |met| tell.send(met.unwrap()).unwrap()).unwrap();
    }
    assert!(told.recv().unwrap() ^ told.recv().unwrap());
    let (tell, told) = std::sync::mpsc::channel();
    for number in 0..40 {
        let tell = tell.clone();
        let add = move |app: &mut App| {
            let mut transaction = app.begin(Access::Write)?;
            add_organization(&mut transaction, Name::parse(&format!("number {number}"))?, None)?;
            Ok(transaction.commit()?)
        };
        workers.write(["a", "b", "c"][number % 3], add, move |done| tell.send(done.is_ok()).unwrap()).unwrap();
    }
    drop(tell);
    workers.stop();
    assert!(told.iter().all(|stands| stands));
    assert_eq!(organizations(&path).len(), 40);
}

#[test]
fn a_run_that_fails_passingly_within_is_run_again_as_a_whole() {
    static TRIES: AtomicU32 = AtomicU32::new(0);
    let others = Function {
        object: Object::Nothing,
        name: "meetOthers",
        parameters: &[],
        returns: "how often it was called",
        doc: "Meets others twice.",
        example: "meetOthers()",
        options: None,
        body: Body::new(|_, _| match TRIES.fetch_add(1, Ordering::Relaxed) {
            0 | 1 => Err(passing()),
            tries => Ok(Value::Integer(i64::from(tries))),
        }),
    };
    let mut world = World { app: World::acme().app.with_functions([others]).unwrap() };
    // It cannot be caught, and what was printed before is not printed again.
    let source = format!("{ADD}; print(\"once\"); try {{ meetOthers() }} catch {{ 0 }}");
    let run = world.app.run("acme", &request(&source), Mode::Commit).unwrap();
    assert_eq!((run.status, run.result.as_deref(), run.log.len()), (RunStatus::Committed, Some("2"), 1));
    assert_eq!((run.effects.len(), run.letters.len()), (1, 1));
    let work = world.app.enter("acme", Access::Read).unwrap();
    assert_eq!(enlist::store::run::list(&work, None, 10).unwrap().len(), 1);
}

/// A server whose commits fail as a failpoint says, on a database with an environment.
fn contended_server(folder: &tempfile::TempDir, failpoint: (&str, &str)) -> (Server, super::server::Client) {
    let database = engine::new_database(folder.path());
    let (app, _) = App::create(&database, System::real().unwrap()).unwrap();
    Model::parse(ACME).unwrap().create(app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
    drop(app);
    let server = Server::try_on(&database, &[], &[failpoint]).expect("the server starts");
    let client = server.client("acme");
    (server, client)
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build has no failpoints")]
fn a_request_is_carried_out_once_however_often_it_was_tried() {
    let folder = tempfile::tempdir().unwrap();
    let (server, client) = contended_server(&folder, OTHERS_FIRST);
    client.post("/scripts", json!({ "name": "add.rhai", "source": ADD, "who": ["tokens"] })).ok();
    let run = client.post("/scripts/add.rhai/run", json!({})).ok();
    assert_eq!((&run["run"]["status"], &run["repeated"]), (&json!("committed"), &json!(false)));
    assert_eq!(run["run"]["effects"].as_array().unwrap().len(), 1);
    assert_eq!(client.get("/runs").ok()["runs"].as_array().unwrap().len(), 1);
    assert_eq!(client.get("/users").ok()["users"].as_array().unwrap().len(), 1);
    assert_eq!(client.get("/letters").ok()["letters"].as_array().unwrap().len(), 1);

    // What names a version is compared at each try, and what was refused was tried once.
    let tag = client.get("/users/ada@example.com").header("etag").to_owned();
    let named = client.header("if-match", tag);
    named.patch("/users/ada@example.com", json!({ "name": "Ada King" })).ok();
    assert_eq!(named.patch("/users/ada@example.com", json!({ "name": "Ada" })).refusal(), "412 E0704");

    let figures = ureq::get(format!("{}/metrics", server.figures)).call().unwrap().body_mut().read_to_string().unwrap();
    let repeated = figures.lines().find_map(|line| line.strip_prefix("enlist_repeated_total ")).unwrap();
    assert!(repeated.parse::<u32>().unwrap() >= 9, "{repeated}");
}

/// Whoever asks learns that others were first, and the log of the server why it never passed.
#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build has no failpoints")]
fn why_work_was_given_up_stands_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let (server, client) = contended_server(&folder, ("ENLIST_FAILPOINT", "passing:1000:20"));
    let add = |number: usize| {
        client.post(
            "/users",
            json!({ "globalEmailAddress": format!("ada-{number}@example.com"), "name": "Ada",
            "administrator": false, "locale": "en", "language": "en" }),
        )
    };
    let answer = (0..100).map(add).find(|answer| answer.status >= 400).unwrap();
    assert_eq!(answer.refusal(), "503 E0780");
    assert!(!answer.body.to_string().contains("others were first"), "{}", answer.body);
    let log = server.log();
    let line = log.lines().find(|line| line.contains("gave up a transaction")).unwrap_or_else(|| panic!("{log}"));
    assert!(line.contains("WARN") && line.contains("others were first"), "{line}");
    assert!(!line.contains("example.com"), "{line}");
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build has no failpoints")]
fn a_form_is_carried_out_once_however_often_it_was_tried() {
    let folder = tempfile::tempdir().unwrap();
    let (server, _) = contended_server(&folder, OTHERS_FIRST);
    let people = People { server };
    people.add("acme", "ada@example.com", "Ada", false);
    let mut browser: Browser = people.browser();
    browser.get(&people.enrol_link("ada@example.com"));
    let enrolled = browser.post("/enrol", &[("username", "ada"), ("password", PASSWORD)]);
    assert_eq!((enrolled.status, enrolled.location()), (303, "/login?note=enrolled"));
    let entered = browser.log_in("ada", PASSWORD);
    assert_eq!((entered.status, entered.location()), (303, "/"));
    assert_eq!(browser.post("/profile", &[("name", "Ada B.")]).location(), "/profile?note=saved");
    assert!(browser.get("/profile").body.contains("Ada B."));
    let password = [("current", PASSWORD), ("password", "Eight-Green-Lanterns-9")];
    assert_eq!(browser.post("/profile/password", &password).location(), "/profile?note=password-changed");
    assert_eq!(browser.post("/profile/password", &password).status, 422, "the present password is another one now");
    let count = |what: &str| people.outside().number(what);
    assert_eq!(count("SELECT count(*) FROM audit WHERE changes LIKE '%Ada B.%'"), 1);
    // Of the password at enrolment and the one after it.
    assert_eq!(count("SELECT count(*) FROM audit WHERE changes LIKE '%password%'"), 2);
}

/// The program with others who are first.
fn enlist(folder: &Path, failpoint: &str, words: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    command.args(words).current_dir(folder).env("ENLIST_FAILPOINT", failpoint).env_remove("ENLIST_ENVIRONMENT");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    process.wait_with_output().unwrap()
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build has no failpoints")]
fn a_command_is_carried_out_once_however_often_it_was_tried() {
    let folder = tempfile::tempdir().unwrap();
    let out = |words: &[&str], input: &str| {
        let ended = enlist(folder.path(), OTHERS_FIRST.1, words, input);
        let (out, err) = (String::from_utf8(ended.stdout).unwrap(), String::from_utf8(ended.stderr).unwrap());
        assert!(ended.status.success(), "{words:?}: {out}{err}");
        out
    };
    out(&["init"], "");
    let added = out(&["env", "add", "Acme", "--id", "acme"], "");
    assert_eq!(added.matches("2 added").count(), 1, "said once: {added}");
    std::fs::write(folder.path().join("model.toml"), ACME.replace("acme", "other").replace("Acme", "Other")).unwrap();
    std::fs::write(folder.path().join("add.rhai"), ADD.replace("\"Ada\"", "input.name")).unwrap();

    // The environment is made from the model, and the script runs with what standard input says: two transactions.
    let run = out(&["run", "add.rhai", "--environment", "other", "--input", "-", "--json"], r#"{ "name": "Ada" }"#);
    let run: serde_json::Value = serde_json::from_str(&run).unwrap();
    assert_eq!((&run["status"], run["effects"].as_array().unwrap().len()), (&json!("committed"), 1));
    let runs = out(&["runs", "list", "--environment", "other", "--json"], "");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&runs).unwrap().as_array().unwrap().len(), 1);

    // A script that is deployed, a schedule of it, and the jobs that come due.
    out(&["script", "add", "add.rhai", "--environment", "acme"], "");
    let run = out(&["script", "run", "add.rhai", "--environment", "acme", "--input", "-"], r#"{ "name": "Ada" }"#);
    assert_eq!(run.matches("committed").count(), 1, "{run}");
    out(&["group", "add", "Planning", "--environment", "acme"], "");
    let groups = out(&["group", "list", "--environment", "acme", "--json"], "");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&groups).unwrap().as_array().unwrap().len(), 1);
    out(&["sweep"], "");
    out(&["jobs", "run"], "");
    out(&["audit", "verify"], "");

    // What is refused is refused once.
    let refused = |failpoint: &str, name: &str| {
        let ended = enlist(folder.path(), failpoint, &["group", "add", name, "--environment", "acme"], "");
        assert_eq!(ended.status.code(), Some(1));
        let told = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(told.matches("E0").count(), 1, "{told}");
        told
    };
    assert!(refused(OTHERS_FIRST.1, "Planning").contains("E0204"));

    // Nine times others may be first; after the tenth it is given up, and nothing stands.
    out(&["group", "add", "Sales", "--environment", "acme"], "");
    assert!(refused("passing:10", "Service").contains("E0780"));
    assert!(
        enlist(folder.path(), "passing:9", &["group", "add", "Service", "--environment", "acme"], "").status.success()
    );
}
