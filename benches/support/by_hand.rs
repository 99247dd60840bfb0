//! The lower bound: writes the same rows as a run of `addUser`, by hand, with prepared statements.

use rusqlite::{Connection, OpenFlags, ToSql, params};
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;

const ALPHABET: &[u8; 55] = b"23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";

/// A connection like that of the program, but without checksums of pages.
pub struct Hand {
    connection: Connection,
    chance: Chance,
}

impl Hand {
    /// Opens a database of the program. The program cannot use the database afterwards.
    #[allow(dead_code)] // Some benchmarks that include this file do not use it.
    pub fn open(path: &Path) -> Hand {
        Hand::new(Connection::open(path).expect("the database"))
    }

    /// Opens a database with checksums of pages, so that the program can use it afterwards.
    #[allow(dead_code)] // Some benchmarks that include this file do not use it.
    pub fn open_to_go_on(path: &Path) -> Hand {
        Hand::new(Connection::open_with_flags_and_vfs(path, OpenFlags::default(), "enlist").expect("the database"))
    }

    fn new(connection: Connection) -> Hand {
        connection.set_prepared_statement_cache_capacity(128);
        connection
            .execute_batch(
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
                 PRAGMA cell_size_check = ON; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;",
            )
            .expect("settings");
        Hand { connection, chance: Chance(0x9e37_79b9_7f4a_7c15) }
    }

    /// Adds the users with these numbers as one run, in one transaction.
    #[allow(dead_code)] // Some benchmarks that include this file do not use it.
    pub fn add(&mut self, numbers: Range<usize>, input: Option<&str>) {
        self.chance.0 ^= numbers.start as u64;
        self.execute("BEGIN IMMEDIATE", &[]);
        self.add_run(numbers, input);
        self.execute("COMMIT", &[]);
    }

    /// Adds the users with these numbers, each as a separate run, all in one transaction.
    #[allow(dead_code)]
    pub fn add_each(&mut self, numbers: Range<usize>, input: Option<&str>) {
        self.chance.0 ^= numbers.start as u64;
        self.execute("BEGIN IMMEDIATE", &[]);
        for number in numbers {
            self.add_run(number..number + 1, input);
        }
        self.execute("COMMIT", &[]);
    }

    fn add_run(&mut self, numbers: Range<usize>, input: Option<&str>) {
        let run_id = self.chance.id();
        self.execute(
            "INSERT INTO run (public_id, environment_id, script, version, status, caller, input, result, log, warnings,
                              operations, started_at, duration_us)
             VALUES (?1, 1, 'by hand', ?2, 'committed', 'operator', ?3, 'null', '[]', '[]', 0, 1, 0)",
            params![run_id, "0123456789abcdef".repeat(4), input],
        );
        let run = self.connection.last_insert_rowid();
        for number in numbers {
            add_one(&self.connection, &mut self.chance, run, number);
        }
        // The audit chain continues after these rows.
        self.execute(
            "UPDATE audit_head SET last_id = (SELECT max(id) FROM audit),
                                   hash = (SELECT hash FROM audit ORDER BY id DESC LIMIT 1)",
            &[],
        );
    }

    fn execute(&self, statement: &str, values: &[&dyn ToSql]) {
        let prepared = self.connection.prepare_cached(statement);
        prepared.and_then(|mut prepared| prepared.execute(values)).expect("done");
    }
}

fn add_one(connection: &Connection, chance: &mut Chance, run: i64, number: usize) {
    let now = 1_672_531_200_000_000_i64;
    let address = format!("user-{number}@example.com");
    let name = format!("User {number}");
    let execute = |statement: &str, values: &[&dyn ToSql]| {
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
    // Updates the search index from time to time, like the program.
    if member % 1_000 == 0 {
        execute(
            "INSERT INTO user_search (rowid, name, address, email)
             SELECT m.environment_id << 40 | m.id, m.name_key, a.address_key, nullif(m.email_key, a.address_key)
             FROM membership m JOIN account a ON a.id = m.account_id
             WHERE m.id > (SELECT last_member FROM user_search_reach) ORDER BY m.environment_id << 40 | m.id",
            &[],
        );
        execute("UPDATE user_search_reach SET last_member = ?1", params![member]);
    }
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
    // As many bytes as a hash, but without the calculation: only the database is measured.
    let hash = "0123456789abcdef".repeat(4);
    execute(
        "INSERT INTO audit (environment_id, run_id, caller, at, action, subject, subject_id, label, changes, line,
                            column_number, hash)
         VALUES (1, ?1, 'operator', ?2, 'added', 'user', ?3, ?4, ?5, 3, 24, ?6)",
        params![run, now, id, address, changes, hash],
    );
    let letter = chance.id();
    execute(
        "INSERT INTO link (public_id, account_id, purpose, address, address_key, created_at, expires_at)
         VALUES (?1, ?2, 'enrol', ?3, ?3, ?4, ?5)",
        params![chance.id(), account, address, now, now + 14 * 86_400_000_000],
    );
    let link = connection.last_insert_rowid();
    execute(
        "INSERT INTO letter (public_id, environment_id, account_id, run_id, kind, language, to_address, to_key, name,
                             environment, link_id, status, next_at, created_at)
         VALUES (?1, 1, ?2, ?3, 'welcome', 'en', ?4, ?4, ?5, 'Bench', ?6, 'waiting', ?7, ?7)",
        params![letter, account, run, address, name, link, now],
    );
}

/// A generator of random ids with negligible cost, so that only the database is measured.
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
