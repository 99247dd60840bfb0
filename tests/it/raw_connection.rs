//! A connection past the program's rules, to a database in a file or on a server.

use super::{engine, world};
use postgres::SimpleQueryMessage;
use rusqlite::types::ValueRef;
use std::cell::RefCell;
use std::path::Path;

/// A connection past the program's rules. The program must have opened the database before.
pub enum RawConnection {
    File(rusqlite::Connection),
    Server(RefCell<postgres::Client>),
}

impl RawConnection {
    /// A connection to this database.
    pub fn of(database: impl AsRef<Path>) -> RawConnection {
        let database = database.as_ref();
        match engine::is_on_server(database) {
            true => RawConnection::Server(RefCell::new(engine::connect(database.to_str().unwrap()))),
            false => RawConnection::File(world::connection(database)),
        }
    }

    /// Carries out statements.
    pub fn execute(&self, statements: &str) {
        match self {
            RawConnection::File(file) => file.execute_batch(statements).unwrap(),
            RawConnection::Server(server) => server.borrow_mut().batch_execute(statements).unwrap(),
        }
    }

    /// What a query answers, every value as text; nothing where there is none.
    pub fn rows(&self, query: &str) -> Vec<Vec<Option<String>>> {
        match self {
            RawConnection::File(file) => {
                let mut statement = file.prepare(query).unwrap();
                let columns = statement.column_count();
                let rows = statement.query_map([], |row| (0..columns).map(|at| Ok(text(row.get_ref(at)?))).collect());
                rows.unwrap().map(Result::unwrap).collect()
            }
            RawConnection::Server(server) => {
                let messages = server.borrow_mut().simple_query(query).unwrap();
                let row = |message| match message {
                    SimpleQueryMessage::Row(row) => {
                        Some((0..row.len()).map(|at| row.get(at).map(str::to_owned)).collect())
                    }
                    _ => None,
                };
                messages.into_iter().filter_map(row).collect()
            }
        }
    }

    /// The first column of what a query answers.
    pub fn texts(&self, query: &str) -> Vec<String> {
        self.rows(query).into_iter().map(|row| row.into_iter().next().flatten().unwrap()).collect()
    }

    /// The columns of a table, in order.
    pub fn columns(&self, table: &str) -> Vec<String> {
        self.texts(&match self {
            RawConnection::File(_) => format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"),
            RawConnection::Server(_) => format!(
                "SELECT column_name FROM information_schema.columns
                 WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position"
            ),
        })
    }

    /// The first number that a query answers.
    pub fn number(&self, query: &str) -> i64 {
        self.texts(query)[0].parse().unwrap()
    }
}

fn text(value: ValueRef) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Text(text) => Some(String::from_utf8(text.to_vec()).unwrap()),
        other => panic!("{other:?} stands in no table"),
    }
}
