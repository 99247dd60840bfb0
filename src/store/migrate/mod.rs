//! Moving a directory from one database to the other: whole, verified, and to be gone on with after an interruption.
//!
//! The source is read in one transaction, as it was at one moment. What is written to the target is read back at the end and
//! compared row by row, through hashes (`migrate/rows.rs`). A target that is not finished has notes in it, and is no database of
//! enlist to anybody else (`migrate/notes.rs`).

mod notes;
mod rows;
mod source;
mod table;
mod target;

use super::chain;
use super::database::unfinished::unfinished_from;
use super::location::Location;
use super::sql::{Access, Sql};
use crate::domain::{Code, Error, Problem, Verdict};
use crate::failpoint;
use rows::{Copied, Copying};
use source::Source;
use std::ops::ControlFlow;
use table::Table;

/// What is to be moved, and how.
#[derive(Debug)]
pub struct Migration {
    /// Where the directory is.
    pub from: Location,
    /// Where it goes: a file that is not there, or a database of a server in which nothing is.
    pub to: Location,
    /// Whether what an interrupted migration has written is thrown away first.
    pub anew: bool,
    /// Whether NUL characters, which a server does not store, are replaced by U+FFFD.
    pub replace_nul: bool,
    /// How many rows are written in a transaction.
    pub batch: usize,
}

/// What was moved.
#[derive(Debug)]
pub struct Migrated {
    /// The tables, in the order in which they were written.
    pub tables: Vec<MigratedTable>,
    /// What the audit is found to be, the same on both sides.
    pub audit: Verdict,
    /// Whether it went on with a migration that was interrupted.
    pub resumed: bool,
}

/// A table that was moved.
#[derive(Debug)]
pub struct MigratedTable {
    /// Its name.
    pub name: String,
    /// How many rows it has.
    pub rows: i64,
    /// The hash of its rows, as read back from the target.
    pub hash: String,
    /// In how many of them a NUL character was replaced.
    pub replaced: i64,
}

/// How far a migration is.
#[derive(Debug)]
pub struct MigrationProgress<'a> {
    /// The table.
    pub table: &'a str,
    /// Whether its rows are read back; otherwise they are written.
    pub verifies: bool,
    /// How many rows were written or read back so far.
    pub done: u64,
    /// How many it will be.
    pub all: u64,
}

/// Moves a directory. Where it was interrupted, the same call goes on.
///
/// # Errors
/// Refuses a source that is no database of enlist, that has texts which the target cannot store, or that changes meanwhile; a
/// target that is not empty, one that another process migrates into, and one whose rows turn out not to be those of the source.
/// A fault of either database.
pub fn migrate(migration: &Migration, tell: &mut dyn FnMut(MigrationProgress)) -> Result<Migrated, Error> {
    if is_same(&migration.from, &migration.to) {
        return Err(Problem::new(Code::InUse, format!("{} is both the source and the target", migration.from))
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
        notes::explained(&target, &migration.to, failure, |sql| Ok(unfinished_from(sql)?.is_some()))
    })?;
    Ok(Migrated { tables, audit, resumed })
}

/// Returns whether two locations are one database, as far as their names tell.
fn is_same(one: &Location, other: &Location) -> bool {
    match (one, other) {
        (Location::File(one), Location::File(other)) => {
            one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
        }
        _ => one == other,
    }
}

/// Writes what is not written yet, reads everything back, and makes the target a database like any other.
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
    let audit = chain::verify(target)?;
    if chain::verify(&source.sql)? != audit {
        return Err(not_same(&migration.to, "the chain of its audit").into());
    }
    target.command("ROLLBACK")?;
    if source.has_moved()? {
        return Err(changed(&migration.from, "audit").into());
    }
    failpoint::reach("migrate-verified");
    notes::end(target)?;
    Ok((moved, audit))
}

/// Returns the refusal of a source that is not what it was.
fn changed(from: &Location, table: &str) -> Problem {
    let found = format!("{from} was changed since the migration from it began: the table `{table}` is another");
    Problem::new(Code::SourceChanged, found).help(
        "stop whatever works with it, then begin anew: the same `enlist migrate` with `--anew`, which empties the target first",
    )
}

/// Returns the refusal of a target that is not what was written.
fn not_same(to: &Location, what: &str) -> Problem {
    let found = format!("what stands in {to} is not what was written: {what} differs from that of the source");
    Problem::new(Code::NotTheSame, found).help(
        "let nobody else write there, then begin anew: the same `enlist migrate` with `--anew`, which empties it first",
    )
}
