//! Rows as text, to compare a database before and after: proofs of isolation use it.

use crate::domain::Fault;
use crate::store::transaction::{Transaction, Work};

/// Returns every row as a line `table: value, value, …`: tables by name, rows in their order. The search index is omitted,
/// because it follows from the rows.
///
/// # Errors
/// A fault if the database fails.
pub fn dump(transaction: &Transaction) -> Result<String, Fault> {
    let names = transaction.sql.either(
        "SELECT name FROM sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'user_search%' ORDER BY name",
        "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'enlist_schema' ORDER BY 1",
    );
    let tables = transaction.sql.query(names, &[], |row| row.text(0))?;
    let mut text = String::new();
    for table in tables {
        let select = lines_of(transaction, &table, "true")?;
        let mut rows = transaction.sql.query(&select, &[], |row| row.text(0))?;
        if transaction.sql.server().is_some() {
            // A server moves a row when it is updated.
            rows.sort();
        }
        for row in rows {
            text.push_str(&row.replace('\n', "\\n"));
            text.push('\n');
        }
    }
    Ok(text)
}

/// The rows that a run in the environment must not change, by table: `?1` is the environment, `?2` the last account before
/// the run. The other tables belong to no environment and only get new rows; the search index follows from the rows.
const OUTSIDE: &[(&str, &str)] = &[
    ("account", "id <= ?2"),
    ("address_change", "true"),
    ("device", "true"),
    ("delivery", "event_id IN (SELECT id FROM event WHERE environment_id <> ?1)"),
    ("environment", "true"),
    ("event", "environment_id <> ?1"),
    ("former_password", "true"),
    ("group_member", "group_id IN (SELECT id FROM member_group WHERE environment_id <> ?1)"),
    ("group_menu", "group_id IN (SELECT id FROM member_group WHERE environment_id <> ?1)"),
    ("letter", "environment_id IS NOT ?1"),
    ("login_name", "account_id <= ?2"),
    ("member_group", "environment_id <> ?1"),
    ("membership", "environment_id <> ?1"),
    ("membership_menu", "membership_id IN (SELECT id FROM membership WHERE environment_id <> ?1)"),
    ("menu", "environment_id <> ?1"),
    ("organization", "true"),
    ("organization_administrator", "true"),
    ("password", "true"),
    ("profile_field", "environment_id <> ?1"),
    ("profile_field_role", "field_id IN (SELECT id FROM profile_field WHERE environment_id <> ?1)"),
    ("recovery_code", "true"),
    ("role", "environment_id <> ?1"),
    ("run", "environment_id <> ?1"),
    ("token", "environment_id IS NOT ?1"),
    ("schedule", "environment_id <> ?1"),
    ("second_factor", "true"),
    ("session", "true"),
    ("throttle", "true"),
    ("clock_tick", "true"),
    ("script", "environment_id <> ?1"),
    ("script_group", "script_id IN (SELECT id FROM script WHERE environment_id <> ?1)"),
    ("script_role", "script_id IN (SELECT id FROM script WHERE environment_id <> ?1)"),
    ("upkeep", "environment_id <> ?1"),
];

/// All rows that a run in one environment must not change: those of other environments and the global ones.
#[derive(Debug)]
pub struct OutsideRows {
    select: String,
    environment: i64,
    last_account: i64,
    before: Vec<String>,
}

impl OutsideRows {
    /// Reads the present rows. The audit is omitted, because its chain protects it (see `chain.rs`).
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn take(work: &Work) -> Result<OutsideRows, Fault> {
        let last_account = work.sql().query("SELECT coalesce(max(id), 0) FROM account", &[], |row| row.int(0))?;
        let selects = OUTSIDE.iter().map(|(table, condition)| lines_of(&work.transaction, table, condition));
        let mut outside = OutsideRows {
            select: selects.collect::<Result<Vec<_>, _>>()?.join(" UNION ALL "),
            environment: work.environment.row,
            last_account: last_account.first().copied().unwrap_or_default(),
            before: Vec::new(),
        };
        outside.before = outside.lines(work)?;
        Ok(outside)
    }

    /// Returns the first row that was removed and the first one that was added since, if there are any.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn difference(&self, work: &Work) -> Result<Option<String>, Fault> {
        let now = self.lines(work)?;
        let gone = self.before.iter().find(|line| !now.contains(line)).map(|line| format!("before: {line}"));
        let new = now.iter().find(|line| !self.before.contains(line)).map(|line| format!("after: {line}"));
        Ok(match (gone, new) {
            (None, None) => None,
            (gone, new) => Some(gone.into_iter().chain(new).collect::<Vec<_>>().join("\n")),
        })
    }

    fn lines(&self, work: &Work) -> Result<Vec<String>, Fault> {
        work.sql().query(&self.select, &[self.environment.into(), self.last_account.into()], |row| row.text(0))
    }
}

/// Returns a query for the rows of a table as text.
fn lines_of(transaction: &Transaction, table: &str, condition: &str) -> Result<String, Fault> {
    let names = transaction.sql.either(
        "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info(?1)",
        "SELECT CASE data_type
             WHEN 'text' THEN 'coalesce(chr(39) || replace(' || column_name || ', chr(39), chr(39) || chr(39)) || chr(39), ''NULL'')'
             ELSE 'coalesce(' || column_name || '::text, ''NULL'')' END
         FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?1
         ORDER BY ordinal_position",
    );
    let columns = transaction.sql.query(names, &[table.into()], |row| row.text(0))?.join(" || ', ' || ");
    Ok(format!("SELECT '{table}: ' || {columns} FROM \"{table}\" WHERE {condition}"))
}

#[cfg(test)]
mod tests {
    use super::OUTSIDE;

    /// The tables that belong to no environment and only get new rows, and those that follow from the rows of others.
    const GLOBAL: &[&str] = &["audit", "audit_head", "link", "script_version", "user_search_reach"];

    #[test]
    fn every_table_is_compared_or_belongs_to_no_environment() {
        let schema = [include_str!("schema/0001_start.sql"), include_str!("schema/0002_origin.sql")];
        let tables =
            schema.iter().flat_map(|schema| schema.lines()).filter_map(|line| line.strip_prefix("CREATE TABLE "));
        let tables: Vec<&str> = tables.map(|rest| rest.trim_end_matches(" (")).collect();
        assert!(tables.len() > 20, "{tables:?}");
        let is_known = |table: &&str| OUTSIDE.iter().any(|(name, _)| name == table) || GLOBAL.contains(table);
        let missing: Vec<&&str> = tables.iter().filter(|table| !is_known(table)).collect();
        assert!(missing.is_empty(), "a run could touch these of another environment unseen: {missing:?}");
    }
}
