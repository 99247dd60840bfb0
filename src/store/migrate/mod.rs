//! Migration: a directory is copied from one database to another, completely, with verification, and resumable after an
//! interruption.
//!
//! The source is read in one transaction, from one snapshot. The rows of the target are read back at the end and compared
//! through hashes (`migrate/rows.rs`). An unfinished target contains a record of the progress (`migrate/notes.rs`), and
//! every other command refuses it (`database/unfinished.rs`).

mod notes;
mod rows;
mod source;
mod table;
mod target;

use super::chain;
use super::database::unfinished::unfinished_from;
use super::location::Location;
use super::schema::SCHEMA_VERSION;
use super::sql::{Access, Sql};
use crate::domain::{Code, Error, Problem, Verdict};
use crate::failpoint;
use rows::{Copied, Copying};
use source::Source;
use std::ops::ControlFlow;
use table::Table;

/// The order of a migration.
#[derive(Debug)]
pub struct Migration {
    /// The source.
    pub from: Location,
    /// The target: a file that does not exist, or an empty database on a server.
    pub to: Location,
    /// Whether to remove first what an interrupted migration has written.
    pub anew: bool,
    /// Whether to replace NUL characters, which a server does not store, by U+FFFD.
    pub replace_nul: bool,
    /// The number of rows in a transaction.
    pub batch: usize,
}

/// The result of a migration.
#[derive(Debug)]
pub struct Migrated {
    /// The tables, in the order of their copies.
    pub tables: Vec<MigratedTable>,
    /// The verdict about the audit, which is the same on both sides.
    pub audit: Verdict,
    /// Whether an interrupted migration was resumed.
    pub resumed: bool,
}

/// A copied table.
#[derive(Debug)]
pub struct MigratedTable {
    /// Its name.
    pub name: String,
    /// The number of rows.
    pub rows: i64,
    /// The hash of the rows as read back from the target.
    pub hash: String,
    /// The number of rows in which a NUL character was replaced.
    pub replaced: i64,
}

/// The progress of a migration.
#[derive(Debug)]
pub struct MigrationProgress<'a> {
    /// The table.
    pub table: &'a str,
    /// Whether the rows are being read back; otherwise they are being written.
    pub verifies: bool,
    /// The number of rows that were written or read back so far.
    pub done: u64,
    /// The number of rows at the end.
    pub all: u64,
}

/// Copies a directory. After an interruption the same call resumes.
///
/// # Errors
/// Refuses a source that is no database of enlist, that has texts which the target cannot store, or that changes meanwhile.
/// Refuses a target that is the source, that is not empty, into which another process migrates, or whose rows differ from
/// the source at the end. A fault if either database fails.
pub fn migrate(migration: &Migration, tell: &mut dyn FnMut(MigrationProgress)) -> Result<Migrated, Error> {
    if is_same(&migration.from, &migration.to) {
        return Err(Problem::new(
            Code::TargetNotEmpty,
            format!("{} is both the source and the target", migration.from),
        )
        .help("name the other database with `--from` or `--to`")
        .into());
    }
    let tables = table::all()?;
    let source = Source::open(&migration.from, &tables)?;
    let replaced = match migration.to {
        Location::Server(_) => source.nul_characters(&tables, migration.replace_nul)?,
        Location::File(_) => vec![0; tables.len()],
    };
    let (target, resumed) = target::open(&migration.to, migration.anew, &source.name, &tables)?;
    let filled = fill(migration, &source, &target, &tables, &replaced, tell);
    let (tables, audit) = filled.map_err(|failure| {
        notes::explain(&target, &migration.to, failure, |sql| Ok(unfinished_from(sql)?.is_some()))
    })?;
    Ok(Migrated { tables, audit, resumed })
}

/// Returns whether two locations are the same database, as far as their names show.
fn is_same(one: &Location, other: &Location) -> bool {
    match (one, other) {
        (Location::File(one), Location::File(other)) => {
            one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
        }
        _ => one == other,
    }
}

/// Writes the missing rows, reads all of them back, and turns the target into a regular database.
fn fill(
    migration: &Migration,
    source: &Source,
    target: &Sql,
    tables: &[Table],
    replaced: &[i64],
    tell: &mut dyn FnMut(MigrationProgress),
) -> Result<(Vec<MigratedTable>, Verdict), Error> {
    let copying = Copying { source: &source.sql, target, to: &migration.to, batch: migration.batch.max(1) };
    let (mut done, all) = (0, 2 * source.rows);
    let mut step = |table: &Table, verifies: bool| {
        done += 1;
        if done % 256 == 0 || done == all {
            tell(MigrationProgress { table: &table.name, verifies, done, all });
        }
    };
    let mut ends = Vec::with_capacity(tables.len());
    for (table, replaced) in tables.iter().zip(replaced) {
        match rows::copy(&copying, table, *replaced > 0, &mut || step(table, false))? {
            Copied::Whole(end) => ends.push(end),
            Copied::Changed => return Err(changed(&migration.from, &table.name).into()),
        }
        failpoint::reach(&format!("migrated-{}", table.name));
    }
    target::complete(target, tables)?;
    failpoint::reach("migrate-verify");
    target.begin(Access::Read)?;
    let mut moved = Vec::with_capacity(tables.len());
    for ((table, written), replaced) in tables.iter().zip(&ends).zip(replaced) {
        let found = rows::each(target, table, false, |_, _| {
            step(table, true);
            Ok(ControlFlow::Continue(()))
        })?;
        if found != *written {
            return Err(not_same(&migration.to, &format!("its table `{}`", table.name)).into());
        }
        let hash = chain::text(&chain::hex(&found.hash)).to_owned();
        moved.push(MigratedTable { name: table.name.clone(), rows: found.id, hash, replaced: *replaced });
    }
    let audit = chain::verify(target, SCHEMA_VERSION)?;
    if chain::verify(&source.sql, SCHEMA_VERSION)? != audit {
        return Err(not_same(&migration.to, "the chain of its audit").into());
    }
    target.command("ROLLBACK")?;
    if source.has_changed()? {
        return Err(changed(&migration.from, "audit").into());
    }
    failpoint::reach("migrate-verified");
    notes::end(target)?;
    Ok((moved, audit))
}

/// Returns the refusal of a source that has changed.
fn changed(from: &Location, table: &str) -> Problem {
    let found = format!("{from} has changed since the migration began: the table `{table}` differs");
    Problem::new(Code::SourceChanged, found).help(
        "stop everything that uses it, then start again: the same `enlist migrate` with `--anew`, which empties the target first",
    )
}

/// Returns the refusal of a target whose rows differ from those that were written.
fn not_same(to: &Location, what: &str) -> Problem {
    let found = format!("{to} does not have the rows that were written: {what} differs from that of the source");
    Problem::new(Code::NotTheSame, found).help(
        "stop everything that writes there, then start again: the same `enlist migrate` with `--anew`, which empties it first",
    )
}
