//! The tables that are copied: their columns, their order, and the statements that read and write them.
//!
//! There is no list of them: they are the tables of a new database, as the migrations of the schema create it. The search
//! index is omitted, because it follows from the rows.

use crate::domain::{Error, Fault};
use crate::store::database::file;
use crate::store::sql::{Kind, Sql, params, quoted};

/// A table that is copied.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, the same in both databases.
    pub columns: Vec<Column>,
    /// The columns of its primary key.
    key: Vec<String>,
    /// The other tables that its rows refer to.
    refers_to: Vec<String>,
}

/// A column of a table.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The kind of its values.
    pub kind: Kind,
}

/// Returns all tables, each after those that its rows refer to.
///
/// # Errors
/// A fault if there is not enough memory.
pub fn all() -> Result<Vec<Table>, Error> {
    let sql = file::in_memory()?;
    let names = sql.query(
        "SELECT name FROM sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'user_search%' ORDER BY rowid",
        &[],
        |row| row.text(0),
    )?;
    let mut left = names.iter().map(|name| read(&sql, name)).collect::<Result<Vec<_>, _>>()?;
    let mut ordered: Vec<Table> = Vec::new();
    while !left.is_empty() {
        let is_there = |name: &String| ordered.iter().any(|table| &table.name == name);
        let next = left.iter().position(|table| table.refers_to.iter().all(is_there));
        let next =
            next.ok_or_else(|| Fault::new("the tables have no order", "they refer to each other in a circle"))?;
        ordered.push(left.remove(next));
    }
    Ok(ordered)
}

fn read(sql: &Sql, name: &str) -> Result<Table, Fault> {
    let columns = "SELECT name, type FROM pragma_table_info(?1) ORDER BY cid";
    let key = "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk";
    let refers_to = "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?1) WHERE \"table\" <> ?1";
    Ok(Table {
        name: name.to_owned(),
        columns: sql.query(columns, params![name], |row| {
            let kind = if row.text(1)? == "INTEGER" { Kind::Int } else { Kind::Text };
            Ok(Column { name: row.text(0)?, kind })
        })?,
        key: sql.query(key, params![name], |row| row.text(0))?,
        refers_to: sql.query(refers_to, params![name], |row| row.text(0))?,
    })
}

impl Table {
    /// Returns the query of all rows in the order of the primary key. On a server, an entry of the audit gets its position
    /// in the chain as its number: in a file the two are equal, and nothing refers to the number that it has on a server.
    pub fn select(&self, sql: &Sql) -> String {
        let position = self.position(sql);
        let named = |name: &String| if position == Some(name) { "position".to_owned() } else { quoted(name) };
        let columns = self.columns.iter().map(|column| named(&column.name)).collect::<Vec<_>>().join(", ");
        let key = self.key.iter().map(named).collect::<Vec<_>>().join(", ");
        format!("SELECT {columns} FROM {} ORDER BY {key}", quoted(&self.name))
    }

    /// Returns the statement that adds a row, with one parameter for each column. For a file, where many statements are
    /// cheap.
    pub fn insert_one(&self) -> String {
        let values: Vec<String> = (1..=self.columns.len()).map(|number| format!("?{number}")).collect();
        format!(
            "INSERT INTO {} ({}) VALUES ({}){}",
            quoted(&self.name),
            self.listed(),
            values.join(", "),
            self.conflict_clause()
        )
    }

    /// Returns the statement that adds many rows. Its parameter is a JSON array of objects, whose keys are the numbers of
    /// the columns: `c0`, `c1`, …
    pub fn insert_many(&self, sql: &Sql) -> String {
        let names = (0..self.columns.len()).map(|number| format!("c{number}")).collect::<Vec<_>>();
        let (mut listed, mut values) = (self.listed(), names.join(", "));
        if self.position(sql).is_some() {
            listed.push_str(", position");
            values.push_str(", c0");
        }
        let typed = names.iter().zip(&self.columns).map(|(name, column)| match column.kind {
            Kind::Int => format!("{name} BIGINT"),
            Kind::Text => format!("{name} TEXT"),
        });
        let typed = typed.collect::<Vec<_>>().join(", ");
        // TRUE separates the rows from the conflict clause.
        format!(
            "INSERT INTO {} ({listed}) SELECT {values} FROM json_to_recordset(?1::json) AS rows_given ({typed}) WHERE TRUE{}",
            quoted(&self.name),
            self.conflict_clause()
        )
    }

    /// Returns the column that holds the position in the chain on a server.
    fn position(&self, sql: &Sql) -> Option<&String> {
        let has_position = self.name == "audit" && sql.server().is_some();
        has_position.then(|| self.key.first()).flatten()
    }

    fn listed(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }

    /// Returns the conflict clause for the head of the chain: a new database has one, which may be changed and not removed.
    fn conflict_clause(&self) -> String {
        if self.name != "audit_head" {
            return String::new();
        }
        let of_key = |column: &&Column| !self.key.contains(&column.name);
        let set = |column: &Column| format!("{0} = excluded.{0}", quoted(&column.name));
        let set = self.columns.iter().filter(of_key).map(set).collect::<Vec<_>>().join(", ");
        format!(" ON CONFLICT ({}) DO UPDATE SET {set}", self.key.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn every_table_follows_those_that_it_refers_to() {
        let tables = all().unwrap();
        assert!(tables.len() > 30, "{tables:?}");
        for (at, table) in tables.iter().enumerate() {
            let is_before = |name: &String| tables[..at].iter().any(|table| &table.name == name);
            assert!(table.refers_to.iter().all(is_before), "{}: {:?}", table.name, table.refers_to);
            assert!(!table.key.is_empty(), "{} has no order", table.name);
        }
        let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        assert!(names.contains(&"audit") && !names.iter().any(|name| name.starts_with("user_search")), "{names:?}");
    }
}
