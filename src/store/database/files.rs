//! Files beside the database: their names, their permissions, and how they get their place.

use crate::domain::Error;
use crate::failpoint;
use crate::store::sql::damage;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A file under its temporary name; it goes away unless it is put in its place.
pub(in crate::store) struct PartialFile {
    pub(in crate::store) path: PathBuf,
}

/// Returns a name in the same folder: the path with an ending.
pub(in crate::store) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Returns the folder that a file is in.
pub(in crate::store) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes an empty file that its owner alone can read and write; SQLite gives the same rights to the log beside it. One that is
/// there stays as it is, and if none can be made, whoever writes it says why.
pub(in crate::store) fn make_for_owner(path: &Path) {
    let _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
}

/// Brings a file down to the disk.
///
/// # Errors
/// Refuses a path that cannot be opened; a fault if the disk fails.
pub(in crate::store) fn sync(path: &Path) -> Result<(), Error> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| damage::io_error(error, "flush", path))
}

impl PartialFile {
    /// Gives the file its name, for good: the folder's entry goes to the disk too.
    ///
    /// # Errors
    /// Refuses a place that is taken by a folder or may not be written; a fault if the disk fails.
    pub(in crate::store) fn put(&self, to: &Path) -> Result<(), Error> {
        fs::rename(&self.path, to).map_err(|error| damage::io_error(error, "write", to))?;
        failpoint::reach("placed");
        sync(folder_of(to))
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        for ending in ["", "-journal", "-wal", "-shm"] {
            let _ = fs::remove_file(beside(&self.path, ending));
        }
    }
}
