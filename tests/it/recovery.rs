//! Backup, restore, doctor, as a person types them.

use super::world::{NOW, Shell, connection};
use enlist::app::{App, System};
use enlist::cli::Exit;
use enlist::store::{Access, SCHEMA_VERSION};
use serde_json::json;
use std::os::unix::fs::PermissionsExt;

const ADD: &[&str] = &["user", "add", "ada@example.com", "--name", "Ada", "--locale", "en", "--language", "en"];

fn with_ada() -> Shell {
    let shell = Shell::acme();
    let words: Vec<&str> = ADD.iter().copied().chain(["--administrator", "--active", "true"]).collect();
    shell.out(&words);
    shell
}

fn refused(shell: &Shell, words: &[&str], code: &str) -> String {
    let ended = shell.enlist(words);
    assert_eq!(ended.exit, Exit::Refused, "{words:?}: {}{}", ended.out, ended.err);
    assert!(ended.err.starts_with(&format!("error[{code}]")), "{words:?}: {}", ended.err);
    ended.err
}

fn files(shell: &Shell) -> Vec<String> {
    let folder = std::fs::read_dir(shell.path("")).unwrap();
    let mut names: Vec<String> = folder.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_written_while_others_write_and_never_over_a_file() {
    let shell = with_ada();
    let writer = App::open(&shell.path("enlist.db"), System::real().unwrap()).unwrap();
    let _writing = writer.begin(Access::Write).unwrap();
    let backup = shell.json(&["backup", "{}/copy.db"]);
    assert_eq!(
        (&backup["users"], &backup["environments"], &backup["schema"]),
        (&json!(1), &json!(1), &json!(SCHEMA_VERSION))
    );
    assert_eq!(backup["bytes"], std::fs::metadata(shell.path("copy.db")).unwrap().len());
    refused(&shell, &["backup", "{}/copy.db"], "E0204");
    refused(&shell, &["backup", "{}/enlist.db", "--force"], "E0208");
    shell.out(&["backup", "{}/copy.db", "--force"]);
    assert!(files(&shell).iter().all(|name| !name.contains("part")), "{:?}", files(&shell));
}

#[test]
fn the_database_its_log_and_its_copies_are_their_owners_alone() {
    let shell = with_ada();
    let _open = App::open(&shell.path("enlist.db"), System::real().unwrap()).unwrap();
    shell.out(&["group", "add", "Night shift"]);
    shell.out(&["backup", "{}/copy.db"]);
    shell.out(&["--database", "{}/other.db", "restore", "{}/copy.db"]);
    for name in ["enlist.db", "enlist.db-wal", "copy.db", "other.db"] {
        let rights = std::fs::metadata(shell.path(name)).unwrap().permissions().mode();
        assert_eq!(rights & 0o777, 0o600, "{name}");
    }
}

#[test]
fn a_restored_backup_is_the_database_and_the_old_one_stays_beside() {
    let shell = with_ada();
    shell.out(&["backup", "{}/copy.db"]);
    shell.out(&["user", "deactivate", "ada@example.com", "--help"]);
    shell.out(&["group", "add", "Night shift"]);
    refused(&shell, &["restore", "{}/copy.db"], "E0206");
    let restored = shell.json(&["restore", "{}/copy.db", "--yes"]);
    let kept = restored["kept"].as_str().unwrap();
    assert_eq!(kept, "{}/enlist.db.before-restore-20230101T000000000Z");
    assert_eq!(shell.enlist(&["group", "show", "Night shift"]).exit, Exit::Refused);
    assert_eq!(shell.json(&["user", "show", "ada@example.com"])["name"], "Ada");
    // The one before can be restored in its turn, to another place.
    shell.out(&["--database", "{}/other.db", "restore", kept]);
    shell.out(&["--database", "{}/other.db", "group", "show", "Night shift"]);
    let mode: String =
        connection(shell.path("enlist.db")).pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    assert!(files(&shell).iter().all(|name| !name.contains("part")), "{:?}", files(&shell));
}

#[test]
fn a_database_that_is_open_is_not_replaced() {
    let shell = with_ada();
    shell.out(&["backup", "{}/copy.db"]);
    let other = App::open(&shell.path("enlist.db"), System::fixed(NOW)).unwrap();
    let _reading = other.begin(Access::Read).unwrap();
    let complaint = refused(&shell, &["restore", "{}/copy.db", "--yes"], "E0208");
    assert!(complaint.contains("another process has {}/enlist.db open"), "{complaint}");
    assert_eq!(shell.json(&["user", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_log_that_a_killed_program_left_is_kept_with_the_old_database() {
    let shell = with_ada();
    shell.out(&["backup", "{}/copy.db"]);
    // A copy of the files of a running program: what is written stands in the log alone.
    let app = App::open(&shell.path("enlist.db"), System::fixed(NOW)).unwrap();
    shell.out(&["group", "add", "Late"]);
    for ending in ["", "-wal"] {
        let name = |base: &str| shell.path(&format!("{base}{ending}"));
        std::fs::copy(name("enlist.db"), name("left.db")).unwrap();
    }
    drop(app);
    let restored = shell.json(&["--database", "{}/left.db", "restore", "{}/copy.db", "--yes"]);
    assert_eq!(shell.enlist(&["--database", "{}/left.db", "group", "show", "Late"]).exit, Exit::Refused);
    shell.out(&["--database", restored["kept"].as_str().unwrap(), "group", "show", "Late"]);
}

#[test]
fn a_damaged_log_is_refused_and_kept_as_it_is() {
    let shell = with_ada();
    shell.out(&["backup", "{}/copy.db"]);
    for name in ["Early", "Late"] {
        shell.out(&["group", "add", name]);
    }
    let mut log = std::fs::read(shell.path("enlist.db-wal")).unwrap();
    log[100] ^= 1;
    std::fs::write(shell.path("enlist.db-wal"), &log).unwrap();
    let complaint = refused(&shell, &["group", "show", "Late"], "E0408");
    assert!(complaint.contains("enlist.db-wal is damaged: the checksum of frame 1 is wrong"), "{complaint}");
    let doctor = shell.enlist(&["doctor"]);
    assert!(doctor.exit == Exit::Refused && doctor.out.contains("enlist restore FILE --yes"), "{}", doctor.out);
    let restored = shell.json(&["restore", "{}/copy.db", "--yes"]);
    let kept = restored["kept"].as_str().unwrap().replace("{}/", "");
    assert!(std::fs::read(shell.path(&format!("{kept}-wal"))).unwrap() == log);
    assert!(shell.out(&["doctor"]).contains("all is well"));
}

#[test]
fn a_backup_that_is_not_sound_is_refused() {
    let shell = with_ada();
    shell.out(&["backup", "{}/copy.db"]);
    shell.write("text.db", "this is no database, only some text that is long enough to be looked at");
    refused(&shell, &["restore", "{}/none.db", "--yes"], "E0404");
    refused(&shell, &["restore", "{}/text.db", "--yes"], "E0407");
    refused(&shell, &["restore", "{}/enlist.db", "--yes"], "E0208");
    let change = |sql: &str| connection(shell.path("copy.db")).execute_batch(sql).unwrap();
    change("PRAGMA foreign_keys = OFF; DELETE FROM account");
    refused(&shell, &["restore", "{}/copy.db", "--yes"], "E0408");
    change("PRAGMA user_version = 999");
    refused(&shell, &["restore", "{}/copy.db", "--yes"], "E0406");
    let half = std::fs::read(shell.path("copy.db")).unwrap();
    std::fs::write(shell.path("half.db"), &half[..half.len() / 2]).unwrap();
    refused(&shell, &["restore", "{}/half.db", "--yes"], "E0408");
    assert_eq!(shell.json(&["user", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn the_doctor_finds_a_sound_database_well() {
    let shell = with_ada();
    let out = shell.out(&["doctor"]);
    let version = enlist::store::sqlite_version();
    assert_eq!(
        out,
        format!(
            "\
CHECK           STATE  FOUND
sqlite          ok     {version}
integrity       ok     every page is sound
references      ok     every row finds the rows it names
schema          ok     version {SCHEMA_VERSION}
audit           ok     12 entries, as they were written
search          ok     0 users in the index, as in the rows
administrators  ok     every environment with users has one
letters         ok     1 waiting, none longer than a day

all is well
"
        )
    );
}

#[test]
fn the_doctor_gives_advice_without_failing() {
    let shell = with_ada();
    let change = |sql: &str| connection(shell.path("enlist.db")).execute_batch(sql).unwrap();
    change("UPDATE letter SET created_at = created_at - 86400000001; UPDATE membership SET administrator = 0");
    let answer = shell.json(&["doctor"]);
    assert_eq!(answer["state"], "advice");
    let found = |name: &str| {
        let checks = answer["checks"].as_array().unwrap();
        checks.iter().find(|check| check["name"] == name).unwrap()["found"].clone()
    };
    assert_eq!(found("administrators"), "nobody administers `Acme`");
    assert_eq!(found("letters"), "1 of 1 waiting longer than a day");
}

#[test]
fn the_doctor_tells_damage_and_the_way_out() {
    let shell = with_ada();
    connection(shell.path("enlist.db")).execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM account").unwrap();
    let ended = shell.enlist(&["doctor"]);
    assert_eq!(ended.exit, Exit::Refused);
    assert!(ended.out.contains("broken") && ended.out.contains("membership → account, 1 rows"), "{}", ended.out);
    assert!(ended.out.contains("enlist restore FILE --yes"), "{}", ended.out);
    let whole = std::fs::read(shell.path("enlist.db")).unwrap();
    std::fs::write(shell.path("enlist.db"), &whole[..whole.len() / 2]).unwrap();
    assert_eq!(shell.enlist(&["doctor"]).exit, Exit::Refused);
    // A damaged database can be replaced too.
    let sound = with_ada();
    sound.out(&["backup", "{}/copy.db"]);
    std::fs::copy(sound.path("copy.db"), shell.path("copy.db")).unwrap();
    shell.write("enlist.db", "no database any more");
    refused(&shell, &["user", "list"], "E0407");
    assert_eq!(shell.enlist(&["doctor"]).exit, Exit::Refused);
    shell.out(&["restore", "{}/copy.db", "--yes"]);
    assert!(shell.out(&["doctor"]).contains("all is well"));
}
