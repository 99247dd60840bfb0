//! All integration tests in one binary. Each module says what belongs there; a case is data and needs no other case.

// A test that cannot go on says why by panicking.
#![allow(clippy::unwrap_used)]

mod add_user; // What addUser does to a directory: adding, linking, modifying, menus, groups, letters.
mod attacks; // Hostile scripts, each with its verdict, run by the real program.
mod audit; // The history: the chain and its verification, the list, the export, blame.
mod cli; // Commands as a person types them: output, JSON, exit codes.
mod diagnostics; // What people read when a script is wrong, to the letter.
mod example; // The example model in `scripts/`: every script with its sample input.
mod faults; // Killed programs, full disks, read-only files, flipped bytes: nothing acknowledged is lost.
mod fixture_messages; // What people read when a test fails or a fixture is broken, to the letter.
mod fixture_reports; // Reports of fixtures for programs: JUnit, TAP, GitHub, JSON, and names that break careless ones.
mod fixture_runs; // Which fixtures run, in which order, and how it ends: selection, snapshots, exit codes.
mod fixtures; // Fixtures: worlds, ways of running, inputs, leaks.
mod functions; // The functions besides addUser and the queries: effects, letters, refusals.
mod grants; // What an environment grants to scripts, and what is refused without it.
mod limits; // What stops a script.
mod notation; // The published JavaScript and what becomes of it.
mod own_functions; // Functions that the embedding program adds: checks, errors, manual.
mod processes; // Several real processes on one file.
mod readme; // The README: every command in it runs and prints what it says.
mod recovery; // Backup, restore, doctor.
mod script; // Everything else that scripts see: queries, log, actionInfo, input, results, errors they catch.
mod store; // The database file: creation, versions, what is no database, processes together.
mod tidy; // The house rules: the ladder, one crate one room, a comment in every file.
mod world; // Builders: a directory in memory, a shell on a temporary folder.
