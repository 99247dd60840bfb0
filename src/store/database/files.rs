//! Files beside the database: their names, their permissions, and how they get their place.

use crate::domain::Error;
use crate::failpoint;
use crate::store::sql::damage;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A file under a temporary name. It is removed when dropped, unless it was put in its place.
pub(in crate::store) struct PartialFile {
    pub(in crate::store) path: PathBuf,
}

/// Returns the path with an ending, which is a name in the same folder.
pub(in crate::store) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Returns the folder of a file.
pub(in crate::store) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Creates an empty file that only its owner can read and write. SQLite gives the same permissions to the WAL beside it. An
/// existing file stays unchanged. A failure is ignored here: the next write reports it.
pub(in crate::store) fn create_private(path: &Path) {
    let _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
}

/// Flushes a file to the disk.
///
/// # Errors
/// Refuses a path that cannot be opened; a fault if the disk fails.
pub(in crate::store) fn sync(path: &Path) -> Result<(), Error> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| damage::io_error(error, "flush", path))
}

impl PartialFile {
    /// Renames the file to its final name and flushes the entry of the folder too.
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
