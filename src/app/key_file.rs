//! The file of the installation's key: reads it, or creates it when the key is first needed.

use crate::domain::{Code, Error, Fault, Key, Problem, text_of_file};
use crate::store::Location;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The place of the installation's key.
pub(super) enum KeyPlace {
    /// A file: `DATABASE.key`, or the file from the settings.
    File(PathBuf),
    /// In memory: each directory in memory creates its own key.
    Memory,
    /// Not set: a database on a server has no file beside it.
    Unnamed,
}

impl KeyPlace {
    /// Returns the default place of a database's key.
    pub(super) fn of(location: &Location) -> KeyPlace {
        let Some(database) = location.file() else { return KeyPlace::Unnamed };
        let mut name = database.as_os_str().to_owned();
        name.push(".key");
        KeyPlace::File(PathBuf::from(name))
    }

    /// Returns the key; creates it from `chance` if there is none.
    pub(super) fn key(&self, chance: impl FnOnce() -> Key) -> Result<Key, Error> {
        match self {
            KeyPlace::File(file) => read_or_make(file, chance),
            KeyPlace::Memory => Ok(chance()),
            KeyPlace::Unnamed => Err(Problem::new(
                Code::NoKey,
                "expected a file for the installation's key, found none: a database on a server has no default",
            )
            .help("name one with `--key-file` or `ENLIST_KEY_FILE`, the same on every machine")
            .into()),
        }
    }
}

/// Checks that a file contains a key, or can be created. Creates nothing.
pub(super) fn check(file: &Path) -> Result<(), Error> {
    if read(file)?.is_some() {
        return Ok(());
    }
    // `read_dir` fails for anything that is not a folder.
    fs::read_dir(folder_of(file)).map(drop).map_err(|error| not_usable("create", file, error).into())
}

/// Returns the key in a file. If the file does not exist, creates it with a random key, readable only by its owner.
fn read_or_make(file: &Path, chance: impl FnOnce() -> Key) -> Result<Key, Error> {
    match read(file)? {
        Some(key) => Ok(key),
        None => {
            make(file, &chance()).map_err(|error| not_usable("write", file, error))?;
            // Another process may have created the file first, so the content of the file is the key.
            let key = read(file)?;
            key.ok_or_else(|| Fault::new("the installation's key", format!("{} is gone", file.display())).into())
        }
    }
}

fn read(file: &Path) -> Result<Option<Key>, Error> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(not_usable("read", file, error).into()),
    };
    match text_of_file(bytes).as_deref().and_then(Key::parse) {
        Some(key) => Ok(Some(key)),
        None => Err(Problem::new(
            Code::BadKey,
            format!("expected a key of 43 characters in {}, found something else", file.display()),
        )
        .help("restore the original file; with another key, links in letters that were sent are invalid")
        .into()),
    }
}

/// Returns the fault of a key file that cannot be read or written; an operator can correct that.
fn not_usable(doing: &str, file: &Path, error: std::io::Error) -> Fault {
    let found = format!("cannot {doing} the key file {}: {error}", file.display());
    let problem = Problem::new(Code::Unreadable, found)
        .help("name a file in a folder that exists with `--key-file`, or give the user that runs enlist access to it");
    Fault::new(format!("cannot {doing} {}", file.display()), error).with_way_out(problem)
}

/// Writes the key to a temporary file and links it to its place. So no process can read a partial key, and an existing
/// key is never replaced.
fn make(file: &Path, key: &Key) -> std::io::Result<()> {
    let mut part = file.as_os_str().to_owned();
    part.push(format!(".{}-{:?}", std::process::id(), std::thread::current().id()));
    let part = PathBuf::from(part);
    // A program that was killed may have left its temporary file.
    let _ = fs::remove_file(&part);
    let mut open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part)?;
    let written = writeln!(open, "{}", key.to_text()).and_then(|()| open.sync_all());
    let linked = written.and_then(|()| match fs::hard_link(&part, file) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    fs::remove_file(&part)?;
    linked?;
    File::open(folder_of(file))?.sync_all()
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
