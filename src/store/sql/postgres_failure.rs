//! Failures of a PostgreSQL server: which of them are worth a retry, and which an operator can remove.

use super::failure::context_of;
use crate::domain::{Code, Fault, Problem};
use crate::store::location::ServerAddress;
use std::error::Error;
use std::io;
use tokio_postgres::error::SqlState;

/// Returns a failed statement as a fault: a passing one if nothing was committed and a retry may help.
pub(super) fn fault(statement: &str, error: tokio_postgres::Error) -> Fault {
    let context = context_of(statement);
    let Some(found) = error.as_db_error() else {
        return Fault::passing(context, error);
    };
    let passes = is_end_of_connection(found.code())
        || [
            &SqlState::T_R_SERIALIZATION_FAILURE,
            &SqlState::T_R_DEADLOCK_DETECTED,
            // Every statement that adds a row checks first whether the row exists: another transaction was faster.
            &SqlState::UNIQUE_VIOLATION,
            &SqlState::LOCK_NOT_AVAILABLE,
        ]
        .contains(&found.code());
    if passes {
        return Fault::passing(context, found.to_string());
    }
    let fault = Fault::new(context, found.to_string());
    match statement_problem(found.code(), found.message()) {
        Some(problem) => fault.with_way_out(problem),
        None => fault,
    }
}

/// Returns whether the server ended the connection.
pub(super) fn is_end_of_connection(code: &SqlState) -> bool {
    [&SqlState::ADMIN_SHUTDOWN, &SqlState::CRASH_SHUTDOWN, &SqlState::CANNOT_CONNECT_NOW].contains(&code)
        || code.code().starts_with("08")
}

/// Returns the cause of a failed statement if an operator can remove it.
fn statement_problem(code: &SqlState, message: &str) -> Option<Problem> {
    match *code {
        SqlState::DUPLICATE_PSTATEMENT | SqlState::INVALID_SQL_STATEMENT_NAME => Some(pooled()),
        SqlState::READ_ONLY_SQL_TRANSACTION => Some(
            Problem::new(Code::NoConnection, format!("the server is a replica or read-only: {message}"))
                .help("name the primary with `--database`; `enlist serve --read-database` reads from a replica"),
        ),
        SqlState::INSUFFICIENT_PRIVILEGE => Some(
            Problem::new(Code::NoConnection, format!("the user of the database lacks a permission: {message}"))
                .help("let the user own the database: `ALTER DATABASE name OWNER TO user`, or grant what is missing"),
        ),
        _ => None,
    }
}

/// Returns the refusal of a connection pooler in transaction mode: it gives each transaction another session, and with it other
/// settings and prepared statements.
pub(super) fn pooled() -> Problem {
    Problem::new(Code::NoConnection, "the address leads to a connection pooler in transaction mode")
        .help("use session pooling (PgBouncer: `pool_mode = session`), or name the server itself")
}

/// Returns the refusal of an address to which no connection can be made.
pub(super) fn not_connected(address: &ServerAddress, error: &tokio_postgres::Error) -> Problem {
    let causes = causes(error);
    let found = format!("cannot connect to {address}: {causes}");
    if error.code() == Some(&SqlState::INVALID_CATALOG_NAME) {
        return Problem::new(Code::NoDatabase, found).help(
            "create it: `CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0`, or correct the name in the address",
        );
    }
    Problem::new(Code::NoConnection, found).help(match error.code() {
        Some(code) => server_help(code),
        None => client_help(error, &causes),
    })
}

/// Returns the way out of an error that the server sent.
fn server_help(code: &SqlState) -> &'static str {
    match *code {
        SqlState::INVALID_PASSWORD => {
            "correct the user or the password in the address; write `%40` for `@` and `%2F` for `/` in a password"
        }
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            "correct the user in the address, or let the user in with a line in the server's `pg_hba.conf`"
        }
        SqlState::TOO_MANY_CONNECTIONS => {
            "raise `max_connections` on the server, or lower `--readers` and `--writers` of `enlist serve`"
        }
        SqlState::CANNOT_CONNECT_NOW => "wait until the server accepts connections, then try again",
        _ => "see that the server runs, that the address is right, and that it lets you in",
    }
}

/// Returns the way out of an error that arose on the way to the server.
fn client_help(error: &tokio_postgres::Error, causes: &str) -> &'static str {
    const CAUSES: &[(&str, &str)] = &[
        ("password missing", "write the password into the address: `postgres://USER:PASSWORD@HOST/DATABASE`"),
        ("failed to lookup address", "correct the host in the address, or see that its name is known here"),
        (
            "does not support TLS",
            "set `ssl = on` on the server; `sslmode=disable` in the address does without encryption",
        ),
        ("UnknownIssuer", "name the file of the authority's certificate in the address: `sslrootcert=FILE`"),
        ("not valid for name", "use the host name in the address that the server's certificate names"),
        ("expired", "renew the certificate of the server"),
    ];
    if let Some((_, help)) = CAUSES.iter().find(|(cause, _)| causes.contains(cause)) {
        return help;
    }
    match io_kind(error) {
        Some(io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound) => {
            "start the server, or correct the host and the port in the address"
        }
        Some(io::ErrorKind::TimedOut) => "see that no firewall is in the way, or correct the host and the port",
        _ => "see that the server runs, that the address is right, and that it lets you in",
    }
}

/// Returns the kind of the failure below, if the operating system reported it.
fn io_kind(error: &tokio_postgres::Error) -> Option<io::ErrorKind> {
    let mut below = error.source();
    while let Some(next) = below {
        if let Some(error) = next.downcast_ref::<io::Error>() {
            return Some(error.kind());
        }
        below = next.source();
    }
    None
}

/// Returns a failure with all causes below it.
pub(super) fn causes(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    let mut below = error.source();
    while let Some(next) = below {
        text.push_str(&format!(": {next}"));
        below = next.source();
    }
    text
}
