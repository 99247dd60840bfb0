//! Two migrations into one target at the same time: one ends, and what it has written stays.

use super::engine;
use super::kills::killed_at;
use super::migrate::{add_somebody, answer, command, everything, migration, moved, new_target, rows, sound};
use super::processes::said;
use enlist::domain::{Code, Error};
use enlist::store::{Migration, migrate};
use std::process::Stdio;
use std::time::Duration;

#[test]
fn of_two_migrations_into_one_target_at_the_same_time_one_ends() {
    let folder = tempfile::tempdir().unwrap();
    let source = everything(folder.path());
    let before = rows(&source);
    for round in 0..8 {
        let own = tempfile::tempdir_in(folder.path()).unwrap();
        let target = new_target(own.path());
        // Both from the beginning, or both behind what a third has left.
        if round % 2 == 1 {
            assert!(killed_at(command(&source, &target), "migrated-run", Duration::ZERO).0);
        }
        let start = |_| command(&source, &target).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let both = [0, 1].map(start).map(|process| process.wait_with_output().unwrap());
        let (whole, refused): (Vec<_>, Vec<_>) = both.iter().partition(|output| output.status.success());
        let told = both.each_ref().map(said).join("\n");
        assert_eq!((whole.len(), refused[0].status.code()), (1, Some(1)), "round {round}: {told}");
        let met = told.contains("\"E0792\"") && told.contains("another process is migrating into");
        // By chance one has ended before the other had its first look.
        assert!(met || told.contains("\"E0793\""), "round {round}: {told}");
        sound(&target);
        let back = own.path().join("back.db");
        moved(&target, &back);
        assert_eq!(rows(&back), before, "round {round}");
    }
}

#[test]
fn a_migration_that_another_has_overtaken_writes_nothing_more() {
    let folder = tempfile::tempdir().unwrap();
    let source = everything(folder.path());
    // Overtaken in the middle of the rows; on a server also when all of them are written. Who reads a file holds up those who
    // close it, and each of them would wait for half a minute.
    for overtaken_at in if engine::server().is_some() { 1..=2 } else { 1..=1 } {
        let own = tempfile::tempdir_in(folder.path()).unwrap();
        let target = new_target(own.path());
        let (mut calls, mut after) = (0, String::new());
        let done = migrate(&Migration { batch: 1, ..migration(&source, &target) }, &mut |_| {
            calls += 1;
            if calls == overtaken_at {
                assert_eq!(answer(&command(&source, &target).output().unwrap())["resumed"], true);
                add_somebody(&target);
                after = rows(&target);
            }
        });
        let Err(Error::Refused(refusal)) = done else { panic!("{calls} calls: {done:?}") };
        assert_eq!(refusal.code(), Code::Unfinished);
        assert!(refusal.message().starts_with("another process is migrating into "), "{}", refusal.message());
        assert_eq!(rows(&target), after);
        sound(&target);
    }
}
