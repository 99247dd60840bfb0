//! The location of a database: a file, or a server.

use crate::domain::{Code, Problem};
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The location of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file of SQLite.
    File(PathBuf),
    /// A database on a PostgreSQL server.
    Server(ServerAddress),
}

/// The address of a database on a server. It is displayed without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerAddress {
    /// The address in the form that the library understands.
    pub(in crate::store) url: String,
    /// The file with the certificate of the authority, if the address names one.
    pub(in crate::store) authority: Option<PathBuf>,
}

impl Location {
    /// Returns the path, if it is a file.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Location::File(path) => Some(path),
            Location::Server(_) => None,
        }
    }
}

impl ServerAddress {
    /// Returns the address of the same database, with tables in the schema `name`.
    #[cfg(feature = "postgres")]
    pub(in crate::store) fn with_schema(&self, name: &str) -> ServerAddress {
        let joint = if self.url.contains('?') { '&' } else { '?' };
        ServerAddress { url: format!("{}{joint}options=-csearch_path%3D{name}%2Cpublic", self.url), ..self.clone() }
    }

    /// Returns the refusal of an operation that only works on a file.
    pub(in crate::store) fn refused(&self, help: &str) -> Problem {
        Problem::new(Code::OnServer, format!("{self} is on a server, which has backups of its own")).help(help)
    }

    /// Parses an address. It removes `sslrootcert=FILE`, which the library does not know.
    fn parse(url: &str) -> ServerAddress {
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let (authorities, others): (Vec<&str>, Vec<&str>) =
            query.split('&').filter(|part| !part.is_empty()).partition(|part| part.starts_with("sslrootcert="));
        let authority = authorities.last().and_then(|part| part.split_once('=')).map(|(_, file)| PathBuf::from(file));
        let url = match others.is_empty() {
            true => base.to_owned(),
            false => format!("{base}?{}", others.join("&")),
        };
        ServerAddress { url, authority }
    }
}

impl FromStr for ServerAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<ServerAddress, String> {
        match is_server(text) {
            true => Ok(ServerAddress::parse(text)),
            false => Err("expected an address such as `postgres://USER:PASSWORD@HOST/DATABASE`".to_owned()),
        }
    }
}

/// Returns whether a text is the address of a server.
fn is_server(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}

impl From<&Path> for Location {
    fn from(path: &Path) -> Location {
        match path.to_str().filter(|text| is_server(text)) {
            Some(url) => Location::Server(ServerAddress::parse(url)),
            None => Location::File(path.to_owned()),
        }
    }
}

impl From<&PathBuf> for Location {
    fn from(path: &PathBuf) -> Location {
        Location::from(path.as_path())
    }
}

impl From<OsString> for Location {
    fn from(text: OsString) -> Location {
        Location::from(Path::new(&text))
    }
}

impl From<&str> for Location {
    fn from(text: &str) -> Location {
        Location::from(Path::new(text))
    }
}

impl From<&Location> for Location {
    fn from(location: &Location) -> Location {
        location.clone()
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::File(path) => path.display().fmt(f),
            Location::Server(address) => address.fmt(f),
        }
    }
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.url.split_once("://").unwrap_or(("postgres", &self.url));
        let (server, database) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let without_query = |text: &'_ str| text.split('?').next().unwrap_or_default().to_owned();
        match server.rsplit_once('@') {
            Some((login, host)) if host.contains('?') => {
                write!(f, "{scheme}://{}@{}", user(login), without_query(host))
            }
            Some((login, host)) => write!(f, "{scheme}://{}@{host}{}", user(login), without_query(database)),
            // An `@` after the first `/` may belong to a password with an unescaped `/`.
            None if rest.contains('@') => write!(f, "{scheme}://…"),
            None => write!(f, "{scheme}://{}", without_query(rest)),
        }
    }
}

fn user(login: &str) -> &str {
    login.split([':', '?']).next().unwrap_or_default()
}

impl fmt::Debug for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_server_differs_from_a_file_and_is_displayed_without_its_password() {
        assert_eq!(Location::from("data/enlist.db").file(), Some(Path::new("data/enlist.db")));
        let location =
            Location::from("postgres://ada:se@cret@db.example.com:5432/people?sslrootcert=ca.pem&sslmode=require");
        assert_eq!(location.to_string(), "postgres://ada@db.example.com:5432/people");
        assert!(!format!("{location:?}").contains("cret"));
        for (address, shown) in [
            ("postgres://db.example.com/people", "postgres://db.example.com/people"),
            ("postgres://ada:se?cret@db.example.com/people", "postgres://ada@db.example.com/people"),
            ("postgres://ada:se/cret@db.example.com/people", "postgres://…"),
            ("postgres://ada:se/cr?et@db.example.com/people", "postgres://…"),
            ("postgres://ada@db.example.com/people?password=se@cret", "postgres://ada@db.example.com/people"),
            ("postgres://ada@db.example.com?password=se/cret", "postgres://ada@db.example.com"),
        ] {
            assert_eq!(Location::from(address).to_string(), shown, "{address}");
        }
        let Location::Server(address) = location else { panic!("a server") };
        assert_eq!(address.authority.as_deref(), Some(Path::new("ca.pem")));
        assert_eq!(address.url, "postgres://ada:se@cret@db.example.com:5432/people?sslmode=require");
    }
}
