//! Moving a directory between databases: whole, interrupted at every step, refused where it must be. With
//! `ENLIST_TEST_DATABASE` the other side is on that server; without it, another file.

use super::engine;
use super::faults::Chance;
use super::kills::killed_at;
use super::pg_server::PgServer;
use super::processes::said;
use super::world::{ACME, NOW, connection, request};
use enlist::app::{App, System};
use enlist::domain::{Code, Error, RunStatus, Verdict};
use enlist::model::Model;
use enlist::script::Mode;
use enlist::store::dump;
use enlist::store::{Access, Examination, Location, Migrated, Migration, migrate};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

/// People, groups, runs, letters, events and their audit, by the door of scripts.
const PEOPLE: &str = r#"
for number in 0..30 {
    bizzStream.addUser(#{ globalEmailAddress: `user-${number}@example.com`, name: `Ünï 'quoted' "${number}" 😀`,
        administrator: number == 0, locale: "en", language: "en", memberGroupNames: ["planning"], menuName: "office",
        role: "planner", profile: #{ jobTitle: "back\\slash\nand line" } });
}
bizzStream.emitEvent("people.added", #{ count: 30 });
console.log("added");
"#;

/// What no script writes: the tables that other doors fill, and values at the edges.
const REST: &str = r#"
INSERT INTO profile_field_role SELECT f.id, r.id FROM profile_field f, role r LIMIT 1;
INSERT INTO script_version VALUES ('v1', 'let a = 1;', 5);
INSERT INTO script (id, environment_id, public_id, name, name_key, version, everybody, tokens, listens, created_at, created_by,
    modified_at, modified_by) VALUES (7, 1, 's7', 'Seven', 'seven', 'v1', 0, 1, '["people.added"]', 1, 'me', 2, 'me');
INSERT INTO script_role SELECT 7, id FROM role LIMIT 1;
INSERT INTO script_group SELECT 7, id FROM member_group LIMIT 2;
INSERT INTO event (public_id, environment_id, run_id, type, info, depth, chain_id, created_at)
    SELECT 'later', environment_id, run_id, type, '{"a":"\u0000"}', 1, id, 9 FROM event LIMIT 1;
INSERT INTO delivery (id, event_id, script_id, status, attempts, next_at) SELECT 40, id, 7, 'waiting', 0, 3 FROM event LIMIT 1;
INSERT INTO schedule (id, environment_id, public_id, script_id, expression, active, created_at, created_by)
    VALUES (3, 1, 'sch', 7, '0 0 * * *', 1, 1, 'me');
INSERT INTO token (public_id, environment_id, name, name_key, permissions, secret_hash, created_at, created_by, expires_at)
    VALUES ('t', 1, 'T', 't', '[]', 'x', 1, 'me', 9223372036854775807);
INSERT OR REPLACE INTO upkeep VALUES (1, 'sweep', 1, NULL, NULL, -9223372036854775808), (1, 'empty', 1, 2, '', 0);
INSERT OR REPLACE INTO clock_tick VALUES (1, 1672531200000000);
INSERT INTO password VALUES (1, '$argon2id$v=19$', 1, 0), (2, '$argon2id$v=19$', 1, 1);
INSERT INTO former_password (account_id, hash) VALUES (1, 'a'), (1, 'b');
INSERT INTO session (public_id, secret_hash, account_id, step, environment_id, impersonator_id, browser, created_at, seen_at,
    expires_at) VALUES ('se', 'y', 2, 'open', 1, 1, 'Firefox', 1, 2, 3);
INSERT INTO device VALUES ('d', 1, 0, 1), ('D', 2, 3, 1);
INSERT INTO throttle VALUES ('z', 1, 1, 1), ('Z', 1, 1, 1), ('é', 1, 1, 1), ('', 1, 1, 1), ('😀', 1, 1, 1), ('￿', 1, 1, 1),
    ('a"b\c', 1, 1, 1), ('a' || char(10, 1, 13, 9, 127), 1, 1, 1);
INSERT INTO second_factor VALUES (1, 'sealed', 5, 0);
INSERT INTO recovery_code VALUES (1, 'b', NULL), (1, 'B', 4);
INSERT INTO link (public_id, account_id, purpose, address, address_key, created_at, expires_at)
    VALUES ('li', 1, 'address', 'a@b.c', 'a@b.c', 1, 2);
INSERT INTO address_change VALUES (1, 1, 3);
INSERT INTO organization_administrator VALUES (1, 1);
UPDATE letter SET link_id = 1 WHERE id = 1;
UPDATE account SET default_environment_id = 1 WHERE id < 10;
DELETE FROM former_password WHERE id = 2;
"#;

/// A database with rows in every table.
pub fn everything(folder: &Path) -> PathBuf {
    let path = folder.join("everything.db");
    people(&path);
    let connection = connection(&path);
    connection.execute_batch(REST).unwrap();
    for table in tables(&connection) {
        let count: i64 = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert!(count > 0, "nothing would be moved of {table}");
    }
    path
}

/// A database with people.
fn people(path: &Path) {
    let (mut app, _) = App::create(path, System::real().unwrap()).unwrap();
    let model = Model::parse(ACME).unwrap();
    model.create(app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
    let run = app.run("acme", &request(PEOPLE), Mode::Commit).unwrap();
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
}

fn tables(connection: &rusqlite::Connection) -> Vec<String> {
    let statement = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                     AND name NOT LIKE 'user_search%' ORDER BY name";
    let mut names = connection.prepare(statement).unwrap();
    names.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

pub fn rows(path: &Path) -> String {
    dump(&App::open(path, System::fixed(NOW)).unwrap().begin(Access::Read).unwrap()).unwrap()
}

pub fn migration(from: &Path, to: &Path) -> Migration {
    Migration { from: Location::from(from), to: Location::from(to), anew: false, replace_nul: false, batch: 7 }
}

pub fn moved(from: &Path, to: &Path) -> Migrated {
    migrate(&migration(from, to), &mut |_| {}).unwrap()
}

/// The code of what must be refused.
fn refused(migration: &Migration) -> Code {
    code(migrate(migration, &mut |_| {}).map(drop))
}

fn code(done: Result<(), Error>) -> Code {
    match done {
        Ok(()) => panic!("it was not refused"),
        Err(Error::Refused(refusal)) => refusal.code(),
        Err(Error::Fault(fault)) => panic!("a fault: {fault}"),
    }
}

fn opened(path: &Path) -> Result<(), Error> {
    App::open(path, System::fixed(NOW)).map(drop)
}

/// The program with the command, a few rows at a time.
pub fn command(from: &Path, to: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    command.env_clear().args(["migrate", "--batch", "7", "--json", "--from"]).arg(from).arg("--to").arg(to);
    command
}

pub fn answer(output: &Output) -> Value {
    assert!(output.status.success(), "{}", said(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

pub fn add_somebody(path: &Path) {
    let mut app = App::open(path, System::real().unwrap()).unwrap();
    let add = r#"bizzStream.addUser(#{ globalEmailAddress: "late@example.com", name: "Late", administrator: false,
                 locale: "en", language: "en", memberGroupNames: ["planning"] });"#;
    let run = app.run("acme", &request(add), Mode::Commit).unwrap();
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
}

/// Whether everything agrees in it: references, the audit, the search index.
pub fn sound(path: &Path) {
    let examined = Examination::open(&Location::from(path)).unwrap();
    assert_eq!(examined.broken_references().unwrap(), Vec::<String>::new());
    assert_eq!(examined.damage().unwrap(), Vec::<String>::new());
    assert!(matches!(examined.audit().unwrap(), Verdict::Intact { entries, .. } if entries > 30));
    assert!(examined.search().unwrap().0);
}

#[test]
fn a_directory_goes_there_and_back_again_whole() {
    let folder = tempfile::tempdir().unwrap();
    let source = everything(folder.path());
    let (there, back) = (engine::new_database(folder.path()), folder.path().join("back.db"));
    let before = rows(&source);
    let first = moved(&source, &there);
    assert!(first.tables.iter().all(|table| table.rows > 0 && table.replaced == 0) && !first.resumed);
    let second = moved(&there, &back);
    assert_eq!(format!("{:?}", first.tables), format!("{:?}", second.tables));
    assert_eq!(first.audit, second.audit);
    assert_eq!(rows(&source), before, "the source stays as it is");
    assert_eq!(rows(&back), before);
    for path in [&there, &back] {
        sound(path);
        // Row numbers and the chain go on behind those that were moved.
        add_somebody(path);
        sound(path);
    }
    // What was written on the other side comes home as well.
    let home = folder.path().join("home.db");
    moved(&there, &home);
    sound(&home);
    assert!(rows(&home).contains("late@example.com"));
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let Some(server) = PgServer::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (file, on_server) = (folder.path().join("file.db"), PathBuf::from(server.empty()));
    for path in [&file, &on_server] {
        App::create(path, System::fixed(NOW)).unwrap();
    }
    let file = connection(&file);
    let mut columns = BTreeSet::new();
    for table in tables(&file) {
        let mut statement =
            file.prepare("SELECT name, type, \"notnull\" OR pk > 0 FROM pragma_table_info(?1)").unwrap();
        let read = |row: &rusqlite::Row| Ok((table.clone(), row.get(0)?, row.get(1)?, row.get(2)?));
        columns.extend(statement.query_map([&table], read).unwrap().map(Result::unwrap));
    }
    let statement = "SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'NO', collation_name::text
                     FROM information_schema.columns
                     WHERE table_schema = current_schema() AND table_name <> 'enlist_schema' AND (table_name, column_name) <> ('audit', 'position')";
    let mut client = server.client(&on_server.display().to_string());
    let mut on_server = BTreeSet::new();
    for row in client.query(statement, &[]).unwrap() {
        let kind: String = row.get(2);
        let kind = match kind.as_str() {
            "bigint" => "INTEGER",
            "text" => "TEXT",
            other => panic!("{other}"),
        };
        if kind == "TEXT" {
            assert_eq!(row.get::<_, Option<String>>(4).as_deref(), Some("C"), "texts have the order of their bytes");
        }
        on_server.insert((row.get::<_, String>(0), row.get::<_, String>(1), kind.to_owned(), row.get::<_, bool>(3)));
    }
    assert!(columns.len() > 200, "{columns:?}");
    assert_eq!(columns, on_server);
}

/// Kills a migration at a point, then gives the same command again.
fn interrupt(source: &Path, to: &Path, point: &str, later: Duration, before: &str, folder: &Path) -> bool {
    let (came, output) = killed_at(command(source, to), point, later);
    assert!(came, "{point}: {}", said(&output));
    match opened(to) {
        // Before the first note nothing is in it, behind the last everything.
        Ok(()) => assert!(point == "migrate-created" || rows(to).lines().count() >= before.lines().count(), "{point}"),
        Err(Error::Refused(refusal)) => assert_eq!(refusal.code(), Code::Unfinished, "{point}"),
        Err(Error::Fault(fault)) => panic!("{point}: {fault}"),
    }
    if opened(to).is_err() || point == "migrate-created" {
        let again = answer(&command(source, to).output().unwrap());
        assert_eq!(again["resumed"], point != "migrate-created", "{point}");
    }
    sound(to);
    let back = folder.join("back.db");
    let _ = std::fs::remove_file(&back);
    let _ = std::fs::remove_file(folder.join("back.db-wal"));
    let _ = std::fs::remove_file(folder.join("back.db-shm"));
    moved(to, &back);
    assert_eq!(rows(&back), before, "{point}");
    true
}

#[test]
fn an_interrupted_migration_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let source = everything(folder.path());
    let before = rows(&source);
    let mut chance = Chance::new();
    let mut points: Vec<String> =
        tables(&connection(&source)).iter().map(|table| format!("migrated-{table}")).collect();
    points.extend(["migrate-created", "migrate-verify", "migrate-verified"].map(str::to_owned));
    points.extend(["migrate-write", "migrate-written"].map(str::to_owned));
    points.extend((0..8).map(|_| "migrate-written+".to_owned()));
    for (number, point) in points.iter().enumerate() {
        let own = tempfile::tempdir_in(folder.path()).unwrap();
        let to = new_target(own.path());
        println!("{number}: {point}, {chance:?}", chance = chance.0);
        assert!(interrupt(&source, &to, point, Duration::from_micros(chance.below(150_000)), &before, own.path()));
    }
}

#[test]
fn a_target_that_is_not_empty_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let source = everything(folder.path());
    let target = engine::new_database(folder.path());
    people(&target);
    let before = rows(&target);
    let mut migration = migration(&source, &target);
    assert_eq!(refused(&migration), Code::TargetNotEmpty);
    migration.anew = true;
    assert_eq!(refused(&migration), Code::TargetNotEmpty, "what is finished is never emptied");
    assert_eq!(rows(&target), before);
    // Onto itself, under whatever name.
    let itself = folder.path().join(".").join("everything.db");
    migration.to = Location::from(&itself);
    assert_eq!(refused(&migration), Code::TargetNotEmpty);
    // What is no database of enlist.
    let text = folder.path().join("text.db");
    std::fs::write(&text, "this is no database, only some text that is long enough to be looked at").unwrap();
    migration.to = Location::from(&text);
    assert_eq!(refused(&migration), Code::NotADatabase);
    assert_eq!(std::fs::read_to_string(&text).unwrap().len(), 71);
    // A database that was only created is empty.
    let empty = folder.path().join("empty.db");
    App::create(&empty, System::fixed(NOW)).unwrap();
    moved(&source, &empty);
    assert_eq!(rows(&empty), rows(&source));
}

#[test]
fn a_migration_from_somewhere_else_is_not_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let source = everything(folder.path());
    let other = folder.path().join("other.db");
    people(&other);
    let target = engine::new_database(folder.path());
    assert!(killed_at(command(&other, &target), "migrated-run", Duration::ZERO).0);
    let mut migration = migration(&source, &target);
    assert_eq!(refused(&migration), Code::TargetNotEmpty);
    // Neither as a source, nor by any other command.
    assert_eq!(refused(&self::migration(&target, &folder.path().join("new.db"))), Code::Unfinished);
    assert_eq!(code(Examination::open(&Location::from(&target)).map(drop)), Code::Unfinished);
    assert_eq!(code(App::create(&target, System::fixed(NOW)).map(drop)), Code::Unfinished);
    migration.anew = true;
    assert!(!migrate(&migration, &mut |_| {}).unwrap().resumed);
    sound(&target);
    let back = folder.path().join("back.db");
    moved(&target, &back);
    assert_eq!(rows(&back), rows(&source));
}

/// The place of a database that is not there yet: on the server, or in a folder.
pub fn new_target(folder: &Path) -> PathBuf {
    match engine::server() {
        Some(_) => engine::new_database(folder),
        None => folder.join("target.db"),
    }
}

#[test]
fn a_source_that_changes_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let source = everything(folder.path());
    let target = engine::new_database(folder.path());
    let mut migration = migration(&source, &target);
    // While it is read.
    let mut changes = 0;
    let done = migrate(&migration, &mut |_| {
        if changes == 0 {
            add_somebody(&source);
        }
        changes += 1;
    });
    assert_eq!(code(done.map(drop)), Code::SourceChanged);
    assert_eq!(code(opened(&target)), Code::Unfinished);
    // When it is gone on with.
    assert_eq!(refused(&migration), Code::SourceChanged);
    migration.anew = true;
    moved_by(&migration);
    // A row that was written already, and one that was removed.
    for (number, change) in
        ["UPDATE membership SET name = 'another' WHERE id = 9", "DELETE FROM membership_menu WHERE membership_id > 3"]
            .into_iter()
            .enumerate()
    {
        let own = folder.path().join(format!("own-{number}"));
        std::fs::create_dir(&own).unwrap();
        let target = new_target(&own);
        assert!(killed_at(command(&source, &target), "migrated-letter", Duration::ZERO).0);
        connection(&source).execute_batch(change).unwrap();
        let mut migration = self::migration(&source, &target);
        assert_eq!(refused(&migration), Code::SourceChanged, "{change}");
        migration.anew = true;
        moved_by(&migration);
        sound(&target);
    }
}

fn moved_by(migration: &Migration) {
    assert!(!migrate(migration, &mut |_| {}).unwrap().resumed);
}

#[test]
fn a_target_that_was_altered_is_not_taken_for_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let source = everything(folder.path());
    let target = engine::new_database(folder.path());
    assert!(killed_at(command(&source, &target), "migrate-verify", Duration::ZERO).0);
    let alter = "UPDATE account SET username = 'mallory' WHERE id = 4";
    match engine::server() {
        Some(_) => engine::connect(&target.display().to_string()).batch_execute(alter).unwrap(),
        None => connection(&target).execute_batch(alter).unwrap(),
    }
    let migration = migration(&source, &target);
    assert_eq!(refused(&migration), Code::NotTheSame);
    assert_eq!(code(opened(&target)), Code::Unfinished);
}

