//! The scripts that are meant by words of the command line: files as they are, folders with what is in them.

use std::path::{Path, PathBuf};

/// All scripts, each once, in order.
pub fn scripts(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => search(path, &mut found),
            // A file is a script because somebody says so, and one that is not there is told of later.
            false => found.push(path.clone()),
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The scripts in a folder and below. What is hidden, and links to folders, are left alone.
fn search(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        match entry.file_type() {
            _ if is_hidden => {}
            Ok(kind) if kind.is_dir() => search(&path, found),
            Ok(_) if is_script(&path) => found.push(path),
            _ => {}
        }
    }
}

fn is_script(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|end| end == "rhai" || end == "js")
}

/// A path as it is shown: with slashes, and without a dot at its beginning.
pub fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    let text = if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text };
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}
