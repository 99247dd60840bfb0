//! The copy of rows: they are read in order, hashed, and written in batches.

use super::notes;
use super::table::Table;
use crate::domain::{Error, Fault};
use crate::failpoint;
use crate::store::chain;
use crate::store::chain::{Head, START};
use crate::store::database::unfinished::unfinished_from;
use crate::store::location::Location;
use crate::store::sql::{Access, Param, Sql};
use std::ops::ControlFlow;

/// The most bytes of text in a batch, for any number of rows.
const MOST_BYTES: usize = 8 << 20;

/// The settings of a copy.
pub struct Copying<'a> {
    /// The source.
    pub source: &'a Sql,
    /// The target.
    pub target: &'a Sql,
    /// The location of the target.
    pub to: &'a Location,
    /// The most rows in a batch.
    pub batch: usize,
}

/// The outcome of the copy of a table.
pub enum Copied {
    /// All rows are copied: their number and their hash.
    Whole(Head),
    /// The rows that were written before differ from those of the source.
    Changed,
}

/// Passes the rows of a table to a reader, each with the number and the hash of all rows up to it. Returns the last number
/// and hash.
///
/// The hash of a row covers the one before it, as in the chain of the audit. So one hash identifies all rows and their
/// order.
pub fn each(
    sql: &Sql,
    table: &Table,
    replace_nul: bool,
    mut read: impl FnMut(&Head, &[Param]) -> Result<ControlFlow<()>, Fault>,
) -> Result<Head, Fault> {
    let mut last = START;
    sql.each(&table.select(sql), &[], |row| {
        let value =
            |at| row.param(at).ok_or_else(|| Fault::new("damaged row in the database", format!("in {}", table.name)));
        let mut columns = (0..table.columns.len()).map(value).collect::<Result<Vec<_>, _>>()?;
        let replaced: Vec<Option<String>> = match replace_nul {
            true => columns.iter().map(without_nul).collect(),
            false => Vec::new(),
        };
        for (column, text) in columns.iter_mut().zip(&replaced) {
            if let Some(text) = text {
                *column = Param::Text(text);
            }
        }
        last = Head { id: last.id + 1, hash: chain::hash(&last.hash, &columns) };
        read(&last, &columns)
    })?;
    Ok(last)
}

/// Returns a text with U+FFFD in place of NUL characters, if it has any.
fn without_nul(column: &Param) -> Option<String> {
    match column {
        Param::Text(text) if text.contains('\0') => Some(text.replace('\0', "\u{FFFD}")),
        _ => None,
    }
}

/// Copies the rows of a table that are not copied yet.
///
/// # Errors
/// Refuses a target into which another process writes; a fault if either database fails.
pub fn copy(copying: &Copying, table: &Table, replace_nul: bool, tell: &mut dyn FnMut()) -> Result<Copied, Error> {
    let noted = notes::written(copying.target, table)?;
    let mut writer = Writer::new(copying, table, noted.clone());
    copy_after(&noted, &mut writer, replace_nul, tell).map_err(|fault| {
        let is_unchanged =
            |sql: &Sql| Ok(unfinished_from(sql)?.is_some() && notes::written(sql, table)? == writer.written);
        notes::explain(copying.target, copying.to, fault.into(), is_unchanged)
    })
}

/// Copies the rows after the recorded ones.
fn copy_after(noted: &Head, writer: &mut Writer, replace_nul: bool, tell: &mut dyn FnMut()) -> Result<Copied, Fault> {
    let mut changed = false;
    let last = each(writer.copying.source, writer.table, replace_nul, |row, columns| {
        tell();
        if row.id == noted.id {
            changed = row.hash != noted.hash;
        } else if row.id > noted.id {
            writer.add(columns)?;
            if writer.is_full() {
                writer.flush(row)?;
            }
        }
        Ok(if changed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    if changed || last.id < noted.id {
        return Ok(Copied::Changed);
    }
    writer.flush(&last)?;
    Ok(Copied::Whole(last))
}

/// Writes rows in batches, each in a transaction with the record of the progress.
struct Writer<'a> {
    copying: &'a Copying<'a>,
    table: &'a Table,
    insert: String,
    /// The rows of the batch for a server, as JSON.
    json: Vec<u8>,
    rows: usize,
    bytes: usize,
    /// The last row that is committed in the target.
    written: Head,
}

impl<'a> Writer<'a> {
    fn new(copying: &'a Copying<'a>, table: &'a Table, written: Head) -> Writer<'a> {
        let insert = match copying.target.server() {
            Some(_) => table.insert_many(copying.target),
            None => table.insert_one(),
        };
        Writer { copying, table, insert, json: Vec::new(), rows: 0, bytes: 0, written }
    }

    fn is_full(&self) -> bool {
        self.rows >= self.copying.batch || self.bytes >= MOST_BYTES
    }

    fn add(&mut self, columns: &[Param]) -> Result<(), Fault> {
        let target = self.copying.target;
        if self.rows == 0 {
            target.begin(Access::Write)?;
        }
        match target.server() {
            Some(_) => self.add_json(columns)?,
            None => {
                target.execute(&self.insert, columns)?;
            }
        }
        self.rows += 1;
        self.bytes +=
            columns.iter().map(|column| if let Param::Text(text) = column { text.len() } else { 8 }).sum::<usize>();
        Ok(())
    }

    fn add_json(&mut self, columns: &[Param]) -> Result<(), Fault> {
        self.json.push(if self.rows == 0 { b'[' } else { b',' });
        for (at, column) in columns.iter().enumerate() {
            let open = if at == 0 { '{' } else { ',' };
            self.json.extend_from_slice(format!("{open}\"c{at}\":").as_bytes());
            match column {
                Param::Null(_) => self.json.extend_from_slice(b"null"),
                Param::Int(number) => self.json.extend_from_slice(number.to_string().as_bytes()),
                Param::Text(text) => {
                    serde_json::to_writer(&mut self.json, text).map_err(|error| Fault::new("a row", error))?
                }
            }
        }
        self.json.push(b'}');
        Ok(())
    }

    /// Commits the batch, which ends with the row `end`.
    fn flush(&mut self, end: &Head) -> Result<(), Fault> {
        if self.rows == 0 {
            return Ok(());
        }
        let target = self.copying.target;
        if target.server().is_some() {
            self.json.push(b']');
            let json = std::str::from_utf8(&self.json).map_err(|error| Fault::new("rows", error))?;
            target.execute(&self.insert, &[Param::Text(json)])?;
        }
        notes::write(target, self.table, &self.written, end)?;
        failpoint::reach("migrate-write");
        target.commit()?;
        failpoint::reach("migrate-written");
        self.json.clear();
        (self.rows, self.bytes, self.written) = (0, 0, end.clone());
        Ok(())
    }
}