#[test]
fn an_audit_that_is_broken_is_moved_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let source = everything(folder.path());
    let connection = connection(&source);
    connection.execute_batch("DROP TRIGGER audit_is_never_removed; DELETE FROM audit WHERE id = 5").unwrap();
    drop(connection);
    let target = engine::new_database(folder.path());
    assert!(matches!(moved(&source, &target).audit, Verdict::Broken(found) if found.entry == 5));
}

#[test]
fn nul_characters_go_to_a_server_only_when_they_may_be_replaced() {
    let Some(server) = PgServer::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let source = everything(folder.path());
    connection(&source).execute_batch("UPDATE run SET log = 'one' || char(0) || 'two'").unwrap();
    let target = PathBuf::from(server.empty());
    let mut migration = migration(&source, &target);
    assert_eq!(refused(&migration), Code::NulCharacters);
    assert_eq!(code(opened(&target)), Code::NoDatabase, "nothing was begun");
    migration.replace_nul = true;
    let done = migrate(&migration, &mut |_| {}).unwrap();
    let replaced: Vec<_> = done.tables.iter().filter(|table| table.replaced > 0).map(|table| &table.name).collect();
    assert_eq!(replaced, ["run"]);
    let back = folder.path().join("back.db");
    moved(&target, &back);
    assert!(rows(&back).contains("one\u{FFFD}two"));
    // Entries of the audit are never changed.
    let statement = "DROP TRIGGER audit_is_never_changed; UPDATE audit SET label = char(0) WHERE id = 3";
    connection(&source).execute_batch(statement).unwrap();
    migration.to = Location::from(server.empty().as_str());
    assert_eq!(refused(&migration), Code::NulCharacters);
}

#[test]
fn the_command_tells_tables_the_audit_and_the_key() {
    let folder = tempfile::tempdir().unwrap();
    let source = everything(folder.path());
    let (one, other) = (folder.path().join("one.db"), folder.path().join("other.db"));
    let told = answer(&command(&source, &one).output().unwrap());
    let account = told["tables"].as_array().unwrap().iter().find(|table| table["name"] == "account").unwrap();
    assert_eq!((&account["rows"], account["hash"].as_str().unwrap().len()), (&30.into(), 64));
    assert_eq!((&told["audit"]["intact"], &told["resumed"]), (&true.into(), &false.into()));
    assert!(told["key"].as_str().unwrap().contains("everything.db.key"), "{told}");
    // The place that is not named is that of the setting.
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    let output =
        command.env_clear().env("ENLIST_DATABASE", &one).arg("migrate").arg("--to").arg(&other).output().unwrap();
    let text = said(&output);
    assert!(output.status.success() && text.starts_with("moved: "), "{text}");
    assert!(text.contains("the audit is intact on both sides") && text.contains("--key-file"), "{text}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    let output = command.env_clear().arg("migrate").output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}
