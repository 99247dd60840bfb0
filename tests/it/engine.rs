//! Which database the tests run on: a file of SQLite, or the PostgreSQL server that `ENLIST_TEST_DATABASE` names. There each
//! directory has a schema of its own.

use enlist::app::{App, System};
use enlist::store::Location;
use postgres::{Client, NoTls};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

/// The address of the server, if the tests run on one.
#[allow(clippy::disallowed_methods)] // A setting of the tests alone.
pub fn server() -> Option<String> {
    std::env::var_os("ENLIST_TEST_DATABASE").map(|address| address.into_string().unwrap())
}

/// A directory that lives as long as the value.
pub fn temporary(system: System) -> App {
    match server().map(|address| Location::from(address.as_str())) {
        Some(Location::Server(address)) => App::temporary(Some(&address), system).unwrap(),
        _ => App::in_memory(system).unwrap(),
    }
}

/// The place of a new database: `enlist.db` in the folder, or a new schema on the server.
pub fn new_database(folder: &Path) -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    static EXTENSION: Once = Once::new();
    let Some(address) = server() else { return folder.join("enlist.db") };
    let mut client = connect(&address);
    EXTENSION.call_once(|| client.batch_execute("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public").unwrap());
    let name = format!("it_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    client.batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
    format!("{address}?options=-csearch_path%3D{name}%2Cpublic").into()
}

/// Opens a directory with the key that its server has.
pub fn open(database: &Path) -> App {
    let app = App::open(database, System::real().unwrap()).unwrap();
    app.with_key_file(is_on_server(database).then(|| beside(database, "key")))
}

/// Whether a database is on a server.
pub fn is_on_server(database: &Path) -> bool {
    matches!(Location::from(database), Location::Server(_))
}

/// A file beside a database: in its folder, or among temporary files if it is on a server.
pub fn beside(database: &Path, ending: &str) -> PathBuf {
    let text = database.display().to_string();
    let name = match text.rsplit_once("search_path%3D") {
        Some((_, schema)) => schema.trim_end_matches("%2Cpublic"),
        None if is_on_server(database) => text.rsplit('/').next().unwrap().split('?').next().unwrap(),
        None => return database.with_extension(ending),
    };
    std::env::temp_dir().join(format!("{name}.{ending}"))
}

/// A connection past the program's rules.
pub fn connect(address: &str) -> Client {
    Client::connect(address, NoTls).unwrap()
}
