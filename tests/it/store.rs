//! The database file: creation, versions, what is no database, processes together.

use super::world::{NOW, Shell, connection, request};
use enlist::app::{App, System};
use enlist::cli::Exit;
use enlist::domain::{Code, Error, RunStatus};
use enlist::script::Mode;
use enlist::store::Access;
use std::path::Path;

fn refused(opened: Result<App, Error>) -> Code {
    match opened {
        Ok(_) => panic!("it was opened"),
        Err(Error::Refused(refusal)) => refusal.code(),
        Err(Error::Fault(fault)) => panic!("a fault: {fault}"),
    }
}

fn open(path: &Path) -> Result<App, Error> {
    App::open(path, System::real().unwrap())
}

#[test]
fn a_missing_file_is_not_made_by_opening_it() {
    let shell = Shell::new();
    assert_eq!(refused(open(&shell.path("none.db"))), Code::NoDatabase);
    assert!(!shell.path("none.db").exists());
}

#[test]
fn what_is_no_database_is_refused_and_left_alone() {
    let shell = Shell::new();
    shell.write("text.db", "this is no database, only some text that is long enough to be looked at");
    assert_eq!(refused(open(&shell.path("text.db"))), Code::NotADatabase);
    assert_eq!(std::fs::read_to_string(shell.path("text.db")).unwrap().len(), 71);
    let other = rusqlite::Connection::open(shell.path("other.db")).unwrap();
    other.execute_batch("CREATE TABLE t (x); PRAGMA user_version = 7;").unwrap();
    drop(other);
    assert_eq!(refused(open(&shell.path("other.db"))), Code::NotADatabase);
    assert_eq!(
        refused(App::create(&shell.path("other.db"), System::fixed(NOW)).map(|(app, _)| app)),
        Code::NotADatabase
    );
}

#[test]
fn a_newer_database_is_refused() {
    let shell = Shell::acme();
    let connection = connection(shell.path("enlist.db"));
    connection.execute_batch("PRAGMA user_version = 999").unwrap();
    drop(connection);
    assert_eq!(refused(open(&shell.path("enlist.db"))), Code::NewerDatabase);
}

#[test]
fn the_file_is_safe_by_its_settings() {
    let shell = Shell::acme();
    let connection = connection(shell.path("enlist.db"));
    let text = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(text("journal_mode"), "wal");
    let tables: Vec<String> = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'user_search*'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(tables.len() > 15);
    assert!(
        tables.iter().all(|table| table.contains("STRICT")),
        "every table is strict, but those of the search index"
    );
    let broken: i64 =
        connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
    assert_eq!(broken, 0);
}

#[test]
fn what_was_committed_is_there_for_the_next_process() {
    let shell = Shell::acme();
    let path = shell.path("enlist.db");
    let mut app = open(&path).unwrap();
    let script = r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Ada", administrator: false,
        locale: "en", language: "en" })"#;
    let run = app.run("acme", &request(script), Mode::Commit).unwrap();
    assert_eq!(run.status, RunStatus::Committed);
    // Without closing the first.
    let second = open(&path).unwrap();
    let work = second.enter("acme", Access::Write).unwrap();
    assert_eq!(enlist::directory::find_user(&work, "ada@example.com").unwrap().membership.name.as_str(), "Ada");
}

#[test]
fn a_transaction_that_is_dropped_changes_nothing() {
    let shell = Shell::acme();
    let app = open(&shell.path("enlist.db")).unwrap();
    let name = enlist::domain::Name::parse("Beta").unwrap();
    let mut transaction = app.begin(Access::Write).unwrap();
    enlist::directory::add_organization(&mut transaction, name, None).unwrap();
    drop(transaction);
    let transaction = app.begin(Access::Write).unwrap();
    assert_eq!(enlist::store::organization::all(&transaction).unwrap().len(), 1);
}

#[test]
fn readers_do_not_wait_for_a_writer() {
    let shell = Shell::acme();
    let writer = open(&shell.path("enlist.db")).unwrap();
    let _writing = writer.begin(Access::Write).unwrap();
    let began = std::time::Instant::now();
    let ended = shell.enlist(&["user", "list"]);
    assert_eq!(ended.exit, Exit::Done, "{}", ended.err);
    assert!(began.elapsed().as_secs() < 10, "the list waited for the writer");
}
