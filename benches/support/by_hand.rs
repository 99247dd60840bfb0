//! The floor: the same rows as `addUser` writes, by hand, with prepared statements in one transaction.

use rusqlite::{Connection, OpenFlags, params};
use std::fmt::Write;
use std::path::Path;

const ALPHABET: &[u8; 55] = b"23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";

/// Adds users whose numbers begin with `first`, all in one transaction, as bare SQLite does it.
pub fn add(path: &Path, count: usize, first: usize) {
    add_by(&Connection::open(path).expect("the database"), count, first);
}

/// The same for a database that the program goes on with: its pages get their checksums.
pub fn add_to_go_on(path: &Path, count: usize, first: usize) {
    let opened = Connection::open_with_flags_and_vfs(path, OpenFlags::default(), "enlist");
    add_by(&opened.expect("the database"), count, first);
}

fn add_by(connection: &Connection, count: usize, first: usize) {
    connection.set_prepared_statement_cache_capacity(128);
    connection
        .execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY; BEGIN IMMEDIATE;",
        )
        .expect("begun");
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15 ^ first as u64);
    connection
        .execute(
            "INSERT INTO run (public_id, environment_id, script, version, status, caller, log, warnings, operations,
                              started_at, duration_us)
             VALUES (?1, 1, 'by hand', '', 'committed', 'operator', '[]', '[]', 0, 1, 0)",
            params![chance.id()],
        )
        .expect("a run");
    let run = connection.last_insert_rowid();
    for number in first..first + count {
        add_one(connection, &mut chance, run, number);
    }
    // The chain goes on behind these rows.
    connection
        .execute_batch(
            "UPDATE audit_head SET last_id = (SELECT max(id) FROM audit),
                                   hash = (SELECT hash FROM audit ORDER BY id DESC LIMIT 1);
             COMMIT;",
        )
        .expect("committed");
}

fn add_one(connection: &Connection, chance: &mut Chance, run: i64, number: usize) {
    let now = 1_672_531_200_000_000_i64;
    let address = format!("user-{number}@example.com");
    let name = format!("User {number}");
    let execute = |statement: &str, values: &[&dyn rusqlite::ToSql]| {
        connection.prepare_cached(statement).and_then(|mut prepared| prepared.execute(values)).expect("a row")
    };
    let mut found = connection.prepare_cached("SELECT account_id FROM login_name WHERE key = ?1").expect("a statement");
    assert!(!found.exists(params![address]).expect("an answer"));
    let id = chance.id();
    execute(
        "INSERT INTO account (public_id, username, address, address_key, verified, status, release_mails, disable_cache,
                              created_at, modified_at)
         VALUES (?1, ?2, ?2, ?2, 0, 'invited', 0, 0, ?3, ?3)",
        params![id, address, now],
    );
    let account = connection.last_insert_rowid();
    execute("INSERT INTO login_name (key, account_id) VALUES (?1, ?2)", params![address, account]);
    execute(
        "INSERT INTO membership (environment_id, account_id, name, name_key, email, email_key, language, locale, theme,
                                 active, administrator, banned, profile, created_at, created_by, modified_at, modified_by)
         VALUES (1, ?1, ?2, ?3, ?4, ?4, 'en', 'en', 'systemSettings', 1, 0, 0, '{}', ?5, 'system', ?5, 'system')",
        params![account, name, name.to_lowercase(), address, now],
    );
    let member = connection.last_insert_rowid();
    execute("INSERT INTO membership_menu (membership_id, menu_id) VALUES (?1, 1)", params![member]);
    execute("INSERT INTO group_member (membership_id, group_id) VALUES (?1, 1)", params![member]);
    execute("INSERT INTO group_member (membership_id, group_id) VALUES (?1, 2)", params![member]);
    let mut changes = String::new();
    let _ = write!(
        changes,
        "{{\"name\":[null,\"{name}\"],\"environmentEmail\":[null,\"{address}\"],\"language\":[null,\"en\"],\
         \"locale\":[null,\"en\"],\"active\":[null,true],\"administrator\":[null,false],\"menus\":[null,[\"office\"]],\
         \"groups\":[null,[\"managers\",\"planning\"]]}}"
    );
    // As many bytes as a hash, but none is calculated: the floor is the database.
    let hash = "0123456789abcdef".repeat(4);
    execute(
        "INSERT INTO audit (environment_id, run_id, caller, at, action, subject, subject_id, label, changes, line,
                            column_number, hash)
         VALUES (1, ?1, 'operator', ?2, 'added', 'user', ?3, ?4, ?5, 3, 24, ?6)",
        params![run, now, id, address, changes, hash],
    );
    execute(
        "INSERT INTO letter (public_id, environment_id, account_id, run_id, kind, language, to_address, to_key, name,
                             environment, status, created_at)
         VALUES (?1, 1, ?2, ?3, 'welcome', 'en', ?4, ?4, ?5, 'Bench', 'waiting', ?6)",
        params![chance.id(), account, run, address, name, now],
    );
}

/// Random ids by a generator that costs next to nothing: the floor is the database.
struct Chance(u64);

impl Chance {
    fn id(&mut self) -> String {
        let next = |state: &mut u64| {
            *state ^= *state << 13;
            *state ^= *state >> 7;
            *state ^= *state << 17;
            *state
        };
        (0..17).map(|_| char::from(ALPHABET[(next(&mut self.0) % 55) as usize])).collect()
    }
}
