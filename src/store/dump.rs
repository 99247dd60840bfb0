//! Every row of every table as text, to compare a database before and after: proofs of isolation read it.

use super::work::Transaction;
use crate::domain::Fault;

/// Every row as a line `table: value, value, …`, tables by name and rows in their own order.
///
/// # Errors
/// A fault of the database.
pub fn dump(transaction: &Transaction) -> Result<String, Fault> {
    let tables = transaction.sql.query(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        &[],
        |row| row.text(0),
    )?;
    let mut text = String::new();
    for table in tables {
        let columns = transaction.sql.query(
            &format!(
                "SELECT group_concat('quote(\"' || name || '\")', ' || '', '' || ') FROM pragma_table_info('{table}')"
            ),
            &[],
            |row| row.text(0),
        )?;
        let Some(columns) = columns.first() else { continue };
        let rows = transaction.sql.query(&format!("SELECT {columns} FROM \"{table}\""), &[], |row| row.text(0))?;
        for row in rows {
            text.push_str(&format!("{table}: {}\n", row.replace('\n', "\\n")));
        }
    }
    Ok(text)
}
